"""Measures how much of an invented policy an import recovered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from policy_handbook import markup
from policy_handbook.importing.vocabulary import normal
from policy_handbook.importing.words import counted
from policy_handbook.model import Clause, Policy, Section
from policy_handbook.read.source import parse
from tests.importing.invented import Chapter, Invented, Part

Chain = tuple[str, ...]
_LETTERS = 45


@dataclass
class Score:
    """What was found of what there was, by kind; ``missed`` names what was not."""

    found: Counter[str] = field(default_factory=Counter)
    there: Counter[str] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)

    def count(self, kind: str, wanted: Iterable[Any], got: Iterable[Any]) -> None:
        """Count how much of what was wanted is there."""
        rest = Counter(got)
        for item in wanted:
            self.there[kind] += 1
            if rest[item] > 0:
                rest[item] -= 1
                self.found[kind] += 1
            else:
                self.missed.append(f"{kind}: {item}")

    def add(self, other: Score) -> None:
        """Add another score to this one."""
        self.found += other.found
        self.there += other.there

    def share(self, *kinds: str) -> float:
        """Return the share that was found; 1 where there was nothing to find."""
        there = sum(self.there[kind] for kind in kinds)
        return sum(self.found[kind] for kind in kinds) / there if there else 1.0


def policy_of(text: str) -> Policy:
    """Read the YAML of an import as the handbook does."""
    return Policy.model_validate(parse(text.encode(), "").value)


def score_of(invented: Invented, policy: Policy, *, changes: bool = True, extra: Iterable[str] = ()) -> Score:
    """Compare an import with the truth.

    Args:
        invented: the truth.
        policy: what was imported.
        changes: whether the document shows the change record sheet.
        extra: titles of sections that the layout adds.
    """
    score = Score()
    sections = list(policy.all_sections())
    wanted = [normal(title) for title in _titles(invented.chapters)]
    got = [
        normal(section.title.split(": ", 1)[-1] if section.title.startswith("Part ") else section.title)
        for section in sections
    ]
    score.count("sections", wanted, got)
    surplus = Counter(got) - Counter(wanted) - Counter(map(normal, extra))
    score.there["sections"] += surplus.total()
    score.missed += [f"extra section: {title}" for title in surplus]
    true_chains = list(_chains(invented.chapters))
    got_chains = [chain for section in sections for chain in _read_chains(section)]
    score.count("clauses", [c for c in true_chains if len(c) == 2], [c for c in got_chains if len(c) == 2])
    score.count("items", [c for c in true_chains if len(c) > 2], [c for c in got_chains if len(c) > 2])
    told = metadata_of(policy)
    score.count("metadata", _facts(invented), [(name, told[name]) for name in told])
    if changes:
        score.count(
            "changes",
            [(change.iso, normal(change.summary)) for change in invented.changes],
            [(str(change.date), normal(change.summary)) for change in policy.changes],
        )
    links = [normal(link.title or link.id.replace("-", " ")).removesuffix(" policy") for link in policy.linked_policies]
    score.count("linked", [normal(title).removesuffix(" policy") for title in invented.linked], links)
    return score


def _facts(invented: Invented) -> list[tuple[str, object]]:
    return [("title", normal(invented.shown)), *invented.expected.items()]


def metadata_of(policy: Policy) -> Mapping[str, object]:
    """Return the control data of a policy by the names that the truth uses."""
    told: dict[str, object] = {
        "title": normal(policy.title),
        "kind": str(policy.kind),
        "issue": policy.issue,
        "effective": str(policy.effective_from),
        "every": str(policy.review.every),
        "next": str(policy.review.next),
        "owner": policy.owner,
    }
    if policy.approval:
        told |= {"approved_by": policy.approval.by, "approved_on": str(policy.approval.date)}
    return told


def _titles(chapters: Iterable[Chapter]) -> Iterator[str]:
    for chapter in chapters:
        yield chapter.title
        yield from _titles(chapter.chapters)


def _key(text: str) -> str:
    return normal(text)[:_LETTERS]


def _chains(chapters: Iterable[Chapter]) -> Iterator[Chain]:
    for chapter in chapters:
        for part in chapter.parts:
            yield from _part_chains(part, (normal(chapter.title),))
        yield from _chains(chapter.chapters)


def _part_chains(part: Part, above: Chain) -> Iterator[Chain]:
    here = (*above, _key(part.text))
    yield here
    for inner in part.parts:
        yield from _part_chains(inner, here)


def _read_chains(section: Section) -> Iterator[Chain]:
    title = section.title.split(": ", 1)[-1] if section.title.startswith("Part ") else section.title
    for clause in section.clauses:
        yield from _clause_chains(clause, (normal(title),))


def _clause_chains(clause: Clause, above: Chain) -> Iterator[Chain]:
    here = (*above, _key(markup.words(clause.text)))
    yield here
    for item in clause.items:
        yield from _clause_chains(item, here)


def words_missing(invented: Invented, policy: Policy) -> Counter[str]:
    """Return the words of the truth's text that the policy does not have: a proof that needs no reader."""

    def texts(parts: Iterable[Part]) -> Iterator[str]:
        for part in parts:
            yield part.text
            yield from texts(part.parts)

    def wanted(chapters: Iterable[Chapter]) -> Iterator[str]:
        for chapter in chapters:
            yield chapter.title
            yield from texts(chapter.parts)
            yield from wanted(chapter.chapters)

    kept = [section.title for section in policy.all_sections()]
    kept += [markup.words(clause.text) for clause in policy.all_clauses()]
    return counted(wanted(invented.chapters)) - counted(kept)
