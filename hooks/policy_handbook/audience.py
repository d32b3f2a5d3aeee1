"""What a reader may see, decided here and nowhere else.

``for_audience`` takes the whole handbook and returns one in which nothing is left that the audience is not
named for. Everything that is published is made from its result, so that what is withheld is never there to
leak. It fails closed: a part that names an unknown audience is seen by nobody for that name.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from operator import is_
from typing import TypeVar

from policy_handbook.findings import Finding, Place
from policy_handbook.history.units import slug
from policy_handbook.history.withdrawn import Hidden, SaidElsewhere, hidden_parts, said_elsewhere
from policy_handbook.latest import Latest
from policy_handbook.model import (
    EVERYONE,
    Approval,
    ChangeRecord,
    Clause,
    Flier,
    Handbook,
    LinkedPolicy,
    People,
    Policy,
    Review,
    School,
    Section,
    SiteName,
    Status,
    inherited,
)
from policy_handbook.model.base import Record
from policy_handbook.model.lock import Lock
from policy_handbook.references import plain_text

_T = TypeVar("_T")
_Kept = TypeVar("_Kept", bound=Record)
_Signed = TypeVar("_Signed", Approval, Review, ChangeRecord)
_Row = TypeVar("_Row", Review, ChangeRecord)


def for_audience(handbook: Handbook, audience: str) -> Handbook:
    """Return the handbook as one audience reads it.

    Policies that are not in force are in no view.

    Raises:
        LookupError: the school has no such audience.
    """
    if audience not in handbook.school.audiences:
        raise LookupError(f"no audience called {audience}")
    visible = {
        name: policy
        for name, policy in handbook.policies.items()
        if policy.status is Status.IN_FORCE and audience in policy.readers
    }
    people = _people(handbook.people, audience, visible)
    known = people.roles.keys() | people.bodies.keys()
    policies = {name: _seen(policy, audience, visible, known) for name, policy in visible.items()}
    cited = {citation.id for policy in policies.values() for citation in policy.guidance}
    return replace(
        handbook,
        audience=audience,
        school=_school(handbook.school, audience, people, visible),
        people=people,
        glossary=handbook.glossary.model_copy(
            update={"terms": tuple(e for e in handbook.glossary.terms if audience in e.readers)}
        ),
        guidance={name: guidance for name, guidance in handbook.guidance.items() if name in cited},
        policies=policies,
        issues=_issues(handbook, audience, visible, known),
        lock=Lock(),
        fliers={
            name: _flier(flier, audience, people)
            for name, flier in handbook.fliers.items()
            if audience in flier.readers
            and all(source.policy in visible for source in flier.sources)
            and (flier.own_points or _may_read_points(handbook.school, flier, audience))
        },
    )


def _may_read_points(school: School, flier: Flier, audience: str) -> bool:
    """Whether an audience may have a flier with another's key points: those on the website are open to everybody."""
    reader = school.audiences.get(flier.reader)
    return audience == flier.reader or (reader is not None and reader.site is SiteName.WEBSITE)


def _flier(flier: Flier, audience: str, people: People) -> Flier:
    """A flier of a view: with whom to ask as far as these readers may know of them."""
    return flier.model_copy(
        update={
            "reader": flier.reader if flier.reader in flier.readers else audience,
            "ask": tuple(row for row in flier.ask if not row.role or row.role in people.roles),
        }
    )


def _issues(
    handbook: Handbook, audience: str, visible: Mapping[str, Policy], known: set[str]
) -> Mapping[str, Mapping[int, Policy]]:
    """Earlier issues of the policies of a view, without what the audience may not read any more."""
    on_website = handbook.school.audiences[audience].site is SiteName.WEBSITE
    earlier = {name: issues for name, issues in handbook.issues.items() if name in visible and issues}
    elsewhere = _said_elsewhere(handbook, audience) if earlier else SaidElsewhere()
    kept: dict[str, Mapping[int, Policy]] = {}
    for name, issues in earlier.items():
        present = visible[name]
        hidden = hidden_parts(handbook, [*issues.values(), present], audience)
        kept[name] = {
            number: _issue(
                handbook,
                _policy(issue, audience, {}, known),
                own | said_elsewhere(handbook, issue, present, elsewhere, audience),
                elsewhere,
            )
            for (number, issue), own in zip(issues.items(), hidden, strict=True)
            if audience in issue.readers and not (on_website and issue.withdrawn_from_archive)
        }
    return {name: issues for name, issues in kept.items() if issues}


def _issue(handbook: Handbook, issue: Policy, hidden: Hidden, elsewhere: SaidElsewhere) -> Policy:
    """An earlier issue with the text that may still be read, without the rows that its policy has today."""
    sections = _without(issue.sections, hidden)
    points = {
        name: tuple(point for point in points if not elsewhere.holds(plain_text(handbook, point.text)))
        for name, points in issue.key_points.items()
    }
    return issue.model_copy(
        update={
            "summary": "" if elsewhere.holds(plain_text(handbook, issue.summary)) else issue.summary,
            "reviews": (),
            "changes": (),
            "publicised": (),
            "linked_policies": (),
            "guidance": (),
            "consulted": (),
            "key_points": {name: kept for name, kept in points.items() if kept},
            "sections": sections,
            "narrowed": issue.narrowed or sections != issue.sections,
            "no_longer": tuple(dict.fromkeys((*issue.no_longer, *hidden.since))),
        }
    )


def _without(sections: Sequence[Section], hidden: Hidden) -> tuple[Section, ...]:
    kept = (
        section.model_copy(
            update={
                "definitions": tuple(
                    d for d in section.definitions if (section.number, slug(d.term)) not in hidden.definitions
                ),
                "clauses": _clauses_without(section.clauses, hidden),
                "sections": _without(section.sections, hidden),
            }
        )
        for section in sections
        if section.number not in hidden.numbers
    )
    return tuple(section for section in kept if section.clauses or section.definitions or section.sections)


def _clauses_without(clauses: Sequence[Clause], hidden: Hidden) -> tuple[Clause, ...]:
    return tuple(
        clause.model_copy(update={"items": _clauses_without(clause.items, hidden)})
        for clause in clauses
        if clause.number not in hidden.numbers
    )


def _said_elsewhere(handbook: Handbook, audience: str) -> SaidElsewhere:
    """What the present issues of all policies withhold from an audience, but for what they also show to it."""
    withheld: list[str] = []
    shown: list[str] = []
    for policy in handbook.policies.values():
        in_view = policy.status is Status.IN_FORCE and audience in policy.readers
        for text, readers in _texts(policy):
            where = shown if in_view and audience in readers else withheld
            where.append(plain_text(handbook, text))
    return SaidElsewhere.of(withheld, shown)


def _texts(policy: Policy) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every text of a policy with its readers."""
    yield policy.summary, policy.readers
    for name, points in policy.key_points.items():
        yield from ((point.text, (name,)) for point in points)
    for section in policy.all_sections():
        yield section.title, section.readers
        yield from ((d.meaning, inherited(d.audience, section.readers)) for d in section.definitions)
    for clause in policy.all_clauses():
        yield clause.text, clause.readers


def _sees(own: Sequence[str], audience: str) -> bool:
    """Whether a row that may narrow what it inherits is for the audience."""
    return not own or EVERYONE in own or audience in own


def _school(school: School, audience: str, people: People, visible: Mapping[str, Policy]) -> School:
    """The school's facts, with the categories of those policies alone that are in the view."""
    used = {policy.category for policy in visible.values()}
    channels = tuple(
        channel.model_copy(
            update={"moderated_by": channel.moderated_by if channel.moderated_by in people.roles else ""}
        )
        for channel in school.channels
        if _sees(channel.audience, audience)
    )
    categories = {name: title for name, title in school.categories.items() if name in used}
    return school.model_copy(update={"channels": channels, "categories": categories})


def _people(people: People, audience: str, visible: Mapping[str, Policy]) -> People:
    roles = {
        name: role.model_copy(update={"induction": tuple(read for read in role.induction if read in visible)})
        for name, role in people.roles.items()
        if audience in role.readers
    }
    bodies = {
        name: body.model_copy(update={"chair": body.chair if body.chair in roles else ""})
        for name, body in people.bodies.items()
    }
    return people.model_copy(update={"roles": roles, "bodies": bodies})


_newest: Latest[Policy] = Latest()
"""Policies as their readers see them, as long as the same policies are read: while pages are served, most are."""


def _seen(policy: Policy, audience: str, visible: Mapping[str, Policy], known: set[str]) -> Policy:
    """A policy of a view, which depends on that policy, who is known to its readers, and what it may lead to."""
    leads_to = [link.id for link in policy.linked_policies if link.id in visible]
    return _newest.get_or(
        (audience, policy.id), policy, (known, leads_to), lambda: _policy(policy, audience, visible, known)
    )


def _policy(policy: Policy, audience: str, visible: Mapping[str, Policy], known: set[str]) -> Policy:
    sections = _sections(policy.sections, audience, known)
    return _with(
        policy,
        owner=policy.owner if policy.owner in known else "",
        to_be_read_by=_those(policy.to_be_read_by, lambda role: role in known),
        approval=policy.approval and _by_known(policy.approval, known),
        reviews=_rows(policy.reviews, audience, known),
        changes=_rows(policy.changes, audience, known),
        publicised=_those(policy.publicised, lambda row: row.to == audience),
        linked_policies=_those(policy.linked_policies, lambda link: _sees_link(link, audience, visible)),
        key_points={name: points for name, points in policy.key_points.items() if name == audience},
        sections=sections,
        narrowed=policy.narrowed or (sections is not policy.sections and _size(sections) != _size(policy.sections)),
    )


def _by_known(row: _Signed, known: set[str]) -> _Signed:
    """A row without whoever signed it, unless the view knows of them."""
    return _with(row, by=row.by if row.by in known else "")


def _rows(rows: tuple[_Row, ...], audience: str, known: set[str]) -> tuple[_Row, ...]:
    return tuple(_by_known(row, known) for row in rows if _sees(row.audience, audience))


def _sees_link(link: LinkedPolicy, audience: str, visible: Mapping[str, Policy]) -> bool:
    return _sees(link.audience, audience) and (not link.id or link.id in visible)


def _sections(sections: tuple[Section, ...], audience: str, known: set[str]) -> tuple[Section, ...]:
    kept = (_section(section, audience, known) for section in sections if audience in section.readers)
    return _same(
        sections, tuple(section for section in kept if section.clauses or section.definitions or section.sections)
    )


def _section(section: Section, audience: str, known: set[str]) -> Section:
    return _with(
        section,
        definitions=_those(section.definitions, lambda row: _sees(row.audience, audience)),
        clauses=_clauses(section.clauses, audience, known),
        sections=_sections(section.sections, audience, known),
    )


def _clauses(clauses: tuple[Clause, ...], audience: str, known: set[str]) -> tuple[Clause, ...]:
    return _same(clauses, tuple(_clause(clause, audience, known) for clause in clauses if audience in clause.readers))


def _clause(clause: Clause, audience: str, known: set[str]) -> Clause:
    if not clause.responsible and not clause.items:
        return clause
    return _with(
        clause,
        responsible=_those(clause.responsible, lambda role: role in known),
        items=_clauses(clause.items, audience, known),
    )


# Most of a handbook is for everybody who may read it at all. What nothing is taken from is not copied.


def _with(record: _Kept, **fields: object) -> _Kept:
    """A record with these values: itself, where it has them already."""
    if all(getattr(record, name) is value for name, value in fields.items()):
        return record
    return record.model_copy(update=fields)


def _those(rows: tuple[_T, ...], keep: Callable[[_T], bool]) -> tuple[_T, ...]:
    return _same(rows, tuple(filter(keep, rows)))


def _same(before: tuple[_T, ...], after: tuple[_T, ...]) -> tuple[_T, ...]:
    """What is left of some rows: these rows themselves, where nothing was taken from them."""
    return before if len(before) == len(after) and all(map(is_, before, after)) else after


def _size(sections: Sequence[Section]) -> int:
    """Count the parts of a policy."""
    return sum(
        1 + len(section.definitions) + sum(map(_clause_size, section.clauses)) + _size(section.sections)
        for section in sections
    )


def _clause_size(clause: Clause) -> int:
    return 1 + sum(map(_clause_size, clause.items))


# --- findings ---------------------------------------------------------------------------------------------


def findings_for(findings: Iterable[Finding], handbook: Handbook, view: Handbook) -> tuple[Finding, ...]:
    """Return what was found about that part of a handbook which a view holds.

    A finding about what is for others would say that it is there. One that names such a policy, role or word, as
    where a policy of the view leads to a draft, is left out as well; the command shows them all.

    Args:
        findings: what was found in the whole handbook.
        handbook: the whole handbook.
        view: what ``for_audience`` made of it.
    """
    findings = tuple(findings)
    belongs = _Places(handbook, view, frozenset(finding.place.file for finding in findings))
    withheld = sorted(set(_names(handbook)) - set(_names(view)), key=len, reverse=True)
    named = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, withheld))})(?![\w-])", re.IGNORECASE)
    return tuple(
        finding
        for finding in findings
        if (not finding.policy or finding.policy in view.policies)
        and belongs.to_view(finding.place)
        and not (withheld and named.search(f"{finding.message} {finding.found} {finding.write}"))
    )


def _names(handbook: Handbook) -> Iterator[str]:
    """What policies, roles, words and fliers are called, and who holds a role."""
    named = (
        *((policy.id, policy.title) for policy in handbook.policies.values()),
        *((name, r.title, r.holder, r.email, r.phone) for name, r in handbook.people.roles.items()),
        *((entry.term, entry.short) for entry in handbook.glossary.terms),
        *((flier.id, flier.title) for flier in handbook.fliers.values()),
        *((channel.title,) for channel in handbook.school.channels),
    )
    return (name for names in named for name in names if name)


class _Places:
    """Where the records of a handbook stand in some of its files, and which of them a view holds."""

    def __init__(self, handbook: Handbook, view: Handbook, files: frozenset[str]) -> None:
        shown = {record.place for record in _records(_data(view, files))}
        marks: dict[str, dict[tuple[int, int], bool]] = defaultdict(dict)
        for record in _records(_data(handbook, files)):
            is_shown = record.place in shown
            for place in (record.place, *map(record.place_of, type(record).model_fields)):
                at = (place.line, place.column)
                marks[place.file][at] = marks[place.file].get(at, True) and is_shown
        self._marks = {file: sorted(found.items()) for file, found in marks.items() if file}

    def to_view(self, place: Place) -> bool:
        """Whether what stands at a place is part of the view, or of a file that is nobody's in particular."""
        found = self._marks.get(place.file)
        if not found:
            return True
        before = bisect_right(found, ((place.line, place.column), True)) - 1
        return found[max(before, 0)][1]


def _data(handbook: Handbook, files: frozenset[str]) -> tuple[object, ...]:
    """The records that may stand in some files: a policy of a trust has parts in more than one."""
    issues = (issue for issues in handbook.issues.values() for issue in issues.values())
    return (
        tuple(p for p in (*handbook.policies.values(), *issues) if p.trust or p.written_in in files),
        handbook.people,
        handbook.glossary,
        handbook.school,
        handbook.guidance,
        handbook.fliers,
    )


def _records(value: object) -> Iterator[Record]:
    """Yield every record within a value, those that hold others first."""
    if isinstance(value, Record):
        yield value
        for name in type(value).model_fields:
            yield from _records(getattr(value, name))
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _records(inner)
    elif isinstance(value, tuple):
        for inner in value:
            yield from _records(inner)
