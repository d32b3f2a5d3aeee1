"""A part narrows the audience that it inherits and never widens it.

A clause for pupils in a section for staff is read by nobody among the pupils: they do not see the section.
"""

from collections.abc import Iterator

from policy_handbook.findings import Finding
from policy_handbook.model import EVERYONE
from policy_handbook.rules.context import PolicyContext, error
from policy_handbook.rules.parts import with_outer

ID = "audience-widened"
FAILING = """\
sections:
  - id: purpose
    title: Purpose
    audience: [staff]
    clauses:
      - {text: We try things out., audience: [parents, staff]}
  - {id: scope, title: Scope, clauses: [It is for everybody.]}
  - {id: roles, title: Who does what, clauses: [The headteacher decides.]}
  - {id: monitoring, title: Review, clauses: [We look at it each year.]}
"""
PASSING = """\
sections:
  - id: purpose
    title: Purpose
    audience: [parents, staff]
    clauses:
      - {text: We try things out., audience: [staff]}
  - {id: scope, title: Scope, clauses: [It is for everybody.]}
  - {id: roles, title: Who does what, clauses: [The headteacher decides.]}
  - {id: monitoring, title: Review, clauses: [We look at it each year.]}
"""


def check_policy(context: PolicyContext) -> Iterator[Finding]:
    """Look at every section, clause and item that names its audience."""
    policy = context.policy
    known = context.school.audiences
    for part, outer in with_outer(policy):
        for index, name in enumerate(part.audience):
            if name in known and name != EVERYONE and name not in outer:
                yield error(
                    ID,
                    part.place_of("audience", index),
                    f"{name} may not read what this is part of, so that they cannot read this either",
                    found=name,
                    write=f"audience: [{', '.join(part.readers)}]" if part.readers else "",
                    policy=policy.id,
                )
