"""The reviews of a view as a calendar to subscribe to."""

from __future__ import annotations

import datetime as dt

from icalendar import Calendar, Event

from policy_handbook.addresses import full_address, policy_address
from policy_handbook.model import Handbook, Policy


def reviews_calendar(view: Handbook) -> bytes:
    """Write the next reviews as an iCalendar file, an all-day event for each policy.

    The id of an event is made from the policy alone, so that a calendar moves the event instead of adding another.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Policy Handbook//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", f"Policy reviews, {view.school.short_name}")
    calendar.add("refresh-interval", dt.timedelta(days=1), parameters={"VALUE": "DURATION"})
    for policy in view.policies.values():
        calendar.add_component(_event(view, policy))
    return bytes(calendar.to_ical())


def _event(view: Handbook, policy: Policy) -> Event:
    due = policy.review.next.last_day
    host = view.school.handbook_url.split("//")[-1].split("/")[0]
    event = Event()
    event.add("uid", f"review-{policy.id}@{host}")
    event.add("summary", f"Review due: {policy.title}")
    event.add("dtstart", due)
    event.add("dtend", due + dt.timedelta(days=1))
    # the standard wants a time stamp; the last change keeps two builds alike
    changed = policy.last_change.date.last_day if policy.last_change else policy.effective_from.last_day
    event.add("dtstamp", dt.datetime.combine(changed, dt.time(), dt.UTC))
    event.add("sequence", policy.issue)
    event.add("transp", "TRANSPARENT")
    if owner := view.title_of(policy.owner):
        event.add("description", f"Looked after by: {owner}. Reviewed every {policy.review.every}.")
    if view.school.intranet_url:
        event.add("url", full_address(view, view.view, policy_address(policy.id)))
    return event
