"""A policy has the sections that its kind needs, by their ids or by ``covers``."""

from collections.abc import Iterator

from policy_handbook.findings import Finding
from policy_handbook.rules.context import PolicyContext, error
from policy_handbook.rules.data import required_sections

ID = "required-sections"
FAILING = """\
sections:
  - {id: purpose, title: Purpose, clauses: [We try things out.]}
  - {id: scope, title: Scope, clauses: [It is for everybody.]}
  - {id: roles, title: Who does what, clauses: [The headteacher decides.]}
"""
PASSING = """\
sections:
  - {id: purpose, title: Purpose, clauses: [We try things out.]}
  - {id: scope, title: Scope, clauses: [It is for everybody.]}
  - {id: duties, covers: roles, title: Who does what, clauses: [The headteacher decides.]}
  - {id: monitoring, title: Review, clauses: [We look at it each year.]}
"""


def check_policy(context: PolicyContext) -> Iterator[Finding]:
    """Compare sections with what the kind of each policy needs."""
    policy = context.policy
    needed = {**required_sections(), **context.facts.required_sections}
    sections = list(policy.all_sections())
    held = {name for section in sections for name in (section.id, section.covers)}
    for name, title in needed.get(str(policy.kind), {}).items():
        if name not in held:
            message = f"a {policy.kind} needs a section on {title}"
            write = f"- {{id: {name}, title: ..., clauses: [...]}}   or   covers: {name}   in the section that has it"
            yield error(ID, policy.place_of("sections"), message, write=write, policy=policy.id)
