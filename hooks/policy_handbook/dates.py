"""Dates as schools write them in the data: a day, or a month alone; and intervals such as ``12 months``.

Nothing here asks the clock: today is an argument wherever it matters.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from functools import total_ordering

_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_INTERVAL = re.compile(r"(\d{1,3}) (day|week|month|year|term)s?")

EARLIEST_YEAR = 1988
"""No policy in force is older than the Education Reform Act 1988; an earlier year is a slip."""

LATEST_YEARS_AHEAD = 10
"""A date further ahead than this is a slip of the keys, such as 2108 for 2018."""


FIRST_YEAR, LAST_YEAR = 1000, 2999
"""Beyond these no date is one of a school, and sums with it leave the calendar."""


@total_ordering
@dataclass(frozen=True, slots=True)
class Date:
    """A day, or a month alone. A month alone means by its end, so it compares as its last day."""

    year: int
    month: int
    day: int | None = None

    @classmethod
    def parse(cls, text: str) -> Date:
        """Read ``2026-09-01`` or ``2026-09``.

        Raises:
            ValueError: the text is neither, or there is no such day, or none of a school.
        """
        if match := _DAY.fullmatch(text):
            year, month, day = map(int, match.groups())
            dt.date(year, month, day)
            return cls(_sane(year), month, day)
        if match := _MONTH.fullmatch(text):
            year, month = map(int, match.groups())
            dt.date(year, month, 1)
            return cls(_sane(year), month)
        raise ValueError(f"not a date: {text}")

    @classmethod
    def of(cls, day: dt.date) -> Date:
        """Return the same day as one of ours."""
        return cls(day.year, day.month, day.day)

    @property
    def last_day(self) -> dt.date:
        """The day itself, or the last day of a month alone."""
        return dt.date(self.year, self.month, self.day or calendar.monthrange(self.year, self.month)[1])

    @property
    def first_day(self) -> dt.date:
        """The day itself, or the first day of a month alone."""
        return dt.date(self.year, self.month, self.day or 1)

    @property
    def words(self) -> str:
        """As a reader sees it: ``1 September 2026`` or ``September 2026``."""
        month = f"{MONTHS[self.month - 1]} {self.year}"
        return f"{self.day} {month}" if self.day else month

    def __lt__(self, other: object) -> bool:
        return self.last_day < other.last_day if isinstance(other, Date) else NotImplemented

    def __str__(self) -> str:
        month = f"{self.year:04}-{self.month:02}"
        return f"{month}-{self.day:02}" if self.day else month


def _sane(year: int) -> int:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"no year of a school: {year}")
    return year


MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
"""Not from the calendar module, whose names follow the machine's language."""


_DAY_OF_YEAR = re.compile(rf"(\d{{1,2}}) ({'|'.join(MONTHS)})")
_LEAP_YEAR = 2000


def day_of_year(text: str) -> tuple[int, int]:
    """Read ``15 March`` as a month and a day.

    Raises:
        ValueError: the text is no day of any year.
    """
    match = _DAY_OF_YEAR.fullmatch(text.strip())
    if not match:
        raise ValueError(f"not a day of the year: {text}")
    month, day = MONTHS.index(match[2]) + 1, int(match[1])
    dt.date(_LEAP_YEAR, month, day)
    return month, day


@dataclass(frozen=True, slots=True)
class Interval:
    """How often something is due, such as ``12 months``; a school term counts as four months."""

    number: int
    unit: str

    @classmethod
    def parse(cls, text: str) -> Interval:
        """Read ``12 months``, ``1 year``, ``6 weeks``, ``90 days`` or ``3 terms``.

        Raises:
            ValueError: the text is none of these.
        """
        match = _INTERVAL.fullmatch(text.strip())
        if not match or int(match[1]) == 0:
            raise ValueError(f"not an interval: {text}")
        return cls(int(match[1]), match[2])

    @property
    def months(self) -> float:
        """The length in months, to compare it with a maximum."""
        return self.number * {"day": 12 / 365, "week": 84 / 365, "month": 1, "term": 4, "year": 12}[self.unit]

    def after(self, day: dt.date) -> dt.date:
        """Return the day that lies this long after another; the end of a month stays within it."""
        if self.unit in ("day", "week"):
            return day + dt.timedelta(days=self.number * (7 if self.unit == "week" else 1))
        index = day.year * 12 + day.month - 1 + round(self.months)
        year, month = divmod(index, 12)
        return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))

    def __str__(self) -> str:
        return f"{self.number} {self.unit}{'' if self.number == 1 else 's'}"
