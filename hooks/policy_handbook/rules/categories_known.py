"""A policy's category is one of those in school.yaml."""

from collections.abc import Iterator

from policy_handbook.findings import Finding
from policy_handbook.rules.context import Context, error, nearest

ID = "categories-known"
FAILING = """\
category: onlin
"""
PASSING = """\
category: online
"""


def check(context: Context) -> Iterator[Finding]:
    """Look at every category."""
    known = context.handbook.school.categories
    for policy in context.policies:
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
