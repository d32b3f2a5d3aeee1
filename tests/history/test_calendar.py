"""The calendar of reviews: one event for each policy, which moves and does not double, and reminds three times."""

import datetime as dt
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from policy_handbook.audience import for_audience
from policy_handbook.dates import Date
from policy_handbook.feeds import calendar, files_of
from policy_handbook.feeds.calendar import Events, alarms, reviews_calendar
from policy_handbook.keeping import Store
from policy_handbook.model import Handbook, Outcome, Review
from policy_handbook.read import read_handbook

SAMPLE = Path(__file__).parents[2] / "policy_data"
TODAY = dt.date(2026, 11, 21)


@pytest.fixture(name="staff", scope="module")
def fixture_staff() -> Handbook:
    handbook = read_handbook(SAMPLE, "policy_data").handbook
    assert handbook is not None
    return for_audience(handbook, "staff")


def reviewed(view: Handbook, policy: str) -> Handbook:
    """The view after a review of a policy that changed nothing but the date of the next."""
    old = view.policies[policy]
    row = Review(date="2026-11-20", by="headteacher", outcome=Outcome.NO_CHANGE)
    plan = old.review.model_copy(update={"next": Date(2027, 11, 20)})
    new = old.model_copy(update={"reviews": (*old.reviews, row), "review": plan})
    return replace(view, policies=dict(view.policies) | {policy: new})


def events(view: Handbook) -> dict[str, tuple[str, int, str]]:
    """The events of a calendar: id, and day, sequence and time stamp."""
    read: list[Any] = Calendar.from_ical(reviews_calendar(view)).walk("VEVENT")
    return {
        str(event["uid"]): (event["dtstart"].dt.isoformat(), int(event["sequence"]), event["dtstamp"].dt.isoformat())
        for event in read
    }


def test_every_policy_has_one_event(staff: Handbook) -> None:
    assert len(events(staff)) == len(staff.policies)


def test_a_review_moves_the_event_and_tells_the_calendar_that_it_is_newer(staff: Handbook) -> None:
    before, after = events(staff), events(reviewed(staff, "uniform"))
    moved = [name for name in before if before[name] != after[name]]

    assert before.keys() == after.keys()
    assert [name.split("@")[0] for name in moved] == ["review-uniform"]
    assert after[moved[0]][0] == "2027-11-20"
    assert after[moved[0]][1] > before[moved[0]][1]
    assert after[moved[0]][2] > before[moved[0]][2]


@pytest.mark.parametrize(
    ("due", "days"),
    [
        (dt.date(2027, 7, 31), ["2027-05-31", "2027-06-30", "2027-07-24"]),
        (dt.date(2027, 4, 30), ["2027-02-28", "2027-03-30", "2027-04-23"]),
        (dt.date(2028, 1, 5), ["2027-11-05", "2027-12-05", "2027-12-29"]),
    ],
)
def test_it_reminds_two_months_one_month_and_one_week_ahead(due: dt.date, days: list[str]) -> None:
    start = dt.datetime.combine(due, dt.time())
    made: list[Any] = list(alarms("Review", due))
    times = [start + alarm["trigger"].dt for alarm in made]

    assert [time.isoformat() for time in times] == [f"{day}T09:00:00" for day in days]


def test_it_keeps_to_the_standard(staff: Handbook) -> None:
    """What RFC 5545 asks of a file that is published, line by line."""
    data = reviews_calendar(staff)
    lines = data.split(b"\r\n")

    assert lines[0] == b"BEGIN:VCALENDAR"
    assert lines[-2:] == [b"END:VCALENDAR", b""]
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert all(len(line) <= 75 for line in lines)
    unfolded = re.sub(rb"\r\n[ \t]", b"", data).decode("utf-8")
    for event in re.findall(r"BEGIN:VEVENT.*?END:VEVENT", unfolded, re.DOTALL):
        own = re.sub(r"BEGIN:VALARM.*?END:VALARM\r\n", "", event, flags=re.DOTALL)
        for name in ("UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "SEQUENCE"):
            assert len(re.findall(rf"^{name}[:;]", own, re.MULTILINE)) == 1
        for alarm in re.findall(r"BEGIN:VALARM.*?END:VALARM", event, re.DOTALL):
            for name in ("ACTION", "TRIGGER", "DESCRIPTION"):
                assert len(re.findall(rf"^{name}[:;]", alarm, re.MULTILINE)) == 1


def test_the_reviews_as_json_are_for_the_intranet_with_their_terms(staff: Handbook) -> None:
    made = {file.path: file.content for file in files_of(staff, [], TODAY)}
    told = json.loads(made["reviews.json"])
    row = next(row for row in told["reviews"] if row["policy"] == "mobile-phones")

    assert row["due"] == "2027-06-30"
    assert row["term"] == "Summer term 2027"
    assert row["owner_title"] == "Deputy headteacher"
    assert [row["due"] for row in told["reviews"]] == sorted(row["due"] for row in told["reviews"])
    for audience in ("public", "parents", "pupils"):
        assert "reviews.json" not in {file.path for file in files_of(replace(staff, audience=audience), [], TODAY)}


def test_events_that_were_written_before_are_taken_and_others_are_written(
    staff: Handbook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def events() -> Events:
        return Events(Store(tmp_path / "kept.sqlite").shelf("events"), b"frame")

    first = events()
    before = calendar.reviews_calendar(staff, first)
    assert before == calendar.reviews_calendar(staff)
    first.shelf.save()
    name, policy = next(iter(staff.policies.items()))
    renamed = replace(staff, policies={**staff.policies, name: policy.model_copy(update={"title": "Another title"})})
    anew = calendar.reviews_calendar(renamed)
    written: list[str] = []

    def review(told: calendar._Told) -> bytes:
        written.append(told.summary)
        return write(told)

    write = calendar._review
    monkeypatch.setattr(calendar, "_review", review)
    assert calendar.reviews_calendar(staff, events()) == before
    assert not written
    assert calendar.reviews_calendar(renamed, events()) == anew != before
    assert written == ["Review due: Another title"]
