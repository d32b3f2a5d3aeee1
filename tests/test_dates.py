"""Dates and intervals as schools write them."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_handbook.dates import Date, Interval


def test_a_day_is_read_and_written_back() -> None:
    assert str(Date.parse("2026-09-01")) == "2026-09-01"
    assert Date.parse("2026-09-01").words == "1 September 2026"


def test_a_month_alone_means_by_its_end() -> None:
    month = Date.parse("2024-02")

    assert month.last_day == dt.date(2024, 2, 29)
    assert month.first_day == dt.date(2024, 2, 1)
    assert month.words == "February 2024"
    assert Date.parse("2024-02-28") < month < Date.parse("2024-03-01")


@pytest.mark.parametrize(
    "text", ["2026-13", "2026-02-30", "01/09/2026", "2026", "", "2026-9-1", "autumn 2026", "9999-12-31", "0001-01"]
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        Date.parse(text)


@given(st.dates(dt.date(1990, 1, 1), dt.date(2999, 12, 31)))
def test_any_day_survives_being_written_and_read(day: dt.date) -> None:
    assert Date.parse(str(Date.of(day))).last_day == day


@pytest.mark.parametrize(
    ("interval", "start", "end"),
    [
        ("12 months", dt.date(2026, 7, 1), dt.date(2027, 7, 1)),
        ("1 year", dt.date(2024, 2, 29), dt.date(2025, 2, 28)),
        ("6 months", dt.date(2026, 8, 31), dt.date(2027, 2, 28)),
        ("3 terms", dt.date(2026, 9, 1), dt.date(2027, 9, 1)),
        ("2 weeks", dt.date(2026, 12, 25), dt.date(2027, 1, 8)),
        ("90 days", dt.date(2026, 1, 1), dt.date(2026, 4, 1)),
    ],
)
def test_an_interval_is_added_to_a_day(interval: str, start: dt.date, end: dt.date) -> None:
    assert Interval.parse(interval).after(start) == end


@pytest.mark.parametrize("text", ["annually", "12", "0 months", "bi-annual", "1 fortnight", "-1 years"])
def test_what_is_no_interval_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not an interval"):
        Interval.parse(text)


def test_an_interval_is_written_as_it_is_said() -> None:
    assert str(Interval.parse("1 year")) == "1 year"
    assert str(Interval.parse("12 months")) == "12 months"
    assert Interval.parse("3 years").months == 36
