"""Makes clauses and items of the lines of a section."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from policy_handbook.importing.account import Entry, Why
from policy_handbook.importing.blocks import Run
from policy_handbook.importing.drafts import ClauseDraft
from policy_handbook.importing.lines import Line
from policy_handbook.importing.markers import Sort, next_letter, roman_value

_STEP = 0.9
"""Columns by which an item has to be set in further to be under another."""
_PARAGRAPH = (Run("\n\n"),)


@dataclass(slots=True)
class _Open:
    """A clause or item that may still get items, and how its line looked."""

    draft: ClauseDraft
    line: Line


@dataclass(slots=True)
class _Builder:
    """The clauses of a section while its lines are read."""

    number: str
    exact: bool = False
    clauses: list[ClauseDraft] = field(default_factory=list)
    open: list[_Open] = field(default_factory=list)
    bullets_are_clauses: bool = False

    @property
    def clause(self) -> ClauseDraft | None:
        return self.clauses[-1] if self.clauses else None

    def add_clause(self, draft: ClauseDraft, line: Line | None) -> None:
        self.clauses.append(draft)
        self.open = [_Open(draft, line)] if line else []

    def add_item(self, draft: ClauseDraft, line: Line, parent: int) -> None:
        del self.open[parent + 1 :]
        self.open[parent].draft.items.append(draft)
        self.open.append(_Open(draft, line))


def clauses_of(
    lines: Sequence[Line], number: str = "", *, exact: bool = False
) -> tuple[list[ClauseDraft], list[Entry]]:
    """Make clauses of the lines of one section.

    Args:
        lines: the lines under the heading.
        number: the number of the section in the source, such as ``4``; empty where it has none.
        exact: whether the source says for certain which lines are items, and how deep.

    Returns:
        The clauses, and the numbers and bullets that were taken off.
    """
    builder = _Builder(number, exact)
    base = _clause_levels(lines, number)
    entries: list[Entry] = []
    for line in lines:
        draft = _draft(line)
        if line.marker.text:
            entries.append(Entry(line.marker.text, Why.NUMBER, place=line.block.place))
        _place(builder, draft, line, base)
    if exact:
        return builder.clauses, entries
    for clause in builder.clauses:
        _tidy(clause)
    return _nested_by_colons(builder.clauses, flat=builder.bullets_are_clauses), entries


def _draft(line: Line) -> ClauseDraft:
    table = line.block if line.block.is_table else None
    number = line.marker.number if line.marker.sort is not Sort.PART else ""
    runs = line.runs
    if line.marker.sort is Sort.PART:
        runs = (Run(f"{line.marker.text} "), *runs)
    indent = line.block.indent if line.block.depth is None else -1
    return ClauseDraft(
        runs=runs, table=table, number=number, anchors=line.block.anchors, place=line.block.place, indent=indent
    )


def _clause_levels(lines: Sequence[Line], number: str) -> int:
    """Return how many levels the number of a clause has here; 0 where clauses have none."""
    levels = [line.marker.levels for line in lines if line.marker.levels]
    own = number.count(".") + 1 if number and number[0].isdigit() else 0
    deeper = [level for level in levels if level > own]
    if own and deeper:
        return min(deeper)
    if own:
        return 0
    several = [level for level in levels if level > 1]
    if several:
        return min(several)
    return 1 if levels else 0


def _place(builder: _Builder, draft: ClauseDraft, line: Line, base: int) -> None:
    sort = line.marker.sort
    if builder.exact and builder.clause and base > 1 and _is_in_text(line):
        _list_in_text(builder, draft, line)
    elif draft.table is not None:
        _table(builder, draft)
    elif sort is Sort.DECIMAL and _is_clause_number(builder, line, base):
        _numbered(builder, draft, line, base)
    elif sort in (Sort.NONE, Sort.PART):
        _paragraph(builder, draft, line, numbered=base > 1)
    else:
        _item(builder, draft, line)


def _is_in_text(line: Line) -> bool:
    """Whether a line of an exported document is of a list within the text of a clause, and no item of the clause."""
    counted = line.marker.sort is Sort.DECIMAL and line.marker.levels == 1
    return line.is_bullet or (counted and not line.marker.text.startswith("("))


def _list_in_text(builder: _Builder, draft: ClauseDraft, line: Line) -> None:
    draft.mark = "-" if line.is_bullet else line.marker.text
    draft.number, draft.indent = "", line.block.indent
    (builder.open[-1].draft if builder.open else builder.clauses[-1]).more.append(draft)


def _table(builder: _Builder, draft: ClauseDraft) -> None:
    """Put a table to the clause that leads to it; one that nothing leads to is a clause of its own."""
    last = builder.open[-1].draft if builder.open else None
    if last is not None and _leads_on(last, is_clause=len(builder.open) == 1):
        last.more.append(draft)
    else:
        builder.add_clause(draft, None)


def _leads_on(draft: ClauseDraft, *, is_clause: bool) -> bool:
    """Whether a text goes on with a table after it: it ends in a colon, or its number is the table's too."""
    return not draft.items and (draft.text.endswith(":") or (is_clause and bool(draft.number)))


def _is_clause_number(builder: _Builder, line: Line, base: int) -> bool:
    """Whether a decimal number is that of a clause, and not of a step within one."""
    if not base or line.marker.levels < base:
        return False
    if line.marker.levels > 1:
        return True
    lead = builder.clause
    opens = lead is not None and not lead.number and lead.text.endswith(":")
    return not opens and not (
        builder.open and builder.open[-1].line.marker.sort is Sort.DECIMAL and lead and lead.items
    )


def _numbered(builder: _Builder, draft: ClauseDraft, line: Line, base: int) -> None:
    depth = line.marker.levels - base
    if depth <= 0 or not builder.open:
        builder.add_clause(draft, line)
        return
    parent = 0
    for index, opened in enumerate(builder.open):
        if opened.line.marker.levels and opened.line.marker.levels < line.marker.levels:
            parent = index
    builder.add_item(draft, line, parent)


def _paragraph(builder: _Builder, draft: ClauseDraft, line: Line, *, numbered: bool) -> None:
    if line.block.depth is not None:
        _item(builder, draft, line)
        return
    last = builder.open[-1] if builder.open else None
    if last and not builder.exact and _is_bare_item(builder, line):
        _bare_item(builder, draft, line)
    elif last and (_goes_on_item(builder, line) or _goes_on_clause(builder, line, numbered=numbered)):
        _go_on(last.draft, draft)
    else:
        builder.add_clause(draft, line)
        builder.bullets_are_clauses = False


def _goes_on_item(builder: _Builder, line: Line) -> bool:
    return len(builder.open) > 1 and _is_set_in_like(line, builder.open[-1].line)


def _goes_on_clause(builder: _Builder, line: Line, *, numbered: bool) -> bool:
    """Whether a paragraph without a number goes on with the clause before it, which has one or is set in less."""
    last = builder.open[-1]
    if len(builder.open) > 1 or last.draft.items:
        return False
    set_in = builder.exact and line.block.indent >= last.line.block.indent + _STEP
    return (numbered and bool(last.draft.number)) or set_in


def _go_on(draft: ClauseDraft, paragraph: ClauseDraft) -> None:
    """Add a paragraph to a clause or item: after its text, or after the table that it has gone on with."""
    if draft.more:
        draft.more.append(paragraph)
    else:
        draft.runs = (*draft.runs, *_PARAGRAPH, *paragraph.runs)


_OPEN_END = re.compile(r"(?:[;,]|[;,]?\s(?:and|or))\s*$")
_SHORT = 14


def _is_bare_item(builder: _Builder, line: Line) -> bool:
    """Whether a line is an item that lost its bullet: it follows a colon, and looks like part of a sentence."""
    clause, last = builder.open[0].draft, builder.open[-1]
    if not clause.text.endswith(":") or line.block.bold:
        return False
    if len(builder.open) > 1 and last.line.marker.sort is not Sort.NONE:
        return False
    goes_on = len(builder.open) > 1 and _OPEN_END.search(last.draft.text) is not None
    text = line.text
    short = len(text.split()) <= _SHORT and not text.endswith((".", ":", "?"))
    return goes_on or text[:1].islower() or _OPEN_END.search(text) is not None or short


def _bare_item(builder: _Builder, draft: ClauseDraft, line: Line) -> None:
    """Add an item that lost its bullet; it ends the list if it ends a sentence."""
    builder.add_item(draft, line, 0)
    if draft.text.endswith("."):
        builder.open = []


def _is_set_in_like(line: Line, item: Line) -> bool:
    """Whether a paragraph goes on with an item: it is set in at least as far."""
    return line.block.indent > 0 and line.block.indent > item.block.indent - _STEP and not line.block.bold


def _item(builder: _Builder, draft: ClauseDraft, line: Line) -> None:
    if not builder.open and not builder.clauses:
        builder.bullets_are_clauses = True
    if builder.bullets_are_clauses:
        _bullet_clause(builder, draft, line)
        return
    if not builder.open:
        builder.add_clause(draft, line)
        return
    builder.add_item(draft, line, _parent_of(builder.open, line, first=1))


def _bullet_clause(builder: _Builder, draft: ClauseDraft, line: Line) -> None:
    if not builder.open:
        builder.add_clause(draft, line)
        return
    parent = _parent_of(builder.open, line, first=0)
    if parent < 0:
        builder.add_clause(draft, line)
    else:
        builder.add_item(draft, line, parent)


def _parent_of(opened: Sequence[_Open], line: Line, *, first: int) -> int:
    """Return the index of the open clause or item under which a line belongs.

    Args:
        opened: the clause and the items that are open, outermost first.
        line: the line of the new item.
        first: the index from which ``opened`` holds items, and not a clause with a text of its own.
    """
    items = list(enumerate(opened))[first:]
    for index, other in reversed(items):
        if _is_beside(other.line, line):
            return index - 1
    for index, other in reversed(items):
        if _is_deeper(other.line, line):
            return index
    return first - 1


def _is_beside(other: Line, line: Line) -> bool:
    """Whether two items are of one list."""
    known = line.block.depth is not None and other.block.depth is not None
    if known and line.block.depth != other.block.depth:
        return False
    if abs(line.block.indent - other.block.indent) >= _STEP:
        return False
    return _is_same_sort(other, line)


def _is_same_sort(other: Line, line: Line) -> bool:
    sort, before = line.marker.sort, other.marker.sort
    if {sort, before} == {Sort.ROMAN, Sort.LETTER}:
        letter_after = next_letter(other.marker.number, line.marker.number)
        return letter_after and not (sort is Sort.ROMAN and line.marker.number.lower() == "i" and before is Sort.ROMAN)
    if sort is Sort.ROMAN and before is Sort.ROMAN:
        return roman_value(line.marker.number) != 1 or next_letter(other.marker.number, line.marker.number)
    if sort is Sort.BULLET and before is Sort.BULLET and line.block.depth is None:
        return line.marker.text == other.marker.text or line.block.indent == other.block.indent
    if sort is Sort.DECIMAL and before is Sort.DECIMAL:
        return line.marker.levels == other.marker.levels
    return sort is before


def _is_deeper(other: Line, line: Line) -> bool:
    if line.block.depth is not None and other.block.depth is not None:
        if line.block.depth == other.block.depth:
            return line.block.indent >= other.block.indent + _STEP
        return line.block.depth > other.block.depth
    if line.block.indent >= other.block.indent + _STEP:
        return True
    return line.block.indent > other.block.indent - _STEP and line.marker.sort is not other.marker.sort


# --- afterwards -----------------------------------------------------------------------------------------


def _tidy(clause: ClauseDraft) -> None:
    """Put items beside each other that were set in only by accident, and nest a flat list by its colons."""
    if len(clause.items) == 1 and clause.items[0].items:
        only = clause.items[0]
        hardly = only.indent >= 0 and only.items[0].indent - only.indent <= _HARDLY
        if hardly and not only.text.endswith(":"):
            clause.items += only.items
            only.items = []
    for item in clause.items:
        _tidy(item)
    clause.items = _nested_by_colons(clause.items, flat=True)


_HARDLY = 2
"""Columns that a conversion may set the first item of a list further out than the rest."""


def _nested_by_colons(items: list[ClauseDraft], *, flat: bool) -> list[ClauseDraft]:
    """Nest a list whose depth was lost: what ends in a colon has what follows under it."""
    if not flat or any(item.items for item in items) or not any(item.text.endswith(":") for item in items):
        return items
    result: list[ClauseDraft] = []
    opener: ClauseDraft | None = None
    for item in items:
        if item.table is not None:
            opener = None
            result.append(item)
        elif item.text.endswith(":") and (opener is None or opener.items):
            opener = item
            result.append(item)
        elif opener is not None:
            opener.items.append(item)
        else:
            result.append(item)
    opened = next((item for item in result if item.items), None)
    if opened:
        opened.doubts.append("this list had no depth in the source; is each item under the right one?")
    return result
