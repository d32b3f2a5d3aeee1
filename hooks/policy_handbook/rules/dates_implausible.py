"""A date lies within the life of the present law and within reach: from 1988 to ten years ahead."""

from collections.abc import Iterator

from policy_handbook.dates import EARLIEST_YEAR, LATEST_YEARS_AHEAD, Date
from policy_handbook.findings import Finding, Place
from policy_handbook.model import Policy
from policy_handbook.rules.context import PolicyContext, error
from policy_handbook.rules.review_in_future import guess

ID = "dates-implausible"
FAILING = """\
equality_assessed_on: 1926-06-20
"""
PASSING = """\
equality_assessed_on: 2026-06-20
"""


def check_policy(context: PolicyContext) -> Iterator[Finding]:
    """Look at every date of every policy; those of the past that lie ahead are another rule's."""
    policy = context.policy
    latest = context.today.year + LATEST_YEARS_AHEAD
    for date, place, field in _dates(policy):
        if not EARLIEST_YEAR <= date.year <= latest:
            near = guess(date, latest)
            message = f"the year {date.year} cannot be right"
            write = f"{field}: {near} ?" if near else ""
            yield error(ID, place, message, found=f"{field}: {date}", write=write, policy=policy.id)


def _dates(policy: Policy) -> Iterator[tuple[Date, Place, str]]:
    yield policy.effective_from, policy.place_of("effective_from"), "effective_from"
    yield policy.review.next, policy.review.place_of("next"), "next"
    if policy.equality_assessed_on:
        yield policy.equality_assessed_on, policy.place_of("equality_assessed_on"), "equality_assessed_on"
