"""A policy that has to be made known is made known to each audience in time, and the day is recorded."""

from collections.abc import Iterator

from policy_handbook.findings import Finding
from policy_handbook.model import Duty, Policy, PublicityRequirement
from policy_handbook.rules import duties
from policy_handbook.rules.context import Context

ID = "duty-publicised"
FAILING = """\
publicised: [{to: parents, date: 2025-09-05, how: Newsletter}]
"""
PASSING = """\
publicised: [{to: parents, date: 2026-09-04, how: Newsletter}]
"""


def check(context: Context) -> Iterator[Finding]:
    """Look for a day on which each audience was told, no longer ago than allowed."""
    for duty, policy in duties.met(context.handbook):
        if duty.publicise:
            yield from _audiences(context, duty, duty.publicise, policy)


def _audiences(context: Context, duty: Duty, wanted: PublicityRequirement, policy: Policy) -> Iterator[Finding]:
    for audience in wanted.to:
        if audience not in context.handbook.school.audiences:
            continue
        told = [event.date for event in policy.publicised if event.to == audience]
        last = max(told, default=None)
        if last and wanted.every.after(last.last_day) >= context.today:
            continue
        since = f"were last told on {last}" if last else "have not been told, as far as is recorded"
        yield duties.breach(
            ID,
            duty,
            wanted.strength,
            policy.place_of("publicised"),
            f"{audience} {since}; the policy that meets {duty.id} is made known to them every {wanted.every}",
            write=f"- {{to: {audience}, date: ..., how: ...}}   when it has been done",
            policy=policy.id,
        )
