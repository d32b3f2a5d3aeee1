"""Numbers, letters and bullets at the beginning of a line: what they are and where the text after them begins."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Sort(StrEnum):
    """What a marker is."""

    NONE = "none"
    BULLET = "bullet"
    DECIMAL = "decimal"
    LETTER = "letter"
    ROMAN = "roman"
    PART = "part"


@dataclass(frozen=True, slots=True)
class Marker:
    """A marker at the beginning of a line.

    Attributes:
        sort: what it is.
        text: the marker as it stands, such as ``4.1.`` or ``(a)``.
        number: what it counts, such as ``4.1``, ``a`` or ``iv``; empty for a bullet.
        length: how many letters of the line it takes up, spaces included.
        bullet: whether a bullet stands there, before a number too.
    """

    sort: Sort = Sort.NONE
    text: str = ""
    number: str = ""
    length: int = 0
    bullet: bool = False

    @property
    def levels(self) -> int:
        """How many levels a decimal number has: 2 for 4.1."""
        return self.number.count(".") + 1 if self.sort is Sort.DECIMAL else 0


NO_MARKER = Marker()

_SURE_BULLETS = "•·▪▫■□●○◦‣⁃∙➢➤►▶▸✓✔✗❖◆◇★☆➔→⇒❑❒❏⮚⦁◾◽▻‐\uf000-\uf0ff\ufffd"
_BULLET = re.compile(
    rf"\s*(?:[{_SURE_BULLETS}]+[\s.]*|(?:[-–—*+o§Øü~>»]|=>|->|--)\s+|[-–—](?=[A-Z][a-z])|[-*•]\s*(?=\Z))"
)
_STRAY = re.compile(r"\s*\?\s+(?=[A-Za-z])")
_DECIMAL = re.compile(
    r"\s*(?:(?:section|clause|appendix"
    r"|para(?:graph)?)\s+)?(?P<open>\()?(?P<number>\d{1,2}(?:\.\d{1,2}){0,4}|(?-i:[A-Z])(?:\.\d{1,2}){1,4})(?P<close>[.):]{0,2}(?:\s*[-–—](?=\s))?)(?P<space>\s*)",
    re.IGNORECASE,
)
_LETTER = re.compile(r"\s*(?P<open>\()?(?P<number>[a-zA-Z])(?P<close>\)[.:]?|[.:](?=\s))\s*")
_ROMAN = re.compile(r"\s*(?P<open>\()?(?P<number>[ivx]{1,5}|[IVX]{1,5})(?P<close>\)[.:]?|[.:](?=\s))\s*")
_ROMAN_CHAPTER = re.compile(r"\s*(?P<number>[IVX]{1,5})\s+[-–—]\s+(?=[A-Z])")
_PART = re.compile(
    r"\s*(?P<number>(?:part|appendix|annex(?:e)?|schedule|chapter|section)\s+(?:[A-Z]\b|\d{1,2}\b"
    r"|[ivxIVX]{1,4}\b|one\b|two\b|three\b|four\b|five\b))\s*[:.\-–—)]*\s*",
    re.IGNORECASE,
)
_SECTION = re.compile(r"section\s+\d+", re.IGNORECASE)
_ROMAN_NUMBER = re.compile(r"x{0,3}(?:ix|iv|v?i{0,3})")
_UNIT_AFTER = re.compile(
    r"(?:%|pm\b|am\b|:\d\d|/\d|hours?\b|days?\b|weeks?\b|months?\b|years?\b|minutes?\b|working days?\b|school days?\b|per cent\b|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b)",  # noqa: E501
    re.IGNORECASE,
)


def marker_of(text: str) -> Marker:
    """Return the marker at the beginning of a line; a number after a bullet counts as the number."""
    bullet = _BULLET.match(text)
    if not bullet:
        return _numbered(text, 0) or NO_MARKER
    length = bullet.end()
    inner = _numbered(text[length:], length) if text[length:].strip() else None
    if inner and inner.sort is not Sort.PART:
        return Marker(inner.sort, inner.text, inner.number, inner.length, bullet=True)
    return Marker(Sort.BULLET, bullet[0].strip(), "", length, bullet=True)


def stray_bullet(text: str) -> int:
    """Return the length of a question mark that a conversion left in place of a bullet; 0 where there is none."""
    match = _STRAY.match(text)
    return match.end() if match else 0


def _numbered(text: str, offset: int) -> Marker | None:
    return _part(text, offset) or _decimal(text, offset) or _lettered(text, offset)


def _part(text: str, offset: int) -> Marker | None:
    match = _PART.match(text)
    if not match:
        return None
    rest = text[match.end() :]
    if match[0].endswith(".") and rest[:1].isdigit():
        return None  # Appendix A.1 is a clause
    if rest and _SECTION.fullmatch(match["number"]):
        return None  # Section 4: Travel is the same as 4. Travel
    apart = match[0].rstrip()[-1] in ":.-–—)" or not rest or not rest[0].islower()
    if not apart or len(text.split()) > 20:
        return None
    return Marker(Sort.PART, match[0].strip(), " ".join(match["number"].split()), offset + match.end())


def _decimal(text: str, offset: int) -> Marker | None:
    match = _DECIMAL.match(text)
    if not match or (bool(match["open"]) and ")" not in match["close"]):
        return None
    rest = text[match.end() :]
    dotted = "." in match["number"]
    closed = bool(match["close"])
    if not rest:
        return (
            Marker(Sort.DECIMAL, match[0].strip(), match["number"], offset + match.end()) if closed or dotted else None
        )
    glued = not match["space"]
    if glued and not (rest[0].isupper() and (closed or dotted)):
        return None
    is_unit = not closed and _UNIT_AFTER.match(rest) and not (dotted and rest[0].isupper())
    if rest[0].isdigit() or is_unit:
        return None
    if not closed and not dotted and not (rest[0].isupper() or rest[0] in "‘“'\""):
        return None
    return Marker(Sort.DECIMAL, match[0].strip(), match["number"], offset + match.end())


def _lettered(text: str, offset: int) -> Marker | None:
    roman = _ROMAN.match(text) or _ROMAN_CHAPTER.match(text)
    if roman and _ROMAN_NUMBER.fullmatch(roman["number"].lower()):
        return Marker(Sort.ROMAN, roman[0].strip(), roman["number"], offset + roman.end())
    letter = _LETTER.match(text)
    if letter and (letter["close"][0] == ")" or _is_list_letter(text, letter)):
        return Marker(Sort.LETTER, letter[0].strip(), letter["number"], offset + letter.end())
    return None


def _is_list_letter(text: str, match: re.Match[str]) -> bool:
    """Whether ``A.`` begins an item; ``J. Smith`` does not."""
    rest = text[match.end() :]
    if match["number"].islower():
        return bool(rest)
    is_name = re.match(r"[A-Z][a-z]+\s*(?:$|[A-Z,(])", rest) is not None
    return bool(rest) and (not is_name or (match["number"] in "ABCDEFGH" and len(rest.split()) <= 6))


def next_letter(previous: str, letter: str) -> bool:
    """Whether a letter follows another in the alphabet."""
    return len(previous) == 1 and len(letter) == 1 and ord(letter.lower()) == ord(previous.lower()) + 1


def roman_value(text: str) -> int:
    """Return the value of a Roman number up to 39; 0 where it is none."""
    lower = text.lower()
    if not lower or not _ROMAN_NUMBER.fullmatch(lower):
        return 0
    values = [{"i": 1, "v": 5, "x": 10}[letter] for letter in lower]
    return sum(-value if value < later else value for value, later in zip(values, [*values[1:], 0], strict=True))
