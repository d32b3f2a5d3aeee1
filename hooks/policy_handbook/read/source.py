"""YAML text to marked values, in one pass over libyaml's events.

PyYAML's own composer and constructor are not used, for four reasons that matter here: values must keep
their line and column; a repeated key, an alias or a thousand levels of nesting must become a finding
instead of a lost value, an exponential expansion or a crash; dates must stay text; and ``no`` or ``1.10``
must stay what the author typed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import yaml

from policy_handbook.findings import Finding, Place, Severity
from policy_handbook.marks import Mark, MarkedDict, MarkedList, MarkedText, Misread

MAX_BYTES = 2_000_000
"""The longest real policy seen is 0.2 MB of YAML; a file ten times that is not a policy."""

MAX_DEPTH = 40
"""Sections within sections, clauses and items come to fewer than twenty levels."""

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_INTEGER = re.compile(r"0|-?[1-9][0-9]*")
_BOOLEAN_WORDS = {
    word: value
    for value, words in {"true": ("yes", "on", "y"), "false": ("no", "off", "n")}.items()
    for base in words
    for word in (base, base.capitalize(), base.upper())
}
_FLOAT = re.compile(r"[-+]?(\d[\d_]*\.\d*|\.\d+)([eE][-+]?\d+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_OCTAL = re.compile(r"[-+]?0[0-7_]+")
_BASE_60 = re.compile(r"[-+]?[1-9][0-9_]*(:[0-5]?[0-9])+")
_OTHER_INTEGER = re.compile(r"[-+]?(0b[01_]+|0x[0-9a-fA-F_]+|[1-9][0-9_]*)")
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_TRUTH = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}


@dataclass(frozen=True, slots=True)
class Source:
    """A parsed file: its value, or ``None`` where there is none to be had, and what was wrong with it."""

    value: Any
    findings: tuple[Finding, ...]


def parse(data: bytes, file: str) -> Source:
    """Parse the bytes of one YAML file.

    Args:
        data: the file's bytes; a byte order mark and Windows line ends are fine.
        file: the name by which findings call it.
    """
    if len(data) > MAX_BYTES:
        return _refused(
            file, Mark(0, 0), "file-too-large", f"the file is larger than {MAX_BYTES // 1_000_000} MB", write=""
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return _refused(
            file,
            Mark(line, error.start - data.rfind(b"\n", 0, error.start)),
            "not-utf-8",
            "a character is not in UTF-8, so that it could be misread",
            write="save the file as UTF-8 (in Word or Notepad: Save as, Encoding: UTF-8)",
        )
    reader = _Reader(file)
    try:
        reader.run(_Loader(text))
    except yaml.YAMLError as error:
        reader.findings.append(_syntax_finding(error, text, file))
        return Source(None, tuple(reader.findings))
    except _RefusedError:
        return Source(None, tuple(reader.findings))
    return Source(reader.value, tuple(reader.findings))


class _RefusedError(Exception):
    """Reading this file cannot go on; the finding is already noted."""


class _Reader:
    """Builds marked values from events, without recursion."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.findings: list[Finding] = []
        self.value: Any = None
        self._open: list[MarkedDict | MarkedList] = []
        self._keys: list[str | None] = []
        self._documents = 0

    def run(self, loader: Any) -> None:
        """Take every event of the loader."""
        try:
            while (event := loader.get_event()) is not None:
                self._take(event)
        finally:
            loader.dispose()

    def _take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event)
        elif isinstance(event, yaml.MappingStartEvent):
            self._enter(event, MarkedDict(self.file, _mark(event)))
        elif isinstance(event, yaml.SequenceStartEvent):
            self._enter(event, MarkedList(_mark(event)))
        elif isinstance(event, yaml.CollectionEndEvent):
            self._open.pop()
            self._keys.pop()
        elif isinstance(event, yaml.AliasEvent):
            self._refuse(
                event,
                "yaml-alias",
                "a reference to another part of the file (*name) is not allowed",
                write="write the text out in both places",
            )
        elif isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                self._refuse(
                    event,
                    "yaml-syntax",
                    "a second document starts here (---); a file holds one",
                    write="take the line out, or move what follows to a file of its own",
                )

    def _refuse(self, event: yaml.Event, rule: str, message: str, write: str) -> None:
        self._report(_mark(event), rule, message, write=write)
        raise _RefusedError

    def _report(self, mark: Mark, rule: str, message: str, found: str = "", write: str = "") -> None:
        place = Place(self.file, *mark)
        self.findings.append(Finding(rule, Severity.ERROR, place, message, found, write))

    def _enter(self, event: Any, value: MarkedDict | MarkedList) -> None:
        if len(self._open) >= MAX_DEPTH:
            self._refuse(
                event,
                "yaml-nesting",
                f"more than {MAX_DEPTH} lists or fields within each other",
                write="look for a bracket too many",
            )
        if event.anchor:
            self._report(
                _mark(event),
                "yaml-alias",
                "a name for use elsewhere (&name) is not allowed",
                found=f"&{event.anchor}",
                write="take it out",
            )
        self._put(value, value.mark)
        self._open.append(value)
        self._keys.append(None)

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        mark = _mark(event)
        plain = event.style is None or event.style == ""
        parent = self._open[-1] if self._open else None
        if isinstance(parent, MarkedDict) and self._keys[-1] is None:
            self._key(parent, event.value, mark, plain=plain)
            return
        value = _plain_value(event.value, self.file, mark) if plain else event.value
        if type(value) is str and isinstance(parent, MarkedList):
            value = MarkedText(value, self.file, mark)
        self._put(value, mark)

    def _key(self, parent: MarkedDict, key: str, mark: Mark, *, plain: bool) -> None:
        if plain and key in _BOOLEAN_WORDS:
            self._report(
                mark,
                "value-misread",
                f"the field name {key} is read by other programs as “{_BOOLEAN_WORDS[key]}”",
                found=f"{key}:",
                write="another field name",
            )
        if key in parent:
            first = parent.keys_at[key].line
            self._report(
                mark,
                "duplicate-key",
                f"the field {key} is here twice; the first is in line {first}",
                found=f"{key}:",
                write="keep one of the two",
            )
        parent.keys_at.setdefault(key, mark)
        self._keys[-1] = key

    def _put(self, value: Any, mark: Mark) -> None:
        if not self._open:
            self.value = value
            return
        parent = self._open[-1]
        if isinstance(parent, MarkedList):
            parent.append(value)
            parent.items_at.append(mark)
            return
        key = self._keys[-1]
        if key is None:
            self._report(
                mark,
                "yaml-syntax",
                "a field name has to be a word, not a list or fields in braces",
                write="put quotes round text that begins with [ or {",
            )
            raise _RefusedError
        if key not in parent:
            parent[key] = value
            parent.values_at[key] = mark
        self._keys[-1] = None


def _mark(event: yaml.Event) -> Mark:
    mark = event.start_mark
    return Mark(mark.line + 1, mark.column + 1) if mark else Mark(1, 1)


def _plain_value(text: str, file: str, mark: Mark) -> Any:
    """Return what an unquoted word means here: most are text."""
    first = text[:1]
    if first.isalpha() and text not in _BOOLEAN_WORDS and text not in _TRUTH and text not in _NULLS:
        return text
    if _INTEGER.fullmatch(text):
        return int(text) if len(text) < 19 else text
    if text in _NULLS:
        return None
    if text in _TRUTH:
        return _TRUTH[text]
    reads_as = _other_reading(text)
    return Misread.make(text, file, mark, reads_as) if reads_as else text


def _other_reading(text: str) -> str:
    if text in _BOOLEAN_WORDS:
        return f"“{_BOOLEAN_WORDS[text]}”"
    if _FLOAT.fullmatch(text):
        digits = text.replace("_", "")
        return f"the number {float(digits):g}" if digits[-1:].isdigit() else "a number"
    if _OCTAL.fullmatch(text):
        return f"the number {int(text.replace('_', ''), 8)}"
    if _BASE_60.fullmatch(text):
        total = 0
        for part in text.replace("_", "").split(":"):
            total = total * 60 + int(part)
        return f"the number {total}"
    if _OTHER_INTEGER.fullmatch(text):
        return f"the number {int(text.replace('_', ''), 0)}"
    return ""


def _refused(file: str, mark: Mark, rule: str, message: str, *, write: str) -> Source:
    return Source(None, (Finding(rule, Severity.ERROR, Place(file, *mark), message, "", write),))


_EXPLANATIONS: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (
        re.compile(r"found character '\\t'|found a tab character"),
        "a tab is used where YAML needs spaces",
        "two spaces for each level",
    ),
    (
        re.compile(r"mapping values are not allowed"),
        "a colon and a space inside text that has no quotes",
        "put the whole text in double quotes",
    ),
    (
        re.compile(r"special characters are not allowed|control characters are not allowed"),
        "a character that cannot be printed is in the file",
        "delete it and type the text again",
    ),
    (
        re.compile(r"found unexpected end of stream"),
        "a quotation mark is opened and never closed",
        "close the quotation mark, and put the text's own quotation marks as “ ”",
    ),
    (
        re.compile(r"found unknown escape character"),
        "a backslash inside double quotes stands for a special character",
        "single quotes round the text, or two backslashes",
    ),
    (
        re.compile(r"did not find expected ',' or '\]'|did not find expected ',' or '\}'"),
        "a bracket or brace is opened and never closed, or a comma is missing",
        "close it, or put quotes round text that begins with [ or {",
    ),
    (
        re.compile(r"could not find expected ':'"),
        "a line that is neither a field (name: value) nor part of the text above it",
        "indent it under the text that it belongs to, or give it a field name",
    ),
    (
        re.compile(r"did not find expected '-' indicator|did not find expected key"),
        "a line does not line up with the ones before it, or quotes close before the end of the text",
        "the same number of spaces as the line that it belongs with, or quotes round the whole text",
    ),
    (
        re.compile(r"found character that cannot start any token"),
        "text begins with a character that means something else in YAML",
        "put the whole text in double quotes",
    ),
    (
        re.compile(r"found undefined tag handle|could not determine a constructor"),
        "text begins with an exclamation mark",
        "put the whole text in double quotes",
    ),
)


def _syntax_finding(error: yaml.YAMLError, text: str, file: str) -> Finding:
    problem = str(getattr(error, "problem", None) or getattr(error, "reason", "") or error)
    problem_mark = getattr(error, "problem_mark", None)
    if problem_mark is not None:
        line, column = problem_mark.line + 1, problem_mark.column + 1
    else:
        before = text[: getattr(error, "position", 0) or 0]
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    message, write = "this cannot be read as YAML", "look for a missing quote, bracket or space near here"
    for pattern, explanation, advice in _EXPLANATIONS:
        if pattern.search(problem):
            message, write = explanation, advice
            break
    return Finding("yaml-syntax", Severity.ERROR, Place(file, line, column), message, "", write)
