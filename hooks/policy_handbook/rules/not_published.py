"""A draft or a withdrawn policy is in no view; this says so, in case somebody looks for it."""

from collections.abc import Iterator

from policy_handbook.findings import Finding
from policy_handbook.model import Status
from policy_handbook.rules.context import PolicyContext, info

ID = "not-published"
FAILING = """\
status: draft
"""
PASSING = """\
status: in-force
"""


def check_policy(context: PolicyContext) -> Iterator[Finding]:
    """Name policies that are not in force."""
    policy = context.policy
    if policy.status is not Status.IN_FORCE:
        message = f"it is {'a draft' if policy.status is Status.DRAFT else 'withdrawn'} and not published"
        found = f"status: {policy.status}"
        yield info(ID, policy.place_of("status"), message, found=found, policy=policy.id)
