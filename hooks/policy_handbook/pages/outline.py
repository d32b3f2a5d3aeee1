"""What the page of one policy may know of the others: where references lead, and what the others are called.

A policy's page is made beside such outlines and never beside the others' texts, and those that it asks for are noted.
So it can be kept for as long as its own policy and the noted outlines are the same: that it is up to date does not rest
on what its template happens to show.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import lru_cache
from typing import Any, TypeVar

from policy_handbook.dates import Date
from policy_handbook.latest import Latest
from policy_handbook.marks import Mark
from policy_handbook.model import Clause, Handbook, LinkedPolicy, Policy, Section
from policy_handbook.model.base import Marks, Record, made_of_parts

Facts = Sequence[Any]
"""Plain values: texts, numbers, and lists of them."""


def outline_of(policy: Policy) -> Facts:
    """Return what pages of other policies may show of one: id, title, where it leads, and its numbered parts."""
    links = [link.id for link in policy.linked_policies if link.id]
    return policy.id, policy.title, links, [_section(section) for section in policy.sections]


def _section(section: Section) -> Facts:
    clauses = [_clause(clause) for clause in section.clauses]
    return section.id, section.number, clauses, [_section(child) for child in section.sections]


def _clause(clause: Clause) -> Facts:
    return clause.id, clause.number, [_clause(item) for item in clause.items]


def earlier_of(issue: Policy) -> Facts:
    """Return what the page of a policy may show of an earlier issue of it: its number and its days."""
    end = issue.superseded_on
    return issue.issue, str(issue.effective_from), str(end) if end else ""


_outlines: Latest[Facts] = Latest()


def _newest_outline(policy: Policy) -> Facts:
    return _outlines.get_or(policy.id, policy, None, lambda: outline_of(policy))


ALL = "*"
"""Stands for the outlines of all policies, where a page asked how many there are, or for one after another."""


class Outlines(Mapping[str, Policy]):
    """Policies of which nothing is there but an outline, and a note of those that somebody asked for."""

    def __init__(self, facts: Mapping[str, Facts], made: dict[str, Policy], asked: set[str]) -> None:
        self._facts, self._made, self._asked = facts, made, asked

    def __getitem__(self, name: str) -> Policy:
        """Return the outline of a policy."""
        self._asked.add(name)
        if name not in self._made:
            self._made[name] = _policy_from(self._facts[name])
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        """Yield the ids in order of title."""
        self._asked.add(ALL)
        return iter(self._facts)

    def __len__(self) -> int:
        """How many there are."""
        self._asked.add(ALL)
        return len(self._facts)


@dataclass(frozen=True)
class _Outlined(Handbook):
    """A view of outlines, for the page of one policy."""

    sources: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def linked_from(self, policy_id: str) -> tuple[Policy, ...]:
        """The policies that name this one among their linked policies, in order of title."""
        return tuple(self.policies[name] for name in self.sources.get(policy_id, ()))


@dataclass(frozen=True)
class Beside:
    """What the page of each policy of a view is made beside.

    Attributes:
        outlines: what the view says of each policy to the pages of others, by id.
        earlier: what it says of the earlier issues of a policy to that policy's own page.
        sources: for each policy, those that name it among their linked policies.
        asked: for each policy whose page or sheet was made, the outlines that it asked for, whether these are there
            or not.
    """

    outlines: Mapping[str, Facts]
    earlier: Mapping[str, Sequence[Facts]]
    sources: Mapping[str, Sequence[str]]
    asked: dict[str, set[str]]
    _parts: Mapping[str, Any]
    _made: dict[str, Policy] = field(default_factory=dict)

    @classmethod
    def of(cls, view: Handbook) -> Beside:
        """Take the outlines of a view."""
        outlines = {name: _newest_outline(policy) for name, policy in view.policies.items()}
        earlier = {name: [earlier_of(issue) for issue in issues.values()] for name, issues in view.issues.items()}
        parts = {part.name: getattr(view, part.name) for part in fields(view)}
        return cls(outlines, earlier, _sources(outlines), {}, parts)

    def view_for(self, policy: Policy) -> Handbook:
        """Return the view beside which the page and the sheet of one policy are made.

        It holds outlines in the place of all policies, which are noted when they are asked for, and of that policy's
        earlier issues; nothing of other policies' issues.
        """
        asked = self.asked.setdefault(policy.id, set())
        issues = {policy.id: {found[0]: _issue_from(found) for found in self.earlier.get(policy.id, ())}}
        given = {"policies": Outlines(self.outlines, self._made, asked), "issues": issues}
        own = {policy.id: self.sources.get(policy.id, ())}
        return _Outlined(**{**self._parts, **given}, sources=own)

    def with_issues(self, view: Handbook, policy: Policy) -> Handbook:
        """Return the view beside which the pages of a policy's earlier issues are made: these whole, but no others."""
        return replace(self.view_for(policy), issues={policy.id: view.issues.get(policy.id, {})})


def _sources(outlines: Mapping[str, Facts]) -> Mapping[str, Sequence[str]]:
    found: dict[str, list[str]] = {}
    for name, (_, _, links, _) in outlines.items():
        for target in dict.fromkeys(links):
            if target != name:
                found.setdefault(target, []).append(name)
    return found


R = TypeVar("R", bound=Record)

NOWHERE = Marks("", Mark(0, 0), {}, {})


def _bare(record: type[R], **values: Any) -> R:
    """A record of which nothing else is there: whoever asks for more finds no such thing."""
    return made_of_parts(record, {**_usual(record), **values}, set(values), NOWHERE)


@lru_cache(maxsize=16)
def _usual(record: type[Record]) -> Mapping[str, Any]:
    """What the fields of a record hold that need not be given; asking pydantic each time takes ten times as long."""
    fields_of = record.model_fields.items()
    return {name: info.get_default(call_default_factory=True) for name, info in fields_of if not info.is_required()}


def _policy_from(facts: Facts) -> Policy:
    name, title, links, sections = facts
    return _bare(
        Policy,
        id=name,
        title=title,
        linked_policies=tuple(_bare(LinkedPolicy, id=link) for link in links),
        sections=tuple(map(_section_from, sections)),
    )


def _section_from(facts: Facts) -> Section:
    name, number, clauses, sections = facts
    return _bare(
        Section,
        id=name,
        number=number,
        clauses=tuple(map(_clause_from, clauses)),
        sections=tuple(map(_section_from, sections)),
    )


def _clause_from(facts: Facts) -> Clause:
    name, number, items = facts
    if not items:
        return _lone_clause(name, number)
    return _bare(Clause, id=name, number=number, items=tuple(map(_clause_from, items)))


@lru_cache(maxsize=1 << 14)
def _lone_clause(name: str, number: str) -> Clause:
    """A clause without items; in most policies there is one with the same number and no name."""
    return _bare(Clause, id=name, number=number, items=())


def _issue_from(facts: Facts) -> Policy:
    number, begins, ends = facts
    return _bare(
        Policy, issue=number, effective_from=Date.parse(begins), superseded_on=Date.parse(ends) if ends else None
    )
