"""The reviews of a view as a calendar to subscribe to."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from icalendar import Alarm, Calendar, Event

from policy_handbook.addresses import full_address, policy_address
from policy_handbook.keeping import Shelf, Store, key_of, packed, unpacked
from policy_handbook.model import Handbook, Policy, View


@dataclass(frozen=True, slots=True)
class Events:
    """Events as they were written before, by what is told in them: nearly all are the same after an edit.

    Attributes:
        shelf: keeps them between builds.
        frame: the digest of this program; empty keeps nothing.
    """

    shelf: Shelf
    frame: bytes = b""

    def written(self, told: Iterable[_Told]) -> list[bytes]:
        """Write events, as far as they were not written before."""
        if not self.frame:
            return [*map(_review, told)]
        key = key_of(self.frame)
        known = unpacked(self.shelf.get(_NAME, key) or b"{}")
        found = {repr(each): known.get(repr(each)) or _review(each).decode() for each in told}
        if found.keys() != known.keys():
            self.shelf.put(_NAME, key, packed(found))
        return [text.encode() for text in found.values()]


_NAME = "events"

UNWRITTEN = Events(Store().shelf("events"))
"""Writes every event anew."""


def reviews_calendar(view: Handbook, events: Events = UNWRITTEN) -> bytes:
    """Write the next reviews as an iCalendar file, an all-day event for each policy.

    Args:
        view: what ``for_audience`` returned.
        events: those that were written before.
    """
    reviews = []
    for policy in view.policies.values():
        owner = view.title_of(policy.owner)
        told = _told(
            view,
            policy,
            name=f"review-{policy.id}",
            summary=f"Review due: {policy.title}",
            day=policy.review.next.last_day,
            description=f"Looked after by: {owner}. Reviewed every {policy.review.every}." if owner else "",
            view=view.view,
        )
        reviews.append(told)
    head, end, rest = calendar_named(f"Policy reviews, {view.school.short_name}").to_ical().rpartition(_END)
    return b"".join((head, *events.written(reviews), end, rest))


_END = b"END:VCALENDAR"


AHEAD = (("2 months", -2, 0), ("1 month", -1, 0), ("1 week", 0, -7))
"""When to remind of a review: in words, in months, in days."""

IN_THE_MORNING = dt.timedelta(hours=9)
"""A reminder at midnight helps nobody."""


def alarms(summary: str, day: dt.date) -> Iterator[Alarm]:
    """Yield the reminders of something that is due on a day, at nine in the morning.

    Each is told from the beginning of the event, as a number of days, because a calendar knows no months.
    """
    for words, months, days in AHEAD:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", f"{summary} (in {words})")
        alarm.add("trigger", IN_THE_MORNING - (day - _moved(day, months) - dt.timedelta(days=days)))
        yield alarm


def _moved(day: dt.date, months: int) -> dt.date:
    """A day some months earlier; the end of a month stays within it."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def calendar_named(name: str) -> Calendar:
    """Make an empty calendar, which programs that subscribe to it ask for once a day."""
    made = Calendar()
    made.add("prodid", "-//Policy Handbook//EN")
    made.add("version", "2.0")
    made.add("x-wr-calname", name)
    made.add("refresh-interval", dt.timedelta(days=1), parameters={"VALUE": "DURATION"})
    return made


@dataclass(frozen=True, slots=True)
class _Told:
    """What a calendar is told of a policy; ``changed`` is the last day on which it was changed or reviewed."""

    uid: str
    summary: str
    day: dt.date
    changed: dt.date
    sequence: int
    description: str
    url: str

    def event(self) -> Event:
        """Make an all-day event of it."""
        event = Event()
        event.add("uid", self.uid)
        event.add("summary", self.summary)
        event.add("dtstart", self.day)
        event.add("dtend", self.day + dt.timedelta(days=1))
        event.add("dtstamp", dt.datetime.combine(self.changed, dt.time(), dt.UTC))
        event.add("sequence", self.sequence)
        event.add("transp", "TRANSPARENT")
        if self.description:
            event.add("description", self.description)
        if self.url:
            event.add("url", self.url)
        return event


@lru_cache(maxsize=1 << 14)
def _review(told: _Told) -> bytes:
    """A review as it stands in a calendar; while pages are served, nearly all are asked for again after each edit."""
    event = told.event()
    for alarm in alarms(told.summary, told.day):
        event.add_component(alarm)
    return bytes(event.to_ical())


def event_of(
    handbook: Handbook,
    policy: Policy,
    *,
    name: str,
    summary: str,
    day: dt.date,
    description: str,
    view: View | None,
) -> Event:
    """Make an all-day event about a policy.

    Its id is made from ``name`` alone and from no date, so that a calendar moves the event instead of adding another.

    Args:
        handbook: the handbook, or what one audience may see of it.
        policy: what it is about.
        name: what it is called among all events of the school.
        summary: what a calendar shows.
        day: the day.
        description: what a calendar shows when somebody asks for more.
        view: where the policy can be read, if that has an address.
    """
    return _told(handbook, policy, name=name, summary=summary, day=day, description=description, view=view).event()


def _told(
    handbook: Handbook, policy: Policy, *, name: str, summary: str, day: dt.date, description: str, view: View | None
) -> _Told:
    host = handbook.school.handbook_url.split("//")[-1].split("/")[0]
    # the standard wants a time stamp; the last change or review keeps two builds alike, and tells a calendar that a
    # review that changed nothing but the next date is news
    days = [change.date.last_day for change in policy.changes] + [review.date.last_day for review in policy.reviews]
    changed = max(days, default=policy.effective_from.last_day)
    url = full_address(handbook, view, policy_address(policy.id)) if handbook.school.intranet_url and view else ""
    return _Told(f"{name}@{host}", summary, day, changed, policy.issue + len(policy.reviews), description, url)
