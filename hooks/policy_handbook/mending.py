"""``handbook check --fix``: mends what can only have been meant one way, and touches nothing else.

Only what reading refuses is mended: curly quotation marks round a value, a date written day first, a misspelt field
with one near name. Each is a few characters of one value or name; those are replaced in the text as it stands, so that
notes, quotes, order and layout stay as somebody left them. What is a value and where it ends, ruamel.yaml says.
"""

from __future__ import annotations

import difflib
import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from policy_handbook.dates import Date
from policy_handbook.findings import Finding, Place
from policy_handbook.model import DutyFile, Glossary, GuidanceFile, People, Policy, School
from policy_handbook.read import read_handbook
from policy_handbook.read.faults import field_names
from policy_handbook.read.source import parse

_ROUNDS = 5
"""Once a field is spelt right its value is read, and may need mending itself."""

_CLOSE = 0.75
_POSSIBLE = 0.6
_PAIRS = {"“": "”", "‘": "’", "„": "“"}
_DAY_FIRST = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
_CURLY_LINE = re.compile(r"(?P<head>\s*(?:-\s+)*(?:[A-Za-z_][\w-]*:\s+)?)(?P<text>“[^“”\"\\]*”)(?P<rest>\s*(?:\s#.*)?)")
_BARE = re.compile(r"\d{4}-\d{2}(-\d{2})?|\d{1,3} [a-z]+|[1-9]\d{0,3}|true|false")
"""Dates, lengths of time, numbers and truth: where one of these is expected, it stands without quotes."""
_MODELS: Mapping[str, type[BaseModel]] = {
    "school.yaml": School,
    "people.yaml": People,
    "glossary.yaml": Glossary,
    "guidance.yaml": GuidanceFile,
    "duties.yaml": DutyFile,
}


@dataclass(frozen=True, slots=True)
class Mended:
    """Something that was mended: where, what stood there and what stands there now."""

    place: Place
    found: str
    written: str


@dataclass(frozen=True, slots=True)
class _Edit:
    """Some characters of a text, and what comes in their place."""

    start: int
    end: int
    written: str


@dataclass(frozen=True, slots=True)
class _Found:
    """A scalar of a file: its node, and the names and numbers that lead to it."""

    node: Any
    path: tuple[str | int, ...]
    siblings: frozenset[str] = frozenset()


def mend(data: Path, only: frozenset[Path] | None = None) -> list[Mended]:
    """Mend what is safe in a data folder and say what was mended.

    Args:
        data: the folder that holds school.yaml.
        only: the files that may be touched; ``None`` means all.
    """
    done: list[Mended] = []
    for _ in range(_ROUNDS):
        round_done: list[Mended] = []
        for name, findings in _by_file(read_handbook(data, ".").findings):
            path = data / name
            inside = path.resolve().is_relative_to(data.resolve())  # what a trust shares is mended in its own folder
            if inside and path.is_file() and (only is None or path.resolve() in only):
                round_done += _mend_file(path, name, findings)
        if not round_done:
            break
        done += round_done
    shown = data.as_posix()
    return [Mended(_below(shown, one.place), one.found, one.written) for one in done]


def _below(folder: str, place: Place) -> Place:
    return place if folder == "." else Place(f"{folder}/{place.file}", place.line, place.column)


def _by_file(findings: Iterable[Finding]) -> list[tuple[str, list[Finding]]]:
    files: dict[str, list[Finding]] = {}
    for finding in findings:
        # an earlier issue is frozen: what it says stays what it said
        if finding.rule in _MENDERS and finding.place.line and not finding.place.file.startswith("issues/"):
            files.setdefault(finding.place.file, []).append(finding)
    return sorted(files.items())


def _mend_file(path: Path, name: str, findings: Sequence[Finding]) -> list[Mended]:
    data = path.read_bytes()
    mark = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
    text = data[len(mark) :].decode("utf-8")
    new, done = mended(text, name, findings)
    if new != text:
        _write(path, mark + new.encode("utf-8"))
    return done


def mended(text: str, name: str, findings: Sequence[Finding]) -> tuple[str, list[Mended]]:
    """Return the text of a file with what is safe mended, and what was mended.

    Args:
        text: what the file says, without a byte order mark.
        name: the file within the data folder.
        findings: what reading found in it.
    """
    scalars = _scalars(text)
    edits: dict[_Edit, Mended] = {}
    for finding in findings:
        mender = _MENDERS.get(finding.rule)
        edit = mender(text, name, finding, scalars) if mender else None
        if edit:
            edits[edit] = Mended(finding.place, text[edit.start : edit.end], edit.written)
    new = text
    for edit in sorted(edits, key=lambda edit: edit.start, reverse=True):
        new = new[: edit.start] + edit.written + new[edit.end :]
    return new, list(edits.values())


def _write(path: Path, data: bytes) -> None:
    """Put new bytes in the place of a file whole, so that nothing is lost whatever happens meanwhile."""
    real = path.resolve()
    handle, name = tempfile.mkstemp(prefix=f".{real.name}-", dir=real.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
    shutil.copymode(real, name)
    Path(name).replace(real)


# --- where things stand -----------------------------------------------------------------------------------


def _scalars(text: str) -> dict[tuple[int, int], _Found]:
    """All scalars of a text by line and column, counted from 1; none where it cannot be read."""
    # as in reading: to an editor these are no ends of lines
    text = text.translate({0x85: " ", 0x2028: " ", 0x2029: " "})
    try:
        root = YAML(pure=True).compose(text)
    except (YAMLError, ValueError):
        return {}
    found = {}
    for one in _walk(root, ()):
        mark = one.node.start_mark
        found[mark.line + 1, mark.column + 1] = one
    return found


def _walk(node: Any, path: tuple[str | int, ...]) -> Iterator[_Found]:
    if node is None:
        return
    if node.id == "sequence":
        for index, item in enumerate(node.value):
            yield from _walk(item, (*path, index))
    elif node.id == "mapping":
        names = frozenset(str(key.value) for key, _ in node.value)
        for key, value in node.value:
            here = (*path, str(key.value))
            yield _Found(key, here, names)
            yield from _walk(value, here)
    else:
        yield _Found(node, path)


def _span(found: _Found) -> tuple[int, int]:
    return found.node.start_mark.index, found.node.end_mark.index


# --- what is mended ---------------------------------------------------------------------------------------


def _curly_quotes(text: str, _name: str, finding: Finding, scalars: Mapping[tuple[int, int], _Found]) -> _Edit | None:
    """Write straight quotation marks for curly ones round a whole value, if they are one pair."""
    found = scalars.get((finding.place.line, finding.place.column))
    if not found or found.node.style in ("|", ">"):
        return None
    start, end = _span(found)
    value = str(found.node.value)
    inner = value[1:-1]
    if "\n" in text[start:end] or _PAIRS.get(value[:1]) != value[-1:] or set(inner) & {value[0], value[-1]}:
        return None
    bare = finding.rule != "curly-quotes" and _BARE.fullmatch(inner)
    return _Edit(start, end, inner if bare else _in_quotes(inner))


def _in_quotes(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _date(text: str, name: str, finding: Finding, scalars: Mapping[tuple[int, int], _Found]) -> _Edit | None:
    """Write year, month, day for a date written day first, as everybody in Britain writes it."""
    found = scalars.get((finding.place.line, finding.place.column))
    match = _DAY_FIRST.fullmatch(str(found.node.value)) if found else None
    if not found or not match:
        return _curly_quotes(text, name, finding, scalars)
    day, month, year = (int(part) for part in match.groups())
    try:
        date = Date.parse(f"{year:04}-{month:02}-{day:02}")
    except ValueError:
        return None
    start, end = _span(found)
    return _Edit(start, end, text[start:end].replace(match[0], str(date)))


def _field_name(text: str, name: str, finding: Finding, scalars: Mapping[tuple[int, int], _Found]) -> _Edit | None:
    """Write the name that is near to an unknown one, if one only is near and it is not there already."""
    found = scalars.get((finding.place.line, finding.place.column))
    model = Policy if name.startswith("policies/") else _MODELS.get(name)
    if not found or not model:
        return None
    *above, word = found.path
    names = [known for known in field_names(model, above) if known not in found.siblings]
    near = difflib.get_close_matches(str(word).lower(), names, n=2, cutoff=_POSSIBLE)
    if len(near) != 1 or difflib.SequenceMatcher(None, str(word).lower(), near[0]).ratio() < _CLOSE:
        return None
    start, end = _span(found)
    return _Edit(start, end, near[0]) if text[start:end] == word else None


def _curly_line(text: str, name: str, finding: Finding, _scalars: Mapping[tuple[int, int], _Found]) -> _Edit | None:
    """Put quotation marks that YAML knows round a text in curly ones whose colon keeps a whole file from being read.

    The curly ones stay: in a clause they may be meant. Where they are not, they go in the next round.
    """
    lines = re.split(r"(?<=\n)|(?<=\r)(?!\n)", text)
    line = lines[finding.place.line - 1] if finding.place.line <= len(lines) else ""
    match = _CURLY_LINE.fullmatch(line.rstrip("\r\n"))
    if not match:
        return None
    start = sum(map(len, lines[: finding.place.line - 1])) + match.end("head")
    edit = _Edit(start, start + len(match["text"]), f'"{match["text"]}"')
    left = parse(f"{text[:start]}{edit.written}{text[edit.end :]}".encode(), name).findings
    helped = not any(one.rule == finding.rule and one.place.line == finding.place.line for one in left)
    return edit if helped else None


_MENDERS = {
    "curly-quotes": _curly_quotes,
    "date-format": _date,
    "field-type": _curly_quotes,
    "interval-format": _curly_quotes,
    "unknown-choice": _curly_quotes,
    "unknown-field": _field_name,
    "yaml-syntax": _curly_line,
}
"""What mends the findings of reading, by the name of the finding."""
