"""A policy is approved, then takes effect, and is reviewed again after that."""

from collections.abc import Iterator

from policy_handbook.findings import Finding
from policy_handbook.rules.context import PolicyContext, error

ID = "dates-out-of-order"
FAILING = """\
effective_from: 2026-06-01
"""
PASSING = """\
effective_from: 2026-09-01
"""


def check_policy(context: PolicyContext) -> Iterator[Finding]:
    """Compare approval, effect and next review."""
    policy = context.policy
    start, following = policy.effective_from, policy.review.next
    if policy.approval and policy.approval.date.first_day > start.last_day:
        yield error(
            ID,
            policy.place_of("effective_from"),
            f"it takes effect before it was approved on {policy.approval.date}",
            found=f"effective_from: {start}",
            write=f"effective_from: {policy.approval.date}",
            policy=policy.id,
        )
    if following.last_day <= start.first_day:
        yield error(
            ID,
            policy.review.place_of("next"),
            f"the next review is before it takes effect on {start}",
            found=f"next: {following}",
            policy=policy.id,
        )
