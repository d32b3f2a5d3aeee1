"""A policy in force says who approved it and when."""

from collections.abc import Iterator

from policy_handbook.findings import Finding
from policy_handbook.model import Status
from policy_handbook.rules.context import PolicyContext, error

ID = "approval-missing"
FAILING = """\
approval: null
"""
PASSING = """\
approval: {by: governing-board, date: 2026-07-09, minute: FGB 26/31}
"""


def check_policy(context: PolicyContext) -> Iterator[Finding]:
    """Look for policies in force without approval."""
    policy = context.policy
    if policy.status is Status.IN_FORCE and policy.approval is None:
        write = "approval: {by: governing-board, date: 2026-07-09, minute: FGB 26/31}"
        yield error(
            ID,
            policy.place_of("status"),
            "it is in force, but nobody has approved it",
            found="status: in-force",
            write=write,
            policy=policy.id,
        )
