"""Where something stands in a form, said in the form's own words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

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


class Where(NamedTuple):
    """Where in a form something is.

    Attributes:
        words: in the form's own words, such as: Sections, “Scope”, Clauses, clause 2; empty for the file as a whole.
        record: the name of the record, of whose fields it is one.
    """

    words: str
    record: str


def where(text: str, place: Place, model: type[Record], *, whole: bool = False) -> Where:
    """Say where in a form a place of its file is.

    Args:
        text: the text of the file.
        place: the place; its line and column count from 1.
        model: the class that reads the file.
        whole: whether it means the record that begins there, and not its first field.
    """
    schema = schema_of(model)
    try:
        node = yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError:
        node = None
    if node is None or not place.line:
        return Where("", str(schema.get("title", "")))
    at = (place.line - 1, max(place.column - 1, 0))
    steps = list(_steps(node, at, schema, schema.get("$defs", {}), whole=whole))
    words = ", ".join(step.words for step in steps if step.words)
    return Where(words, next((step.record for step in reversed(steps) if step.record), str(schema.get("title", ""))))


def _steps(
    node: yaml.Node, at: tuple[int, int], schema: Schema, parts: Mapping[str, Schema], *, whole: bool
) -> Iterator[Where]:
    schema = without_null(schema)
    if "$ref" in schema:
        schema = record_of(part_of(schema, parts)[1])
    record = str(schema.get("title", "")) if "properties" in schema else ""
    yield Where("", record)
    if not isinstance(node, yaml.MappingNode) or (whole and at <= _start(node)):
        return
    inside = [(key, value) for key, value in node.value if _start(key) <= at]
    if not inside:
        return
    key, value = inside[-1]
    name = str(key.value)
    if is_names(schema):
        yield Where(f"“{_title(value) or name}”", "")
        yield from _items(value, at, value_schema(schema), parts, "point", whole=whole)
    else:
        words = words_of(record, name)
        yield Where(words.label or label_of(name), "")
        inner = schema.get("properties", {}).get(name, {})
        yield from _items(value, at, inner, parts, words.one or singular_of(name), whole=whole)


def _items(
    node: yaml.Node, at: tuple[int, int], schema: Schema, parts: Mapping[str, Schema], one: str, *, whole: bool
) -> Iterator[Where]:
    """The row of a list in which a place is, and where in it."""
    if not isinstance(node, yaml.SequenceNode):
        yield from _steps(node, at, schema, parts, whole=whole)
        return
    rows = [(number, row) for number, row in enumerate(node.value, 1) if _start(row) <= at]
    if rows:
        number, row = rows[-1]
        title = _title(row)
        yield Where(f"“{title}”" if title else f"{one} {number}", "")
        yield from _steps(row, at, schema.get("items", {}), parts, whole=whole)


def _title(node: yaml.Node) -> str:
    if not isinstance(node, yaml.MappingNode):
        return ""
    return next((str(value.value) for key, value in node.value if key.value == "title"), "")


def _start(node: yaml.Node) -> tuple[int, int]:
    return node.start_mark.line, node.start_mark.column
