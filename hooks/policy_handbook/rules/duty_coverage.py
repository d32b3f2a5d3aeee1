"""Every duty that the school has is met by some policy in force.

Which duties a school has depends on its nation, kind and phase. The register shipped for England says for each what
it rests on, how strong it is and when that was checked; duties.yaml adds the school's own. What the law requires is an
error, what the department recommends a warning, custom information. A school that is only bringing its policies in
lowers this rule in handbook.yaml until all are there.
"""

from collections.abc import Iterator

from policy_handbook.findings import Finding, Place
from policy_handbook.model import Duty, Policy, Status
from policy_handbook.references import in_sentence
from policy_handbook.rules import duties
from policy_handbook.rules.context import Context

ID = "duty-coverage"
FAILING = """\
satisfies: []
"""
PASSING = """\
satisfies: [trying-out]
"""


def check(context: Context) -> Iterator[Finding]:
    """Look for a policy for each duty that applies."""
    handbook = context.handbook
    for duty in duties.applying(handbook):
        if duties.meeting(handbook, duty) or _is_unread(context):
            continue
        message = f"no policy in force meets the duty to have: {in_sentence(duty.title)}"
        waiting = [policy for policy in context.policies if duty.id in policy.satisfies]
        yield duties.breach(ID, duty, duty.hold, _place(context, duty), message, write=_advice(duty, waiting))


def _is_unread(context: Context) -> bool:
    """Whether some file could not be read: it may be the one, and its own fault is said already."""
    return bool(context.unread)


def _advice(duty: Duty, waiting: list[Policy]) -> str:
    if waiting:
        state = "draft" if waiting[0].status is Status.DRAFT else "withdrawn policy"
        return f"approve the {state} {waiting[0].id}, and set status: in-force"
    return (
        f"satisfies: [{duty.id}]   in the policy that meets it, or handbook new policy {duty.id} --satisfies {duty.id}"
    )


def _place(context: Context, duty: Duty) -> Place:
    """Where the school's own duty stands; for a shipped one, where the school says of which nation it is."""
    own = duty.place
    if own.file.startswith(f"{context.handbook.root}/"):
        return own
    return context.handbook.school.place_of("nation")
