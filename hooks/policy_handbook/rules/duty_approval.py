"""A policy is approved at least at the level that the duties it meets require.

Boards may delegate most approvals; where law or guidance names the lowest level, it counts here.
"""

from collections.abc import Iterator

from policy_handbook.findings import Finding
from policy_handbook.model import ApprovalLevel
from policy_handbook.rules import duties
from policy_handbook.rules.context import Context

ID = "duty-approval"
FAILING = """\
approval: {by: headteacher, date: 2026-07-09}
"""
PASSING = """\
approval: {by: governing-board, date: 2026-07-09}
"""
_WORDS = {
    ApprovalLevel.BOARD: "the governing board as a whole",
    ApprovalLevel.COMMITTEE: "the governing board or a committee of it",
    ApprovalLevel.HEADTEACHER: "the headteacher or the governing board",
    ApprovalLevel.ANY: "somebody",
}


def check(context: Context) -> Iterator[Finding]:
    """Compare who approved each policy with each duty that it meets."""
    for duty, policy in duties.met(context.handbook):
        given = duties.level_of_approval(context.handbook, policy)
        if duty.approval is None or given is None or policy.approval is None:
            continue
        if duties.rank(given) < duties.rank(duty.approval.level):
            yield duties.breach(
                ID,
                duty,
                duty.approval.strength,
                policy.approval.place_of("by"),
                f"the policy that meets {duty.id} is approved by {_WORDS[duty.approval.level]}",
                found=f"by: {policy.approval.by}",
                write="have it approved there, and record who and when",
                policy=policy.id,
            )
