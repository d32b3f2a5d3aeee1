"""Two policies that are read together name each other.

Somebody who changes a policy sees in its own list which others to look at. A link one way may be meant, so that this
is information only; and a policy that many others point to, as all do to complaints, need not name them all.
"""

from collections.abc import Iterator

from policy_handbook.findings import Finding
from policy_handbook.rules.context import Context, info

ID = "links-back"
FAILING = """\
linked_policies: [lockdown]
"""
PASSING = """\
linked_policies: [{title: Teachers’ Standards, url: "https://www.gov.uk/government/publications/teachers-standards"}]
"""
MANY = 5
"""A policy to which so many link that it does not name is one that others only refer to."""


def check(context: Context) -> Iterator[Finding]:
    """Compare the linked policies of each policy with those that link to it."""
    policies = context.handbook.in_force
    named = {name: {link.id for link in policy.linked_policies} for name, policy in policies.items()}
    for target in policies.values():
        sources = [
            source
            for source in context.handbook.linked_from(target.id)
            if source.id in policies and source.id not in named[target.id]
        ]
        if len(sources) >= MANY:
            continue
        for source in sources:
            link = next(link for link in source.linked_policies if link.id == target.id)
            message = f"{target.id} is linked here, and does not link back"
            write = f"linked_policies: [{source.id}]   in {target.id}, if the two are read together"
            yield info(ID, link.place_of("id"), message, found=target.id, write=write, policy=source.id)
