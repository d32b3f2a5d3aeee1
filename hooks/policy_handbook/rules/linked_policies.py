"""A linked policy is one of the handbook, in force and not the policy itself, or it has a title."""

from collections.abc import Iterator

from policy_handbook.findings import Finding
from policy_handbook.model import ChangeKind, LinkedPolicy, Policy, Status
from policy_handbook.rules.context import Context, error, nearest, warning

ID = "linked-policies"
FAILING = """\
linked_policies: [trial, behavior, visitors, {id: behaviour, checked_against: 3}]
"""
PASSING = """\
linked_policies: [{id: behaviour, why: What follows, checked_against: 2}]
"""


def check(context: Context) -> Iterator[Finding]:
    """Look at every linked policy."""
    for policy in context.policies:
        for link in policy.linked_policies:
            if not link.id:
                if not link.title:
                    yield error(
                        ID,
                        link.place,
                        "a link needs the id of a policy, or a title",
                        policy=policy.id,
                        write="{title: ..., url: https://...}",
                    )
                continue
            yield from _by_id(context, policy, link)


def _by_id(context: Context, policy: Policy, link: LinkedPolicy) -> Iterator[Finding]:
    target = context.handbook.policies.get(link.id)
    place = link.place_of("id")
    if link.id == policy.id:
        yield error(ID, place, "the policy is linked to itself", found=link.id, write="take it out", policy=policy.id)
    elif target is None:
        if link.id not in context.unread:
            near = nearest(link.id, context.handbook.policies)
            yield error(
                ID, place, f"there is no policy with the id {link.id}", found=link.id, write=near, policy=policy.id
            )
    elif target.status is not Status.IN_FORCE:
        yield warning(ID, place, f"the linked policy is {_state(target)}", found=link.id, policy=policy.id)
    elif link.checked_against is not None:
        yield from _pin(policy, link, target)


def _state(policy: Policy) -> str:
    return "a draft" if policy.status is Status.DRAFT else "withdrawn"


def _pin(policy: Policy, link: LinkedPolicy, target: Policy) -> Iterator[Finding]:
    pinned = link.checked_against or 0
    place = link.place_of("checked_against")
    found = f"checked_against: {pinned}"
    if pinned > target.issue:
        yield error(
            ID,
            place,
            f"the linked policy is at issue {target.issue} only",
            found=found,
            write=f"checked_against: {target.issue}",
            policy=policy.id,
        )
    elif any(change.kind is ChangeKind.MATERIAL and change.issue > pinned for change in target.changes):
        message = f"the linked policy has changed in substance since issue {pinned}: this needs a second look"
        yield warning(ID, place, message, found=found, write=f"checked_against: {target.issue}", policy=policy.id)
