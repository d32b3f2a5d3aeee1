"""YAML text to marked values, in one pass over libyaml's events.

PyYAML's own composer and constructor are not used, for four reasons that matter here: values must keep
their line and column; a repeated key, an alias or a thousand levels of nesting must become a finding
instead of a lost value, an exponential expansion or a crash; dates must stay text; and ``no`` or ``1.10``
must stay what the author typed.

Whatever YAML takes for a sign and drops from a text (a tag, a name, a note, a field without a colon) is a
finding, too: nothing that somebody typed is lost in silence.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import yaml

from policy_handbook.findings import Finding, Place, Severity
from policy_handbook.marks import Mark, MarkedDict, MarkedList, MarkedText
from policy_handbook.model.base import COMPUTED_PREFIX
from policy_handbook.read.encoding import UNPRINTABLE, decoded, line_at, mark_of
from policy_handbook.read.scalars import BOOLEAN_WORDS, plain_value
from policy_handbook.read.syntax import syntax_finding
from policy_handbook.read.words import MOST, Advice, and_more, begins_with, name_shown, quoted, shortened

MAX_DEPTH = 40
"""Sections within sections, clauses and items come to fewer than twenty levels."""

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_HASHTAG = re.compile(r"#\w")
_ESCAPE = re.compile(r"\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)", re.DOTALL)
_UNSEEN_ESCAPES = frozenset("0abvfeNLP_")
_SIGN = re.compile(r"[&!]\S*")


@dataclass(frozen=True, slots=True)
class Source:
    """A parsed file.

    Attributes:
        value: what it says, or ``None`` where there is nothing to be had.
        findings: what was wrong with it.
        blamed: where a finding has said already that something is not what was meant, so that what a record's
            class says of it is no second fault.
    """

    value: Any
    findings: tuple[Finding, ...]
    blamed: frozenset[Mark] = frozenset()


def parse(data: bytes, file: str) -> Source:
    """Parse the bytes of one YAML file.

    Args:
        data: the file's bytes; a byte order mark and Windows line ends are fine.
        file: the name by which findings call it.
    """
    text, findings = decoded(data, file)
    if findings:
        return Source(None, tuple(findings))
    reader = _Reader(file, text)
    try:
        reader.run(_Loader(text))
    except yaml.YAMLError as error:
        reader.findings.append(syntax_finding(error, text, file))
        return Source(None, tuple(reader.findings))
    except _RefusedError:
        return Source(None, tuple(reader.findings))
    return Source(reader.value, tuple(reader.findings), frozenset(reader.blamed))


class _RefusedError(Exception):
    """Reading this file cannot go on; the finding is already noted."""


class _Reader:
    """Builds marked values from events, without recursion."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.text = text
        self.findings: list[Finding] = []
        self.blamed: set[Mark] = set()
        self.value: Any = None
        self._open: list[MarkedDict | MarkedList] = []
        self._keys: list[str | None] = []
        self._in_braces: list[bool] = []
        self._key_end = -1
        self._names: set[str] = set()
        self._documents = 0
        self._notes = _glued_notes(text)

    def run(self, loader: Any) -> None:
        """Take every event of the loader."""
        takers: dict[type, Callable[[Any], None]] = {
            yaml.ScalarEvent: self._scalar,
            yaml.MappingStartEvent: self._mapping,
            yaml.MappingEndEvent: self._leave,
            yaml.SequenceStartEvent: self._sequence,
            yaml.SequenceEndEvent: self._leave,
            yaml.AliasEvent: self._alias,
            yaml.DocumentStartEvent: self._document,
        }
        next_event = loader.get_event
        try:
            while (event := next_event()) is not None:
                if take := takers.get(type(event)):
                    take(event)
        finally:
            loader.dispose()

    def _mapping(self, event: Any) -> None:
        self._enter(event, MarkedDict(self.file, _mark(event)), in_braces=bool(event.flow_style))

    def _sequence(self, event: Any) -> None:
        self._enter(event, MarkedList(_mark(event)), in_braces=False)

    def _leave(self, _: Any) -> None:
        self._open.pop()
        self._keys.pop()
        self._in_braces.pop()

    def _document(self, event: Any) -> None:
        self._documents += 1
        if self._documents > 1:
            message = "a second document begins here, and a file holds one"
            self._refuse(event, "yaml-syntax", Advice(message, "---", "take the line out, or make two files"))

    # --- what is read ---------------------------------------------------------------------------------------

    def _enter(self, event: Any, value: MarkedDict | MarkedList, *, in_braces: bool) -> None:
        if len(self._open) >= MAX_DEPTH:
            message = f"more than {MAX_DEPTH} lists or fields lie within each other"
            write = "fewer levels; or there is a bracket, a brace or a hyphen too many"
            self._refuse(event, "yaml-nesting", Advice(message, "", write))
        if event.anchor or event.tag:
            self._signs(event, value.mark)
        self._put(value, value.mark)
        self._open.append(value)
        self._keys.append(None)
        self._in_braces.append(in_braces)

    def _scalar(self, event: Any) -> None:
        start, style = event.start_mark, event.style
        mark = _new_mark(Mark, (start.line + 1, start.column + 1))
        plain = not style
        parent = self._open[-1] if self._open else None
        if event.anchor or event.tag:
            self._signs(event, mark)
        if style == '"' and "\\" in self.text[start.index : event.end_mark.index]:
            self._escapes(event)
        if isinstance(parent, MarkedDict):
            if self._keys[-1] is None:
                self._key(parent, event, mark, plain=plain)
                return
            if start.index == self._key_end and not event.value:
                self._no_colon(parent, event)
                return
        if self._notes and event.end_mark.index in self._notes:
            self._lost_note(event, mark)
        value = plain_value(event.value, self.file, mark) if plain else event.value
        if type(value) is str and isinstance(parent, MarkedList):
            value = MarkedText(value, self.file, mark)
        self._put(value, mark)

    def _key(self, parent: MarkedDict, event: Any, mark: Mark, *, plain: bool) -> None:
        key = event.value
        if plain and key == "<<":
            message = "taking fields in from another part of the file is not allowed"
            self._refuse(event, "yaml-alias", Advice(message, "<<:", "the fields themselves"))
        if plain and key in BOOLEAN_WORDS:
            message = f"the field name {key} is read by other programs as “{BOOLEAN_WORDS[key]}”"
            self._report(mark, "value-misread", Advice(message, f"{key}:", "another field name"))
            self.blamed.add(mark)
        if key.startswith(COMPUTED_PREFIX):
            message = f"the name of a field does not begin with {COMPUTED_PREFIX}"
            self._report(mark, "unknown-field", Advice(message, COMPUTED_PREFIX, "another field name"))
        if key in parent.keys_at:
            name = name_shown(key)
            message = f"the field {name} is here twice; the first is in line {parent.keys_at[key].line}"
            self._report(mark, "duplicate-key", Advice(message, f"{name}:", "keep one of the two"))
        start = event.start_mark.index
        if self.text[start - 2 : start] == "? ":
            self._report(parent.mark, "yaml-syntax", begins_with("?", self._line(event.start_mark)))
            self.blamed.update((mark, parent.mark))
        parent.keys_at.setdefault(key, mark)
        self._keys[-1] = key
        self._key_end = event.end_mark.index

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
            self._no_name(parent, value, mark)
        elif key not in parent and not key.startswith(COMPUTED_PREFIX):  # what is computed cannot be typed
            parent[key] = value
            parent.values_at[key] = mark
        self._keys[-1] = None

    # --- what is reported -----------------------------------------------------------------------------------

    def _report(self, mark: Mark, rule: str, advice: Advice) -> None:
        place = Place(self.file, *mark)
        self.findings.append(Finding(rule, Severity.ERROR, place, advice.message, advice.found, advice.write))
        if len(self.findings) == MOST:
            self.findings.append(and_more(self.file))
            raise _RefusedError

    def _refuse(self, event: Any, rule: str, advice: Advice) -> None:
        self._report(_mark(event), rule, advice)
        raise _RefusedError

    def _line(self, mark: Any) -> str:
        """Return the line of one of libyaml's marks, or as much of it as shows how it begins."""
        start = mark.index - mark.column
        return line_at(self.text[start : start + 300], 1)

    def _alias(self, event: Any) -> None:
        if event.anchor not in self._names:
            self._refuse(event, "yaml-alias", begins_with("*", self._line(event.start_mark)))
        message = "a reference to another part of the file is not allowed"
        self._refuse(
            event, "yaml-alias", Advice(message, f"*{shortened(event.anchor)}", "what it refers to, once more")
        )

    def _signs(self, event: Any, mark: Mark) -> None:
        """Report what stands before a value and would be lost: a name for it, or a sign for its kind."""
        sign = "&" if event.anchor else "!"
        if event.anchor:
            self._names.add(event.anchor)
        start = event.start_mark.index
        written = _SIGN.match(self.text, start, start + 100)
        found = shortened(written[0]) if written else sign
        if isinstance(event, yaml.ScalarEvent):
            message = f"{found} would be left out: a text that begins with {sign} needs quotes"
            advice = Advice(message, found, quoted(self._line(event.start_mark)))
        else:
            what = "a name for a part of the file" if event.anchor else "a sign for a kind of value"
            advice = Advice(f"{what} is not allowed", found, "take it out")
        self._report(mark, "yaml-alias" if event.anchor else "yaml-tag", advice)
        self.blamed.add(mark)

    def _no_colon(self, parent: MarkedDict, event: Any) -> None:
        """Report what stands where a field was expected and has no colon; nothing of it is kept."""
        key, self._keys[-1] = self._keys[-1] or "", None
        mark = parent.keys_at[key]
        if parent.mark in self.blamed:
            pass  # said already of the text as a whole
        elif not parent:
            self._report(parent.mark, "yaml-syntax", begins_with("{", self._line(event.start_mark)))
            self.blamed.add(parent.mark)
        else:
            message = "within { }, a comma ends the text before it, and what comes next is no field (name: value)"
            name = name_shown(next(reversed(parent)))
            write = f'{name}: "..."   (double quotes round the text that has the comma)'
            self._report(mark, "yaml-syntax", Advice(message, ",", write))
        self.blamed.add(mark)

    def _lost_note(self, event: Any, mark: Mark) -> None:
        """Report a # straight before a word, such as a hashtag: YAML leaves it out with the rest of the line."""
        end = event.end_mark
        place = Mark(end.line + 1, end.column + 1 + self._notes[end.index] - end.index)
        message = "after a space, # begins a note, which is left out with the rest of the line"
        write = f"{quoted(self._line(end))}; or # and a space, where a note is meant"
        self._report(place, "yaml-comment", Advice(message, "#", write))
        if not event.value:
            self.blamed.add(mark)

    def _escapes(self, event: Any) -> None:
        """Report a backslash in double quotes that stands for something which cannot be seen."""
        for match in _ESCAPE.finditer(self.text, event.start_mark.index, event.end_mark.index):
            code = match[1]
            character = chr(int(code[1:], 16)) if len(code) > 1 else ""
            if code in _UNSEEN_ESCAPES or UNPRINTABLE.search(character):
                message = "within double quotes, a backslash and what follows it stand for a sign that cannot be seen"
                advice = Advice(message, match[0], f"\\{match[0]}   (two backslashes for one)")
                self._report(mark_of(self.text, match.start()), "yaml-syntax", advice)

    def _no_name(self, parent: MarkedDict, value: Any, mark: Mark) -> None:
        """Report a list or fields where the name of a field was expected; reading cannot go on."""
        if self._in_braces[-1] and isinstance(value, MarkedDict) and mark.column == parent.mark.column + 1:
            self._report(parent.mark, "yaml-syntax", begins_with("{{", line_at(self.text, mark.line)))
        else:
            sign = "[" if isinstance(value, MarkedList) else "{"
            message = "the name of a field is a word, not a list or fields"
            write = f"double quotes round the whole text, where {sign} is part of one"
            self._report(mark, "yaml-syntax", Advice(message, sign, write))
        raise _RefusedError


def _glued_notes(text: str) -> dict[int, int]:
    """Find each # with a space before it and none after it: where the spaces begin, and where the # is."""
    found = {}
    for match in _HASHTAG.finditer(text):
        begins = end = match.start()
        while begins and text[begins - 1] in " \t":
            begins -= 1
        if begins < end:
            found[begins] = end
    return found


_new_mark = tuple.__new__
"""Makes a mark in half the time: there are a quarter of a million in a large handbook."""


def _mark(event: Any) -> Mark:
    mark = event.start_mark
    return _new_mark(Mark, (mark.line + 1, mark.column + 1))
