"""Policies that a new holder of a role reads first are there and in force."""

from collections.abc import Iterator

from policy_handbook.findings import Finding
from policy_handbook.model import Status
from policy_handbook.rules.context import Context, error, nearest, warning

ID = "induction-known"
FAILING = """\
# people.yaml
roles:
  headteacher: {title: Headteacher, holder: Mrs T. Marchbank, email: head@exampleton.example.org}
  incident-lead: {title: Incident lead, audience: [staff], holder: Mr C. Pellowe, induction: [trail, visitors]}
bodies:
  governing-board: {title: governing board, level: board, chair: headteacher}
  school-council: {title: school council, approves: false}
"""
PASSING = """\
# people.yaml
roles:
  headteacher: {title: Headteacher, holder: Mrs T. Marchbank, email: head@exampleton.example.org}
  incident-lead: {title: Incident lead, audience: [staff], holder: Mr C. Pellowe, induction: [trial, lockdown]}
bodies:
  governing-board: {title: governing board, level: board, chair: headteacher}
  school-council: {title: school council, approves: false}
"""


def check(context: Context) -> Iterator[Finding]:
    """Look at what each role reads first."""
    policies = context.handbook.policies
    for role in context.handbook.people.roles.values():
        for index, name in enumerate(role.induction):
            place = role.place_of("induction", index)
            policy = policies.get(name)
            if policy is None:
                if name not in context.unread:
                    yield error(ID, place, f"there is no policy {name}", found=name, write=nearest(name, policies))
            elif policy.status is not Status.IN_FORCE:
                message = "this policy is not in force, so the induction pack goes without it"
                yield warning(ID, place, message, found=name)
