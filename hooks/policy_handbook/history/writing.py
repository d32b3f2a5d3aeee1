"""Changes fields of a policy's file and leaves every other line as it is, to the byte.

A file is cut at its top-level fields. Only the lines of a field that changes go through ruamel.yaml, which keeps the
comments within them; fields that are new go where the data format has them.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from policy_handbook.model import Policy

_FIELD = re.compile(r"([a-z_]+):(?=\s|$)")
_ITEM = re.compile(r"( *)- ")
_PLAIN = re.compile(r"[A-Za-z£][^\n:#,\[\]{}&*!|>'\"%@`\\]*(?<! )")
_DATE = re.compile(r"\d{4}-\d{2}(-\d{2})?")
_READ_OTHERWISE = frozenset(("on", "off", "yes", "no", "y", "n", "true", "false", "null"))
_MODELINE = re.compile(r"(?m)^(# yaml-language-server: \$schema=)((?:\.\./)+)")


class LayoutError(Exception):
    """A file is written in a way in which its fields cannot be changed one by one; the message says how."""


@dataclass(frozen=True, slots=True)
class Lines:
    """A file as lines without their ends, and how the ends were written."""

    lines: tuple[str, ...]
    end: str
    mark: str

    @classmethod
    def of(cls, text: str) -> Lines:
        """Cut a text into lines."""
        mark = "\ufeff" if text.startswith("\ufeff") else ""
        end = "\r\n" if "\r\n" in text else "\n"
        return cls(tuple(text.removeprefix(mark).replace("\r\n", "\n").rstrip("\n").split("\n")), end, mark)

    @property
    def text(self) -> str:
        """The text again, with the same ends of lines."""
        return self.mark + self.end.join(self.lines) + self.end

    def fields(self) -> dict[str, tuple[int, int]]:
        """The lines of each top-level field: the first, and the one after the last, comments after it left out."""
        starts = [(match[1], number) for number, line in enumerate(self.lines) if (match := _FIELD.match(line))]
        ends = [number for _, number in starts[1:]] + [len(self.lines)]
        return {name: (start, self._end(start, end)) for (name, start), end in zip(starts, ends, strict=False)}

    def _end(self, start: int, end: int) -> int:
        while end > start + 1 and (not self.lines[end - 1].strip() or self.lines[end - 1].startswith("#")):
            end -= 1
        return end

    def replaced(self, start: int, end: int, new: Sequence[str]) -> Lines:
        """The same with other lines in the place of some."""
        return Lines((*self.lines[:start], *new, *self.lines[end:]), self.end, self.mark)


def with_fields(text: str, values: Mapping[str, Any], rows: Mapping[str, Mapping[str, Any]]) -> str:
    """Return the text of a policy with other values, and with a row more in lists.

    Args:
        text: the file.
        values: texts, numbers or records by field. A record changes those of its fields that it names.
        rows: a row for the end of each list, by field.

    Raises:
        LayoutError: the file is written in a way in which that cannot be done.
    """
    lines = Lines.of(text)
    for name, value in values.items():
        lines = _set(lines, name, value)
    for name, row in rows.items():
        lines = _append(lines, name, row)
    return lines.text


def _set(lines: Lines, name: str, value: Any) -> Lines:
    there = lines.fields().get(name)
    if there is None:
        return _inserted(lines, name, _dumped({name: _for_file(value)}))
    start, end = there
    block = _loaded(lines.lines[start:end], name)
    if isinstance(value, Mapping) and isinstance(block[name], CommentedMap):
        for key, inner in value.items():
            if inner is None:
                block[name].pop(key, None)
            else:
                block[name][key] = _for_file(inner)
    else:
        block[name] = _for_file(value)
    return lines.replaced(start, end, _dumped(block, lines.lines[start:end]))


def _append(lines: Lines, name: str, row: Mapping[str, Any]) -> Lines:
    there = lines.fields().get(name)
    made = _for_file({key: value for key, value in row.items() if value not in ("", None, [], ())})
    if there is None:
        return _inserted(lines, name, _dumped({name: CommentedSeq([made])}))
    start, end = there
    block = _loaded(lines.lines[start:end], name)
    if block[name] is None:
        return lines.replaced(start, end, _dumped({name: CommentedSeq([made])}))
    if not isinstance(block[name], CommentedSeq):
        raise LayoutError(f"{name} is not written as a list")
    if not block[name].fa.flow_style():
        # a line more, so that rows that stand there keep their layout
        own = _dumped({name: CommentedSeq([made])}, lines.lines[start:end])[1:]
        return lines.replaced(end, end, own)
    block[name].append(made)
    return lines.replaced(start, end, _dumped(block))


def with_pins(text: str, pins: Mapping[str, int]) -> str:
    """Return the text of a policy with linked policies checked against other issues.

    Args:
        text: the file.
        pins: the issue that each linked policy is at, by its id.

    Raises:
        LayoutError: the file is written in a way in which that cannot be done.
    """
    lines = Lines.of(text)
    there = lines.fields().get("linked_policies")
    if there is None or not pins:
        return text
    start, end = there
    block = _loaded(lines.lines[start:end], "linked_policies")
    rows = block["linked_policies"]
    for place, row in enumerate(rows):
        if isinstance(row, CommentedMap) and row.get("id") in pins:
            row["checked_against"] = pins[row["id"]]
        elif isinstance(row, str) and row in pins:
            rows[place] = _for_file({"id": str(row), "checked_against": pins[row]})
    return lines.replaced(start, end, _dumped(block, lines.lines[start:end])).text


def _inserted(lines: Lines, name: str, new: Sequence[str]) -> Lines:
    """Put a field where the data format has it: after the last one before it that is there."""
    order = list(Policy.model_fields)
    earlier = frozenset(order[: order.index(name)])
    before = [end for other, (_, end) in lines.fields().items() if other in earlier]
    place = max(before, default=0)
    return lines.replaced(place, place, new)


def _yaml(sample: Sequence[str] = ()) -> YAML:
    """A writer that indents lists as the lines that it replaces do."""
    made = YAML()
    made.preserve_quotes = True
    made.width = 1 << 20
    item = next((match for line in sample if (match := _ITEM.match(line))), None)
    offset = len(item[1]) if item else 2
    made.indent(mapping=2, sequence=offset + 2, offset=offset)
    return made


def _loaded(lines: Sequence[str], name: str) -> CommentedMap:
    try:
        loaded = _yaml().load("\n".join(lines) + "\n")
    except YAMLError:
        raise LayoutError(f"{name} cannot be read by itself") from None
    if not isinstance(loaded, CommentedMap) or name not in loaded:
        raise LayoutError(f"{name} is not written as a field of its own")
    return loaded


def _dumped(value: Mapping[str, Any], sample: Sequence[str] = ()) -> list[str]:
    out = io.StringIO()
    _yaml(sample).dump(value, out)
    return out.getvalue().rstrip("\n").split("\n")


def _for_file(value: Any) -> Any:
    """A value as one writes it: a record on one line, a text in quotes where it needs them."""
    if isinstance(value, Mapping):
        record = CommentedMap((key, _for_file(inner)) for key, inner in value.items() if inner is not None)
        record.fa.set_flow_style()
        return record
    if isinstance(value, list | tuple):
        row = CommentedSeq([_for_file(inner) for inner in value])
        row.fa.set_flow_style()
        return row
    if not isinstance(value, str):
        return value
    if _DATE.fullmatch(value):
        return YAML().load(value)  # a day as ruamel knows it, which is written without quotes
    plain = _PLAIN.fullmatch(value) and value.lower() not in _READ_OTHERWISE
    return value if plain else DoubleQuotedScalarString(value)


def frozen_text(text: str) -> str:
    """Return the file of an issue as it is kept: the same, but for the way to its schema, a folder further up."""
    return _MODELINE.sub(r"\1../\2", text, count=1)
