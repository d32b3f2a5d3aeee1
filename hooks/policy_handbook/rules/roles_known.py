"""Every role and body that a policy names is in people.yaml, and who approves may do so."""

from collections.abc import Iterator

from policy_handbook.findings import Finding, Place
from policy_handbook.model import Policy
from policy_handbook.rules.context import Context, error, nearest

ID = "roles-known"
FAILING = """\
owner: headtaecher
approval: {by: school-council, date: 2026-07-09}
"""
PASSING = """\
owner: headteacher
approval: {by: governing-board, date: 2026-07-09}
"""


def check(context: Context) -> Iterator[Finding]:
    """Look at owners, reviewers, approvers and those responsible."""
    people = context.handbook.people
    known = [*people.roles, *people.bodies]
    for name, place, policy_id in _named(context):
        if name not in known:
            message = f"people.yaml has no role or body called {name}"
            yield error(ID, place, message, found=name, write=nearest(name, known), policy=policy_id)
    for policy in context.policies:
        body = people.bodies.get(policy.approval.by) if policy.approval else None
        if policy.approval and body and not body.approves:
            yield error(
                ID,
                policy.approval.place_of("by"),
                f"the {body.title} may not approve policies",
                found=f"by: {policy.approval.by}",
                policy=policy.id,
            )


def _named(context: Context) -> Iterator[tuple[str, Place, str]]:
    for policy in context.policies:
        yield from ((name, place, policy.id) for name, place in _in_policy(policy))
    for body in context.handbook.people.bodies.values():
        if body.chair:
            yield body.chair, body.place_of("chair"), ""
    for channel in context.handbook.school.channels:
        if channel.moderated_by:
            yield channel.moderated_by, channel.place_of("moderated_by"), ""


def _in_policy(policy: Policy) -> Iterator[tuple[str, Place]]:
    yield policy.owner, policy.place_of("owner")
    yield from ((name, policy.place_of("to_be_read_by", index)) for index, name in enumerate(policy.to_be_read_by))
    if policy.approval:
        yield policy.approval.by, policy.approval.place_of("by")
    yield from ((review.by, review.place_of("by")) for review in policy.reviews)
    yield from ((change.by, change.place_of("by")) for change in policy.changes)
    for clause in policy.all_clauses():
        yield from ((name, clause.place_of("responsible", index)) for index, name in enumerate(clause.responsible))
