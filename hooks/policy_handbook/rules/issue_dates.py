"""Each issue is approved and takes effect no earlier than the one before it.

Otherwise nobody can tell which of them was in force on a day.
"""

from collections.abc import Iterator
from itertools import pairwise

from policy_handbook.findings import Finding
from policy_handbook.model import Policy
from policy_handbook.rules.context import Context, error

ID = "issue-dates"
FAILING = """\
# with this earlier issue
issue: 1
effective_from: 2026-10-01
approval: {by: governing-board, date: 2026-09-01}
summary: A policy to try rules on, as it was.
"""
PASSING = """\
# with this earlier issue
issue: 1
effective_from: 2025-09-01
approval: {by: governing-board, date: 2025-07-10}
summary: A policy to try rules on, as it was.
"""


def check(context: Context) -> Iterator[Finding]:
    """Look at the issues of each policy in the order of their numbers."""
    for name, issues in context.handbook.issues.items():
        present = context.handbook.policies.get(name)
        for before, after in pairwise([*issues.values(), *([present] if present else [])]):
            yield from _effect(before, after)
            yield from _approval(before, after)


def _effect(before: Policy, after: Policy) -> Iterator[Finding]:
    if after.effective_from.last_day < before.effective_from.first_day:
        yield error(
            ID,
            after.place_of("effective_from"),
            f"issue {after.issue} takes effect before issue {before.issue}, which did so on {before.effective_from}",
            found=f"effective_from: {after.effective_from}",
            policy=after.id,
        )


def _approval(before: Policy, after: Policy) -> Iterator[Finding]:
    if not before.approval or not after.approval:
        return
    if after.approval.date.last_day < before.approval.date.first_day:
        yield error(
            ID,
            after.approval.place_of("date"),
            f"issue {after.issue} was approved before issue {before.issue}, which was on {before.approval.date}",
            found=f"date: {after.approval.date}",
            policy=after.id,
        )
