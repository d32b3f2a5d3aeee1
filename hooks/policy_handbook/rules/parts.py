"""Ways through a policy that several rules share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from policy_handbook.findings import Place
from policy_handbook.model import Clause, Policy, Section


class Narrowing(Protocol):
    """A record that may name its audience."""

    @property
    def audience(self) -> tuple[str, ...]:
        """Whom it names."""

    def place_of(self, field: str, index: int | None = None) -> Place:
        """Where a field stands."""


def narrowing_records(policy: Policy) -> Iterator[Narrowing]:
    """Yield every record of a policy that may narrow its audience, but for the policy itself."""
    yield from policy.reviews
    yield from policy.changes
    yield from policy.linked_policies
    for section in policy.all_sections():
        yield section
        yield from section.definitions
    yield from policy.all_clauses()


def with_outer(policy: Policy) -> Iterator[tuple[Section | Clause, tuple[str, ...]]]:
    """Yield sections, clauses and items with the readers of what holds them."""
    for section in policy.sections:
        yield from _sections(section, policy.readers)


def _sections(section: Section, outer: tuple[str, ...]) -> Iterator[tuple[Section | Clause, tuple[str, ...]]]:
    yield section, outer
    for clause in section.clauses:
        yield from _clauses(clause, section.readers)
    for child in section.sections:
        yield from _sections(child, section.readers)


def _clauses(clause: Clause, outer: tuple[str, ...]) -> Iterator[tuple[Section | Clause, tuple[str, ...]]]:
    yield clause, outer
    for item in clause.items:
        yield from _clauses(item, clause.readers)


def texts(policy: Policy) -> Iterator[tuple[str, Place, tuple[str, ...]]]:
    """Yield every text in Markdown with its place and its readers."""
    yield policy.summary, policy.place_of("summary"), policy.readers
    for audience, points in policy.key_points.items():
        for point in points:
            yield point.text, point.place_of("text"), (audience,)
    for section in policy.all_sections():
        for definition in section.definitions:
            yield definition.meaning, definition.place_of("meaning"), section.readers
    for clause in policy.all_clauses():
        yield clause.text, clause.place_of("text"), clause.readers


def all_texts(policy: Policy, in_markdown: Iterable[tuple[str, Place, object]]) -> Iterator[tuple[str, Place]]:
    """Yield every text and title that a reader may see, with its place.

    Args:
        policy: the policy.
        in_markdown: its texts.
    """
    yield policy.title, policy.place_of("title")
    for text, place, _ in in_markdown:
        yield text, place
    for section in policy.all_sections():
        yield section.title, section.place_of("title")
        for definition in section.definitions:
            yield definition.term, definition.place_of("term")
    for change in policy.changes:
        yield change.summary, change.place_of("summary")
    for review in policy.reviews:
        yield review.note, review.place_of("note")
    for link in policy.linked_policies:
        yield link.why, link.place_of("why")
