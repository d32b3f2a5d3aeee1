"""A key point rests on clauses that are there and that its readers may read."""

from collections.abc import Iterator

from policy_handbook.findings import Finding
from policy_handbook.rules.context import PolicyContext, error, nearest

ID = "key-point-source"
FAILING = """\
key_points:
  parents:
    - {text: We try things out., from: ["1.2"]}
"""
PASSING = """\
key_points:
  parents:
    - {text: We try things out., from: ["1.1"]}
"""


def check_policy(context: PolicyContext) -> Iterator[Finding]:
    """Look at the clauses that key points name."""
    policy = context.policy
    clauses = {name: clause for clause in policy.all_clauses() for name in (clause.number, clause.id) if name}
    for audience, points in policy.key_points.items():
        for point in points:
            for index, name in enumerate(point.rests_on):
                place = point.place_of("from", index)
                if name not in clauses:
                    message = f"this policy has no clause {name}"
                    near = nearest(name, clauses)
                    yield error(ID, place, message, found=name, write=near, policy=policy.id)
                elif audience not in clauses[name].readers:
                    message = f"this point for {audience} rests on a clause that {audience} may not read"
                    yield error(ID, place, message, found=name, policy=policy.id)
