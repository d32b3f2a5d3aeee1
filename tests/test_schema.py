"""The schemas say what the reader says."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from policy_handbook.schema import FILES, schema_of, schemas

ROOT = Path(__file__).parent.parent
POLICIES = sorted((ROOT / "policy_data" / "policies").glob("*.yaml"))


def as_text(path: Path) -> Any:
    """Read a policy with every value as text, as the reader does."""
    return yaml.load(path.read_text(), Loader=yaml.BaseLoader)  # noqa: S506 - it makes texts only


@cache
def schema_for(name: str) -> dict[str, Any]:
    """The schema of a kind of file, made and itself found to be one once: both take longer than to use it."""
    schema = schema_of(FILES[name])
    jsonschema.Draft202012Validator.check_schema(schema)
    return schema


def validate(data: object, name: str) -> None:
    jsonschema.Draft202012Validator(schema_for(name)).validate(data)


@cache
def written() -> dict[str, str]:
    return {**schemas()}


@pytest.mark.parametrize("name", FILES)
def test_the_committed_schemas_are_those_of_the_classes(name: str) -> None:
    assert (ROOT / "schemas" / f"{name}.schema.json").read_text() == written()[f"{name}.schema.json"]


@pytest.mark.parametrize("path", POLICIES, ids=lambda path: path.stem)
def test_every_policy_of_the_sample_keeps_the_schema(path: Path) -> None:
    data = as_text(path)
    data["issue"] = int(data["issue"])
    for row in data.get("changes", []):
        row["issue"] = int(row["issue"])
    for link in data.get("linked_policies", []):
        if isinstance(link, dict) and "checked_against" in link:
            link["checked_against"] = int(link["checked_against"])
    for section in data["sections"]:
        if "appendix" in section:
            section["appendix"] = section["appendix"] == "true"
    validate(data, "policy")


@pytest.mark.parametrize("name", ["school", "people", "glossary"])
def test_the_other_files_of_the_sample_keep_their_schemas(name: str) -> None:
    text = (ROOT / "policy_data" / f"{name}.yaml").read_text()
    data = json.loads(json.dumps(yaml.safe_load(text), default=str))
    validate(data, name)


def test_every_field_is_described_and_unknown_ones_are_refused() -> None:
    for model in FILES.values():
        schema = schema_of(model)
        for name, record in [("", schema), *schema["$defs"].items()]:
            record = record["anyOf"][-1] if "anyOf" in record else record
            if "properties" not in record:
                continue
            assert record["additionalProperties"] is False, name
            for field, description in record["properties"].items():
                assert not field.startswith("$")
                assert description.get("description"), f"{name}.{field}"


def test_a_word_of_a_list_is_explained() -> None:
    kinds = schema_of(FILES["policy"])["properties"]["kind"]["oneOf"]

    assert {kind["const"] for kind in kinds} == {"policy", "procedure", "plan", "statement", "notice"}
    assert all(kind["description"] for kind in kinds)


def test_what_the_reader_refuses_the_schema_refuses() -> None:
    data = as_text(POLICIES[0])
    with pytest.raises(jsonschema.ValidationError):
        validate(data | {"owners": "x"}, "policy")


@pytest.mark.parametrize("path", ["elmfield", "harbourside"])
def test_what_a_school_says_of_its_trusts_policy_keeps_the_schema(path: str) -> None:
    trust = ROOT / "tests" / "data" / "trust"
    text = (trust / "schools" / path / "policy_data" / "policies" / "behaviour.yaml").read_text()
    own = json.loads(json.dumps(yaml.safe_load(text), default=str))

    validate(own, "own-policy")
    validate(yaml.safe_load((trust / "trust.yaml").read_text()), "trust")
    with pytest.raises(jsonschema.ValidationError):
        validate(own | {"title": "Ours"}, "own-policy")
