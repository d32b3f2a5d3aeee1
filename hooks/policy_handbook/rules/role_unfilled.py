"""A role that a policy relies on is held by somebody, or by many.

The owner of a policy, whoever has to do what a clause says, and whoever approved: if people.yaml names nobody for the
role, nobody does it.
"""

from collections.abc import Iterator, Mapping, Sequence

from policy_handbook.findings import Finding
from policy_handbook.model import Policy
from policy_handbook.rules.context import Context, PolicyContext, warning

ID = "role-unfilled"
FAILING = """\
owner: incident-lead
"""
PASSING = """\
owner: headteacher
"""


def note(context: PolicyContext) -> list[str]:
    """The roles on which a policy in force relies."""
    return list(dict.fromkeys(_roles(context.policy))) if context.is_in_force else []


def check_notes(context: Context, notes: Mapping[str, Sequence[str]]) -> Iterator[Finding]:
    """Name each such role once, with the policies that rely on it."""
    relying: dict[str, list[str]] = {}
    for policy, roles in notes.items():
        for name in roles:
            relying.setdefault(name, []).append(policy)
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
