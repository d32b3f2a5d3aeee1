"""The next review is due within the time that the policy itself sets, counted from the last one.

The month in which it falls counts whole, because boards meet when they meet.
"""

from collections.abc import Iterator

from policy_handbook.dates import LATEST_YEARS_AHEAD, Date
from policy_handbook.findings import Finding
from policy_handbook.rules.context import PolicyContext, warning

ID = "review-too-late"
FAILING = """\
review: {every: 12 months, next: 2027-09-30}
"""
PASSING = """\
review: {every: 12 months, next: 2027-07-31}
"""


def check_policy(context: PolicyContext) -> Iterator[Finding]:
    """Compare the next review with the last review or approval and the interval."""
    policy = context.policy
    happened = [review.date for review in policy.reviews[-1:]]
    if policy.approval:
        happened.append(policy.approval.date)
    if not happened:
        return
    last = max(happened)
    if last.first_day > context.today or policy.review.next.year > context.today.year + LATEST_YEARS_AHEAD:
        return  # a slip of the keys, which is another rule's
    due = policy.review.every.after(last.last_day)
    limit = Date(due.year, due.month)
    if policy.review.next.last_day > limit.last_day:
        yield warning(
            ID,
            policy.review.place_of("next"),
            f"the next review is later than {policy.review.every} after the last one, on {last}",
            found=f"next: {policy.review.next}",
            write=f"next: {due}",
            policy=policy.id,
        )
