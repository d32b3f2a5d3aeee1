"""A duty that a policy says it meets is one of the register or of the school's own duties.yaml."""

from collections.abc import Iterator

from policy_handbook.findings import Finding
from policy_handbook.model import Nation
from policy_handbook.rules.context import Context, error, nearest

ID = "duties-known"
FAILING = """\
satisfies: [trying-outt]
"""
PASSING = """\
satisfies: [trying-out]
"""


def check(context: Context) -> Iterator[Finding]:
    """Look up every duty named."""
    known = context.handbook.duties
    shipped = context.handbook.school.nation is Nation.ENGLAND
    for policy in context.policies:
        for index, duty in enumerate(policy.satisfies):
            if duty not in known:
                message = f"there is no duty with the id {duty}"
                if not shipped:
                    message += "; there is no shipped register for this nation, so duties.yaml has to hold it"
                near = nearest(duty, known)
                yield error(ID, policy.place_of("satisfies", index), message, found=duty, write=near, policy=policy.id)
