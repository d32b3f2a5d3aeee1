"""The editor of a developer: the schemas agree with the reader, and offer what the handbook names."""

from __future__ import annotations

import fnmatch
import json
import os
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from policy_handbook.cli.main import commands
from policy_handbook.read import read_handbook
from policy_handbook.schema import FILES, names_of, schema_of, schemas
from tests.language_server import LanguageServer
from tests.test_bad_input import FIXTURES, SOUND, school

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "policy_data"
NO_SERVER = "no yaml-language-server: npm install --global yaml-language-server, or name it in HANDBOOK_YAML_SERVER"
OF_SCHEMAS = {"unknown-field", "missing-field", "field-type", "bad-id", "unknown-choice", "date-format"}
"""Findings that a schema can share; the others are about the signs of YAML, which schemas do not see."""

OUT_OF_REACH = {"date-that-is-none.yaml"}
"""A day that no month has."""

HEAD = "# yaml-language-server: $schema=../../schemas/policy.schema.json\n"
PLACES = {
    "the audience": ("audience: |", {"everyone", "public", "parents", "pupils", "staff"}),
    "audiences": ("audience: [staff, |]", {"public", "parents", "pupils", "staff"}),
    "audiences in rows": ("audience:\n  - |", {"public", "parents", "pupils", "staff"}),
    "the owner": ("owner: |", {"headteacher", "dsl", "clerk"}),
    "who approved it": ("approval:\n  by: |", {"headteacher", "governing-board"}),
    "a linked policy": ("linked_policies:\n  - |", {"our-policies"}),
    "its id": ("linked_policies:\n  - id: |", {"our-policies"}),
    "who has to read it": ("to_be_read_by: [|]", {"all-staff"}),
    "a duty": ("satisfies: [|]", {"behaviour", "complaints"}),
    "guidance": ("guidance:\n  - id: |", {"kcsie"}),
    "a word of a list": ("status: |", {"draft", "in-force", "withdrawn"}),
    "who acts": (
        "sections:\n  - id: a\n    title: A\n    clauses:\n      - text: x\n        responsible: [|]",
        {"headteacher", "all-staff"},
    ),
}


@pytest.fixture(scope="module")
def new_school(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("new") / "elm-school"
    done = CliRunner().invoke(commands, ["new", "school", str(folder)], catch_exceptions=False)
    assert done.exit_code == 0
    return folder


@pytest.fixture(scope="module")
def settings(new_school: Path) -> dict[str, Any]:
    said = json.loads((new_school / ".vscode" / "settings.json").read_text(encoding="utf-8"))
    schemas_of: dict[str, Any] = said["yaml.schemas"]
    return schemas_of


def as_editors_read(text: str) -> Any:
    """Read YAML 1.2, as editors do: dates are text, and so are yes and no."""
    reader = YAML(typ="safe", pure=True)
    reader.version = (1, 2)
    reader.constructor.add_constructor("tag:yaml.org,2002:timestamp", lambda self, node: self.construct_scalar(node))
    return reader.load(text)


@cache
def validator(kind: str) -> jsonschema.Draft202012Validator:
    """The schema of a kind of file, which takes longer to make than to hold a file against."""
    return jsonschema.Draft202012Validator(schema_of(FILES[kind]))


def errors(text: str, kind: str) -> list[jsonschema.ValidationError]:
    return list(validator(kind).iter_errors(as_editors_read(text)))


def patterns(settings: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for schema, globs in settings.items():
        yield from ((schema, glob) for glob in ([globs] if isinstance(globs, str) else globs))


def kind_of(path: str, settings: dict[str, Any]) -> str:
    """The schema that an editor takes for a file."""
    found = [schema for schema, glob in patterns(settings) if fnmatch.fnmatch(path, glob)]
    assert len(found) == 1, path
    return Path(found[0]).name.removesuffix(".schema.json")


def test_every_file_of_the_sample_has_a_schema_and_keeps_it(settings: dict[str, Any]) -> None:
    files = [file for file in sorted(SAMPLE.rglob("*.yaml")) if file.name != "lock.yaml"]
    for file in files:
        path = file.relative_to(ROOT).as_posix()
        assert errors(file.read_text(encoding="utf-8"), kind_of(path, settings)) == [], path
    assert {kind_of(file.relative_to(ROOT).as_posix(), settings) for file in files} >= {"policy", "flier", "people"}


def test_a_new_school_names_schemas_that_are_there(new_school: Path, settings: dict[str, Any]) -> None:
    for schema in settings:
        assert (new_school / schema).is_file()
    files = sorted([*new_school.glob("*.yaml"), *(new_school / "policy_data").rglob("*.yaml")])
    assert files
    for file in files:
        text = file.read_text(encoding="utf-8")
        modeline = text.splitlines()[0]
        assert modeline.startswith("# yaml-language-server: $schema=")
        kind = kind_of(file.relative_to(new_school).as_posix(), settings)
        assert (file.parent / modeline.partition("=")[2]).resolve() == new_school / f"schemas/{kind}.schema.json"
        assert errors(text, kind) == []


def found_by_the_reader(file: Path, folder: Path) -> set[str]:
    data = school(folder)
    shutil.copyfile(file, data / "policies" / file.name)
    return {each.rule for each in read_handbook(data, "policy_data").findings if each.place.file.endswith(file.name)}


@pytest.mark.parametrize("file", sorted(FIXTURES.glob("*.yaml")), ids=lambda file: file.stem)
def test_the_schema_refuses_what_the_reader_refuses_and_nothing_else(file: Path, tmp_path: Path) -> None:
    ours = found_by_the_reader(file, tmp_path)
    try:
        theirs = errors(file.read_text(encoding="utf-8"), "policy")
    except (YAMLError, ValueError):
        assert ours, "what cannot be read has a finding"
        return
    if theirs:
        assert ours
    if ours & OF_SCHEMAS and file.name not in OUT_OF_REACH:
        assert theirs


def test_a_new_post_needs_an_id_that_the_reader_takes() -> None:
    assert errors("roles:\n  Head Teacher: {title: Head}\n", "people")
    assert not errors("roles:\n  head-teacher: {title: Head}\n", "people")


def test_what_an_editor_writes_of_itself_is_no_value(tmp_path: Path) -> None:
    """An editor puts the default of a field where one takes it: nothing, or an empty list, would only be in the way."""
    for name, text in schemas().items():
        schema = json.loads(text)
        for record in (schema, *schema["$defs"].values()):
            for field, value in (record["anyOf"][-1] if "anyOf" in record else record).get("properties", {}).items():
                assert value.get("default", "there") not in (None, "", [], {}, False), f"{name}: {field}"


def test_the_command_offers_the_names_of_the_handbook(tmp_path: Path) -> None:
    done = CliRunner().invoke(commands, ["schema", "--names", "--data", str(SAMPLE), "--out", str(tmp_path)])
    assert done.exit_code == 0
    fields = json.loads((tmp_path / "policy.schema.json").read_text(encoding="utf-8"))["properties"]
    handbook = read_handbook(SAMPLE).handbook
    assert handbook
    names = names_of(handbook)
    assert fields["owner"]["examples"] == list(names["roles"])
    assert fields["category"]["examples"] == list(names["categories"])
    assert list(fields["key_points"]["properties"]) == list(names["audiences"])
    linked = json.loads((tmp_path / "policy.schema.json").read_text(encoding="utf-8"))["$defs"]["LinkedPolicy"]
    assert "mobile-phones" in linked["anyOf"][0]["examples"]


# --- with the server itself ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def command() -> str:
    found = os.environ.get("HANDBOOK_YAML_SERVER") or shutil.which("yaml-language-server")
    if not found:
        pytest.skip(NO_SERVER)
    return found


@pytest.fixture(scope="module", params=["first lines", "settings"])
def server(
    request: pytest.FixtureRequest, command: str, new_school: Path, settings: dict[str, Any]
) -> Iterator[tuple[LanguageServer, str]]:
    """A server that knows of the schemas by the first line of each file, or by the settings; and that line."""
    by_lines = request.param == "first lines"
    with LanguageServer(command, new_school, {} if by_lines else settings) as running:
        yield running, HEAD if by_lines else "# a policy\n"


@pytest.mark.parametrize("place", PLACES)
def test_names_are_offered(server: tuple[LanguageServer, str], place: str) -> None:
    running, head = server
    text, wanted = PLACES[place]
    assert wanted <= set(running.offers("policy_data/policies/trial.yaml", head + text))


def test_the_fields_of_a_policy_are_offered(server: tuple[LanguageServer, str]) -> None:
    running, head = server
    offered = running.offers("policy_data/policies/trial.yaml", f"{head}title: Trial\n|")
    assert {"kind: ", "summary: ", "effective_from: "} <= set(offered)


def test_the_files_of_a_new_school_are_in_order(server: tuple[LanguageServer, str], new_school: Path) -> None:
    running, head = server
    for file in sorted((new_school / "policy_data").rglob("*.yaml")):
        text = file.read_text(encoding="utf-8")
        text = text if head == HEAD else text.partition("\n")[2]
        assert running.errors(file.relative_to(new_school).as_posix(), text) == [], file.name


def test_its_errors_agree_with_ours(server: tuple[LanguageServer, str], tmp_path: Path) -> None:
    running, head = server
    assert running.errors("policy_data/policies/sound.yaml", head + SOUND) == []
    for file in sorted(FIXTURES.glob("*.yaml")):
        ours = found_by_the_reader(file, tmp_path / file.stem)
        try:
            theirs = running.errors(f"policy_data/policies/{file.name}", head + file.read_bytes().decode("utf-8"))
        except UnicodeDecodeError:
            continue
        assert not theirs or ours, file.name
        assert theirs or not ours & OF_SCHEMAS or file.name in OUT_OF_REACH, file.name


def test_its_words_are_ours(server: tuple[LanguageServer, str]) -> None:
    running, head = server
    text = SOUND.replace("2026-09-01", "01/09/2026").replace("headteacher\naud", "Head Teacher\naud")
    assert running.errors("policy_data/policies/words.yaml", head + text) == [
        (5, "an id has small letters, digits and single hyphens only"),
        (8, "a date is written year, month, day, as in 2026-09-01"),
    ]
