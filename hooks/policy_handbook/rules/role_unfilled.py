"""A role that a policy relies on is held by somebody, or by many.

The owner of a policy, whoever has to do what a clause says, and whoever approved: if people.yaml names nobody for the
role, nobody does it.
"""

from collections.abc import Iterator

from policy_handbook.findings import Finding
from policy_handbook.model import Policy, Status
from policy_handbook.rules.context import Context, warning

ID = "role-unfilled"
FAILING = """\
owner: incident-lead
"""
PASSING = """\
owner: headteacher
"""


def check(context: Context) -> Iterator[Finding]:
    """Name each such role once, with the policies that rely on it."""
    relying: dict[str, list[str]] = {}
    for policy in context.policies:
        if policy.status is Status.IN_FORCE:
            for name in dict.fromkeys(_roles(policy)):
                relying.setdefault(name, []).append(policy.id)
    for name, policies in relying.items():
        role = context.handbook.role(name)
        if role is None or role.holder or role.held_by_many or not role.place.file:
            continue  # without a place, nothing but its id could be read, which has a finding of its own
        listed = ", ".join(policies[:3]) + (f" and {len(policies) - 3} more" if len(policies) > 3 else "")
        message = f"nobody holds this role, on which these policies rely: {listed}"
        yield warning(ID, role.place, message, write="holder: ...   or   held_by_many: true")


def _roles(policy: Policy) -> Iterator[str]:
    yield policy.owner
    for clause in policy.all_clauses():
        yield from clause.responsible
