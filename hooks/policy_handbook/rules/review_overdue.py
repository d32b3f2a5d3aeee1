"""A policy is reviewed by the day on which its next review is due.

An overdue review is a warning and not an error: it must not keep an urgent correction from being published.
"""

from collections.abc import Iterator

from policy_handbook.findings import Finding
from policy_handbook.model import Status
from policy_handbook.rules.context import PolicyContext, warning

ID = "review-overdue"
FAILING = """\
review: {every: 12 months, next: 2026-10-31}
"""
PASSING = """\
review: {every: 12 months, next: 2027-07-31}
"""


def check_policy(context: PolicyContext) -> Iterator[Finding]:
    """Compare the next review of policies in force with today."""
    policy = context.policy
    following = policy.review.next
    if policy.status is Status.IN_FORCE and following.last_day < context.today:
        days = (context.today - following.last_day).days
        yield warning(
            ID,
            policy.review.place_of("next"),
            f"the review was due {days} day{'' if days == 1 else 's'} ago",
            found=f"next: {following}   (today is {context.today})",
            write="review it, and record the review and the next date",
            policy=policy.id,
        )
