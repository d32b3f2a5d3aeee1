"""An id is used once: clauses and sections within a policy, titles among policies."""

from collections.abc import Iterator

from policy_handbook.findings import Finding, Place
from policy_handbook.model import Policy
from policy_handbook.rules.context import Context, error, warning

ID = "ids-repeated"
FAILING = """\
title: Behaviour
"""
PASSING = """\
title: Trial
"""


def check(context: Context) -> Iterator[Finding]:
    """Look for ids and titles that are there twice."""
    titles: dict[str, Policy] = {}
    for policy in context.policies:
        first = titles.setdefault(policy.title.casefold(), policy)
        if first is not policy:
            yield warning(
                ID,
                policy.place_of("title"),
                f"another policy has the same title: {first.id}",
                found=f"title: {policy.title}",
                policy=policy.id,
            )
        seen: dict[str, Place] = {}
        parts = [(section.id, section.place_of("id")) for section in policy.all_sections()]
        parts += [(clause.id, clause.place_of("id")) for clause in policy.all_clauses() if clause.id]
        for name, place in parts:
            before = seen.setdefault(name, place)
            if before is not place:
                yield error(
                    ID,
                    place,
                    f"the id {name} is taken; the first is in line {before.line}",
                    found=f"id: {name}",
                    policy=policy.id,
                )
