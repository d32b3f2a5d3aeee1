"""An id is used once: clauses and sections within a policy, titles among policies."""

from collections.abc import Iterator

from policy_handbook.findings import Finding
from policy_handbook.model import Clause, Section
from policy_handbook.rules.context import PolicyContext, error, warning

ID = "ids-repeated"
FAILING = """\
title: Behaviour
"""
PASSING = """\
title: Trial
"""


def check_policy(context: PolicyContext) -> Iterator[Finding]:
    """Look for ids and titles that are there twice."""
    policy = context.policy
    first = context.others.first_called(policy.title)
    if first != policy.id:
        yield warning(
            ID,
            policy.place_of("title"),
            f"another policy has the same title: {first}",
            found=f"title: {policy.title}",
            policy=policy.id,
        )
    seen: dict[str, Section | Clause] = {}
    parts: list[Section | Clause] = [*policy.all_sections(), *(clause for clause in policy.all_clauses() if clause.id)]
    for part in parts:
        before = seen.setdefault(part.id, part)
        if before is not part:
            yield error(
                ID,
                part.place_of("id"),
                f"the id {part.id} is taken; the first is in line {before.place_of('id').line}",
                found=f"id: {part.id}",
                policy=policy.id,
            )
