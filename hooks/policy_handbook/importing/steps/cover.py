"""Finds the title, and tells the cover page from the text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from policy_handbook.importing.account import Entry, Why
from policy_handbook.importing.blocks import Block, Document, Part
from policy_handbook.importing.markers import marker_of
from policy_handbook.importing.vocabulary import normal, vocabulary
from policy_handbook.importing.when import find_dates

_DOCUMENT = (
    r"(?:polic(?:y|ies)|procedures?|plan|statement|guidelines?|guidance|notice|code of conduct|charter|agreement"
    r"|strategy|scheme|protocol|handbook|framework)"
)
_IS_TITLE = re.compile(rf"\b{_DOCUMENT}\b", re.IGNORECASE)
_ENDS_AS_TITLE = re.compile(rf"\b{_DOCUMENT}\W*$", re.IGNORECASE)
_KIND_ALONE = re.compile(
    rf"{_DOCUMENT}(?:\s+(?:and|&)\s+{_DOCUMENT})*(?:\s+document)?[\s(]*(?:(?:19|20)\d\d(?:\s?[-/–]\s?(?:20)?\d\d)?)?\)?",
    re.IGNORECASE,
)
_SCHOOL = re.compile(
    r"\b(?:school|academy|academies|college|primary|infants?|juniors?|nursery|federation|trust|church of england"
    r"|c of e|ce \(va\)|catholic|grammar|high)\b",
    re.IGNORECASE,
)
_SCHOOL_NAME = re.compile(
    r"^(?!(?:(?:The|Our|Whole|After|Before|Before and After|Out of|Pre|Home|Extended)[\s-]+)*"
    r"(?:School|Academy|College|Primary|Nursery|Trust|Infants?|Juniors?)s?\b)"  # Home School Agreement, School Uniform
    r"(?P<school>(?:[A-Z][\w’'.&()-]*\s+|of\s+|and\s+|the\s+|&\s+){0,8}(?:School|Academy|College|Primary"
    r"|Federation|Trust|Nursery|Infants?|Juniors?))\b['’s]{0,2}[\s:,|–—-]*(?P<rest>\S.*)$",
)
_LEADING_WORDS = re.compile(r"^(?:title|policy title|name of policy|policy on|policy for)\s*:?\s+", re.IGNORECASE)
_TAIL = re.compile(
    r"[\s,:;(\[–—-]*(?:(?:(?:final|draft|approved|reviewed|updated|version|issue|model|adopted|template"
    r"|for publication)\b|\bv(?=[\d.\s]))[\s.]*[\d.]*|(?:19|20)\d\d(?:\s?[-/–]\s?(?:20)?\d\d)?)[\s)\]]*$",
    re.IGNORECASE,
)
_FIRST_LINES = 14


@dataclass(frozen=True, slots=True)
class Title:
    """The title of a policy.

    Attributes:
        text: the title as the source has it, without the school's name and dates.
        sure: from 0 to 1.
        source: where it was found.
        places: the indexes of the blocks that it takes up.
    """

    text: str
    sure: float
    source: str
    places: tuple[int, ...] = ()


def find_title(document: Document, blocks: Sequence[Block], told: str, school: str) -> Title:
    """Find the title among the first lines, the control data, the file's properties and its name.

    Args:
        document: the document.
        blocks: what is left of it.
        told: the title that the control data tells, if any.
        school: the name of the school, to take it off.
    """
    called = _without_school(document.properties.get("title", ""), school)
    ranked = sorted(_candidates(blocks, school, called), key=lambda item: -item.sure)
    if told and not is_school(told):
        clean = clean_title(told, school)
        same = next((item for item in ranked if normal(item.text) == normal(clean)), None)
        return Title(clean, 0.98, "control data", same.places if same else ())
    best = ranked[0] if ranked else None
    if best and best.sure >= 0.5:
        return best
    for block in document.blocks:
        if block.part in (Part.HEAD, Part.FOOT) and _ENDS_AS_TITLE.search(clean_title(block.text, school)):
            return Title(clean_title(block.text, school), 0.7, "running head", best.places if best else ())
    named = clean_title(re.sub(r"[_\-.+]+", " ", document.name.rsplit(".", 1)[0]), school)
    for key in ("title", "subject"):
        text = document.properties.get(key, "")
        if _IS_TITLE.search(text) and len(text.split()) <= 12:
            return Title(clean_title(text, school), 0.6, "properties of the file", best.places if best else ())
    if best:
        return best
    return Title(named or "Untitled", 0.3, "name of the file")


def _without_school(title: str, school: str) -> str:
    """Return the title in the properties of a file without the school's name at its end."""
    words = title.split()
    tail = len(school.split())
    if school and normal(" ".join(words[-tail:])) == normal(school):
        return " ".join(words[:-tail]).rstrip(" :,|–—-")
    return title


def _candidates(blocks: Sequence[Block], school: str, called: str) -> list[Title]:
    first = [(index, block) for index, block in enumerate(blocks[:_FIRST_LINES]) if not block.is_table]
    largest = max((block.size for _, block in first), default=0)
    found = []
    for position, (index, block) in enumerate(first):
        if (block.label or marker_of(block.text).sort not in ("none", "part")) and not block.title:
            break
        text, places = _whole_title(first, position)
        sure = _sureness(block, text, largest, position, school)
        more = _lines_of_title(first, position, called) if block.size >= largest > 0 else ()
        if more:
            return [Title(called, 0.95, "largest line, and properties of the file", more)]
        if sure > 0:
            found.append(Title(clean_title(text, school), sure, "line of the text", (index, *places)))
    return found


def _lines_of_title(first: Sequence[tuple[int, Block]], position: int, called: str) -> tuple[int, ...]:
    """Return the indexes of lines that together are the title in the properties of the file; none if they are not."""
    words = ""
    for count, (_, block) in enumerate(first[position : position + _TITLE_LINES], 1):
        words = f"{words} {normal(block.text)}".strip()
        if called and words == normal(called):
            return tuple(index for index, _ in first[position : position + count])
    return ()


_TITLE_LINES = 4


def _whole_title(first: Sequence[tuple[int, Block]], position: int) -> tuple[str, tuple[int, ...]]:
    """Return a title with the next line, where that is only the word Policy or the rest of a broken line."""
    _, block = first[position]
    text = block.text
    if position + 1 < len(first):
        index, after = first[position + 1]
        alone = _KIND_ALONE.fullmatch(after.text.strip()) is not None
        alike = after.size == block.size and after.bold == block.bold and block.size > 0 and not after.gap
        torn = re.search(r"(?:&|\band|\bof|\bfor|,)$", text.rstrip()) is not None
        short = len(text.split()) <= 8 and not _ENDS_AS_TITLE.search(text)
        ends = (alike or torn) and _ENDS_AS_TITLE.search(after.text) and len(after.text.split()) <= 6
        if short and (alone or ends) and not is_school(text):
            return f"{text} {after.text}", (index,)
    return text, ()


def _sureness(block: Block, text: str, largest: float, position: int, school: str) -> float:
    clean = clean_title(text, school)
    words = clean.split()
    if text.rstrip().endswith((">", "»", "›")) or normal(clean) in ("policies", "policy", "school policies"):
        return 0
    if not words or len(words) > 14 or normal(clean) in vocabulary().headings or find_dates(clean):
        return 0.9 if block.title and words else 0
    styled = block.title and school and normal(clean) != normal(school)
    if is_school(clean) and not _ENDS_AS_TITLE.search(clean) and not styled:
        return 0
    sure = 0.3 - 0.01 * position
    sure += 0.4 * bool(_ENDS_AS_TITLE.search(clean)) + 0.1 * bool(_IS_TITLE.search(clean))
    sure += 0.2 * bool(block.title) + 0.1 * bool(block.heading == 1)
    sure += 0.15 * (block.size > 0 and block.size >= largest) + 0.05 * (block.bold or text.isupper() or block.centred)
    sure -= 0.3 * (normal(words[-1]) in vocabulary().headings and not _ENDS_AS_TITLE.search(clean))
    sure -= 0.4 * text.rstrip().endswith((".", ";", ",", ":")) + 0.1 * (len(words) > 9)
    return min(sure, 0.95)


def is_school(text: str) -> bool:
    """Whether a line is the name of a school and nothing else."""
    return len(text.split()) <= 10 and _SCHOOL.search(text) is not None and not _ENDS_AS_TITLE.search(text)


def clean_title(text: str, school: str) -> str:
    """Return a title without the school's name, dates, versions and quotation marks."""
    title = " ".join(text.split()).strip(" \"'“”‘’")
    if school and normal(title).startswith(normal(school)):
        words = len(school.split())
        title = " ".join(title.split()[words:]).lstrip(" :,|–—-") or title
    named = _SCHOOL_NAME.match(title)
    if named and _IS_TITLE.search(named["rest"]):
        title = named["rest"]
    for date in reversed(find_dates(title)):
        title = f"{title[: date.start]} {title[date.end :]}"
    shorter = (
        _LEADING_WORDS.sub("", title)
        if _LEADING_WORDS.match(title) and not title.lower().startswith("policy ")
        else title
    )
    previous = ""
    while previous != shorter:
        previous, shorter = shorter, _TAIL.sub("", shorter).strip()
    return " ".join(shorter.split()).strip(" -–—:|,;()") or " ".join(title.split())


def cover_page(blocks: Sequence[Block], title: Title, end: int) -> tuple[list[Block], list[Entry]]:
    """Take the title and the short lines of the cover out of the blocks before the first heading.

    Args:
        blocks: the blocks.
        title: the title.
        end: the index of the first heading.
    """
    left: list[Block] = []
    entries: list[Entry] = []
    front = max(end, 3, *(place + 3 for place in title.places)) if title.places else max(end, 3)
    for index, block in enumerate(blocks):
        if index in title.places or (index < front and _same(block, title.text)):
            entries.append(Entry(f"{block.label} {block.text}".strip(), Why.FIELD, "title", block.place))
        elif (index < end and _is_cover(block)) or (index < front and _is_school_line(block)):
            entries.append(Entry(block.text, Why.COVER, place=block.place))
        else:
            left.append(block)
    return left, entries


def _same(block: Block, title: str) -> bool:
    """Whether a line only says the title again, with or without the word policy."""
    if block.is_table or block.label:
        return False
    return _bare(clean_title(block.text, "")) == _bare(title)


def _bare(title: str) -> str:
    return re.sub(rf"\s*\b{_DOCUMENT}$", "", normal(title)) or normal(title)


def _is_school_line(block: Block) -> bool:
    return not block.is_table and not block.label and not marker_of(block.text).length and is_school(block.text)


def _is_cover(block: Block) -> bool:
    if block.is_table or block.label or marker_of(block.text).length or block.notes:
        return False
    return len(block.text.split()) <= 12 and not block.text.rstrip().endswith((":", ";"))
