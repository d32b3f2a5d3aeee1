"""A policy that has to be on the school's website is open to everybody."""

from collections.abc import Iterator

from policy_handbook.findings import Finding
from policy_handbook.rules import duties
from policy_handbook.rules.context import Context

ID = "duty-published"
FAILING = """\
audience: [parents, staff]
"""
PASSING = """\
audience: [public, parents, staff]
"""


def check(context: Context) -> Iterator[Finding]:
    """Look at whom each policy that has to be published names."""
    for duty, policy in duties.met(context.handbook):
        if duty.publish and not duties.is_published(context.handbook, policy):
            day = f" by {duty.publish.by} each year" if duty.publish.by else ""
            yield duties.breach(
                ID,
                duty,
                duty.publish.strength,
                policy.place_of("audience"),
                f"the policy that meets {duty.id} has to be on the website for everybody{day}",
                found=f"audience: [{', '.join(policy.audience)}]",
                write="name public too, and narrow the clauses that are not for everybody",
                policy=policy.id,
            )
