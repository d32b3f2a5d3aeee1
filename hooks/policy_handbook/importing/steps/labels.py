"""Knows the labels of control data, such as ``Next review date``, alone, before a colon or glued to a value."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from policy_handbook.importing.vocabulary import body_in, normal, role_in, vocabulary
from policy_handbook.importing.when import find_dates, find_interval

DATE_FIELDS = frozenset({"issued", "approved", "effective", "reviewed", "next", "review", "equality"})
NAME_FIELDS = frozenset({"approver", "owner", "author", "consulted"})
NO_FIELDS = frozenset({"school", "place"})

_BRACKETS = re.compile(r"\([^()]*\)")
_FILL = re.compile(r"[.…_\-–—\s]*")
_EDGE = re.compile(r"^(?:the|policy)\s+|\s+(?:on|by|is|the|date|s)$")
_MAX_WORDS = 9

_BY_WORDS: tuple[tuple[str, str], ...] = (
    (r"\bnext\b.*\breview|\breview.*\b(?:due|next)\b|\bdue\b.*\breview", "next"),
    (r"\b(?:last|previous|recent)\b.*\breview|\breviewed (?:on|in)\b", "reviewed"),
    (r"\b(?:frequency|cycle|interval|how often)\b", "every"),
    (r"\bdate\b.*\b(?:approv|ratif|adopt|agreed|accepted)|\b(?:approv|ratif|adopt|agree)\w*\b.*\bdate", "approved"),
    (
        r"^(?:approved|ratified|adopted|agreed|signed off|authorised)\b.*\b(?:by|govern|board|trust|committee)",
        "approver",
    ),
    (r"\b(?:effective|implementation|in force)\b.*\b(?:date|from)|\bdate\b.*\b(?:effective|implement)", "effective"),
    (r"\b(?:issue|version|revision)\b.*\b(?:no|number|ref)\b", "issue"),
    (r"\bdate\b.*\b(?:issue|version|written|created|published|policy|document|amend|updat|revis)", "issued"),
    (r"\breview\b.*\bdate|\bdate\b.*\breview", "review"),
    (r"\b(?:responsible|owner|policy lead|leads? on)\b", "owner"),
    (r"\b(?:author|written by|prepared by|produced by|drafted by)\b", "author"),
    (r"\bequalit\w+\b.*\b(?:assess|impact)", "equality"),
    (r"\b(?:related|linked|associated)\b.*\b(?:polic|document)", "linked"),
)


@lru_cache(maxsize=4096)
def field_of(label: str) -> str:
    """Return the field that a label as a whole names; empty where it names none."""
    known = vocabulary().labels
    key = normal(_BRACKETS.sub(" ", label))
    if key in known:
        return known[key]
    shorter = _EDGE.sub("", key)
    if shorter != key and shorter in known:
        return known[shorter]
    if not key or len(key.split()) > _MAX_WORDS:
        return ""
    return next((field for pattern, field in _BY_WORDS if re.search(pattern, key)), "")


def known_label(label: str) -> str:
    """Return the field of a label that is listed word for word; empty for all others."""
    return vocabulary().labels.get(normal(_BRACKETS.sub(" ", label)), "")


@dataclass(frozen=True, slots=True)
class Pair:
    """A label with its value.

    Attributes:
        field: the field that the label names.
        label: the label as it stands.
        value: the value as it stands; empty where there is none.
        place: the line or paragraph of the source.
    """

    field: str
    label: str
    value: str
    place: int = 0


def is_filler(value: str) -> bool:
    """Whether a value is only dots or a line to write on."""
    return _FILL.fullmatch(value) is not None


def fits(field: str, value: str) -> bool:
    """Whether a value is of the kind that its field holds, and of no other."""
    text = value.strip(" .,;:–-")
    if field in DATE_FIELDS:
        found = find_dates(text, rough=True)
        rest = len(text) - sum(date.end - date.start for date in found)
        return bool(found) and (rest <= 14 or (field == "approved" and rest <= 40 and bool(body_in(text))))
    if field == "issue":
        return (
            re.fullmatch(r"(?:v|ver|version|issue|no\.?)?\s*\d{1,3}(?:\.\d{1,3})*[a-z]?", text, re.IGNORECASE)
            is not None
        )
    if field == "every":
        return len(text.split()) <= 6 and bool(find_interval(text))
    if field == "approver" and fits("approved", value):
        return True
    if field in NAME_FIELDS:
        return len(text.split()) <= 12 and bool(role_in(text) or body_in(text))
    return False


_COLON_LABEL = re.compile(r"(?:^|(?<=[\s,;.|]))(?P<label>[A-Z(][\w'’/&().\- ]{1,60}?)\s*:\s*")
_SPLIT_WORDS = re.compile(r"\S+")


def pairs_in(text: str, place: int = 0) -> tuple[Pair, ...]:
    """Return the pairs of a line that holds nothing else; none for any other line."""
    return _colon_pairs(text, place) or _glued_pair(text, place)


def _colon_pairs(text: str, place: int) -> tuple[Pair, ...]:
    marks: list[tuple[int, int, str]] = []
    for match in _COLON_LABEL.finditer(text):
        label, start = _narrowed(match["label"], match.start("label"), first=not marks)
        if label:
            marks.append((start, match.end(), label))
    if not marks or marks[0][0] != 0:
        return ()
    ends = [start for start, _, _ in marks[1:]] + [len(text)]
    return tuple(
        Pair(field_of(label), label, text[begin:end].strip(" |,;\t"), place)
        for (_, begin, label), end in zip(marks, ends, strict=True)
    )


def _narrowed(label: str, start: int, *, first: bool) -> tuple[str, int]:
    """Return the label before a colon, and where it begins; a later one may have a value before it."""
    if first:
        return (label, start) if field_of(label) else ("", start)
    words = list(_SPLIT_WORDS.finditer(label))
    for word in words:
        candidate = label[word.start() :]
        if known_label(candidate) and candidate[0].isupper():
            return candidate, start + word.start()
    return "", start


def _glued_pair(text: str, place: int) -> tuple[Pair, ...]:
    """Find a label that has no colon: ``Version 3``, ``Next review date05/2021``, ``Approved by Governors``."""
    longest = min(len(text), 60)
    for length in range(longest, 2, -1):
        label, value = text[:length], text[length:]
        if not value or label[-1].isspace() or not label[-1].isalpha() or (value[0].isalpha()):
            continue
        field = known_label(label)
        if field and fits(field, value):
            return (Pair(field, label, value.strip(" –-:"), place),)
    match = re.match(r"(?P<label>[A-Za-z ]*?[a-z])(?P<value>[A-Z].*|\d.*)$", text)
    if match and known_label(match["label"]) and fits(known_label(match["label"]), match["value"]):
        return (Pair(known_label(match["label"]), match["label"], match["value"], place),)
    return ()
