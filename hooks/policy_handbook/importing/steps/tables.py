"""Tells tables that hold data from tables that only lay out a page, and joins what a page broke."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from policy_handbook.importing.account import Entry, Why
from policy_handbook.importing.blocks import Block, Run, cell_text
from policy_handbook.importing.markers import marker_of


def joined_over_pages(blocks: Sequence[Block]) -> tuple[list[Block], list[Entry]]:
    """Join tables that go on over a page, where their head is printed again.

    Returns:
        The blocks, and the heads that were printed again.
    """
    result: list[Block] = []
    entries: list[Entry] = []
    for block in blocks:
        last = result[-1] if result else None
        if last and _goes_on(last, block):
            entries.append(Entry("\t".join(_texts(block.rows[0])), Why.RUNNING, place=block.place))
            result[-1] = replace(last, rows=_with_rest(last.rows, block.rows[1:]), page=block.page)
        else:
            result.append(block)
    return result, entries


def _goes_on(before: Block, after: Block) -> bool:
    if not (before.is_table and after.is_table) or after.page != before.page + 1 or len(after.rows) < 2:
        return False
    return _texts(before.rows[0]) == _texts(after.rows[0])


Rows = tuple[tuple[tuple[Block, ...], ...], ...]


def _with_rest(rows: Rows, rest: Rows) -> Rows:
    """Add rows after a page; what has nothing in its first column is the rest of the last row before."""
    if rest and not cell_text(rest[0][0]) and len(rest[0]) == len(rows[-1]) and len(rows) > 1:
        pairs = zip(rows[-1], rest[0], strict=True)
        whole = tuple((*cell, *more) if cell_text(more) else cell for cell, more in pairs)
        return (*rows[:-1], whole, *rest[1:])
    return (*rows, *rest)


def _texts(row: Sequence[Sequence[Block]]) -> list[str]:
    return [cell_text(cell) for cell in row]


def is_form(block: Block) -> bool:
    """Whether a table is a head with empty rows beneath it, to be filled in by hand."""
    return len(block.rows) > 1 and _is_filled(block.rows[0]) and not any(map(_is_filled, block.rows[1:]))


def _is_filled(row: Sequence[Sequence[Block]]) -> bool:
    return any(cell_text(cell) for cell in row)


def flattened(blocks: Sequence[Block]) -> list[Block]:
    """Turn tables that only lay out a page into the paragraphs that they hold."""
    words = sum(len(block.text.split()) for block in blocks)
    result: list[Block] = []
    for block in blocks:
        single = block.is_table and all(sum(bool(cell_text(cell)) for cell in row) <= 1 for row in block.rows)
        if single or (block.is_table and _holds_page(block, words)):
            result += flattened([inner for row in block.rows for cell in row for inner in cell])
        elif block.is_table and _is_layout(block, words):
            result += [inner for row in block.rows for inner in _side_by_side(row)]
        elif block.is_table:
            rows = block.rows if is_form(block) else tuple(row for row in block.rows if _is_filled(row))
            result.append(Block(rows=rows, place=block.place, page=block.page, gap=block.gap))
        else:
            result.append(block)
    return result


def _holds_page(block: Block, words: int) -> bool:
    """Whether one cell holds a whole page: most of the text, in many paragraphs, with menus or a title beside it."""
    cells = (cell for row in block.rows for cell in row)
    return any(len(cell) >= _PARAGRAPHS and len(cell_text(cell).split()) >= words / 2 for cell in cells)


_PARAGRAPHS = 8


def _is_layout(block: Block, words: int) -> bool:
    """Whether a table holds most of the text: headings or numbers on the left, and on the right what they stand for."""
    rows = [row for row in block.rows if _is_filled(row)]
    if len(rows) < _SEVERAL or any(len(row) != 2 for row in rows) or len(block.text.split()) < _MUCH * words:
        return False
    left = [cell_text(row[0]) for row in rows]
    if any(len(text.split()) > _HEADING_WORDS for text in left) or any(map(_is_sentence, left)):
        return False
    if sum(not text or _is_number(text) for text in left) >= _MOST * len(left):
        return True
    full = sum(len(row[1]) > 1 or len(cell_text(row[1]).split()) >= _LONG for row in rows)
    return len(cell_text(rows[0][1]).split()) >= _SENTENCE and full >= len(rows) / 2


_SEVERAL, _MUCH, _MOST = 3, 0.4, 0.6
_HEADING_WORDS, _SENTENCE, _LONG = 12, 8, 25


def _is_number(text: str) -> bool:
    marker = marker_of(f"{text} X")
    return bool(marker.number) and marker.length >= len(text)


def _is_sentence(text: str) -> bool:
    return text.endswith((".", ";")) and not _is_number(text)


def _side_by_side(row: Sequence[Sequence[Block]]) -> list[Block]:
    """Return the paragraphs of a row: a heading and the text under it, or a text with its number."""
    left, right = row
    number = cell_text(left)
    if not right or not _is_number(number) or right[0].is_table or right[0].label:
        titles = [replace(block, heading=block.heading or 1) for block in left if block.text]
        return [*(titles if right else left), *right]
    return [replace(right[0], runs=(Run(f"{number} "), *right[0].runs)), *right[1:]]
