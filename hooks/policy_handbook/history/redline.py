"""Two issues compared: every unit of both, with what became of it. A value; nothing here is shown or written.

The comparison is complete. ``apply`` makes the new issue from the old one and the comparison alone, and every build
asks it to, so that a redline that does not add up stops the build.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import Any

from policy_handbook.history.lines import Line, Speak, spoken_in
from policy_handbook.history.match import match
from policy_handbook.history.units import Unit, UnitKind, units_of
from policy_handbook.history.words import LineChange, Mark, added, line_changes, removed
from policy_handbook.model import Handbook, Numbering, People, Policy, SiteName


class Fate(StrEnum):
    """What became of a unit; one that was moved or reworded may have another number as well."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    REWORDED = "reworded"
    RENUMBERED = "renumbered"
    READERS = "readers"


class RedlineError(Exception):
    """A comparison that does not give the new issue: a bug, and no reason to publish."""


@dataclass(frozen=True)
class Row:
    """A unit of the old issue, of the new one, or of both.

    Attributes:
        old_place: its place in the old issue; ``None`` for what was added.
        old: the unit as it was.
        new: the unit as it is; ``None`` for what was removed.
        lines: what became of its words.
        moved: whether it is in another section, or in another order.
        renumbered: whether its number changed for a reason of its own, and not because the number of what holds it did.
    """

    old_place: int | None
    old: Unit | None
    new: Unit | None
    lines: tuple[LineChange, ...]
    moved: bool = False
    renumbered: bool = False

    @property
    def unit(self) -> Unit:
        """The unit as it is, or as it was last."""
        unit = self.new or self.old
        if unit is None:
            raise RedlineError("a row of nothing")
        return unit

    @property
    def reworded(self) -> bool:
        """Whether it was kept and its words changed."""
        return self.old is not None and self.new is not None and any(_line_changed(line) for line in self.lines)

    @cached_property
    def fates(self) -> tuple[Fate, ...]:
        """All that became of it, the weightiest first."""
        if self.old is None:
            return (Fate.ADDED,)
        if self.new is None:
            return (Fate.REMOVED,)
        found = [
            (self.moved, Fate.MOVED),
            (self.reworded, Fate.REWORDED),
            (self.renumbered, Fate.RENUMBERED),
            (self.old.readers != self.new.readers, Fate.READERS),
        ]
        return tuple(fate for is_so, fate in found if is_so) or (Fate.SAME,)


def _line_changed(line: LineChange) -> bool:
    return line.mark is not Mark.SAME or line.changed


@dataclass(frozen=True)
class Redline:
    """What an issue changed in the one before it, for one audience.

    Attributes:
        old_issue: the number of the old issue.
        new_issue: the number of the new one.
        rows: every unit of both, in the order of the new issue; what was removed stands where it was.
        no_longer: numbers in the old issue of what this audience could read and may not read any more.
    """

    old_issue: int
    new_issue: int
    rows: tuple[Row, ...]
    no_longer: tuple[str, ...] = ()

    @cached_property
    def changed(self) -> tuple[Row, ...]:
        """The rows of which anything changed."""
        return tuple(row for row in self.rows if row.fates != (Fate.SAME,))

    @property
    def is_empty(self) -> bool:
        """Whether the two issues say the same to this audience."""
        return not self.changed and not self.no_longer

    @property
    def words_changed(self) -> bool:
        """Whether any words came, went or changed; a new order or number alone is none."""
        fates = {fate for row in self.rows for fate in row.fates}
        return bool(fates & {Fate.ADDED, Fate.REMOVED, Fate.REWORDED} or self.no_longer)


def redline(view: Handbook, old: Policy, new: Policy) -> Redline:
    """Compare two issues as a view shows them.

    Args:
        view: what ``for_audience`` returned, or the whole handbook.
        old: the older issue, out of that handbook.
        new: the newer issue, out of that handbook.

    Raises:
        RedlineError: the comparison does not give the new issue.
    """
    return comparison(old, new, view.people, lambda here: spoken_in(view, here), tells_readers=_tells_readers(view))


def comparison(
    old: Policy, new: Policy, people: People, spoken: Callable[[Policy], Speak], *, tells_readers: bool = True
) -> Redline:
    """Compare two issues, with values and references in words.

    Args:
        old: the older issue.
        new: the newer issue.
        people: the roles, with their titles.
        spoken: says what values and references in an issue stand for.
        tells_readers: whether it matters who else may read a clause.

    Raises:
        RedlineError: the comparison does not give the new issue.
    """
    titles = {name: role.title for name, role in people.roles.items()}
    before, after = units_of(old, spoken(old), titles), units_of(new, spoken(new), titles)
    if not tells_readers:
        before, after = _without(before, readers=()), _without(after, readers=())
    if new.numbering is Numbering.NONE:
        before, after = _without(before, number=""), _without(after, number="")
    made = Redline(
        old.issue,
        new.issue,
        compare(before, after),
        tuple(number for number, since in old.no_longer if old.issue < since <= new.issue),
    )
    if apply(before, made) != after:
        raise RedlineError(f"the changes of issue {new.issue} of {new.id} do not add up")
    return made


def _tells_readers(view: Handbook) -> bool:
    """Whether a view tells who else may read a clause; only an intranet does."""
    return not view.audience or view.view.site is SiteName.INTRANET


def _without(units: Sequence[Unit], **fields: Any) -> tuple[Unit, ...]:
    return tuple(replace(unit, **fields) for unit in units)


def compare(old: Sequence[Unit], new: Sequence[Unit]) -> tuple[Row, ...]:
    """Compare two lists of units; several pages show the same comparison, which takes its time once."""
    return _compared(tuple(old), tuple(new))


@lru_cache(maxsize=1 << 10)
def _compared(old: tuple[Unit, ...], new: tuple[Unit, ...]) -> tuple[Row, ...]:
    pairs = match(old, new)
    back = {n: o for o, n in pairs.items()}
    moved = _moved(old, new, pairs)
    rows = []
    gone = _removed_after(old, new, pairs, moved)
    rows += [_removed_row(old, place) for place in gone.get(-1, ())]
    for place, unit in enumerate(new):
        if place in back:
            rows.append(_kept_row(old, new, back[place], place, moved=place in moved))
        else:
            rows.append(Row(None, None, unit, tuple(added(line) for line in unit.lines)))
        rows += [_removed_row(old, other) for other in gone.get(place, ())]
    return tuple(rows)


def _removed_row(old: Sequence[Unit], place: int) -> Row:
    return Row(place, old[place], None, tuple(removed(line) for line in old[place].lines))


def _kept_row(old: Sequence[Unit], new: Sequence[Unit], o: int, n: int, *, moved: bool) -> Row:
    before, after = old[o], new[n]
    renumbered = before.number != after.number and _own_number(old, before) != _own_number(new, after)
    return Row(o, before, after, line_changes(before.lines, after.lines), moved, renumbered and not moved)


def _own_number(units: Sequence[Unit], unit: Unit) -> str:
    """A number without that of what holds it: 4 of 9.4."""
    outer = units[unit.parent].number if unit.parent >= 0 else ""
    inner = outer.removeprefix("Appendix ").removeprefix("Part ")
    return unit.number.removeprefix(inner) if inner else unit.number


def _moved(old: Sequence[Unit], new: Sequence[Unit], pairs: Mapping[int, int]) -> set[int]:
    """The places in the new issue of what came from elsewhere, or stands in another order than before."""
    moved: set[int] = set()
    groups: dict[tuple[int, UnitKind], list[int]] = defaultdict(list)
    for o, n in sorted(pairs.items()):
        before, after = old[o], new[n]
        home = pairs.get(before.parent, -2) if before.parent >= 0 else -1
        if home == after.parent:
            groups[after.parent, after.kind].append(n)
        else:
            moved.add(n)
    for places in groups.values():
        moved |= set(places) - _longest_rising(places)
    return moved


def _longest_rising(places: Sequence[int]) -> set[int]:
    """The longest part of a list of different numbers that rises: what kept its order."""
    ends: list[int] = []
    tails: list[int] = []
    before: dict[int, int | None] = {}
    for place in places:
        position = bisect_left(ends, place)
        before[place] = tails[position - 1] if position else None
        if position == len(ends):
            ends.append(place)
            tails.append(place)
        else:
            ends[position] = tails[position] = place
    kept: set[int] = set()
    place_or_none = tails[-1] if tails else None
    while place_or_none is not None:
        kept.add(place_or_none)
        place_or_none = before[place_or_none]
    return kept


def _removed_after(
    old: Sequence[Unit], new: Sequence[Unit], pairs: Mapping[int, int], moved: set[int]
) -> dict[int, list[int]]:
    """For each place in the new issue, what was removed just after it; -1 stands for the beginning."""
    after: dict[int, list[int]] = defaultdict(list)
    for place in range(len(old)):
        if place not in pairs:
            after[_anchor(old, new, pairs, moved, place)].append(place)
    return after


def _anchor(old: Sequence[Unit], new: Sequence[Unit], pairs: Mapping[int, int], moved: set[int], place: int) -> int:
    """The place in the new issue of what stood before a removed unit and is still where it was."""
    for before in reversed(range(place)):
        there = pairs.get(before)
        if there is not None and there not in moved:
            return there if _holds(old, before, place) else _end_of(new, there)
    return -1


def _holds(units: Sequence[Unit], outer: int, inner: int) -> bool:
    while inner >= 0:
        inner = units[inner].parent
        if inner == outer:
            return True
    return False


def _end_of(units: Sequence[Unit], place: int) -> int:
    """The last place of a unit with all that it holds."""
    last = place
    while last + 1 < len(units) and units[last + 1].depth > units[place].depth:
        last += 1
    return last


def apply(old: Sequence[Unit], made: Redline) -> tuple[Unit, ...]:
    """Make the new issue's units from the old ones and a comparison.

    Raises:
        RedlineError: the comparison is not one of these units, or leaves any of them out.
    """
    used: list[int] = []
    units: list[Unit] = []
    for row in made.rows:
        if row.old_place is not None:
            used.append(row.old_place)
            _agree(old[row.old_place].lines, row.lines)
        if row.new is not None:
            units.append(replace(row.new, lines=tuple(_new_lines(row.lines))))
    if sorted(used) != list(range(len(old))):
        raise RedlineError("a unit of the old issue is missing from the comparison, or is there twice")
    return tuple(units)


def _agree(lines: Sequence[Line], changes: Sequence[LineChange]) -> None:
    """Check that what stayed and what went is what stood there."""
    stood = [Line(c.old.kind, _cells(c, Mark.REMOVED), c.old.level) for c in changes if c.old is not None]
    if stood != list(lines):
        raise RedlineError("the comparison takes out words that the old issue does not have")


def _new_lines(changes: Sequence[LineChange]) -> Iterator[Line]:
    return (Line(c.new.kind, _cells(c, Mark.ADDED), c.new.level) for c in changes if c.new is not None)


def _cells(change: LineChange, own: Mark) -> tuple[str, ...]:
    """The words of each cell on one side of the comparison."""
    return tuple("".join(run.text for run in cell if run.mark in (Mark.SAME, own)) for cell in change.cells)
