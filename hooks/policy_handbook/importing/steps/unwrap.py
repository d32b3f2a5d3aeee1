"""Joins lines of a page into paragraphs again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import quantiles

from policy_handbook.importing.blocks import Block, Run, squeezed
from policy_handbook.importing.markers import Sort, marker_of
from policy_handbook.importing.vocabulary import normal, vocabulary

_ENDED = re.compile(r"[.!?:;]['’”\")\]]*\s*$")
_NUMBER_ALONE = re.compile(r"\(?(?:\d{1,2}(?:\.\d{1,2})*[.)]?|[a-z]\)|[ivx]+\))")
_CONTINUES = re.compile(r"[a-z(,;)&/–]")

_FEW = 0.04
"""With fewer lines than this that go on in small letters, the lines of a text are paragraphs."""

_WIDE = 160
"""Lines of plain text beyond this many letters were not broken by a page."""


def unwrapped(blocks: Sequence[Block], *, plain_text: bool) -> list[Block]:
    """Join lines into paragraphs.

    Args:
        blocks: the lines of a document and its tables.
        plain_text: whether ``extent`` counts letters, and not points.
    """
    width = _width(blocks)
    joined = _numbers_joined(blocks if plain_text else _ends_joined(blocks, width))
    if plain_text and not _is_wrapped(joined, width):
        return _torn_joined(joined)
    spaced = not plain_text and _is_spaced(joined, width)
    result: list[Block] = []
    for block in joined:
        if result and _goes_on(result[-1], block, width, _PLAIN if plain_text else _HALF, spaced=spaced):
            result[-1] = _joined(result[-1], block)
        else:
            result.append(block)
    return result


_TORN = re.compile(r"(?<![;,] )\b(?:of|the|and|to|for|with|in|a|an|by|or|should|must|will|be|that|which|any)$")


def _torn_joined(blocks: Sequence[Block]) -> list[Block]:
    """Join a line that ends in the middle of a sentence with the rest of it."""
    result: list[Block] = []
    for block in blocks:
        last = result[-1] if result else None
        torn = last is not None and not last.is_table and _TORN.search(last.text) is not None
        small = not block.is_table and block.text[:1].islower() and not marker_of(block.text).length
        if last and torn and small and len(last.text) > _SHORTEST:
            result[-1] = _joined(last, block)
        else:
            result.append(block)
    return result


_SHORTEST = 40


def _ends_joined(blocks: Sequence[Block], width: float) -> list[Block]:
    """Join a line that is only a number with the sentence that it ends, as ``9.5.`` after ``They follow clause``."""
    result: list[Block] = []
    for block in blocks:
        last = result[-1] if result else None
        is_end = not block.is_table and not block.gap and _NUMBER_AT_END.fullmatch(block.text) is not None
        if last and is_end and not last.is_table and not _ENDED.search(last.text) and last.extent > _MOSTLY * width:
            result[-1] = _joined(last, block)
        else:
            result.append(block)
    return result


_NUMBER_AT_END = re.compile(r"\d{1,2}(?:\.\d{1,2})*\.")
_MOSTLY = 0.8
"""A line that reaches so far is as good as full."""


_HALF, _PLAIN = 0.6, 0.85
"""A line of a printed page, or of plain text, that is shorter was not broken but ended: an item without a bullet."""


def _is_spaced(blocks: Sequence[Block], width: float) -> bool:
    """Whether there is space between paragraphs everywhere: then a line without it goes on. Items may stand closer."""
    ends = [
        after.gap
        for before, after in pairwise(blocks)
        if not (before.is_table or after.is_table or before.heading or marker_of(after.text).sort in _ITEMS)
        and before.page == after.page
        and before.text.endswith(".")
        and before.extent < _MOSTLY * width
    ]
    return len(ends) >= _ENOUGH and sum(ends) >= _NEARLY_ALL * len(ends)


_ENOUGH, _NEARLY_ALL = 5, 0.9
_ITEMS = frozenset((Sort.BULLET, Sort.LETTER, Sort.ROMAN))


def _numbers_joined(blocks: Sequence[Block]) -> list[Block]:
    """Join a number that stands alone with the text on the next line."""
    result: list[Block] = []
    for block in blocks:
        last = result[-1] if result else None
        alone = last is not None and not last.is_table and _NUMBER_ALONE.fullmatch(last.text) is not None
        is_label = normal(block.text) in vocabulary().columns or normal(block.text) in vocabulary().labels
        follows = not block.is_table and not block.gap and not is_label and not marker_of(block.text).number
        if last and alone and follows and block.page == last.page:
            result[-1] = _joined(last, block)
        else:
            result.append(block)
    return result


def _width(blocks: Sequence[Block]) -> float:
    extents = [block.extent for block in blocks if block.extent and not block.is_table]
    if len(extents) < 2:
        return extents[0] if extents else 0
    return quantiles(extents, n=20)[-1]


def _is_wrapped(blocks: Sequence[Block], width: float) -> bool:
    if not width or width > _WIDE:
        return False
    pairs = [
        (before, after)
        for before, after in pairwise(blocks)
        if not before.is_table and not after.is_table and not after.gap
    ]
    going_on = sum(
        bool(_CONTINUES.match(after.text))
        and not _ENDED.search(before.text)
        and not marker_of(after.text).length
        and _is_full(before, after, width)
        for before, after in pairs
    )
    return going_on >= max(1, _FEW * len(blocks))


def _goes_on(before: Block, after: Block, width: float, least: float, *, spaced: bool = False) -> bool:
    """Whether a line continues the one before it, which has to reach over the least share of the width to be broken."""
    if before.is_table or after.is_table or after.label or after.heading or before.heading:
        return False
    marker = marker_of(after.text)
    if marker.length and marker.sort is not Sort.NONE and not _is_false_marker(before, after):
        return False
    small = _CONTINUES.match(after.text) is not None
    ended = _ENDED.search(before.text) is not None
    if after.gap or after.page != before.page:
        return small and not ended and len(before.text) > 30 and before.extent > least * width and _alike(before, after)
    reaches = before.extent > _MOSTLY * width or _is_full(before, after, width)
    if spaced and reaches and _alike(before, after):
        return True
    begins = after.text[:1].isupper() and normal(after.text) in vocabulary().headings
    if begins or not _alike(before, after) or _is_label(after.text):
        return False
    if small and not ended and (before.extent > least * width or _TORN.search(before.text)):
        return True
    return _is_full(before, after, width)


def _is_label(text: str) -> bool:
    """Whether a line begins a new pair of label and value."""
    return re.match(r"[A-Z][\w /]{2,30}:\s", text) is not None


def _is_false_marker(before: Block, after: Block) -> bool:
    """Whether what looks like a marker belongs to the sentence: a dash or number at the beginning of a line."""
    text = after.text
    if re.match(r"[-–—]\s+[a-z]", text):
        return not after.gap and after.indent > before.indent + 1 and not marker_of(before.text).bullet
    return re.match(r"\d+(?:\.\d+)?\s+[a-z]", text) is not None


def _alike(before: Block, after: Block) -> bool:
    same_size = not before.size or not after.size or abs(before.size - after.size) < 0.6
    whole_bold = before.bold == after.bold or not (before.bold or after.bold)
    caps = before.text.isupper() == after.text.isupper() or len(after.text) < 12
    return same_size and whole_bold and (caps or not before.text.isupper())


def _is_full(before: Block, after: Block, width: float) -> bool:
    """Whether the first word of a line would not have fitted on the line before."""
    if not before.extent or not width:
        return False
    letters = max(len(before.text), 1)
    letter_width = (before.extent - before.indent) / letters
    word = after.text.split(" ", 1)[0]
    return before.extent + letter_width * (len(word) + 1) > width * 0.985 and before.extent > width * 0.6


def _joined(before: Block, after: Block) -> Block:
    hyphen = before.text.endswith("-") and (after.text[:1].islower() or before.text[-2:-1].isalpha())
    space = () if hyphen else (_space(before, after),)
    runs = squeezed((*before.runs, *space, *after.runs))
    return replace(before, runs=runs, extent=after.extent, page=after.page)


def _space(before: Block, after: Block) -> Run:
    """Return the space between two lines; a link that goes on over it goes on in it."""
    link = before.runs[-1].link if before.runs and after.runs else ""
    return Run(" ", bold=before.bold and after.bold, link=link if link and link == after.runs[0].link else "")
