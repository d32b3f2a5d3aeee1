"""Which unit of an issue became which unit of the next: by id, by the same words, then by likeness; never by number.

Within the same section less likeness is enough than across sections. Two units that both have an id are the same
only if it is the same id, because an id is for good.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from rapidfuzz.distance import Indel

from policy_handbook.history.units import Unit, UnitKind
from policy_handbook.history.words import bare_words

WITHIN = 0.55
"""How alike two clauses of the same section have to be."""

ACROSS = 0.7
"""How alike two clauses of different sections have to be."""

FEW = 4
"""Texts of fewer words than this are alike by chance, so they have to be the same to be matched across sections."""

_SINGLE = (UnitKind.TITLE, UnitKind.SUMMARY)
_MOVABLE = (UnitKind.CLAUSE, UnitKind.ITEM, UnitKind.DEFINITION, UnitKind.POINT)


def match(old: Sequence[Unit], new: Sequence[Unit]) -> Mapping[int, int]:
    """Return which unit of the old issue is which of the new, by their places in the two lists."""
    matcher = _Matcher(old, new)
    matcher.run()
    return dict(sorted(matcher.pairs.items()))


class _Side:
    """One issue: its units with their words and what they hold."""

    def __init__(self, units: Sequence[Unit]) -> None:
        self.units = units
        self.children: dict[int, list[int]] = defaultdict(list)
        for place, unit in enumerate(units):
            self.children[unit.parent].append(place)
        self.own = [bare_words(unit.text) for unit in units]
        self.full: list[list[str]] = [[] for _ in units]
        for place in reversed(range(len(units))):
            below = [word for child in self.children[place] for word in self.full[child]]
            self.full[place] = self.own[place] + below

    def of(self, kind: UnitKind) -> list[int]:
        return [place for place, unit in enumerate(self.units) if unit.kind is kind]

    def held_by(self, parent: int, kind: UnitKind) -> list[int]:
        return [place for place in self.children.get(parent, ()) if self.units[place].kind is kind]


class _Matcher:
    """Finds pairs, the surest first; a unit that has found its pair is out of the game."""

    def __init__(self, old: Sequence[Unit], new: Sequence[Unit]) -> None:
        self.old, self.new = _Side(old), _Side(new)
        self.pairs: dict[int, int] = {}
        self.taken: set[int] = set()

    def run(self) -> None:
        for kind in _SINGLE:
            for pair in zip(self.old.of(kind), self.new.of(kind), strict=False):
                self._take(*pair)
        self._same_id(UnitKind.SECTION)
        self._alike(self.old.of(UnitKind.SECTION), self.new.of(UnitKind.SECTION), at_least=ACROSS, own_words=True)
        for kind in _MOVABLE:
            self._same_id(kind)
            self._within_parents(kind)
            self._alike(self.old.of(kind), self.new.of(kind), at_least=ACROSS, fewest=FEW)
        self._sections_by_content()

    def _take(self, old: int, new: int) -> None:
        self.pairs[old] = new
        self.taken.add(new)

    def _open(self, old: Iterable[int], new: Iterable[int]) -> tuple[list[int], list[int]]:
        return [o for o in old if o not in self.pairs], [n for n in new if n not in self.taken]

    def _same_id(self, kind: UnitKind) -> None:
        by_id = {self.new.units[place].id: place for place in reversed(self.new.of(kind)) if self.new.units[place].id}
        for place in self.old.of(kind):
            other = by_id.get(self.old.units[place].id)
            if other is not None and other not in self.taken:
                self._take(place, other)

    def _within_parents(self, kind: UnitKind) -> None:
        """Match what lies in the same section or clause, outer units first."""
        if kind is UnitKind.POINT:
            self._alike(self.old.of(kind), self.new.of(kind), at_least=WITHIN)
            return
        for parent, other in sorted(self.pairs.items()):
            self._descend(parent, other, kind)

    def _descend(self, parent: int, other: int, kind: UnitKind) -> None:
        before, after = self.old.held_by(parent, kind), self.new.held_by(other, kind)
        self._alike(before, after, at_least=WITHIN)
        if kind is UnitKind.ITEM:
            for place in before:
                if place in self.pairs:
                    self._descend(place, self.pairs[place], kind)

    def _alike(
        self, old: Iterable[int], new: Iterable[int], *, at_least: float, fewest: int = 0, own_words: bool = False
    ) -> None:
        """Pair what says the same, in order, then what is alike, the most alike first."""
        before, after = self._open(old, new)
        words_old = self.old.own if own_words else self.old.full
        words_new = self.new.own if own_words else self.new.full
        same: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for n in after:
            same[tuple(words_new[n])].append(n)
        for o in before:
            candidates = [n for n in same.get(tuple(words_old[o]), ()) if n not in self.taken and self._may_be(o, n)]
            if candidates:
                self._take(o, candidates[0])
        before, after = self._open(before, after)
        scores = [
            (-score, abs(position - other), o, n)
            for position, o in enumerate(before)
            for other, n in enumerate(after)
            if self._may_be(o, n)
            and min(len(words_old[o]), len(words_new[n])) >= fewest
            and (score := Indel.normalized_similarity(words_old[o], words_new[n], score_cutoff=at_least)) >= at_least
        ]
        for _, _, o, n in sorted(scores):
            if o not in self.pairs and n not in self.taken:
                self._take(o, n)

    def _may_be(self, old: int, new: int) -> bool:
        """Whether two units can be the same: not if both have an id, because then it would have matched."""
        before, after = self.old.units[old], self.new.units[new]
        if before.kind is UnitKind.POINT:
            return before.readers == after.readers
        if before.kind in (UnitKind.SECTION, UnitKind.DEFINITION):
            return True  # their ids are made from titles and words, and change with them
        return not (before.id and after.id)

    def _sections_by_content(self) -> None:
        """Take two sections for the same if most of what was in the one is in the other."""
        before, after = self._open(self.old.of(UnitKind.SECTION), self.new.of(UnitKind.SECTION))
        for o in before:
            held = self.old.children.get(o, [])
            gone_to = [self.new.units[self.pairs[place]].parent for place in held if place in self.pairs]
            for n in after:
                if n not in self.taken and 2 * gone_to.count(n) > len(held):
                    self._take(o, n)
                    break
