"""Takes out what is printed on a page but is no content: running heads, page numbers, contents, blank bullets."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise

from policy_handbook.importing.account import Entry, Why
from policy_handbook.importing.blocks import Block, Part
from policy_handbook.importing.markers import marker_of
from policy_handbook.importing.vocabulary import normal, vocabulary
from policy_handbook.importing.when import find_dates

_PAGE_WORDS = re.compile(
    r"\W*(?:page\s*\|?\s*\d{1,3}(?:\s*(?:of|/)\s*\d{1,3})?|\d{1,3}\s*\|\s*p\s*a\s*g\s*e"
    r"|\d{1,3}\s+of\s+\d{1,3}|[-–—]\s*\d{1,3}\s*[-–—])\W*",
    re.IGNORECASE,
)
_PAGE_INSIDE = re.compile(r"\bpage\s*\|?\s*\d{1,3}\b|\b\d{1,3}\s*\|\s*page\b", re.IGNORECASE)
_LONE_NUMBER = re.compile(r"\d{1,3}")
_LEADER = re.compile(
    r"^(?P<title>.*?\S)\s*(?:\.{2,}|…+|·{3,}|_{3,}|(?:\. ){3,}|\t|\s{2,}|\s)[\s.…_]*(?P<page>\d{1,3})\s*$"
)
_STRONG_LEADER = re.compile(r"\.{4,}|…{2,}|(?:\. ){4,}|_{4,}")

_MAX_WORDS = 14
"""A running head is short; a longer line that comes back is text that the author repeated."""

Taken = tuple[list[Block], list[Entry]]


def without_furniture(blocks: Sequence[Block], title_hints: Sequence[str] = (), *, exact: bool = False) -> Taken:
    """Take out everything that is no content.

    Args:
        blocks: the blocks of a document.
        title_hints: what the document may be called, to know its title when it is printed on every page.
        exact: whether the source says for certain what is no content, and nothing has to be guessed.

    Returns:
        What is left, and what was taken out.
    """
    entries: list[Entry] = []
    left = list(blocks)
    if exact:
        return _by_part(left)
    steps = (_by_part, _page_numbers, lambda rest: _running_heads(rest, title_hints), _contents, _blank)
    for step in steps:
        left, taken = step(left)
        entries += taken
    return left, entries


def _split(blocks: Sequence[Block], out: set[int], why: Why) -> Taken:
    kept = [block for index, block in enumerate(blocks) if index not in out]
    entries = [Entry(_shown(block), why, place=block.place) for index, block in enumerate(blocks) if index in out]
    return kept, entries


def _shown(block: Block) -> str:
    return f"{block.label} {block.text}".strip()


def _by_part(blocks: Sequence[Block]) -> Taken:
    heads = {index for index, block in enumerate(blocks) if block.part in (Part.HEAD, Part.FOOT)}
    contents = {index for index, block in enumerate(blocks) if block.part is Part.CONTENTS}
    first = min(contents, default=0)
    if contents and first and normal(blocks[first - 1].text) in vocabulary().contents_headings:
        contents.add(first - 1)
    left, entries = _split(blocks, heads | contents, Why.RUNNING)
    places = {(blocks[index].place, _shown(blocks[index])) for index in contents}
    return left, [
        Entry(entry.text, Why.CONTENTS if (entry.place, entry.text) in places else Why.RUNNING, place=entry.place)
        for entry in entries
    ]


def _page_numbers(blocks: Sequence[Block]) -> Taken:
    out = {index for index, block in enumerate(blocks) if not block.is_table and _PAGE_WORDS.fullmatch(block.text)}
    lone = [
        (index, int(block.text))
        for index, block in enumerate(blocks)
        if not block.is_table and not block.label and _LONE_NUMBER.fullmatch(block.text)
    ]
    for (index, number), (later, following) in pairwise(lone):
        if following == number + 1 and later - index > 3:
            out |= {index, later}
    if len(lone) == 1 and lone[0][0] == len(blocks) - 1:
        out.add(lone[0][0])
    return _split(blocks, out, Why.PAGE_NUMBER)


def _blank(blocks: Sequence[Block]) -> Taken:
    out = {
        index
        for index, block in enumerate(blocks)
        if not block.is_table and not block.notes and _is_blank(block) and not _numbers_table(blocks, index)
    }
    return _split(blocks, out, Why.BLANK)


def _numbers_table(blocks: Sequence[Block], index: int) -> bool:
    """Whether a number without text is that of the table after it."""
    return bool(marker_of(f"{blocks[index].label} X").number) and any(
        block.is_table for block in blocks[index + 1 : index + 2]
    )


def _is_blank(block: Block) -> bool:
    text = block.text
    marker = marker_of(text)
    if marker.bullet and not text[marker.length :].strip() and not marker.number:
        return True
    return not any(letter.isalnum() for letter in text)


# --- contents -------------------------------------------------------------------------------------------


def contents_title(text: str) -> str:
    """Return the title in a line of a table of contents, without dots and page."""
    match = _LEADER.match(text)
    return (match["title"] if match else text).rstrip(" .…_\t")


def contents_titles(entries: Sequence[Entry]) -> frozenset[str]:
    """Return the titles that a printed table of contents named, ready to compare."""
    titles: set[str] = set()
    for entry in entries:
        if entry.why is not Why.CONTENTS:
            continue
        for line in entry.text.split("\n"):
            shown = contents_title(line.replace("\t", " "))
            titles |= {normal(shown), normal(shown[marker_of(shown).length :])}
    return frozenset(titles - {""} - vocabulary().contents_headings)


def _contents(blocks: Sequence[Block]) -> Taken:
    """Find a table of contents by its heading, or by dots that lead to page numbers."""
    out: set[int] = set()
    index = 0
    texts = [normal(block.text) for block in blocks]
    bare = [normal(block.text[marker_of(block.text).length :]) for block in blocks]
    while index < len(blocks):
        is_early = index < len(blocks) / 2 or sum(_has_page(block) for block in blocks[index + 1 : index + 6]) >= 3
        if texts[index] in vocabulary().contents_headings and is_early:
            end = _contents_end(blocks, texts, bare, index + 1)
            if end > index + 1:
                out |= set(range(index, end))
                index = end
                continue
        if _has_leader(blocks[index]) and sum(map(_has_leader, blocks[index : index + 3])) >= min(3, len(blocks)):
            end = index
            while end < len(blocks) and (_has_leader(blocks[end]) or _between_leaders(blocks, end)):
                end += 1
            out |= set(range(index, end))
            index = end
            continue
        index += 1
    return _split(blocks, out, Why.CONTENTS)


def _has_page(block: Block) -> bool:
    return not block.is_table and _LEADER.match(block.text) is not None


def _has_leader(block: Block) -> bool:
    return not block.is_table and bool(_STRONG_LEADER.search(block.text)) and block.text[-1:].isdigit()


def _between_leaders(blocks: Sequence[Block], index: int) -> bool:
    """Whether a line between two entries belongs to them: an entry over two lines, or one without dots."""
    if blocks[index].is_table or index + 1 >= len(blocks):
        return False
    return len(blocks[index].text.split()) <= _MAX_WORDS and _has_leader(blocks[index + 1]) and index > 0


def _contents_end(blocks: Sequence[Block], texts: Sequence[str], bare: Sequence[str], start: int) -> int:
    """Return where the entries after a heading such as Contents end."""
    seen: set[str] = set()
    index = start
    while index < len(blocks):
        block = blocks[index]
        if block.is_table:
            if not _is_contents_table(block):
                break
        else:
            title = contents_title(block.text)
            key = normal(title[marker_of(title).length :]) or normal(title)
            paged = _LEADER.match(block.text) is not None
            if not key or (key in seen and not paged) or len(key.split()) > _MAX_WORDS:
                break
            later = any(key in (texts[i], bare[i]) or _begins(bare[i], key) for i in range(index + 1, len(blocks)))
            if not (paged or later):
                break
            seen.add(key)
        index += 1
    return index


def _begins(text: str, key: str) -> bool:
    """Whether a line is the beginning of a heading of several words that was broken over two lines."""
    return bool(text) and len(text.split()) >= 3 and key.startswith(text + " ")


def _is_contents_table(block: Block) -> bool:
    last = [row[-1][0].text if row and row[-1] else "" for row in block.rows]
    return sum(bool(_LONE_NUMBER.fullmatch(text.strip())) for text in last) >= max(2, len(last) * 0.6)


# --- running heads --------------------------------------------------------------------------------------


def _running_heads(blocks: Sequence[Block], hints: Sequence[str]) -> Taken:
    """Find lines that come back: at the edges of pages, or within a text that lost its pages."""
    groups: dict[str, list[int]] = defaultdict(list)
    for index, block in enumerate(blocks):
        plain = not block.is_table and not block.heading and not block.label
        if plain and len(block.text.split()) <= _MAX_WORDS and not marker_of(block.text).bullet:
            groups[_pattern(block.text)].append(index)
    names = {normal(hint) for hint in hints if hint}
    out: set[int] = set()
    for pattern, places in groups.items():
        if len(places) >= 3 and _is_running(pattern, places, blocks, names):
            keep = _kept_once(pattern, places, blocks)
            out |= {place for place in places if place != keep}
        elif len(places) >= 2 and all(_PAGE_INSIDE.search(blocks[place].text) for place in places):
            out |= set(places)
    return _split(blocks, out, Why.RUNNING)


def _pattern(text: str) -> str:
    """Return a text with its page number made the same on every page."""
    return normal(_PAGE_INSIDE.sub("#", text) if _PAGE_INSIDE.search(text) else re.sub(r"(?<=\s)\d{1,3}$", "", text))


def _is_running(pattern: str, places: Sequence[int], blocks: Sequence[Block], names: set[str]) -> bool:
    if not pattern or pattern in vocabulary().columns or _is_value(blocks[places[0]].text):
        return False
    if any(pattern == name or (" " in pattern and (pattern in name or name in pattern)) for name in names):
        return True
    pages = {blocks[place].page for place in places}
    if len(pages) >= 3 and len(pages) == len(places):
        return True
    if pattern in vocabulary().headings or pattern in vocabulary().labels or pattern in vocabulary().concerns:
        return False
    if any(_PAGE_INSIDE.search(blocks[place].text) for place in places):
        return True
    if len({blocks[place].text for place in places}) > 1:
        return False  # Stage 1, Stage 2
    followers = Counter(normal(blocks[place + 1].text)[:40] for place in places if place + 1 < len(blocks))
    same_next = followers.most_common(1)[0][1] if followers else 0
    spread = places[-1] - places[0] >= len(blocks) / 3
    return (
        len(places) >= 4 and spread and same_next <= 1 and not blocks[places[0]].text.rstrip().endswith((".", ":", ";"))
    )


def _is_value(text: str) -> bool:
    """Whether a line is a date and nothing else: the value of a label on the line before."""
    found = find_dates(text)
    return bool(found) and found[0].end - found[0].start >= len(text.strip()) - 1


def _kept_once(pattern: str, places: Sequence[int], blocks: Sequence[Block]) -> int:
    """Return the one that is the title on the first page, if it may be; otherwise none."""
    first = places[0]
    if any(f" {pattern} " in f" {normal(block.text)} " for block in blocks[:first] if not block.is_table):
        return -1  # a line before it says the same and more
    return first if first < min(25, max(6, len(blocks) // 4)) and not pattern.endswith("#") else -1
