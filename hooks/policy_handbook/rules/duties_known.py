"""A duty that a policy says it meets is one of the register or of the school's own duties.yaml.

So is a duty that school.yaml says does not apply, and it is one with a condition or without a law behind it.
"""

from collections.abc import Iterator

from policy_handbook.findings import Finding
from policy_handbook.model import Nation
from policy_handbook.rules.context import Context, PolicyContext, error, nearest
from policy_handbook.rules.duties import may_be_left_out

ID = "duties-known"
FAILING = """\
satisfies: [trying-outt]
"""
PASSING = """\
satisfies: [trying-out]
"""


def check_policy(context: PolicyContext) -> Iterator[Finding]:
    """Look up every duty that a policy names."""
    policy, known = context.policy, context.facts.duties
    shipped = context.school.nation is Nation.ENGLAND
    for index, duty in enumerate(policy.satisfies):
        if duty not in known:
            message = f"there is no duty with the id {duty}"
            if not shipped:
                message += "; there is no shipped register for this nation, so duties.yaml has to hold it"
            near = nearest(duty, known)
            yield error(ID, policy.place_of("satisfies", index), message, found=duty, write=near, policy=policy.id)


def check(context: Context) -> Iterator[Finding]:
    """Look up every duty that the school leaves out."""
    school, known = context.handbook.school, context.handbook.duties
    place = school.place_of("not_applicable")
    for name in school.not_applicable:
        if name not in known:
            yield error(ID, place, f"there is no duty with the id {name}", found=name, write=nearest(name, known))
        elif not may_be_left_out(known[name]):
            message = f"{name} is required by law without a condition; it cannot be left out"
            yield error(ID, place, message, found=name, write="take it out")
