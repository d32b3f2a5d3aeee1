"""An issue as a list of units in reading order: what can be matched, moved and reworded.

Matching asks whose unit it is (its section, its clause) and what it says; applying and showing a comparison ask for
its lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from policy_handbook.history.lines import Line, LineKind, Speak, lines_of
from policy_handbook.model import Clause, Definition, Policy, Section, inherited


class UnitKind(StrEnum):
    """What a unit is."""

    TITLE = "title"
    SUMMARY = "summary"
    POINT = "point"
    SECTION = "section"
    DEFINITION = "definition"
    CLAUSE = "clause"
    ITEM = "item"


@dataclass(frozen=True, slots=True)
class Unit:
    """A part of an issue with words of its own.

    Attributes:
        kind: what it is.
        id: its own id, where it has one; never its number.
        number: how it is cited; empty where it has none.
        anchor: the part of its address after the #; empty where it has none.
        parent: the place in the list of the unit that holds it; -1 at the top.
        depth: how many units hold it.
        lines: what it says.
        readers: who may read it.
    """

    kind: UnitKind
    id: str
    number: str
    anchor: str
    parent: int
    depth: int
    lines: tuple[Line, ...]
    readers: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """What it says, on one line."""
        return " ".join(cell for line in self.lines for cell in line.cells)


class _Collector:
    """Gathers units; each may name the one that holds it by its place."""

    def __init__(self, policy: Policy, speak: Speak, titles: dict[str, str]) -> None:
        self.policy = policy
        self.speak = speak
        self.titles = titles
        self.units: list[Unit] = []

    def add(self, kind: UnitKind, lines: Sequence[Line], parent: int = -1, **about: str | tuple[str, ...]) -> int:
        depth = self.units[parent].depth + 1 if parent >= 0 else 0
        made = {"id": "", "number": "", "anchor": "", "readers": ()} | about
        self.units.append(Unit(kind, parent=parent, depth=depth, lines=tuple(lines), **made))  # type: ignore[arg-type]
        return len(self.units) - 1

    def collect(self) -> None:
        policy = self.policy
        self.add(UnitKind.TITLE, _plain(policy.title))
        self.add(UnitKind.SUMMARY, lines_of(policy.summary, self.speak))
        for audience, points in policy.key_points.items():
            for point in points:
                self.add(UnitKind.POINT, lines_of(point.text, self.speak), readers=(audience,))
        for section in policy.sections:
            self.section(section, -1)

    def section(self, section: Section, parent: int) -> None:
        own = self.add(
            UnitKind.SECTION,
            _plain(section.title),
            parent,
            id=section.id,
            number=section.number,
            anchor=section.anchor,
            readers=section.readers,
        )
        for definition in section.definitions:
            said = [*_plain(definition.term), *lines_of(definition.meaning, self.speak)]
            self.add(UnitKind.DEFINITION, said, own, id=slug(definition.term), readers=_readers(definition, section))
        for clause in section.clauses:
            self.clause(clause, own, UnitKind.CLAUSE)
        for child in section.sections:
            self.section(child, own)

    def clause(self, clause: Clause, parent: int, kind: UnitKind) -> None:
        own = self.add(
            kind,
            [*lines_of(clause.text, self.speak), *self._responsible(clause)],
            parent,
            id=clause.id,
            number=clause.number,
            anchor=clause.id or clause.anchor,
            readers=clause.readers,
        )
        for item in clause.items:
            self.clause(item, own, UnitKind.ITEM)

    def _responsible(self, clause: Clause) -> Iterator[Line]:
        named = [self.titles.get(role, "") for role in clause.responsible]
        if any(named):
            yield Line(LineKind.RESPONSIBLE, (f"Responsible: {', '.join(filter(None, named))}",))


def _readers(definition: Definition, section: Section) -> tuple[str, ...]:
    return inherited(definition.audience, section.readers)


def _plain(text: str) -> list[Line]:
    return [Line(LineKind.PARAGRAPH, (" ".join(text.split()),))]


def slug(term: str) -> str:
    """Return a word that is explained as the id of its definition."""
    return " ".join(term.casefold().split())


def units_of(policy: Policy, speak: Speak, titles: dict[str, str] | None = None) -> tuple[Unit, ...]:
    """Return the units of an issue.

    Args:
        policy: the issue; a filtered one gives what its readers may see, and nothing else.
        speak: says values and references in words.
        titles: the titles of roles, to say who is responsible; those that are missing are left out.
    """
    collector = _Collector(policy, speak, titles or {})
    collector.collect()
    return tuple(collector.units)
