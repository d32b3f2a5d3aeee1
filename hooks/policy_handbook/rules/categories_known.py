"""A policy's category is one of those in school.yaml."""

from collections.abc import Iterator

from policy_handbook.findings import Finding
from policy_handbook.rules.context import PolicyContext, error, nearest

ID = "categories-known"
FAILING = """\
category: onlin
"""
PASSING = """\
category: online
"""


def check_policy(context: PolicyContext) -> Iterator[Finding]:
    """Look at every category."""
    policy = context.policy
    known = context.school.categories
    if policy.category and policy.category not in known:
        message = f"school.yaml has no category called {policy.category}"
        yield error(
            ID,
            policy.place_of("category"),
            message,
            found=f"category: {policy.category}",
            write=nearest(policy.category, known),
            policy=policy.id,
        )
