"""Writes a policy's YAML so that a person can read it: block text, comments, the schema's order."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Mapping, Sequence
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.emitter import Emitter
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, FoldedScalarString, LiteralScalarString

from policy_handbook.importing.data_of import Path, PolicyData
from policy_handbook.marks import Misread
from policy_handbook.read.source import parse

SCHEMA_LINE = "# yaml-language-server: $schema=../../schemas/policy.schema.json"
_WIDTH = 118
_LONG = 108
_LONG_IN_QUOTES = 80
"""Text in quotation marks stays on one line, so that it should not be long."""
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_FLOW = frozenset({"approval", "review"})
_FLOW_ROWS = frozenset({"reviews", "changes", "linked_policies", "guidance"})


def policy_text(data: PolicyData, heading: Sequence[str]) -> str:
    """Return the text of a policy's file.

    Args:
        data: its fields, with what to look at.
        heading: lines of comment for its beginning.
    """
    text = _dumped(_node(data.values, ()))
    lines = text.split("\n")
    places = _places(text)
    before: dict[int, list[str]] = {}
    for check in data.checks:
        line = places[_nearest(check.path, places)]
        indent = " " * (len(lines[line]) - len(lines[line].lstrip()))
        note = f"{indent}# CHECK: {' '.join(check.text.split())}"
        if note not in before.setdefault(line, []):
            before[line].append(note)
    for path, remark in data.remarks.items():
        line = places[_nearest(path, places)]
        indent = " " * (len(lines[line]) - len(lines[line].lstrip()))
        before.setdefault(line, []).append(f"{indent}# {remark}")
    result = [SCHEMA_LINE, *(f"# {line}" if line else "#" for line in heading)]
    for number, written in enumerate(lines):
        result += before.get(number, [])
        result.append(written)
    return "\n".join(result)


class _Emitter(Emitter):
    """Writes text in quotation marks on one line: where a line breaks after a backslash, a word would get a space."""

    def write_double_quoted(self, text: str, split: bool = True) -> None:  # noqa: ARG002 - not ours
        super().write_double_quoted(text, split=False)


def _yaml() -> YAML:
    yaml = YAML()
    yaml.Emitter = _Emitter
    yaml.width = _WIDTH
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.allow_unicode = True
    return yaml


def _dumped(node: Any) -> str:
    stream = io.StringIO()
    _yaml().dump(node, stream)
    return stream.getvalue()


def _node(value: Any, path: Path) -> Any:
    if isinstance(value, Mapping):
        made = CommentedMap((key, _node(inner, (*path, key))) for key, inner in value.items())
        if _is_flow(made, path):
            made.fa.set_flow_style()
        return made
    if isinstance(value, list):
        items = CommentedSeq(_node(inner, (*path, index)) for index, inner in enumerate(value))
        if path in (("audience",), ("consulted",)):
            items.fa.set_flow_style()
        return items
    return _scalar(value) if isinstance(value, str) else value


def _is_flow(made: Mapping[str, Any], path: Path) -> bool:
    if len(path) == 1 and path[0] in _FLOW:
        return True
    row = len(path) == 2 and path[0] in _FLOW_ROWS
    return row and sum(len(str(key)) + len(str(value)) + 4 for key, value in made.items()) < _LONG


def _scalar(text: str) -> Any:
    if _DAY.fullmatch(text):
        return dt.date.fromisoformat(text)
    if "\n" in text:
        return LiteralScalarString(text)
    plain = _is_read_as(text)
    if len(text) > (_LONG if plain else _LONG_IN_QUOTES) and _folds_safely(text):
        return FoldedScalarString(text)
    return text if plain else DoubleQuotedScalarString(text)


def _folds_safely(text: str) -> bool:
    """Whether a text keeps its spaces when it is folded."""
    return "  " not in text and not text.startswith((" ", "\t")) and text == text.strip()


def _is_read_as(text: str) -> bool:
    """Whether a text without quotation marks is read as the same text, by other programs too."""
    value = parse(f"a: {text}\n".encode(), "").value
    read = value.get("a") if isinstance(value, dict) else None
    return isinstance(read, str) and not isinstance(read, Misread) and read == text


def _places(text: str) -> dict[Path, int]:
    """Return the line on which each part of a text begins, by its path."""
    places: dict[Path, int] = {(): 0}

    def walk(node: Any, path: Path) -> None:
        if isinstance(node, CommentedMap):
            for key, inner in node.items():
                places[*path, key] = node.lc.key(key)[0]
                walk(inner, (*path, key))
        elif isinstance(node, CommentedSeq):
            for index, inner in enumerate(node):
                places[*path, index] = node.lc.item(index)[0]
                walk(inner, (*path, index))

    walk(_yaml().load(text), ())
    return places


def _nearest(path: Path, places: Mapping[Path, int]) -> Path:
    """Return the path itself, or the nearest part that holds it."""
    while path not in places:
        path = path[:-1]
    return path
