"""Ways through a policy that several rules share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple, Protocol

from policy_handbook.findings import Place
from policy_handbook.model import Clause, Policy, Section
from policy_handbook.model.base import Record


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


class Part(NamedTuple):
    """A text of a policy: the record and field that it stands in, and its readers."""

    text: str
    record: Record
    field: str
    readers: tuple[str, ...] = ()

    @property
    def place(self) -> Place:
        """Where it stands."""
        return self.record.place_of(self.field)


def texts(policy: Policy) -> Iterator[Part]:
    """Yield every text in Markdown."""
    yield Part(policy.summary, policy, "summary", policy.readers)
    for audience, points in policy.key_points.items():
        for point in points:
            yield Part(point.text, point, "text", (audience,))
    for section in policy.all_sections():
        for definition in section.definitions:
            yield Part(definition.meaning, definition, "meaning", section.readers)
    for clause in policy.all_clauses():
        yield Part(clause.text, clause, "text", clause.readers)


def all_texts(policy: Policy, in_markdown: Iterable[Part]) -> Iterator[Part]:
    """Yield every text and title that a reader may see.

    Args:
        policy: the policy.
        in_markdown: its texts.
    """
    yield Part(policy.title, policy, "title")
    yield from in_markdown
    for section in policy.all_sections():
        yield Part(section.title, section, "title")
        for definition in section.definitions:
            yield Part(definition.term, definition, "term")
    for change in policy.changes:
        yield Part(change.summary, change, "summary")
    for review in policy.reviews:
        yield Part(review.note, review, "note")
    for link in policy.linked_policies:
        yield Part(link.why, link, "why")
