"""Takes the summary and the short version out of the front of a document, where control data stands after them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from policy_handbook.importing.account import Entry, Why
from policy_handbook.importing.blocks import Block, Run
from policy_handbook.importing.lines import line_of
from policy_handbook.importing.markers import Sort
from policy_handbook.importing.vocabulary import normal

_SHORT_VERSION = frozenset(("in short", "key points"))
_LONGEST, _SHORTEST = 60, 6
"""Words of a summary."""


@dataclass(frozen=True, slots=True)
class Front:
    """What came of looking at the front: what is left, the summary, the short version, and what was taken out."""

    blocks: tuple[Block, ...]
    summary: str
    points: tuple[tuple[Run, ...], ...]
    entries: tuple[Entry, ...]


def front_of(blocks: Sequence[Block], after_title: int, control: Collection[int], *, exact: bool = False) -> Front:
    """Take the summary and the short version out.

    Args:
        blocks: what is left of the document.
        after_title: the index of the block after the title.
        control: the places of control data and its headings, which were taken out.
        exact: whether what stands below the title is sure to be the summary.
    """
    points, index = _short_version(blocks, after_title, control)
    out = set(index)
    at = after_title
    entries = [Entry(_shown(blocks[place]), Why.FIELD, "key_points", blocks[place].place) for place in index]
    summary = ""
    is_summary = _is_plain if exact else _is_summary
    if at < len(blocks) and is_summary(blocks[at]) and (points or _is_before(blocks, at, control)):
        summary = blocks[at].text
        out.add(at)
        entries.append(Entry(summary, Why.FIELD, "summary", blocks[at].place))
    left = tuple(block for place, block in enumerate(blocks) if place not in out)
    return Front(left, summary, points, tuple(entries))


def _short_version(
    blocks: Sequence[Block], start: int, control: Collection[int]
) -> tuple[tuple[tuple[Run, ...], ...], range]:
    """Return the points of a short version before the control data, and where they and their heading stand."""
    for index in range(start, min(start + 2, len(blocks))):
        if normal(blocks[index].text) not in _SHORT_VERSION or blocks[index].is_table:
            continue
        end = index + 1
        while end < len(blocks) and _is_point(blocks[end]):
            end += 1
        if end > index + 1 and _is_before(blocks, end - 1, control):
            return tuple(line_of(block).runs for block in blocks[index + 1 : end]), range(index, end)
    return (), range(0)


def _is_point(block: Block) -> bool:
    return not block.is_table and not block.heading and line_of(block).marker.sort is Sort.BULLET


def _is_before(blocks: Sequence[Block], index: int, control: Collection[int]) -> bool:
    """Whether control data stood between a block and the next that is left."""
    start = blocks[index].place
    end = blocks[index + 1].place if index + 1 < len(blocks) else start + 1
    return any(start < place < end for place in control)


def _is_plain(block: Block) -> bool:
    return not (block.is_table or block.label or block.heading or block.title)


def _is_summary(block: Block) -> bool:
    right_length = _SHORTEST <= len(block.text.split()) <= _LONGEST
    return _is_plain(block) and right_length and block.text.endswith((".", "!", "?"))


def _shown(block: Block) -> str:
    return f"{block.label} {block.text}".strip()
