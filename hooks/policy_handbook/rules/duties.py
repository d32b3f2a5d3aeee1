"""What the rules on duties share: which duties apply to this school, who meets them, and how much a breach counts."""

from __future__ import annotations

from collections.abc import Iterator

from policy_handbook.findings import Finding, Place, Severity
from policy_handbook.model import ApprovalLevel, Duty, Evidence, Handbook, Policy, Status, Strength

_SEVERITIES = {
    Strength.LAW: Severity.ERROR,
    Strength.RECOMMENDED: Severity.WARNING,
    Strength.CUSTOM: Severity.INFO,
}
_READ = (Evidence.PRIMARY, Evidence.SECONDARY)
_RANKS = {ApprovalLevel.ANY: 0, ApprovalLevel.HEADTEACHER: 1, ApprovalLevel.COMMITTEE: 2, ApprovalLevel.BOARD: 3}


def applying(handbook: Handbook) -> Iterator[Duty]:
    """Yield the duties that a school of this nation, kind and phase has, but for those that it rules out itself."""
    school = handbook.school
    for duty in handbook.duties.values():
        if duty.id in school.not_applicable and may_be_left_out(duty):
            continue
        in_phase = not duty.phases or school.phase in duty.phases
        if duty.nation is school.nation and school.kind in duty.kinds and in_phase:
            yield duty


def may_be_left_out(duty: Duty) -> bool:
    """Whether a school may say that a duty is none of its own: it has a condition, or no law behind it."""
    return bool(duty.only_if) or duty.hold is not Strength.LAW


def meeting(handbook: Handbook, duty: Duty) -> list[Policy]:
    """The policies in force that say they meet a duty, in order of title."""
    return [policy for policy in handbook.in_force.values() if duty.id in policy.satisfies]


def met(handbook: Handbook) -> Iterator[tuple[Duty, Policy]]:
    """Yield each duty that applies with each policy in force that meets it."""
    for duty in applying(handbook):
        for policy in meeting(handbook, duty):
            yield duty, policy


def severity(duty: Duty, strength: Strength) -> Severity:
    """How much a breach counts: as much as its strength, but no error unless it was read somewhere.

    A duty with a condition that the data cannot tell is information only.
    """
    if duty.only_if:
        return Severity.INFO
    level = _SEVERITIES[strength]
    return Severity.WARNING if level is Severity.ERROR and duty.evidence not in _READ else level


def because(duty: Duty, strength: Strength) -> str:
    """Say what a requirement rests on, to end a message with."""
    basis = f"{duty.basis}; checked {duty.verified_on}"
    if strength is Strength.CUSTOM:
        return f"schools usually do so: {basis}"
    return f"recommended: {basis}" if strength is Strength.RECOMMENDED else basis


def breach(rule: str, duty: Duty, strength: Strength, place: Place, message: str, **rest: str) -> Finding:
    """Make a finding on a duty; ``rest`` is found, write and policy."""
    condition = f"if {duty.only_if}: " if duty.only_if else ""
    return Finding(rule, severity(duty, strength), place, f"{condition}{message} ({because(duty, strength)})", **rest)


def rank(level: ApprovalLevel) -> int:
    """How high a level of approval is."""
    return _RANKS[level]


def level_of_approval(handbook: Handbook, policy: Policy) -> ApprovalLevel | None:
    """The level at which a policy was approved; ``None`` without an approval by somebody known."""
    if policy.approval is None:
        return None
    body = handbook.people.bodies.get(policy.approval.by)
    if body:
        return body.level
    return ApprovalLevel.HEADTEACHER if policy.approval.by in handbook.people.roles else None


def is_published(handbook: Handbook, policy: Policy) -> bool:
    """Whether everybody can read a policy on the website."""
    return policy.status is Status.IN_FORCE and any(
        view.is_top and view.site.value == "website" and view.audience in policy.readers for view in handbook.views
    )
