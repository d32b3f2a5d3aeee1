"""A review, an approval or a change is recorded after it has happened, so its date is not in the future."""

import datetime as dt
from collections.abc import Iterator

from policy_handbook.dates import EARLIEST_YEAR, Date
from policy_handbook.findings import Finding, Place
from policy_handbook.rules.context import PolicyContext, error

ID = "review-in-future"
FAILING = """\
reviews:
  - {date: 2108-06-12, by: headteacher, outcome: no-change}
"""
PASSING = """\
reviews:
  - {date: 2026-06-12, by: headteacher, outcome: no-change}
"""


def check_policy(context: PolicyContext) -> Iterator[Finding]:
    """Look at the dates of what has happened."""
    policy = context.policy
    rows = [(review.date, review.place_of("date"), "a review") for review in policy.reviews]
    rows += [(change.date, change.place_of("date"), "a change") for change in policy.changes]
    if policy.approval:
        rows.append((policy.approval.date, policy.approval.place_of("date"), "an approval"))
    for date, place, what in rows:
        if date.first_day > context.today:
            yield _finding(date, place, what, context.today, policy.id)


def _finding(date: Date, place: Place, what: str, today: dt.date, policy: str) -> Finding:
    return error(
        ID,
        place,
        f"{what} can only be recorded once it has happened",
        found=f"date: {date}   (today is {today})",
        write=f"date: {guess(date, today.year)} ?" if guess(date, today.year) else "",
        policy=policy,
    )


def guess(date: Date, latest: int) -> str:
    """Guess the date that somebody meant by one that cannot be: two digits of the year changed places.

    Args:
        date: what stands there.
        latest: the last year that it can be.
    """
    digits = f"{date.year:04}"
    swapped = [digits[0] + digits[2] + digits[1] + digits[3], digits[:2] + digits[3] + digits[2]]
    for year in sorted({int(text) for text in swapped} - {date.year}, reverse=True):
        if EARLIEST_YEAR <= year <= latest:
            return f"{year}{str(date)[4:]}"
    return ""
