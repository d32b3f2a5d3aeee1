"""Takes out headings that stood over control data, such as Change Record Sheet, once the data is gone."""

from __future__ import annotations

from collections.abc import Sequence

from policy_handbook.importing.account import Entry, Why
from policy_handbook.importing.blocks import Block
from policy_handbook.importing.lines import line_of
from policy_handbook.importing.vocabulary import is_record_heading, normal, vocabulary


def without_record_headings(blocks: Sequence[Block], contents: frozenset[str]) -> tuple[list[Block], list[Entry]]:
    """Take out headings over control data that have no text under them now.

    Args:
        blocks: what is left of the document.
        contents: titles that the printed table of contents named.
    """
    left: list[Block] = []
    entries: list[Entry] = []
    for index, block in enumerate(blocks):
        after = blocks[index + 1] if index + 1 < len(blocks) else None
        if _is_record_heading(block) and (after is None or _begins_anew(after, contents)):
            entries.append(Entry(f"{block.label} {block.text}".strip(), Why.RECORD_HEADING, place=block.place))
        else:
            left.append(block)
    return left, entries


def _is_record_heading(block: Block) -> bool:
    return not block.is_table and is_record_heading(line_of(block).text)


def _begins_anew(block: Block, contents: frozenset[str]) -> bool:
    """Whether a block is the next heading, so that the one before has nothing under it."""
    if block.is_table:
        return False
    if block.heading or block.title:
        return True
    key = normal(line_of(block).text)
    return (
        key in contents or key in vocabulary().headings or key in vocabulary().record_headings or len(key.split()) <= 6
    )
