"""Changes YAML that people wrote: what is not changed keeps its bytes, comments, quotes and line breaks.

The text is read and written with ruamel.yaml, which keeps comments and order but not every line break. So the text is
written twice, as it was and with the change, and only the lines in which the two differ are carried over.
"""

from __future__ import annotations

import difflib
import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Any
from unicodedata import category

import yaml
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import StringMark, YAMLError
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, FoldedScalarString, LiteralScalarString
from ruamel.yaml.tokens import CommentToken

_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_WIDTH = 1_000_000  # lines are broken by the people who write them
_Block = CommentedMap | CommentedSeq


class UnreadableError(ValueError):
    """The text is no YAML that holds fields."""


def rewritten(text: str, change: Callable[[CommentedMap], None]) -> str:
    """Return a YAML text with a change made to what it holds.

    Args:
        text: the text of a file that holds fields.
        change: changes the fields in place.

    Raises:
        UnreadableError: the text cannot be read, or holds no fields.
    """
    form = _form(text)
    value = _load(form, text)
    _hang_on_what_follows(value)
    as_it_was = _dump(form, value)
    change(value)
    changed = _dump(form, value)
    if changed == as_it_was:
        return text
    result = merged(text, as_it_was, changed)
    # where the two layouts differ too much to tell which line is which, what it says counts before how it looks
    return result if _says(result) == _says(changed) else changed


def _form(text: str) -> YAML:
    """A reader and writer with the habits of a text."""
    form = YAML(typ="rt")
    form.preserve_quotes = True
    form.width = _WIDTH
    form.allow_unicode = True
    form.brace_single_entry_mapping_in_flow_sequence = True  # as people write it, and as other readers expect it
    offset = _list_offset(text)
    form.indent(mapping=2, sequence=2 + offset, offset=offset)
    return form


def _list_offset(text: str) -> int:
    """How far the dashes of lists stand in from the field that holds them: what the file does most."""
    lines = text.splitlines()
    offsets = [
        len(after) - len(after.lstrip()) - (len(line) - len(line.lstrip()))
        for line, after in itertools.pairwise(lines)
        if line.rstrip().endswith(":") and after.lstrip().startswith("- ")
    ]
    return max(set(offsets), key=offsets.count) if offsets else 2


def _load(form: YAML, text: str) -> CommentedMap:
    try:
        value = form.load(text)
    except YAMLError as error:
        raise UnreadableError(str(error).splitlines()[0]) from None
    if not isinstance(value, CommentedMap):
        raise UnreadableError("it holds no fields")
    return value


def _dump(form: YAML, value: CommentedMap) -> str:
    stream = StringIO()
    form.dump(value, stream)
    return stream.getvalue()


def _says(text: str) -> Any:
    try:
        return yaml.load(text, Loader=_Loader)  # noqa: S506 - it makes texts, lists and fields only
    except yaml.YAMLError:
        return None


@dataclass(frozen=True)
class _Place:
    """An entry of a list or of fields that stand on lines of their own."""

    block: _Block
    key: Any

    @property
    def column(self) -> int:
        return int(self.block.lc.col or 0)

    @property
    def after(self) -> int:
        """Where among the comments of the entry the one behind it is."""
        return 2 if isinstance(self.block, CommentedMap) else 0

    @property
    def value(self) -> Any:
        return self.block[self.key]


def _hang_on_what_follows(fields: CommentedMap) -> None:
    """Hang the comments on lines of their own on the entries that follow them, in place.

    The reader hangs them on whatever stands before, however deep that is: there they stay behind when their entry is
    moved, and go when their neighbour does.
    """
    closed: list[_Block] = []
    before: _Place | None = None
    for step in _steps(fields):
        if not isinstance(step, _Place):
            closed.append(step)
            continue
        tokens = _taken_from(before, step.column) if before else []
        for block in closed:
            tokens += _taken_from_end(block, step.column)
        if before and step.block is before.value:
            tokens += _taken_from_above(before)
        if tokens:
            held: list[Any] = step.block.ca.items.setdefault(step.key, [None, None, None, None])
            held[1] = [*tokens, *(held[1] or ())]
        before, closed = step, []


def _steps(value: Any) -> Iterator[_Place | _Block]:
    """The entries in the order of the text; each list and each set of fields where it ends."""
    if not isinstance(value, _Block) or value.fa.flow_style():
        return
    for key in list(value) if isinstance(value, CommentedMap) else range(len(value)):
        yield _Place(value, key)
        yield from _steps(value[key])
    yield value


def _taken_from(place: _Place, column: int) -> list[CommentToken]:
    """Take off what follows an entry and belongs to the next one, which stands in a column."""
    held = place.block.ca.items.get(place.key)
    token = held[place.after] if held else None
    if token is None:
        return []
    in_block = isinstance(place.value, (LiteralScalarString, FoldedScalarString))
    text = token.value if token.value.startswith("\n") or not in_block else " " * token.start_mark.column + token.value
    first, rest = ("", text) if in_block else text.split("\n", 1)
    stays, goes = _parted(rest.splitlines(keepends=True), column)
    if not goes:
        return []
    kept = stays.lstrip(" ") if in_block else f"{first}\n{stays}"
    left = CommentToken(kept, token.start_mark, None) if kept.strip("\n") or (in_block and kept) else None
    held[place.after] = left
    own = getattr(place.value, "ca", None)
    if own is not None and own.comment and own.comment[0] is token:
        own.comment[0] = left
    return [CommentToken(goes, StringMark("", 0, 0, 0, None, None), None)]


def _taken_from_end(block: _Block, column: int) -> list[CommentToken]:
    """Take off what follows a list or fields whose last entry stands in one line, and belongs to the next entry."""
    tokens: list[CommentToken] = block.ca.end or []
    deeper = [i for i, token in enumerate(tokens) if token.value.strip() and token.start_mark.column > column]
    cut = deeper[-1] + 1 if deeper else 0
    block.ca.end = tokens[:cut]
    return tokens[cut:]


def _taken_from_above(place: _Place) -> list[CommentToken]:
    """Take off what stands between a field and the first entry of what it holds."""
    held, own = place.block.ca.items.get(place.key), place.value.ca
    if not isinstance(place.block, CommentedMap) or not own.comment or not own.comment[1]:
        return []
    tokens: list[CommentToken] = own.comment[1]
    own.comment[1] = None
    if held and held[3] == tokens:
        held[3] = None
    return tokens


def _parted(lines: list[str], column: int) -> tuple[str, str]:
    """Lines that stand further in than the next entry belong to what ends there; the others to the entry."""
    deeper = [i for i, line in enumerate(lines) if line.strip() and len(line) - len(line.lstrip()) > column]
    cut = deeper[-1] + 1 if deeper else 0
    return "".join(lines[:cut]), "".join(lines[cut:])


def merged(own: str, base: str, changed: str) -> str:
    """Carry the lines in which two texts differ over to a third, which says the same as the first.

    Args:
        own: the text as a person wrote it.
        base: the same, written by a program.
        changed: what the program writes after the change.
    """
    own_lines, base_lines, new_lines = (text.splitlines(keepends=True) for text in (own, base, changed))
    starts, ends = _aligned(base_lines, own_lines)
    result: list[str] = []
    done = 0
    for tag, low, high, first, last in difflib.SequenceMatcher(None, base_lines, new_lines, False).get_opcodes():
        if tag == "equal":
            continue
        start, end = max(starts[low], done), max(ends[high], done)
        result += own_lines[done:start]
        result += new_lines[first:last]
        result += _comments_lost(own_lines[start:end], new_lines[first:last])
        done = end
    return "".join([*result, *own_lines[done:]])


def _comments_lost(old: Sequence[str], new: Sequence[str]) -> list[str]:
    """Comments on lines of their own at the end of what goes: they belong to what follows."""
    kept: list[str] = []
    for line in reversed(old):
        if line.strip() and not line.lstrip().startswith("#"):
            break
        kept.insert(0, line)
    return kept if any(line.strip() for line in kept) and not any(line in new for line in kept if line.strip()) else []


def _aligned(base: Sequence[str], own: Sequence[str]) -> tuple[list[int], list[int]]:
    """For each place between lines of the one text, the same place in the other.

    Where the two are laid out differently there is no such place within: the beginning of the stretch counts for
    where a change starts, its end for where a change ends.
    """
    starts, ends = [0] * (len(base) + 1), [0] * (len(base) + 1)
    for tag, low, high, first, last in difflib.SequenceMatcher(None, base, own, False).get_opcodes():
        for place in range(low, high + 1):
            inside = first + place - low if tag == "equal" else None
            if place > low or place == 0:
                ends[place] = inside if inside is not None else (last if place > low else first)
            if place < high or place == len(base):
                starts[place] = inside if inside is not None else (first if place < high else last)
    return starts, ends


def as_written(value: Any) -> Any:
    """A new text in the style that people use: several lines as a block, quotes where it would be misread."""
    if not isinstance(value, str):
        return value
    if _wants_escapes(value):
        return DoubleQuotedScalarString(value)
    if "\n" in value:
        return LiteralScalarString(value if value.endswith("\n") else value + "\n")
    return DoubleQuotedScalarString(value) if _wants_quotes(value) else value


def _wants_escapes(text: str) -> bool:
    """Whether a text holds what cannot stand as it is: signs that are no letters, or lines that begin with a space."""
    unseen = any(sign != "\n" and (category(sign) in _UNSEEN or sign == "\ufeff") for sign in text)
    return unseen or ("\n" in text and (text[0].isspace() or not text.strip()))


_UNSEEN = frozenset({"Cc", "Cs", "Co", "Cn", "Zl", "Zp"})  # joiners and marks of direction belong to scripts
_SIGNS = tuple("!&*-?|>@`%{}[],#:\"'=<")


def _wants_quotes(text: str) -> bool:
    """Whether a plain text would be read as something else, here or by another program."""
    lowered = text.strip().lower()
    return (
        not text
        or text != text.strip()
        or text.startswith(_SIGNS)
        or ": " in text
        or " #" in text
        or text.endswith(":")
        or lowered in {"yes", "no", "on", "off", "y", "n", "true", "false", "null", "~"}
        or lowered.replace(".", "", 1).replace("_", "").lstrip("+-").isdigit()
    )
