"""Reviews are not stamped: many policies with one date and one note.

A day set aside for reviews is fine, but it leaves something different to say of each policy. The same note everywhere,
or no note and no change, looks to an inspector like a date that was moved on.
"""

from collections import defaultdict
from collections.abc import Iterator

from policy_handbook.findings import Finding
from policy_handbook.model import Outcome, Policy
from policy_handbook.rules.context import Context, warning

ID = "reviews-stamped"
FAILING = """\
# in five policies
reviews:
  - {date: 2026-07-01, by: headteacher, outcome: no-change, note: Reviewed}
"""
PASSING = """\
reviews:
  - {date: 2026-07-01, by: headteacher, outcome: no-change, note: Read with the new phones guidance; rules still hold}
"""
MANY = 5
_NAMED = 3


def check(context: Context) -> Iterator[Finding]:
    """Group the last reviews by date and note."""
    groups: dict[tuple[str, str], list[Policy]] = defaultdict(list)
    for policy in context.handbook.in_force.values():
        last = policy.last_review
        if last and (last.note or last.outcome is Outcome.NO_CHANGE):
            groups[str(last.date), " ".join(last.note.casefold().split()).rstrip(".")].append(policy)
    for (day, note), policies in groups.items():
        if len(policies) < MANY:
            continue
        what = "with the same note" if note else "without a note or a change"
        others = ", ".join(policy.id for policy in policies[1:_NAMED])
        message = f"{len(policies)} policies were reviewed on {day} {what}: this one, {others} and others"
        write = "note: what was looked at in this policy, and why it stands"
        for review in policies[0].reviews[-1:]:
            found = f"note: {review.note}" if note else f"outcome: {review.outcome}"
            yield warning(ID, review.place, message, found=found, write=write, policy=policies[0].id)
