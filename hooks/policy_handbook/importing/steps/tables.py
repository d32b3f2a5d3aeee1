"""Tells tables that hold data from tables that only lay out a page."""

from __future__ import annotations

from collections.abc import Sequence

from policy_handbook.importing.blocks import Block, cell_text


def flattened(blocks: Sequence[Block]) -> list[Block]:
    """Turn tables whose rows have one filled cell each into the paragraphs that they hold."""
    result: list[Block] = []
    for block in blocks:
        if block.is_table and all(sum(bool(cell_text(cell)) for cell in row) <= 1 for row in block.rows):
            result += flattened([inner for row in block.rows for cell in row for inner in cell])
        elif block.is_table:
            filled = tuple(row for row in block.rows if any(cell_text(cell) for cell in row))
            result.append(Block(rows=filled, place=block.place, page=block.page, gap=block.gap))
        else:
            result.append(block)
    return result
