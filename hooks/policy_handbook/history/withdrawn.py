"""What readers of an earlier issue may not read any more.

A clause that was for everybody in issue 7 and is for staff since issue 8 leaves no text behind: neither in the
comparison of the two nor in the archive. What became of a clause is found by matching issues as they were written,
before anything is filtered; only what is withheld is kept of it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from policy_handbook.history.lines import spoken_in
from policy_handbook.history.match import match
from policy_handbook.history.units import Unit, UnitKind, slug, units_of
from policy_handbook.model import Handbook, Policy
from policy_handbook.references import plain_text

LONG = 8
"""So many words in a row are the same text, wherever they stand."""

SHORT = 6
"""Texts of fewer words than this say the same by chance."""

Run = tuple[str, ...]

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_SOFT = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\ufeff"))
_QUOTES = str.maketrans("’‘ʼ", "'''")


@dataclass(frozen=True, slots=True)
class Hidden:
    """What is taken out of an earlier issue for one audience.

    Attributes:
        numbers: the numbers of sections, clauses and items.
        definitions: the words whose meaning is taken out, each with the number of its section.
        since: the numbers of clauses and items, each with the issue that took them from this audience.
    """

    numbers: frozenset[str] = frozenset()
    definitions: frozenset[tuple[str, str]] = frozenset()
    since: tuple[tuple[str, int], ...] = ()

    def __or__(self, other: Hidden) -> Hidden:
        """Return what either takes out."""
        told = {number for number, _ in self.since}
        return Hidden(
            self.numbers | other.numbers,
            self.definitions | other.definitions,
            (*self.since, *((number, since) for number, since in other.since if number not in told)),
        )


@dataclass(frozen=True)
class SaidElsewhere:
    """The words that are withheld from an audience now and that its view says nowhere.

    Attributes:
        runs: runs of eight words, and shorter texts as a whole, by their length.
        parts: shorter runs, by their length, in which an earlier text may be contained as a whole.
    """

    runs: Mapping[int, frozenset[Run]] = field(default_factory=dict)
    parts: Mapping[int, frozenset[Run]] = field(default_factory=dict)

    @classmethod
    def of(cls, withheld: Iterable[str], shown: Iterable[str]) -> SaidElsewhere:
        """Gather them from all texts that are withheld now and all that are shown."""
        runs: dict[int, set[Run]] = {length: set() for length in range(SHORT, LONG + 1)}
        parts: dict[int, set[Run]] = {length: set() for length in range(SHORT, LONG)}
        for text in withheld:
            words = comparable_words(text)
            if len(words) >= SHORT:
                length = min(len(words), LONG)
                runs[length].update(_windows(words, length))
                for shorter, found in parts.items():
                    found.update(_windows(words, shorter))
        heads = {run[:SHORT] for found in (*runs.values(), *parts.values()) for run in found}
        for text in shown:
            words = comparable_words(text)
            if heads.isdisjoint(_windows(words, SHORT)):
                continue  # it has none of these runs, since not even the beginning of one: most texts have not
            for length, found in (*runs.items(), *parts.items()):
                found.difference_update(_windows(words, length))
        return cls(_frozen(runs), _frozen(parts))

    def holds(self, text: str) -> bool:
        """Whether a text of an earlier issue says any of it."""
        words = comparable_words(text)
        if tuple(words) in self.parts.get(len(words), ()):
            return True
        return any(not found.isdisjoint(_windows(words, length)) for length, found in self.runs.items())


def _frozen(runs: Mapping[int, set[Run]]) -> Mapping[int, frozenset[Run]]:
    return {length: frozenset(found) for length, found in runs.items() if found}


def comparable_words(text: str) -> list[str]:
    """Return the words of a text without capitals, marks and kinds of quotation marks."""
    return _WORD.findall(unicodedata.normalize("NFKC", text).translate(_SOFT).translate(_QUOTES).casefold())


def _windows(words: Sequence[str], length: int) -> Iterator[Run]:
    return zip(*(words[offset:] for offset in range(length)), strict=False)


def said_elsewhere(
    handbook: Handbook, issue: Policy, present: Policy, elsewhere: SaidElsewhere, audience: str
) -> Hidden:
    """Return the parts of an earlier issue that say what is withheld now, whatever became of them."""

    def held(text: str) -> bool:
        return elsewhere.holds(plain_text(handbook, text))

    clauses = [clause.number for clause in issue.all_clauses() if audience in clause.readers and held(clause.text)]
    sections = [section.number for section in issue.all_sections() if held(section.title)]
    meanings = [
        (section.number, slug(definition.term))
        for section in issue.all_sections()
        for definition in section.definitions
        if held(definition.meaning)
    ]
    since = tuple((number, present.issue) for number in clauses)
    return Hidden(frozenset((*clauses, *sections)), frozenset(meanings), since)


def hidden_parts(handbook: Handbook, issues: Sequence[Policy], audience: str) -> Sequence[Hidden]:
    """Return what later issues took from an audience in each earlier issue, in their order.

    Args:
        handbook: the handbook that they belong to, which says what values and references stand for.
        issues: all issues of a policy with their readers, oldest first, the present one last.
        audience: whose view it is.
    """
    line = _Line(issues, [units_of(issue, spoken_in(handbook, issue)) for issue in issues], audience)
    return [line.hidden(position) for position in range(len(issues) - 1)]


class _Line:
    """The issues of a policy one after the other, with what became of each unit."""

    def __init__(self, issues: Sequence[Policy], units: Sequence[Sequence[Unit]], audience: str) -> None:
        self.issues = issues
        self.units = units
        self.audience = audience
        self.steps = [match(before, after) for before, after in pairwise(units)]
        self.present = {unit.id: unit for unit in units[-1] if unit.id and unit.kind in _WITH_ID}

    def hidden(self, position: int) -> Hidden:
        own = self.units[position]
        since = {
            place: taken
            for place, unit in enumerate(own)
            if self.audience in unit.readers and unit.kind is not UnitKind.POINT
            if (taken := self._taken_in(position, place) or self._taken_now(unit))
        }
        return Hidden(
            frozenset(own[place].number for place in since if own[place].number),
            frozenset(_definition(own, place) for place in since if own[place].kind is UnitKind.DEFINITION),
            tuple((own[p].number, at) for p, at in since.items() if own[p].kind in _WITH_ID),
        )

    def _taken_in(self, position: int, place: int) -> int:
        """The issue that took a unit from the audience for good; 0 if it was left to it for as long as it lived."""
        taken = 0
        there = place
        for later in range(position, len(self.steps)):
            if there not in self.steps[later]:
                return taken
            there = self.steps[later][there]
            if self.audience in self.units[later + 1][there].readers:
                taken = 0
            elif not taken:
                taken = self.issues[later + 1].issue
        return taken

    def _taken_now(self, unit: Unit) -> int:
        """The present issue, if it has a clause with the same id that is for others; 0 if not."""
        there = self.present.get(unit.id) if unit.kind in _WITH_ID else None
        return self.issues[-1].issue if there and self.audience not in there.readers else 0


_WITH_ID = (UnitKind.CLAUSE, UnitKind.ITEM)


def _definition(units: Sequence[Unit], place: int) -> tuple[str, str]:
    return units[units[place].parent].number, units[place].id
