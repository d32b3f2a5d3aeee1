"""Finds dates and intervals in the many ways in which people write them. British order: day, month, year."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from policy_handbook.dates import EARLIEST_YEAR, MONTHS, Date


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date within a text.

    Attributes:
        date: the date.
        start: where in the text it begins.
        end: where it ends.
        doubt: what had to be guessed; empty where nothing was.
    """

    date: Date
    start: int
    end: int
    doubt: str = ""


_MONTH = r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"  # noqa: E501
_DAY = r"(?P<day>\d{1,2})\s?(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)\d\d|['’‘]?\d\d)(?!\d|[/.\-]\d)"
_FULL_YEAR = r"(?P<year>(?:19|20)\d\d)(?!\d)"
_SEPARATOR = r"(?P<sep>\s?[/.\-–]\s?)"
_TERM_MONTHS = {"autumn": 12, "michaelmas": 12, "spring": 4, "lent": 4, "easter": 4, "summer": 7, "trinity": 7}
_TERMS = "|".join(_TERM_MONTHS)
_TERM_YEARS = r"(?P<year>(?:19|20)\d\d|\d\d)(?:\s?[/\-–]\s?(?P<second>(?:20)?\d\d))?"


def _year(text: str) -> int:
    figures = int(text.strip("'’‘"))
    return figures + 2000 if figures < 100 else figures


def _month(text: str) -> int:
    return next(number for number, name in enumerate(MONTHS, 1) if name.lower().startswith(text.lower()[:3]))


def _made(year: int, month: int, day: int | None = None) -> Date | None:
    if not EARLIEST_YEAR <= year <= 2099:
        return None
    text = f"{year:04}-{month:02}" + (f"-{day:02}" if day else "")
    try:
        return Date.parse(text)
    except ValueError:
        return None


def _iso(match: re.Match[str]) -> tuple[Date | None, str]:
    return _made(int(match["year"]), int(match["month"]), int(match["day"])), ""


def _figures(match: re.Match[str]) -> tuple[Date | None, str]:
    day, month, year = int(match["day"]), int(match["month"]), _year(match["year"])
    if month > 12 >= day:
        return _made(year, day, month), "the month and the day were the other way round"
    return _made(year, month, day), ""


def _month_figures(match: re.Match[str]) -> tuple[Date | None, str]:
    return _made(_year(match["year"]), int(match["month"])), ""


def _named_day(match: re.Match[str]) -> tuple[Date | None, str]:
    return _made(_year(match["year"]), _month(match["month"]), int(match["day"])), ""


def _named_month(match: re.Match[str]) -> tuple[Date | None, str]:
    short = len(match["year"].strip("'’‘")) == 2
    doubt = "the two figures were taken for a year" if short and "'" not in match[0] and "’" not in match[0] else ""
    return _made(_year(match["year"]), _month(match["month"])), doubt


def _term(match: re.Match[str]) -> tuple[Date | None, str]:
    name = match["term"].lower()
    month, year = _TERM_MONTHS[name], _year(match["year"])
    if match["second"] and month < 9:
        year += 1
    return _made(year, month), f"the end of the {name} term was taken"


def _school_year(match: re.Match[str]) -> tuple[Date | None, str]:
    first, second = int(match["year"]), int(match["second"])
    if second % 100 != (first + 1) % 100:
        return None, ""
    return _made(first, 9), "only a school year is given; its September was taken"


def _year_alone(match: re.Match[str]) -> tuple[Date | None, str]:
    return _made(int(match["year"]), 9), "only a year is given; September was taken"


_Reading = Callable[[re.Match[str]], tuple[Date | None, str]]

_FORMS: tuple[tuple[re.Pattern[str], _Reading], ...] = tuple(
    (re.compile(rf"(?<![\d/.])(?:{pattern})", re.IGNORECASE), reading)
    for pattern, reading in (
        (r"(?P<year>(?:19|20)\d\d)[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)", _iso),
        (rf"(?P<day>\d{{1,2}}){_SEPARATOR}(?P<month>\d{{1,2}})\s?[/.\-–]\s?{_YEAR}", _figures),
        (rf"{_DAY}\s*(?:of\s+)?[\-/. ]?\s*{_MONTH}[\s,\-/]*{_YEAR}", _named_day),
        (rf"(?<![A-Za-z]){_MONTH}\s*{_DAY},?\s+{_FULL_YEAR}", _named_day),
        (rf"(?<![A-Za-z]){_MONTH}[\s,\-/]*(?:of\s+)?{_YEAR}", _named_month),
        (r"(?P<month>0?[1-9]|1[0-2])\s?/\s?(?P<year>(?:19|20)\d\d)(?![\d/])", _month_figures),
        (r"(?P<month>0[1-9]|1[0-2])[.\-](?P<year>(?:19|20)\d\d)(?!\d)", _month_figures),
        (rf"(?<![A-Za-z])(?P<term>{_TERMS})(?:\s+term)?(?:\s+[1-6])?[\s,\-]*{_TERM_YEARS}(?!\d)", _term),
    )
)
_ROUGH_FORMS: tuple[tuple[re.Pattern[str], _Reading], ...] = (
    (re.compile(r"(?<![\w/.\-])(?P<year>20\d\d)\s?[/\-–]\s?(?P<second>(?:20)?\d\d)(?![\d/])"), _school_year),
    (re.compile(rf"(?<![\w/.\-]){_FULL_YEAR}(?![\w/\-])"), _year_alone),
    (re.compile(r"(?<![\w/.\-])(?P<month>0?[1-9]|1[0-2])\s?/\s?(?P<year>\d\d)(?![\w/\-])"), _month_figures),
)


def find_dates(text: str, *, rough: bool = False) -> tuple[FoundDate, ...]:
    """Find the dates in a text, in the order in which they stand.

    Args:
        text: the text.
        rough: whether a school year or a year alone counts as a date too.
    """
    found: list[FoundDate] = []
    for pattern, reading in (*_FORMS, *(_ROUGH_FORMS if rough else ())):
        for match in pattern.finditer(text):
            if any(match.start() < other.end and other.start < match.end() for other in found):
                continue
            date, doubt = reading(match)
            if date is not None:
                found.append(FoundDate(date, match.start(), match.end(), doubt))
    return tuple(sorted(found, key=lambda item: item.start))


_COUNTS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "twelve": 12, "eighteen": 18, "other": 2,
    "second": 2, "third": 3, "fourth": 4, "fifth": 5,
}  # fmt: skip
_COUNT = "|".join((r"\d{1,2}", *_COUNTS))
_EVERY = re.compile(
    rf"\b(?:every|each|in|of|after|once (?:in )?(?:every )?)?\s*(?P<count>{_COUNT})(?:st|nd|rd"
    rf"|th)?[\s\-]*(?P<unit>day|week|month|year|term)(?:s|ly)?\b",
    re.IGNORECASE,
)
_ADVERBS = {
    r"bi-?annual(?:ly)?|twice a year|six-?monthly|half-?yearly": "6 months",
    r"biennial(?:ly)?|bi-?yearly|two[ -]yearly": "2 years",
    r"triennial(?:ly)?|three[ -]yearly": "3 years",
    r"annual(?:ly)?|yearly|every year|each year|once a year|once every year|per year|per annum": "12 months",
    r"termly|every term|each term|once a term": "1 term",
    r"monthly|every month": "1 month",
}


def find_interval(text: str) -> str:
    """Return how often something happens, as in ``12 months``; empty where the text does not say."""
    for match in _EVERY.finditer(text):
        word = match["count"].lower()
        count = _COUNTS.get(word) or int(word)
        unit = match["unit"].lower()
        if count:
            return "12 months" if (count, unit) == (1, "year") else f"{count} {unit}{'' if count == 1 else 's'}"
    for pattern, interval in _ADVERBS.items():
        if re.search(rf"\b(?:{pattern})\b", text, re.IGNORECASE):
            return interval
    return ""


def without_dates(text: str) -> Iterator[str]:
    """Yield what stands between the dates of a text."""
    position = 0
    for found in find_dates(text):
        yield text[position : found.start]
        position = found.end
    yield text[position:]
