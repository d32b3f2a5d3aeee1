"""Every role and body that a policy names is in people.yaml, and who approves may do so."""

from collections.abc import Iterable, Iterator

from policy_handbook.findings import Finding, Place
from policy_handbook.model import People, Policy
from policy_handbook.rules.context import Context, PolicyContext, error, nearest

ID = "roles-known"
FAILING = """\
owner: headtaecher
approval: {by: school-council, date: 2026-07-09}
"""
PASSING = """\
owner: headteacher
approval: {by: governing-board, date: 2026-07-09}
"""


def check_policy(context: PolicyContext) -> Iterator[Finding]:
    """Look at owners, reviewers, approvers and those responsible."""
    people, policy = context.people, context.policy
    yield from _unknown(people, _in_policy(policy), policy.id)
    body = people.bodies.get(policy.approval.by) if policy.approval else None
    if policy.approval and body and not body.approves:
        yield error(
            ID,
            policy.approval.place_of("by"),
            f"the {body.title} may not approve policies",
            found=f"by: {policy.approval.by}",
            policy=policy.id,
        )


def check(context: Context) -> Iterator[Finding]:
    """Look at those who chair bodies and look after channels."""
    people = context.handbook.people
    chairs = ((body.chair, body.place_of("chair")) for body in people.bodies.values() if body.chair)
    yield from _unknown(people, chairs, "")
    channels = (channel for channel in context.handbook.school.channels if channel.moderated_by)
    yield from _unknown(people, ((one.moderated_by, one.place_of("moderated_by")) for one in channels), "")


def _unknown(people: People, named: Iterable[tuple[str, Place]], policy: str) -> Iterator[Finding]:
    for name, place in named:
        if name not in people.roles and name not in people.bodies:
            message = f"people.yaml has no role or body called {name}"
            near = nearest(name, [*people.roles, *people.bodies])
            yield error(ID, place, message, found=name, write=near, policy=policy)


def _in_policy(policy: Policy) -> Iterator[tuple[str, Place]]:
    yield policy.owner, policy.place_of("owner")
    yield from ((name, policy.place_of("to_be_read_by", index)) for index, name in enumerate(policy.to_be_read_by))
    if policy.approval:
        yield policy.approval.by, policy.approval.place_of("by")
    yield from ((review.by, review.place_of("by")) for review in policy.reviews)
    yield from ((change.by, change.place_of("by")) for change in policy.changes)
    for clause in policy.all_clauses():
        yield from ((name, clause.place_of("responsible", index)) for index, name in enumerate(clause.responsible))
