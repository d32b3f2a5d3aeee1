"""The forms are made from the classes that read the data, in words that an office understands."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from policy_handbook.editing.forms import BASE, Choices, form_fields
from policy_handbook.editing.store import FILES, FOLDERS
from policy_handbook.model.base import Record
from policy_handbook.publish import usable_handbook

SAMPLE = Path(__file__).parents[2] / "policy_data"
MODELS = {
    **{name: model for name, (_, _, model) in FOLDERS.items()},
    **{name: model for name, (_, model) in FILES.items()},
}


def fields_of(fields: list[dict[str, Any]], before: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    for field in fields:
        if field["name"] != BASE:
            yield f"{before}{field['name']}", field
            yield from fields_of(field.get("fields", []), f"{before}{field['name']}.")


@pytest.mark.parametrize("name", MODELS)
def test_every_field_has_a_label_and_a_hint(name: str) -> None:
    model: type[Record] = MODELS[name]
    found = dict(fields_of(form_fields(model, Choices(usable_handbook(SAMPLE)))))
    assert [path for path, field in found.items() if not field.get("label")] == []
    assert [path for path, field in found.items() if not field.get("hint")] == []


@pytest.mark.parametrize("name", MODELS)
def test_no_hint_speaks_of_files_or_yaml(name: str) -> None:
    model: type[Record] = MODELS[name]
    for path, field in fields_of(form_fields(model, Choices(usable_handbook(SAMPLE)))):
        words = f"{field['label']} {field.get('hint', '')}"
        assert "_" not in words, path
        assert not any(strange in words for strange in (".yaml", "YAML", "in quotes", "the id ", "by id", "`")), path
