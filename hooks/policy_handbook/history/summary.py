"""The list that stands before the marks: what was added, removed, moved and the rest, a line each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from policy_handbook.history.redline import Fate, Redline, Row
from policy_handbook.history.units import Unit, UnitKind

HEADINGS = {
    Fate.ADDED: "Added",
    Fate.REMOVED: "Removed",
    Fate.MOVED: "Moved",
    Fate.REWORDED: "Reworded",
    Fate.RENUMBERED: "Renumbered",
    Fate.READERS: "For other readers than before",
}
"""What became of a part, in the order in which it is listed."""

NO_LONGER = "No longer shown here"
"""What became of a part that these readers may not read any more."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A part in the list of what changed.

    Attributes:
        name: what it is called, such as ``8.3`` or ``“class chat”``.
        row: its place among the rows of the comparison; ``None`` where there is nothing to show.
    """

    name: str
    row: int | None


@dataclass(frozen=True, slots=True)
class Group:
    """Parts to which the same happened."""

    heading: str
    entries: tuple[Entry, ...]


def groups(made: Redline) -> tuple[Group, ...]:
    """List what changed by what became of it; a clause is listed once, under what weighs most."""
    found = [Group(heading, tuple(_entries(made, fate))) for fate, heading in HEADINGS.items()]
    withheld = tuple(Entry(f"clause {number} of issue {made.old_issue}", None) for number in _outermost(made.no_longer))
    return tuple(group for group in (*found, Group(NO_LONGER, withheld)) if group.entries)


def _entries(made: Redline, fate: Fate) -> Iterator[Entry]:
    for place, row in enumerate(made.rows):
        if row.fates[0] is fate and not goes_without_saying(made, row):
            yield Entry(name_of(row), place)


def goes_without_saying(made: Redline, row: Row) -> bool:
    """Whether all that happened to a part is that what holds it came or went."""
    if row.fates[0] not in (Fate.ADDED, Fate.REMOVED, Fate.READERS):
        return False
    outer = _parent(made, row)
    return outer is not None and outer.fates[0] is row.fates[0]


def _parent(made: Redline, row: Row) -> Row | None:
    """The row of what holds a part, in the issue that the part is in."""
    if row.unit.parent < 0:
        return None
    if row.new is not None:
        return [other for other in made.rows if other.new is not None][row.new.parent]
    return next((other for other in made.rows if row.old and other.old_place == row.old.parent), None)


def _outermost(numbers: tuple[str, ...]) -> list[str]:
    """Leave out items of clauses that are listed themselves."""
    return [n for n in numbers if not any(n != other and n.startswith(f"{other}(") for other in numbers)]


def name_of(row: Row) -> str:
    """What a part is called in the list; one that moved or has a new number with both."""
    if row.old and row.new and row.old.number != row.new.number and not row.reworded:
        return f"{_name(row.old)} is now {row.new.number or _name(row.new)}"
    if row.old and row.new and row.moved:
        return f"{_name(row.new)} (was {row.old.number})" if row.old.number != row.new.number else _name(row.new)
    return _name(row.unit)


def _name(unit: Unit) -> str:
    if unit.kind is UnitKind.TITLE:
        return "the title"
    if unit.kind is UnitKind.SUMMARY:
        return "the summary"
    if unit.kind is UnitKind.POINT:
        return f"In short: “{_shortened(unit.text)}”"
    if unit.kind is UnitKind.DEFINITION:
        return f"the meaning of “{unit.lines[0].cells[0]}”"
    if unit.kind is UnitKind.SECTION:
        title = unit.text
        if unit.number[:1].isalpha():
            return f"{unit.number}, {title}"
        return f"section {unit.number}, {title}" if unit.number else f"the section {title}"
    return unit.number or f"“{_shortened(unit.text)}”"


def _shortened(text: str) -> str:
    words = text.split()
    return text if len(words) <= 8 else f"{' '.join(words[:7])} …"
