"""What changed between two versions of a file, said in the words of its form."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from policy_handbook.editing.forms import (
    NAME,
    Schema,
    is_names,
    label_of,
    part_of,
    record_of,
    value_schema,
    without_null,
)
from policy_handbook.editing.words import words_of
from policy_handbook.model.base import Record
from policy_handbook.schema import schema_of

_MOST = 6


def told(
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    model: type[Record],
    titled: Callable[[str], str] = str,
) -> list[str]:
    """Say which parts of a form differ, such as: Summary; Sections: Scope, Visits (new).

    Args:
        before: the long form of the older version.
        after: that of the newer.
        model: the class that reads the file.
        titled: gives the title of a policy for its id, which is all that a linked policy says of it.
    """
    schema = schema_of(model)
    parts: Mapping[str, Schema] = schema.get("$defs", {})
    record = str(schema.get("title", ""))
    lines = []
    for name, inner in schema["properties"].items():
        if before.get(name) != after.get(name):
            label = words_of(record, name).label or label_of(name)
            rows = list(_rows(before.get(name), after.get(name), without_null(inner), parts, titled))
            lines.append(f"{label}: {_some(rows)}" if rows else label)
    return lines


def _rows(
    before: Any, after: Any, schema: Schema, parts: Mapping[str, Schema], titled: Callable[[str], str]
) -> Iterator[str]:
    """The rows that differ in a list whose rows have titles."""
    items = value_schema(schema) if is_names(schema) else schema.get("items", {})
    if "$ref" not in items or "title" not in record_of(part_of(items, parts)[1]).get("properties", {}):
        return
    old, new = _titled(before), _titled(after)
    for key, row in new.items():
        if key not in old:
            yield f"{row.get('title') or titled(key)} (new)"
        elif old[key] != row:
            yield str(row.get("title") or titled(key))
    for key, row in old.items():
        if key not in new:
            yield f"{row.get('title') or titled(key)} (taken out)"


def _titled(rows: Any) -> dict[str, Mapping[str, Any]]:
    found = rows if isinstance(rows, list) else []
    return {str(row.get(NAME)): row for row in found if isinstance(row, dict) and row.get(NAME)}


def _some(rows: list[str]) -> str:
    return ", ".join(rows) if len(rows) <= _MOST else f"{', '.join(rows[:_MOST])} and {len(rows) - _MOST} more"
