"""A short version is looked at again when the policy that it retells changes.

Pupils and parents mostly read the key points. Where the last issue is kept in issues/ and the present one changed in
substance, a point whose words stayed as they were, although the clause on which it rests (`from:`) did not, is named;
and so is a whole short version without such marks. Often it is still right, so that this is information.
"""

from collections.abc import Iterator, Sequence

from policy_handbook.findings import Finding
from policy_handbook.model import ChangeKind, Clause, KeyPoint, Policy, with_items
from policy_handbook.rules.context import PolicyContext, info

ID = "key-points-older"
FAILING = """\
# after an issue with another clause 2.1
key_points:
  parents:
    - {text: This is for you as well., from: ["2.1"]}
changes:
  - {issue: 1, date: 2025-07-10, by: headteacher, kind: material, summary: First issue}
  - {issue: 2, date: 2026-07-09, by: headteacher, kind: material, summary: It is for everybody now}
"""
PASSING = """\
# after an issue with another clause 2.1
key_points:
  parents:
    - {text: We do try things out., from: ["1.1"]}
changes:
  - {issue: 1, date: 2025-07-10, by: headteacher, kind: material, summary: First issue}
  - {issue: 2, date: 2026-07-09, by: headteacher, kind: material, summary: It is for everybody now}
"""


def check_policy(context: PolicyContext) -> Iterator[Finding]:
    """Compare the points of each policy with those of the issue before."""
    policy = context.policy
    if not context.is_in_force:
        return
    before = context.earlier.get(policy.issue - 1)
    is_material = any(row.issue == policy.issue and row.kind is ChangeKind.MATERIAL for row in policy.changes)
    if before is None or not is_material:
        return
    for audience, points in policy.key_points.items():
        same = {point.text for point in before.key_points.get(audience, ())}
        if any(point.rests_on for point in points):
            yield from _points(policy, before, audience, [point for point in points if point.text in same])
        elif points and all(point.text in same for point in points):
            yield from _whole(policy, before, audience, points[0])


def _points(policy: Policy, before: Policy, audience: str, unchanged: Sequence[KeyPoint]) -> Iterator[Finding]:
    """Look at points that say on which clauses they rest."""
    clauses = {name: clause for clause in policy.all_clauses() for name in (clause.id, clause.number) if name}
    old = {_whole_text(clause) for clause in before.all_clauses()}
    for point in unchanged:
        changed = [name for name in point.rests_on if name in clauses and _whole_text(clauses[name]) not in old]
        if changed:
            what = f"clause {changed[0]}" if len(changed) == 1 else f"clauses {' and '.join(changed)}"
            message = f"{what} changed in issue {policy.issue}, and this point for {audience} that rests on it did not"
            found = f"from: [{', '.join(changed)}]"
            write = "look at it again; it may still be right"
            yield info(ID, point.place_of("text"), message, found=found, write=write, policy=policy.id)


def _whole(policy: Policy, before: Policy, audience: str, first: KeyPoint) -> Iterator[Finding]:
    """Look at a short version of which no point says on what it rests."""
    if _read_by(policy, audience) != _read_by(before, audience):
        message = f"issue {policy.issue} changed what {audience} read, and not their short version"
        write = "look at it again; with from: [clause] at each point, only those in question are named"
        yield info(ID, first.place_of("text"), message, write=write, policy=policy.id)


def _whole_text(clause: Clause) -> tuple[str, ...]:
    """The text of a clause and of all items beneath it."""
    return tuple(part.text for part in with_items(clause))


def _read_by(policy: Policy, audience: str) -> list[str]:
    return [clause.text for clause in policy.all_clauses() if audience in clause.readers]
