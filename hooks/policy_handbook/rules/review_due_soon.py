"""A review that is due within sixty days is named, so that it can go on an agenda."""

from collections.abc import Iterator

from policy_handbook.findings import Finding
from policy_handbook.model import Status
from policy_handbook.rules.context import PolicyContext, info

ID = "review-due-soon"
FAILING = """\
review: {every: 12 months, next: 2026-12}
"""
PASSING = """\
review: {every: 12 months, next: 2027-07-31}
"""
DAYS = 60


def check_policy(context: PolicyContext) -> Iterator[Finding]:
    """Compare the next review of policies in force with today."""
    policy = context.policy
    days = (policy.review.next.last_day - context.today).days
    if policy.status is Status.IN_FORCE and 0 <= days <= DAYS:
        when = "today" if days == 0 else f"in {days} day{'' if days == 1 else 's'}"
        found = f"next: {policy.review.next}"
        yield info(ID, policy.review.place_of("next"), f"the review is due {when}", found=found, policy=policy.id)
