"""Where something stands in a form, said in the form's own words."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from policy_handbook.editing.forms import (
    Schema,
    is_names,
    label_of,
    part_of,
    record_of,
    singular_of,
    value_schema,
    without_null,
)
from policy_handbook.editing.words import words_of
from policy_handbook.findings import Place
from policy_handbook.model.base import Record
from policy_handbook.schema import schema_of

_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def where(text: str, place: Place, model: type[Record]) -> str:
    """Say where in a form a place of its file is, such as: Text, “Scope”, clause 2; empty for the file as a whole.

    Args:
        text: the text of the file.
        place: the place; its line and column count from 1.
        model: the class that reads the file.
    """
    try:
        node = yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError:
        return ""
    if node is None or not place.line:
        return ""
    schema = schema_of(model)
    return ", ".join(_steps(node, (place.line - 1, max(place.column - 1, 0)), schema, schema.get("$defs", {})))


def _steps(node: yaml.Node, at: tuple[int, int], schema: Schema, parts: dict[str, Schema]) -> Iterator[str]:
    schema = without_null(schema)
    if "$ref" in schema:
        schema = record_of(part_of(schema, parts)[1])
    if isinstance(node, yaml.MappingNode):
        inside = [(key, value) for key, value in node.value if _start(key) <= at]
        if inside:
            key, value = inside[-1]
            name = str(key.value)
            if is_names(schema):
                yield f"“{_title(value) or name}”"
                yield from _items(value, at, value_schema(schema), parts, "", "points")
            else:
                yield words_of(str(schema.get("title", "")), name).label or label_of(name)
                inner = schema.get("properties", {}).get(name, {})
                yield from _items(value, at, inner, parts, str(schema.get("title", "")), name)


def _items(
    node: yaml.Node, at: tuple[int, int], schema: Schema, parts: dict[str, Schema], record: str, name: str
) -> Iterator[str]:
    """The row of a list in which a place is, and where in it."""
    if not isinstance(node, yaml.SequenceNode):
        yield from _steps(node, at, schema, parts)
        return
    rows = [(number, row) for number, row in enumerate(node.value, 1) if _start(row) <= at]
    if rows:
        number, row = rows[-1]
        title = _title(row)
        yield f"“{title}”" if title else f"{words_of(record, name).one or singular_of(name)} {number}"
        yield from _steps(row, at, schema.get("items", {}), parts)


def _title(node: yaml.Node) -> str:
    if not isinstance(node, yaml.MappingNode):
        return ""
    return next((str(value.value) for key, value in node.value if key.value == "title"), "")


def _start(node: yaml.Node) -> tuple[int, int]:
    return node.start_mark.line, node.start_mark.column
