"""Turns what pydantic refuses into findings: the field, what is there, what was expected, what to write."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from policy_handbook.findings import Finding, Place, Severity
from policy_handbook.marks import Mark, MarkedDict, MarkedList, MarkedText

EXAMPLES: Mapping[str, str] = {
    "approval": "approval: {by: governing-board, date: 2026-07-09, minute: FGB 26/31}",
    "audience": "audience: [public, parents, pupils, staff]",
    "audiences": "audiences: {public: {title: Public, site: website}}",
    "by": "by: headteacher",
    "date": "date: 2026-07-09",
    "effective_from": "effective_from: 2026-09-01",
    "every": "every: 12 months",
    "handbook_url": "handbook_url: https://policies.example.org",
    "issue": "issue: 1",
    "kind": "kind: policy",
    "nation": "nation: england",
    "next": "next: 2027-07-31",
    "owner": "owner: headteacher",
    "phase": "phase: primary",
    "review": "review: {every: 12 months, next: 2027-07-31}",
    "sections": "sections: [{id: purpose, title: Purpose, clauses: [...]}]",
    "status": "status: in-force",
    "summary": "summary: One or two sentences on what it is about.",
}
"""What to write for a field that is missing."""

_EXPECTED: Mapping[str, str] = {
    "string_type": "text",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "tuple_type": "a list",
    "list_type": "a list",
    "dict_type": "fields, each with a name and a colon",
    "model_type": "fields, each with a name and a colon",
    "model_attributes_type": "fields, each with a name and a colon",
}


def faults(error: ValidationError, data: Any, file: str, model: type[BaseModel], policy: str = "") -> list[Finding]:
    """Return a finding for each thing that a record's class refused.

    Args:
        error: what pydantic raised.
        data: the marked value that was refused.
        file: the file's name in findings.
        model: the class that refused it, to suggest a field name.
        policy: the id of the policy, where the file holds one.
    """
    details = error.errors(include_url=False)
    return [_finding(detail, data, file, model, policy) for detail in _without_echoes(details)]


def _without_echoes(details: Sequence[ErrorDetails]) -> Iterable[ErrorDetails]:
    """Leave out what only repeats another fault: one cause, one message."""
    return (detail for detail in details if not any(str(part).startswith("$") for part in detail["loc"]))


def _finding(detail: ErrorDetails, data: Any, file: str, model: type[BaseModel], policy: str) -> Finding:
    path = [part for part in detail["loc"] if part != "[key]"]
    mark = _mark_at(data, path)
    place = Place(file, *mark)
    field = str(path[-1]) if path and isinstance(path[-1], str) else ""
    kind = detail["type"]
    context: Mapping[str, Any] = detail.get("ctx", {})
    if kind == "missing":
        example = EXAMPLES.get(field, f"{field}: ...")
        return Finding(
            "missing-field", Severity.ERROR, place, f"the field {field} is missing{_holder(path)}", "", example, policy
        )
    if kind == "extra_forbidden":
        near = nearest(field, field_names(model, path[:-1]))
        return Finding(
            "unknown-field",
            Severity.ERROR,
            _key_place(data, path, file),
            f"there is no field called {field}{_holder(path)}",
            f"{field}:",
            f"{near}:" if near else "",
            policy,
        )
    if "found" in context:
        write = str(context.get("write", "")) or nearest(str(context["found"]), context.get("words", ()))
        prefix = f"{field}: " if field else ""
        return Finding(
            kind,
            Severity.ERROR,
            place,
            detail["msg"],
            f"{prefix}{context['found']}",
            f"{prefix}{write}" if write else "",
            policy,
        )
    return _plain_fault(detail, place, field, policy)


def _plain_fault(detail: ErrorDetails, place: Place, field: str, policy: str) -> Finding:
    kind, value = detail["type"], detail["input"]
    subject = f"the field {field}" if field else "this"
    prefix = f"{field}: " if field else ""
    found = f"{prefix}{_shown(value)}" if _is_short(value) else ""
    if kind in _EXPECTED:
        write = f'{prefix}"{value}"' if kind == "string_type" and isinstance(value, (int, float)) else ""
        there = " and is empty" if value is None else ""
        return Finding(
            "field-type",
            Severity.ERROR,
            place,
            f"{subject} has to be {_EXPECTED[kind]}{there}",
            "" if value is None else found,
            write.replace("True", "true").replace("False", "false"),
            policy,
        )
    if kind == "too_short":
        return Finding("field-type", Severity.ERROR, place, f"{subject} has to hold something", found, "", policy)
    if kind == "greater_than_equal":
        return Finding("field-type", Severity.ERROR, place, f"{subject} has to be 1 or more", found, "", policy)
    if kind == "string_pattern_mismatch":
        return Finding(
            "field-type",
            Severity.ERROR,
            place,
            f"{subject} is not written as it should be",
            found,
            'colour: "#1d4f5f"' if field == "colour" else "",
            policy,
        )
    return Finding("field-type", Severity.ERROR, place, f"{subject} cannot be used: {detail['msg']}", found, "", policy)


def _holder(path: Sequence[Any]) -> str:
    """Say in what the field is, for a field that is not at the top."""
    names = [part for part in path[:-1] if isinstance(part, str)]
    return f" in {names[-1]}" if names else ""


def _mark_at(data: Any, path: Sequence[Any]) -> Mark:
    """Walk down to a value; stop at the last part that is there."""
    mark = data.mark if isinstance(data, (MarkedDict, MarkedList)) else Mark(1, 1)
    for part in path:
        if isinstance(data, MarkedDict) and part in data:
            mark, data = data.values_at[part], data[part]
        elif isinstance(data, MarkedList) and isinstance(part, int) and part < len(data):
            mark, data = data.items_at[part], data[part]
        elif isinstance(data, MarkedText):
            return data.mark
        else:
            break
    return mark


def _key_place(data: Any, path: Sequence[Any], file: str) -> Place:
    for part in path[:-1]:
        if isinstance(data, (dict, list)):
            data = data[part]
    if isinstance(data, MarkedDict) and path[-1] in data.keys_at:
        return Place(file, *data.keys_at[path[-1]])
    return Place(file, *_mark_at(data, path))


def field_names(model: type[BaseModel], path: Sequence[Any]) -> list[str]:
    """Return the names that a record may have at a path from a class."""
    current: Any = model
    for part in path:
        if isinstance(part, int) or current is None:
            continue
        fields = getattr(current, "model_fields", {})
        match = next((info for name, info in fields.items() if part in (name, info.alias)), None)
        current = next(_models_in(match.annotation), None) if match else current
    fields = getattr(current, "model_fields", {})
    names = [info.alias or name for name, info in fields.items()]
    return [name for name in names if not name.startswith("$")]


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in getattr(annotation, "__args__", ()):
        yield from _models_in(argument)


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the known word nearest to a mistyped one, or an empty text."""
    matches = difflib.get_close_matches(word.lower(), list(known), n=1, cutoff=0.6)
    return matches[0] if matches else ""


def _is_short(value: Any) -> bool:
    return isinstance(value, (bool, int, float)) or (isinstance(value, str) and len(value) < 60) or value in ([], {})


def _shown(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
