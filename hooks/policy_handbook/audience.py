"""What a reader may see, decided here and nowhere else.

``for_audience`` takes the whole handbook and returns one in which nothing is left that the audience is not
named for. Everything that is published is made from its result, so that what is withheld is never there to
leak. It fails closed: a part that names an unknown audience is seen by nobody for that name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from policy_handbook.history.units import slug
from policy_handbook.history.withdrawn import Hidden, SaidElsewhere, hidden_parts, said_elsewhere
from policy_handbook.model import (
    EVERYONE,
    Clause,
    Flier,
    Handbook,
    LinkedPolicy,
    People,
    Policy,
    School,
    Section,
    SiteName,
    Status,
    inherited,
)
from policy_handbook.model.lock import Lock
from policy_handbook.references import plain_text


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
    policies = {name: _policy(policy, audience, visible, people) for name, policy in visible.items()}
    cited = {citation.id for policy in policies.values() for citation in policy.guidance}
    return replace(
        handbook,
        audience=audience,
        school=_school(handbook.school, audience, people),
        people=people,
        glossary=handbook.glossary.model_copy(
            update={"terms": tuple(e for e in handbook.glossary.terms if audience in e.readers)}
        ),
        guidance={name: guidance for name, guidance in handbook.guidance.items() if name in cited},
        policies=policies,
        issues=_issues(handbook, audience, visible, people),
        lock=Lock(),
        fliers={
            name: _flier(flier, audience, people)
            for name, flier in handbook.fliers.items()
            if audience in flier.readers and all(source.policy in visible for source in flier.sources)
        },
    )


def _flier(flier: Flier, audience: str, people: People) -> Flier:
    """A flier of a view: with whom to ask as far as these readers may know of them."""
    return flier.model_copy(
        update={
            "reader": flier.reader if flier.reader in flier.readers else audience,
            "ask": tuple(row for row in flier.ask if not row.role or row.role in people.roles),
        }
    )


def _issues(
    handbook: Handbook, audience: str, visible: Mapping[str, Policy], people: People
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
                _policy(issue, audience, {}, people),
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


def _school(school: School, audience: str, people: People) -> School:
    channels = tuple(
        channel.model_copy(
            update={"moderated_by": channel.moderated_by if channel.moderated_by in people.roles else ""}
        )
        for channel in school.channels
        if _sees(channel.audience, audience)
    )
    return school.model_copy(update={"channels": channels})


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


def _policy(policy: Policy, audience: str, visible: Mapping[str, Policy], people: People) -> Policy:
    known = people.roles.keys() | people.bodies.keys()
    sections = _sections(policy.sections, audience, known)
    return policy.model_copy(
        update={
            "owner": policy.owner if policy.owner in known else "",
            "to_be_read_by": tuple(role for role in policy.to_be_read_by if role in known),
            "approval": policy.approval
            and policy.approval.model_copy(update={"by": policy.approval.by if policy.approval.by in known else ""}),
            "reviews": tuple(
                review.model_copy(update={"by": review.by if review.by in known else ""})
                for review in policy.reviews
                if _sees(review.audience, audience)
            ),
            "changes": tuple(
                change.model_copy(update={"by": change.by if change.by in known else ""})
                for change in policy.changes
                if _sees(change.audience, audience)
            ),
            "publicised": tuple(row for row in policy.publicised if row.to == audience),
            "linked_policies": tuple(link for link in policy.linked_policies if _sees_link(link, audience, visible)),
            "key_points": {name: points for name, points in policy.key_points.items() if name == audience},
            "sections": sections,
            "narrowed": policy.narrowed or _size(sections) != _size(policy.sections),
        }
    )


def _sees_link(link: LinkedPolicy, audience: str, visible: Mapping[str, Policy]) -> bool:
    return _sees(link.audience, audience) and (not link.id or link.id in visible)


def _sections(sections: Sequence[Section], audience: str, known: set[str]) -> tuple[Section, ...]:
    kept = (_section(section, audience, known) for section in sections if audience in section.readers)
    return tuple(section for section in kept if section.clauses or section.definitions or section.sections)


def _section(section: Section, audience: str, known: set[str]) -> Section:
    return section.model_copy(
        update={
            "definitions": tuple(d for d in section.definitions if _sees(d.audience, audience)),
            "clauses": _clauses(section.clauses, audience, known),
            "sections": _sections(section.sections, audience, known),
        }
    )


def _clauses(clauses: Sequence[Clause], audience: str, known: set[str]) -> tuple[Clause, ...]:
    return tuple(
        clause.model_copy(
            update={
                "responsible": tuple(role for role in clause.responsible if role in known),
                "items": _clauses(clause.items, audience, known),
            }
        )
        for clause in clauses
        if audience in clause.readers
    )


def _size(sections: Sequence[Section]) -> int:
    """Count the parts of a policy."""
    return sum(
        1 + len(section.definitions) + sum(map(_clause_size, section.clauses)) + _size(section.sections)
        for section in sections
    )


def _clause_size(clause: Clause) -> int:
    return 1 + sum(map(_clause_size, clause.items))
