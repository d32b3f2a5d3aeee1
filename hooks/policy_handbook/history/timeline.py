"""The issues of a view in time: which there are, which was in force on a day, and which can be compared."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from policy_handbook.model import Handbook, Policy


@dataclass(frozen=True, slots=True)
class Span:
    """An issue and the days on which it was in force.

    Attributes:
        issue: the issue.
        first: its first day.
        last: its last day; ``None`` as long as nothing has taken its place.
        present: whether it is the one that the policy's own page shows.
    """

    issue: Policy
    first: dt.date
    last: dt.date | None
    present: bool

    def holds(self, day: dt.date) -> bool:
        """Whether it was in force on a day."""
        return self.first <= day and (self.last is None or day <= self.last)


def spans(view: Handbook, policy: Policy) -> tuple[Span, ...]:
    """Return the issues of a policy in a view, oldest first, with the days on which they were in force."""
    earlier = view.issues.get(policy.id, {}).values()
    return (*(_span(issue) for issue in earlier), Span(policy, policy.effective_from.first_day, None, present=True))


def _span(issue: Policy) -> Span:
    end = issue.superseded_on
    return Span(
        issue, issue.effective_from.first_day, end.first_day - dt.timedelta(days=1) if end else None, present=False
    )


def in_force_on(view: Handbook, policy: Policy, day: dt.date) -> Span | None:
    """Return the issue that was in force on a day; ``None`` if this view has none."""
    return next((span for span in reversed(spans(view, policy)) if span.holds(day)), None)


def pairs(view: Handbook, policy: Policy) -> Iterator[tuple[Policy, Policy]]:
    """Yield each issue with the one after it, where this view has both."""
    issues = [*view.issues.get(policy.id, {}).values(), policy]
    for old, new in pairwise(issues):
        if new.issue == old.issue + 1:
            yield old, new
