"""The title does not call a policy something else than its kind.

An accessibility statement and an accessibility plan are two documents, which different laws require. The kind decides
which sections a document needs.
"""

import re
from collections.abc import Iterator

from policy_handbook.findings import Finding
from policy_handbook.model import Kind
from policy_handbook.rules.context import PolicyContext, info

ID = "title-kind"
FAILING = """\
title: Accessibility statement
"""
PASSING = """\
title: Accessibility policy
"""
_KIND = re.compile(rf"\b({'|'.join(Kind)})\b", re.IGNORECASE)


def check_policy(context: PolicyContext) -> Iterator[Finding]:
    """Compare the words of each title with the kind."""
    policy = context.policy
    named = [word.lower() for word in _KIND.findall(policy.title)]
    if named and policy.kind not in named:
        message = f"the title calls it a {named[-1]}, and its kind is {policy.kind}"
        found = f"kind: {policy.kind}"
        write = f"kind: {named[-1]}, or another title"
        yield info(ID, policy.place_of("title"), message, found=found, write=write, policy=policy.id)
