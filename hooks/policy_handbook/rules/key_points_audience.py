"""Key points are for audiences that the policy names, and notes of publicity for audiences that the school has.

Pupils may be told in an assembly about a policy whose full text is not for them.
"""

from collections.abc import Iterator

from policy_handbook.findings import Finding
from policy_handbook.rules.context import PolicyContext, error, nearest

ID = "key-points-audience"
FAILING = """\
key_points:
  pupils: [We try things out.]
"""
PASSING = """\
key_points:
  parents: [We try things out.]
"""


def check_policy(context: PolicyContext) -> Iterator[Finding]:
    """Look at key points and at whom a policy was publicised to."""
    policy = context.policy
    known = context.school.audiences
    for name in policy.key_points:
        if name in known and name not in policy.readers:
            message = f"there are key points for {name}, but the policy does not name them in its audience"
            yield error(ID, policy.place_of("key_points"), message, found=f"{name}:", policy=policy.id)
    for row in policy.publicised:
        if row.to not in known:
            message = f"the school has no audience called {row.to}"
            near = nearest(row.to, known)
            yield error(ID, row.place_of("to"), message, found=f"to: {row.to}", write=near, policy=policy.id)
