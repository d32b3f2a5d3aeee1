"""What the registers say was checked against its source within the year.

Law and guidance move. An entry of the registers of duties and guidance that nobody has checked for a year may be out
of date: a newer release of this software may bring newer registers, and the school's own entries in duties.yaml and
guidance.yaml want a look.
"""

from collections.abc import Iterator

from policy_handbook.dates import Date, Interval
from policy_handbook.findings import Finding, Place
from policy_handbook.rules.context import Context, info

ID = "register-verified"
FAILING = """\
# duties.yaml
duties:
  - {id: trying-out, title: Trial policy, basis: The board’s own decision, nation: scotland, kinds: [maintained],
     hold: law, source: Minutes of the board, evidence: primary, verified_on: 2025-07-09}
"""
PASSING = """\
# duties.yaml
duties:
  - {id: trying-out, title: Trial policy, basis: The board’s own decision, nation: scotland, kinds: [maintained],
     hold: law, source: Minutes of the board, evidence: primary, verified_on: 2026-07-09}
"""
_YEAR = Interval.parse("12 months")


def check(context: Context) -> Iterator[Finding]:
    """Name the school's own old entries one by one, and sum up the shipped ones."""
    handbook = context.handbook
    shipped = []
    for place, day in _entries(context):
        if _YEAR.after(day.last_day) >= context.today:
            continue
        if place.file.startswith(f"{handbook.root}/"):
            message = "this entry was last checked more than a year ago"
            write = "check it against its source, and set the day"
            yield info(ID, place, message, found=f"verified_on: {day}", write=write)
        else:
            shipped.append(day)
    if shipped:
        count = f"{len(shipped)} entries" if len(shipped) > 1 else "1 entry"
        message = f"{count} of the shipped registers were last checked over a year ago, the oldest on {min(shipped)}"
        yield info(ID, handbook.school.place_of("nation"), message, write="take a newer release of this software")


def _entries(context: Context) -> Iterator[tuple[Place, Date]]:
    for duty in context.handbook.duties.values():
        yield duty.place_of("verified_on"), duty.verified_on
    for guidance in context.handbook.guidance.values():
        if guidance.verified_on:
            yield guidance.place_of("verified_on"), guidance.verified_on
