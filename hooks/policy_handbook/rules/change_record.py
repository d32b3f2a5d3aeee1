"""The change record sheet has a row for the present issue as its last, and its rows are in order."""

from collections.abc import Iterator
from itertools import pairwise

from policy_handbook.findings import Finding
from policy_handbook.model import Policy, Status
from policy_handbook.rules.context import PolicyContext, error

ID = "change-record"
FAILING = """\
issue: 3
"""
PASSING = """\
issue: 2
"""


def check_policy(context: PolicyContext) -> Iterator[Finding]:
    """Look at every sheet."""
    policy = context.policy
    if not policy.changes:
        if policy.status is not Status.DRAFT:
            message = "the change record sheet is empty"
            write = "changes: [{issue: 1, date: 2026-09-01, by: headteacher, kind: material, summary: First issue}]"
            yield error(ID, policy.place, message, write=write, policy=policy.id)
        return
    last = policy.changes[-1]
    if last.issue != policy.issue and policy.status is not Status.DRAFT:
        message = f"this is issue {policy.issue}, but the change record sheet ends with issue {last.issue}"
        yield error(
            ID,
            policy.place_of("issue"),
            message,
            found=f"issue: {policy.issue}",
            write=f"issue: {last.issue}",
            policy=policy.id,
        )
    yield from _order(policy)


def _order(policy: Policy) -> Iterator[Finding]:
    for before, after in pairwise(policy.changes):
        if after.issue != before.issue + 1:
            message = f"issue {before.issue} is followed by issue {after.issue}"
            yield error(
                ID,
                after.place_of("issue"),
                message,
                found=f"issue: {after.issue}",
                write=f"issue: {before.issue + 1}",
                policy=policy.id,
            )
        if after.date.last_day < before.date.first_day:
            message = f"issue {after.issue} is dated before issue {before.issue}"
            yield error(ID, after.place_of("date"), message, found=f"date: {after.date}", policy=policy.id)
