"""What has to be done by when: reviews, approvals, making known and publishing; and how a year's reviews are spread.

Everything is worked out from the handbook and a day. Pages, the calendar and ``handbook due`` only show it.
"""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import ceil

from policy_handbook.dates import MONTHS, Date, day_of_year
from policy_handbook.model import Duty, Handbook, Policy, School, Status
from policy_handbook.rules import duties

LIGHT = 3
"""So many reviews in a term burden nobody; the plan moves none to get below it."""

_YEAR = dt.timedelta(days=365)
_USUAL_TERMS = (("Spring", (1, 5), (4, 5)), ("Summer", (4, 15), (7, 22)), ("Autumn", (9, 1), (12, 20)))


class Kind(StrEnum):
    """What has to be done."""

    REVIEW = "review"
    APPROVAL = "approval"
    PUBLICISE = "publicise"
    PUBLISH = "publish"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that has to be done.

    Attributes:
        kind: what sort of thing.
        policy: the policy that it is about.
        due: by when; a month alone means by its end.
        why: how that comes, in a few words.
        by: the id of the role or body that approves the policy; empty where that is not known.
        audience: to whom it has to be made known.
    """

    kind: Kind
    policy: Policy
    due: Date
    why: str
    by: str = ""
    audience: str = ""

    def is_overdue(self, today: dt.date) -> bool:
        """Whether its day is over."""
        return self.due.last_day < today


def agenda(handbook: Handbook, today: dt.date) -> list[Item]:
    """Return everything that has to be done at some time, the most urgent first."""
    found = [*_reviews(handbook), *_approvals(handbook), *_publicity(handbook), *_publication(handbook, today)]
    return sorted(found, key=lambda item: (item.due, item.policy.title, item.policy.id, item.kind, item.audience))


def reviews(handbook: Handbook) -> list[Item]:
    """Return the next review of every policy in force, the most urgent first."""
    return sorted(_reviews(handbook), key=lambda item: (item.due, item.policy.title, item.policy.id))


def _reviews(handbook: Handbook) -> Iterator[Item]:
    for policy in handbook.in_force.values():
        last = f"last reviewed on {policy.last_review.date.words}" if policy.last_review else "no review is recorded"
        why = f"every {policy.review.every}; {last}"
        yield Item(Kind.REVIEW, policy, policy.review.next, why, _approver(policy))


def _approver(policy: Policy) -> str:
    return policy.approval.by if policy.approval else ""


def _approvals(handbook: Handbook) -> Iterator[Item]:
    for policy in handbook.policies.values():
        if policy.status is Status.DRAFT:
            why = f"issue {policy.issue} is a draft, and is to apply from then"
            yield Item(Kind.APPROVAL, policy, policy.effective_from, why, _approver(policy))
        elif policy.status is Status.IN_FORCE and policy.approval is None:
            yield Item(Kind.APPROVAL, policy, policy.effective_from, "it is in force, and no approval is recorded")
    seen = set()
    for duty, policy in duties.met(handbook):
        if policy.id not in seen and approved_too_low(handbook, duty, policy):
            seen.add(policy.id)
            why = f"it was approved at a lower level than it needs for: {duty.title}"
            yield Item(Kind.APPROVAL, policy, policy.effective_from, why, _approver(policy))


def approved_too_low(handbook: Handbook, duty: Duty, policy: Policy) -> bool:
    """Whether a duty asks for approval at a higher level than the policy that meets it has."""
    given = duties.level_of_approval(handbook, policy)
    return bool(duty.approval and given and duties.rank(given) < duties.rank(duty.approval.level))


def _publicity(handbook: Handbook) -> Iterator[Item]:
    """Who has to be told; where several duties ask for it, the first day counts."""
    first: dict[tuple[str, str], Item] = {}
    for duty, policy in duties.met(handbook):
        for item in _told(handbook, duty, policy):
            key = (policy.id, item.audience)
            if key not in first or item.due < first[key].due:
                first[key] = item
    yield from first.values()


def _told(handbook: Handbook, duty: Duty, policy: Policy) -> Iterator[Item]:
    if not duty.publicise:
        return
    for audience in duty.publicise.to:
        if audience not in handbook.school.audiences:
            continue
        days = [event.date for event in policy.publicised if event.to == audience]
        if days:
            last = max(days)
            due = Date.of(duty.publicise.every.after(last.last_day))
            why = f"every {duty.publicise.every}; last done on {last.words}"
        else:
            due = policy.effective_from
            why = f"every {duty.publicise.every}; it is not recorded that it was ever done"
        yield Item(Kind.PUBLICISE, policy, due, _conditional(duty, why), audience=audience)


def _publication(handbook: Handbook, today: dt.date) -> Iterator[Item]:
    for duty, policy in duties.met(handbook):
        due = next_day(duty.publish.by, today) if duty.publish else None
        if due:
            why = _conditional(duty, f"on the website by {due.day} {MONTHS[due.month - 1]} each year: {duty.title}")
            yield Item(Kind.PUBLISH, policy, Date.of(due), why)


def _conditional(duty: Duty, why: str) -> str:
    return f"if {duty.only_if}: {why}" if duty.only_if else why


def next_day(text: str, today: dt.date) -> dt.date | None:
    """Return the next day of the year that ``15 March`` names; ``None`` if it names none.

    In a year without 29 February, the day before it counts.
    """
    try:
        month, day = day_of_year(text)
    except ValueError:
        return None
    days = (dt.date(year, month, min(day, monthrange(year, month)[1])) for year in (today.year, today.year + 1))
    return next(found for found in days if found >= today)


# --- terms ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TermTime:
    """A school term, with the holidays after it: what falls due in them has to be done before them."""

    name: str
    starts: dt.date
    ends: dt.date

    def weeks_from(self, first: dt.date, last: dt.date) -> float:
        """How many weeks of it lie between two days."""
        days = (min(self.ends, last) - max(self.starts, first)).days + 1
        return max(days, 0) / 7


def terms_between(school: School, first: dt.date, last: dt.date) -> list[TermTime]:
    """Return the terms from the one that a day is in, or comes before, to the one that another day is in; at least one.

    For years of which the school gives no terms, those of most schools in England stand in.
    """
    own = [TermTime(term.name, term.starts.first_day, term.ends.last_day) for term in school.terms]
    usual = [term for year in range(first.year, last.year + 2) for term in _usual_terms(year)]
    known = [*own, *(term for term in usual if not any(_overlap(term, other) for other in own))]
    ahead = sorted((term for term in known if term.ends >= first), key=lambda term: term.starts)
    return [term for term in ahead if term.starts <= last] or ahead[:1]


def _usual_terms(year: int) -> Iterator[TermTime]:
    for name, starts, ends in _USUAL_TERMS:
        yield TermTime(f"{name} term {year}", dt.date(year, *starts), dt.date(year, *ends))


def _overlap(one: TermTime, other: TermTime) -> bool:
    return one.starts <= other.ends and other.starts <= one.ends


def term_of(terms: Sequence[TermTime], day: dt.date) -> int:
    """Return which of some terms a day belongs to: the one that it is in, or that the holidays come after.

    A day before them all belongs to the first.
    """
    return max((index for index, term in enumerate(terms) if term.starts <= day), default=0)


# --- a year's plan ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Planned:
    """A review in the term in which it had better be done.

    Attributes:
        item: the review.
        falls_due: the name of the later term in which it falls due; empty where it stays where it is.
    """

    item: Item
    falls_due: str = ""


@dataclass(frozen=True, slots=True)
class TermPlan:
    """A term of the plan.

    Attributes:
        term: the term.
        due: how many reviews fall due in it, overdue ones counted with the first.
        reviews: the reviews to do in it.
    """

    term: TermTime
    due: int
    reviews: tuple[Planned, ...]


def year_plan(school: School, items: Sequence[Item], today: dt.date) -> list[TermPlan]:
    """Spread the reviews of a year over its terms, so that none holds more than it must.

    No review is put off: some are brought forward, from full terms to emptier ones before. How much a term can take
    goes by the weeks of it that are left.

    Args:
        school: the school, for its terms.
        items: the reviews, the most urgent first.
        today: the first day of the year that is planned.
    """
    last = today + _YEAR
    terms = terms_between(school, today, last)
    due: list[list[Item]] = [[] for _ in terms]
    for item in items:
        if item.due.last_day <= last:
            due[term_of(terms, item.due.last_day)].append(item)
    room = _room([len(rows) for rows in due], [term.weeks_from(today, last) for term in terms])
    planned: list[list[Planned]] = [[] for _ in terms]
    early: list[Planned] = []
    for index in range(len(terms) - 1, -1, -1):
        pool = [*(Planned(item) for item in due[index]), *early]
        keep = len(pool) if index == 0 else min(len(pool), room[index])
        # those that fall due first are nearest to the term before
        pool.sort(key=lambda row: row.item.due)
        surplus = pool[: len(pool) - keep]
        planned[index] = pool[len(pool) - keep :]
        early = [Planned(row.item, row.falls_due or terms[index].name) for row in surplus]
    return [TermPlan(term, len(due[i]), tuple(planned[i])) for i, term in enumerate(terms)]


def _room(due: Sequence[int], weeks: Sequence[float]) -> list[int]:
    """How many reviews each term takes, if all are done in time and none is fuller for its weeks than it must be."""
    rate, needed, time = 0.0, 0, 0.0
    for count, length in zip(due, weeks, strict=True):
        needed += count
        time += length
        rate = max(rate, needed / max(time, 1))
    return [max(LIGHT, ceil(rate * length)) for length in weeks]
