"""What the rules on guidance share: which edition is in force when, and where a text cites guidance."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Protocol

from policy_handbook.dates import MONTHS, Date
from policy_handbook.model import Edition, Guidance, School


@dataclass(frozen=True, slots=True)
class Span:
    """The time in which an edition applies.

    Attributes:
        edition: the edition.
        start: its first day in force, if known.
        end: the day from which the next edition applies, if one is known.
        following: the next edition, if one is known.
    """

    edition: Edition
    start: dt.date | None
    end: dt.date | None
    following: Edition | None


def spans(document: Guidance) -> dict[str, Span]:
    """When each edition of a document applies, by label, oldest first."""
    found = {}
    for edition, following in pairwise((*document.editions, None)):
        if edition is None:
            continue
        end = edition.superseded or (following.in_force if following else None)
        start = edition.in_force or edition.published
        found[edition.label] = Span(
            edition, start.first_day if start else None, end.first_day if end else None, following
        )
    return found


def in_force(document: Guidance, day: dt.date) -> Edition | None:
    """The edition that applies on a day; ``None`` where that is not known."""
    for span in reversed(list(spans(document).values())):
        if (span.start is None or span.start <= day) and (span.end is None or day < span.end):
            return span.edition
    return None


class Cites(Protocol):
    """What guidance may be cited in: a handbook, or the facts of one."""

    @property
    def root(self) -> str:
        """How findings call the data folder."""

    @property
    def school(self) -> School:
        """The school."""

    @property
    def guidance(self) -> Mapping[str, Guidance]:
        """All guidance, by id."""


def applying(handbook: Cites) -> Iterator[Guidance]:
    """Yield the guidance for the school's nation, and what the school has added itself."""
    for document in handbook.guidance.values():
        own = document.place.file.startswith(f"{handbook.root}/")
        if own or document.nation is handbook.school.nation:
            yield document


# --- in texts -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Citation:
    """A place where a text cites guidance.

    Attributes:
        document: the guidance.
        name: the words by which it is cited.
        year: the year of the edition, if one is named.
        date: the whole date that stands for the edition, such as September 2024, if one does.
        other: a date said of the edition beside its year, such as "in force from 3 September 2018".
        words: the citation as written, with its year and date.
        is_past: whether the text speaks of an edition that was.
        is_sure: whether the words can mean nothing but the document.
    """

    document: Guidance
    name: str
    year: str
    date: Date | None
    other: Date | None
    words: str
    is_past: bool
    is_sure: bool


_MONTH = "|".join(f"{name[:3]}(?:{name[3:]})?" for name in (*MONTHS, "Sept"))
_DATE = (
    rf"(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+)?(?P<month>{_MONTH})\.?,?\s+(?P<year>(?:19|20)\d\d)"
    r"|(?P<d>\d{1,2})[/.](?P<m>\d{1,2})[/.](?P<y>(?:19|20)\d\d)"
    r"|(?P<iso>(?:19|20)\d\d-(?:0[1-9]|1[0-2])(?:-\d\d)?)(?!\d)"
)
_BETWEEN = (
    r"(?:[\s,:(\"'“”–—-]|\b(?:statutory|guidance|framework|document|advice|standards?|edition|version|updated?"
    r"|published|issued|for schools(?: and colleges)?(?: in England)?|0 to 25 years|early years"
    r"|DfE|Department for Education|Home Office|KCSIE|RSHE|RSE|STPCD|EYFS)\b|[)](?=\s*[(]))*"
)
_AFTER = re.compile(rf"{_BETWEEN}(?:{_DATE}|(?P<bare>(?:19|20)\d\d)\b(?![-/]\d\d-))", re.IGNORECASE)
_BEFORE = re.compile(
    r"((?:19|20)\d\d) (?:edition|version) of (?:the )?(?:statutory )?(?:guidance )?[\"'“]?$", re.IGNORECASE
)
_OTHER = re.compile(rf"[^.;\n)]{{0,40}}?\b(?:from|force|effective|since|dated|on)\s+(?:{_DATE})", re.IGNORECASE)
_PAST = re.compile(
    r"\b(?:since|until|before|after|replac\w+|supersed\w+|instead of|in place of|formerly|previous|earlier|withdrawn"
    r"|old)\b[^.]{0,30}$",
    re.IGNORECASE,
)
_LINK_ADDRESS = re.compile(r"\]\([^)]*\)")
_EMPHASIS = re.compile(r"[*_\[\]]")
_SURE_AFTER = re.compile(r"[\"'”’*_\]),:]*\s*(?:\w+ ){0,2}(?:guidance|framework|code|document|\()", re.IGNORECASE)


@dataclass(frozen=True)
class Document:
    """Guidance that is looked for in texts.

    Attributes:
        guidance: the guidance.
        names: how texts cite it.
        small: the same in small letters.
    """

    guidance: Guidance
    names: tuple[str, ...]
    small: tuple[str, ...]

    @classmethod
    def of(cls, guidance: Guidance) -> Document:
        """Return what to look for."""
        names = tuple(_plain(name) for name in guidance.patterns or (guidance.title,))
        return cls(guidance, names, tuple(name.lower() for name in names))

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Finds any of the names."""
        names = "|".join(re.escape(name) for name in _longest_first(self.names))
        return re.compile(rf"(?<!\w)(?:{names})(?!\w)", re.IGNORECASE)


def cited(texts: Sequence[str], documents: Sequence[Document]) -> Iterator[tuple[int, Citation]]:
    """Yield every citation of guidance in some texts, each with the number of its text."""
    together = _plain("\n".join(texts)).lower()
    for document in documents:
        if not any(name in together for name in document.small):
            continue
        for index, text in enumerate(texts):
            plain = _EMPHASIS.sub("", _LINK_ADDRESS.sub("]", _plain(text)))
            end = 0
            for match in document.pattern.finditer(plain):
                if match.start() >= end:  # an abbreviation within the citation of the whole title is no other one
                    citation = _citation(document.guidance, match, document.names)
                    end = match.start() + len(citation.words)
                    yield index, citation


def _longest_first(names: Sequence[str]) -> list[str]:
    return sorted(names, key=len, reverse=True)


def _plain(text: str) -> str:
    return text.replace("’", "'").replace("‘", "'")


def _citation(document: Guidance, match: re.Match[str], names: Sequence[str]) -> Citation:
    text = match.string
    before, after = _BEFORE.search(text, 0, match.start()), _AFTER.match(text, match.end())
    start, end, year, date, other = match.start(), match.end(), "", None, None
    if after and (match[0][0].isupper() or match[0] in names):
        end, date = after.end(), _date(after)
        year = after["bare"] or (str(date.year) if date else "")
    elif before:
        start, year = before.start(), before[1]
    if year and (beside := _OTHER.match(text, end)):
        end, other = beside.end(), _date(beside)
    if text.count("(", start, end) > text.count(")", start, end):
        end += text.startswith(")", end)
    return Citation(
        document,
        match[0],
        year,
        date,
        other,
        text[start:end],
        bool(_PAST.search(text, 0, match.start())),
        bool(year) or (match[0] in names and (" " not in match[0] or bool(_SURE_AFTER.match(text, match.end())))),
    )


def _date(match: re.Match[str]) -> Date | None:
    found = match.groupdict()
    try:
        if found["iso"]:
            return Date.parse(found["iso"])
        if found["y"]:
            return Date.parse(f"{found['y']}-{int(found['m']):02}-{int(found['d']):02}")
        if found["month"]:
            month = next(n for n, name in enumerate(MONTHS, 1) if name.lower().startswith(found["month"][:3].lower()))
            return Date.parse(f"{found['year']}-{month:02}" + (f"-{int(found['day']):02}" if found["day"] else ""))
    except ValueError:
        return None
    return None
