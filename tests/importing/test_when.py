"""Dates and intervals in the ways in which people write them."""

import pytest

from policy_handbook.importing.when import find_dates, find_interval


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("October 2023", "2023-10"),
        ("16th November 2023", "2023-11-16"),
        ("16 Nov 23", "2023-11-16"),
        ("Sept 24", "2024-09"),
        ("Sept '24", "2024-09"),
        ("12/09/23", "2023-09-12"),
        ("12.9.2023", "2023-09-12"),
        ("2023-10-16", "2023-10-16"),
        ("1st of September, 2023", "2023-09-01"),
        ("November 16th, 2023", "2023-11-16"),
        ("05/2021", "2021-05"),
        ("date05/2021", "2021-05"),
        ("Autumn Term 2023", "2023-12"),
        ("Spring Term 18/19", "2019-04"),
        ("Mon 16 October 2023", "2023-10-16"),
    ],
)
def test_a_date_is_read(text: str, date: str) -> None:
    assert [str(found.date) for found in find_dates(text)] == [date]


@pytest.mark.parametrize(
    "text", ["4.10 of the policy", "4.1.2", "12-16 years", "in 24/7 use", "Part 3 of 5", "31/02/2023"]
)
def test_what_only_looks_like_a_date_is_none(text: str) -> None:
    assert find_dates(text) == ()


def test_a_month_and_a_day_the_other_way_round_are_doubtful() -> None:
    (found,) = find_dates("10/16/2023")
    assert (str(found.date), bool(found.doubt)) == ("2023-10-16", True)


def test_a_year_alone_counts_only_where_a_date_is_expected() -> None:
    assert find_dates("in 2024") == ()
    (found,) = find_dates("in 2024", rough=True)
    assert (found.date.year, bool(found.doubt)) == (2024, True)


@pytest.mark.parametrize(
    ("text", "interval"),
    [
        ("reviewed annually", "12 months"),
        ("every two years", "2 years"),
        ("3 yearly", "3 years"),
        ("biennial", "2 years"),
        ("reviewed every year", "12 months"),
        ("every 18 months", "18 months"),
        ("termly", "1 term"),
        ("on a Tuesday", ""),
    ],
)
def test_an_interval_is_read(text: str, interval: str) -> None:
    assert find_interval(text) == interval
