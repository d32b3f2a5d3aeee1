"""Turns what pydantic refuses into findings: the field, what is there, what was expected, what to write."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from policy_handbook.dates import FIRST_YEAR, LAST_YEAR
from policy_handbook.findings import Finding, Place, Severity
from policy_handbook.marks import Mark, MarkedDict, MarkedList
from policy_handbook.model.base import Record
from policy_handbook.read.words import MOST, Advice, and_more, name_shown, quoted, shortened

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
    "int_parsing_size": "a whole number",
    "int_from_float": "a whole number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "tuple_type": "a list",
    "list_type": "a list",
    "dict_type": "fields, each with a name and a colon",
    "model_type": "fields, each with a name and a colon",
    "model_attributes_type": "fields, each with a name and a colon",
}

_CURLY = "“”‘’"
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}(-[0-9]{2})?")


@dataclass(frozen=True, slots=True)
class _Fault:
    """What a class refused, and where it stands.

    Attributes:
        kind: pydantic's name for the fault, or our own.
        path: fields and positions that lead to it; the field itself last.
        value: the value that was refused.
        holder: the fields among which it stands.
        typed: whether the last field of the path was typed, or is meant by a short form.
        at_key: whether the name of the field itself was refused.
        mark: where the value begins, or its holder if there is none.
    """

    detail: ErrorDetails
    path: tuple[int | str, ...]
    value: Any
    holder: Any
    typed: bool
    at_key: bool
    mark: Mark

    @property
    def kind(self) -> str:
        """Pydantic's name for the fault, or our own."""
        return self.detail["type"]

    @property
    def field(self) -> str:
        """The name of the field, or an empty text for an item of a list."""
        return str(self.path[-1]) if self.path and isinstance(self.path[-1], str) else ""

    @property
    def prefix(self) -> str:
        """The field's name as one types it before a value."""
        return f"{self.field}: " if self.field and self.typed else ""

    @property
    def subject(self) -> str:
        """The field or item as a message calls it."""
        if self.field and self.typed:
            return f"the field {name_shown(self.field)}"
        names = [part for part in self.path if isinstance(part, str)]
        names = names[:-1] if self.field else names
        return f"an item of {name_shown(names[-1])}" if names else "this"

    @property
    def inside(self) -> str:
        """In what the field stands, for one that is not at the top."""
        names = [part for part in self.path[:-1] if isinstance(part, str)]
        return f" in {name_shown(names[-1])}" if names else ""


def faults(
    error: ValidationError,
    data: Any,
    file: str,
    model: type[BaseModel],
    policy: str = "",
    blamed: Collection[Mark] = (),
) -> list[Finding]:
    """Return a finding for each thing that a record's class refused.

    Args:
        error: what pydantic raised.
        data: the marked value that was refused.
        file: the file's name in findings.
        model: the class that refused it, to suggest a field name.
        policy: the id of the policy, where the file holds one.
        blamed: places of which a finding has spoken already.
    """
    details = error.errors(include_url=False, include_input=False)
    found = [_fault(detail, data) for detail in details[: 3 * MOST]]
    first_hand = list(_without_echoes(found, model, blamed))
    reported = [_finding(fault, file, model, policy) for fault in first_hand[:MOST]]
    return [*reported, and_more(file)] if len(first_hand) > MOST else reported


def _fault(detail: ErrorDetails, data: Any) -> _Fault:
    """Walk down to the value that was refused."""
    at_key = detail["loc"][-1:] == ("[key]",)
    path = tuple(part for part in detail["loc"] if part != "[key]")
    mark = data.mark if isinstance(data, (MarkedDict, MarkedList)) else Mark(1, 1)
    holder: Any = None
    typed = True
    for part in path:
        holder = data
        if isinstance(data, MarkedDict) and part in data:
            marks = data.keys_at if at_key and part is path[-1] else data.values_at
            mark, data = marks[str(part)], data[str(part)]
        elif isinstance(data, MarkedList) and isinstance(part, int) and part < len(data):
            mark, data = data.items_at[part], data[part]
        else:
            typed = isinstance(data, MarkedDict)  # a field that is missing; else one that a short form stands for
            break
    return _Fault(detail, path, data, holder, typed, at_key, mark)


def _without_echoes(found: Sequence[_Fault], model: type[BaseModel], blamed: Collection[Mark]) -> Iterator[_Fault]:
    """Leave out what only repeats another fault: one cause, one message."""
    explained = {_missed_by(fault, model) for fault in found if fault.kind == "extra_forbidden"}
    colons: set[tuple[int | str, ...]] = set()
    for fault in found:
        whole = fault.path[:-1]
        if _is_half_read(fault) or _place_of(fault) in blamed:
            continue
        if fault.kind == "missing" and not {fault.path, (*whole, _ANY)}.isdisjoint(explained):
            continue
        if fault.kind == "extra_forbidden" and (*whole, _ANY) in explained:
            if whole in colons:
                continue
            colons.add(whole)
        yield fault


_ANY = "*"


def _missed_by(fault: _Fault, model: type[BaseModel]) -> tuple[int | str, ...]:
    """Return the path of the field that somebody meant by one that is unknown; any, by a colon in a text."""
    whole = fault.path[:-1]
    return (*whole, _ANY if _is_colon_in_text(fault, model) else nearest(fault.field, field_names(model, whole)))


_FIELDS_OF_A_TEXT = 3
"""Lines with colons that a text may have; more of them are fields."""


def _is_half_read(fault: _Fault) -> bool:
    """Say whether pydantic calls a list too short only because it refused the items in it."""
    return fault.kind == "too_short" and bool(fault.value)


def _is_colon_in_text(fault: _Fault, model: type[BaseModel]) -> bool:
    """Say whether fields are really a text with a colon, where a text alone would do: ``- Note: no phones``."""
    whole = fault.path[:-1]
    record = _model_at(model, whole)
    if record is None or not _has_short_form(record) or not isinstance(fault.holder, MarkedDict):
        return False
    if len(fault.holder) > _FIELDS_OF_A_TEXT:
        return False
    names = field_names(model, whole)
    return not any(key in names or nearest(key, names) for key in fault.holder)


def _place_of(fault: _Fault) -> Mark:
    """Return the place of the key for an unknown field, and of the value for all else."""
    if fault.kind == "extra_forbidden" and isinstance(fault.holder, MarkedDict):
        return fault.holder.keys_at.get(fault.field, fault.mark)
    return fault.mark


def _finding(fault: _Fault, file: str, model: type[BaseModel], policy: str) -> Finding:
    rule, advice = _advice(fault, model)
    place = Place(file, *_place_of(fault))
    return Finding(rule, Severity.ERROR, place, advice.message, advice.found, advice.write, policy)


def _advice(fault: _Fault, model: type[BaseModel]) -> tuple[str, Advice]:
    if fault.kind == "missing":
        message = f"the field {fault.field} is missing{fault.inside}"
        return "missing-field", Advice(message, "", EXAMPLES.get(fault.field, f"{fault.field}: ..."))
    if fault.kind == "extra_forbidden":
        return "unknown-field", _unknown(fault, model)
    if "found" in fault.detail.get("ctx", {}):
        return fault.kind, _refused(fault)
    return "field-type", _of_another_kind(fault, model)


def _unknown(fault: _Fault, model: type[BaseModel]) -> Advice:
    if _is_colon_in_text(fault, model):
        message = "a text with a colon and a space in it needs quotes; without them it is read as a field and its value"
        return Advice(message, ":", quoted("- "))
    near = nearest(fault.field, field_names(model, fault.path[:-1]))
    shown = name_shown(fault.field)
    if shown == fault.field:
        return Advice(f"there is no field called {shown}{fault.inside}", f"{shown}:", f"{near}:" if near else "")
    message = f"what stands before this colon is no field{fault.inside}"
    return Advice(message, ":", f"{near}:" if near else "double quotes round a text that has a colon or a comma in it")


def _refused(fault: _Fault) -> Advice:
    """Say what one of our own checks said, and show what it found."""
    context: Mapping[str, Any] = fault.detail.get("ctx", {})
    message, found = fault.detail["msg"], str(context["found"])
    write = str(context.get("write", "")) or nearest(found, context.get("words", ()))
    if fault.kind == "curly-quotes":
        # the text itself may be for few readers
        return Advice(message, f"{fault.prefix}{found[0]}...{found[-1]}", f'{fault.prefix}"..."')
    if fault.kind == "date-format" and _ISO.fullmatch(found):
        message = "the year cannot be right" if _far_off(found) else "there is no such day in the calendar"
    if not write and found[:1] in _CURLY and found.strip(_CURLY):
        write = found.strip(_CURLY)
    if fault.at_key:
        return Advice(message, f"{shortened(found)}:", f"{write}:" if write else "")
    if fault.value is None:
        return Advice(message, f"{fault.prefix}   (empty)".strip(), f"{fault.prefix}{write}" if write else "")
    return Advice(message, f"{fault.prefix}{shortened(found)}", f"{fault.prefix}{shortened(write)}" if write else "")


def _far_off(date: str) -> bool:
    return not FIRST_YEAR <= int(date[:4]) <= LAST_YEAR


def _of_another_kind(fault: _Fault, model: type[BaseModel]) -> Advice:
    if fault.kind == "too_short":
        found, write = f"{fault.prefix}{_shown(fault.value)}", EXAMPLES.get(fault.field, "")
        return Advice(f"{fault.subject} has to hold something", found, write)
    if fault.kind == "greater_than_equal":
        return Advice(
            f"{fault.subject} has to be 1 or more", f"{fault.prefix}{_shown(fault.value)}", f"{fault.prefix}1"
        )
    if fault.kind == "string_pattern_mismatch":
        write = 'colour: "#1d4f5f"' if fault.field == "colour" else ""
        return Advice(f"{fault.subject} is not written as it should be", f"{fault.prefix}{_shown(fault.value)}", write)
    if fault.kind not in _EXPECTED:
        return Advice(f"{fault.subject} cannot be used: {fault.detail['msg']}", f"{fault.prefix}{_shown(fault.value)}")
    expected = _EXPECTED[fault.kind]
    record = _model_at(model, fault.path) if fault.kind.startswith("model") else None
    takes_text = fault.kind == "string_type" or (record is not None and _has_short_form(record))
    if record is not None and takes_text:
        expected = f"text, or {expected}"
    example = EXAMPLES.get(fault.field, "")
    if fault.value is None:
        write = example or (f"{fault.field}: ..." if fault.typed and fault.field else "- ...")
        return Advice(f"{fault.subject} is empty, and it has to be {expected}", "", write)
    message = f"{fault.subject} has to be {expected}"
    if isinstance(fault.value, (list, dict)):
        return _several(fault, message, example, takes_text=takes_text)
    return _single(fault, message, example, takes_text=takes_text)


def _several(fault: _Fault, message: str, example: str, *, takes_text: bool) -> Advice:
    """Explain a list or fields where something else was expected."""
    if isinstance(fault.value, list):
        message, sign = f"{message}, and it is a list", "begins with [ or -"
    else:
        message, sign = f"{message}, and it has fields in it", "begins with { or has a colon in it"
    write = f'{fault.prefix}"..."   (double quotes round a text that {sign})'
    return Advice(message, "", write if takes_text else example)


def _single(fault: _Fault, message: str, example: str, *, takes_text: bool) -> Advice:
    """Explain a text, a number, true or false where something else was expected."""
    shown = _shown(fault.value)
    found = f"{fault.prefix}{shown}" if shown else ""
    if takes_text:
        return Advice(message, found, f'{fault.prefix}"{shown}"')
    if _EXPECTED[fault.kind] == "a list":
        write = f"{fault.prefix}[{shown}]" if shown else "a line for each item, which begins with a hyphen: - ..."
        return Advice(message, found, write)
    return Advice(message, found, example)


def _model_at(model: type[BaseModel], path: Sequence[Any]) -> type[BaseModel] | None:
    """Return the class of the record at a path from a class; ``None`` where there is none."""
    current: type[BaseModel] | None = model
    for part in path:
        if isinstance(part, int) or current is None:
            continue
        match = next((info for name, info in current.model_fields.items() if part in (name, info.alias)), None)
        current = next(_models_in(match.annotation), None) if match else current
    return current


def _has_short_form(record: type[BaseModel]) -> bool:
    return any("from_short_form" in vars(parent) for parent in record.__mro__ if parent is not Record)


def field_names(model: type[BaseModel], path: Sequence[Any]) -> list[str]:
    """Return the names that a record may have at a path from a class."""
    record = _model_at(model, path)
    names = [info.alias or name for name, info in record.model_fields.items()] if record else []
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


def _shown(value: Any) -> str:
    """Show a word or a number; nothing of a text, which may be for few readers only."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value)
    if value in ([], {}):
        return str(value)
    return shortened(value) if isinstance(value, str) and " " not in value.strip() else ""
