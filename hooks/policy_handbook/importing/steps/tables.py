"""Tells tables that hold data from tables that only lay out a page."""

from __future__ import annotations

from collections.abc import Sequence

from policy_handbook.importing.blocks import Block, cell_text


def is_form(block: Block) -> bool:
    """Whether a table is a head with empty rows beneath it, to be filled in by hand."""
    return len(block.rows) > 1 and _is_filled(block.rows[0]) and not any(map(_is_filled, block.rows[1:]))


def _is_filled(row: Sequence[Sequence[Block]]) -> bool:
    return any(cell_text(cell) for cell in row)


def flattened(blocks: Sequence[Block]) -> list[Block]:
    """Turn tables whose rows have one filled cell each into the paragraphs that they hold."""
    result: list[Block] = []
    for block in blocks:
        if block.is_table and all(sum(bool(cell_text(cell)) for cell in row) <= 1 for row in block.rows):
            result += flattened([inner for row in block.rows for cell in row for inner in cell])
        elif block.is_table:
            rows = block.rows if is_form(block) else tuple(row for row in block.rows if _is_filled(row))
            result.append(Block(rows=rows, place=block.place, page=block.page, gap=block.gap))
        else:
            result.append(block)
    return result
