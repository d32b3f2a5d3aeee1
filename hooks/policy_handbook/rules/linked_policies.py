"""A linked policy is one of the handbook, in force and not the policy itself, or it has a title."""

from collections.abc import Iterator

from policy_handbook.findings import Finding
from policy_handbook.model import LinkedPolicy, Policy, Status
from policy_handbook.rules.context import PolicyContext, error, nearest, warning
from policy_handbook.rules.others import Outline

ID = "linked-policies"
FAILING = """\
linked_policies: [trial, behavior, visitors, {id: behaviour, checked_against: 3}]
"""
PASSING = """\
linked_policies: [{id: behaviour, why: What follows, checked_against: 2}]
"""


def check_policy(context: PolicyContext) -> Iterator[Finding]:
    """Look at every linked policy."""
    policy = context.policy
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


def _by_id(context: PolicyContext, policy: Policy, link: LinkedPolicy) -> Iterator[Finding]:
    target: Outline | None = context.others.get(link.id)
    place = link.place_of("id")
    if link.id == policy.id:
        yield error(ID, place, "the policy is linked to itself", found=link.id, write="take it out", policy=policy.id)
    elif target is None:
        if link.id not in context.facts.unread:
            near = nearest(link.id, context.others)
            yield error(
                ID, place, f"there is no policy with the id {link.id}", found=link.id, write=near, policy=policy.id
            )
    elif target.status is not Status.IN_FORCE:
        yield warning(ID, place, f"the linked policy is {_state(target)}", found=link.id, policy=policy.id)
    elif link.checked_against is not None:
        yield from _pin(policy, link, target)


def _state(target: Outline) -> str:
    return "a draft" if target.status is Status.DRAFT else "withdrawn"


def _pin(policy: Policy, link: LinkedPolicy, target: Outline) -> Iterator[Finding]:
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
    elif any(issue > pinned for issue in target.material):
        message = f"the linked policy has changed in substance since issue {pinned}: this needs a second look"
        yield warning(ID, place, message, found=found, write=f"checked_against: {target.issue}", policy=policy.id)
