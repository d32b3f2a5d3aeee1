"""A policy is reviewed at least as often as the duties that it meets require."""

from collections.abc import Iterator

from policy_handbook.findings import Finding
from policy_handbook.rules import duties
from policy_handbook.rules.context import Context

ID = "duty-interval"
FAILING = """\
review: {every: 24 months, next: 2028-06-30}
"""
PASSING = """\
review: {every: 12 months, next: 2027-06-30}
"""


def check(context: Context) -> Iterator[Finding]:
    """Compare how often each policy is reviewed with each duty that it meets."""
    for duty, policy in duties.met(context.handbook):
        if duty.review and policy.review.every.months > duty.review.every.months:
            yield duties.breach(
                ID,
                duty,
                duty.review.strength,
                policy.review.place_of("every"),
                f"the policy that meets {duty.id} has to be reviewed every {duty.review.every}",
                found=f"every: {policy.review.every}",
                write=f"every: {duty.review.every}",
                policy=policy.id,
            )
