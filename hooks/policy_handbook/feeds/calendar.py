"""The reviews of a view as a calendar to subscribe to."""

from __future__ import annotations

import datetime as dt

from icalendar import Calendar, Event

from policy_handbook.addresses import full_address, policy_address
from policy_handbook.model import Handbook, Policy, View


def reviews_calendar(view: Handbook) -> bytes:
    """Write the next reviews as an iCalendar file, an all-day event for each policy."""
    calendar = calendar_named(f"Policy reviews, {view.school.short_name}")
    for policy in view.policies.values():
        owner = view.title_of(policy.owner)
        calendar.add_component(
            event_of(
                view,
                policy,
                name=f"review-{policy.id}",
                summary=f"Review due: {policy.title}",
                day=policy.review.next.last_day,
                description=f"Looked after by: {owner}. Reviewed every {policy.review.every}." if owner else "",
                view=view.view,
            )
        )
    return bytes(calendar.to_ical())


def calendar_named(name: str) -> Calendar:
    """Make an empty calendar, which programs that subscribe to it ask for once a day."""
    calendar = Calendar()
    calendar.add("prodid", "-//Policy Handbook//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", dt.timedelta(days=1), parameters={"VALUE": "DURATION"})
    return calendar


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
    host = handbook.school.handbook_url.split("//")[-1].split("/")[0]
    event = Event()
    event.add("uid", f"{name}@{host}")
    event.add("summary", summary)
    event.add("dtstart", day)
    event.add("dtend", day + dt.timedelta(days=1))
    # the standard wants a time stamp; the last change keeps two builds alike
    changed = policy.last_change.date.last_day if policy.last_change else policy.effective_from.last_day
    event.add("dtstamp", dt.datetime.combine(changed, dt.time(), dt.UTC))
    event.add("sequence", policy.issue)
    event.add("transp", "TRANSPARENT")
    if description:
        event.add("description", description)
    if handbook.school.intranet_url and view:
        event.add("url", full_address(handbook, view, policy_address(policy.id)))
    return event
