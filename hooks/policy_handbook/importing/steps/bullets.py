"""Mends bullets that a conversion tore from their text or made into question marks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from policy_handbook.importing.blocks import Block, Run, dropped, squeezed
from policy_handbook.importing.markers import Sort, marker_of, stray_bullet

_SEVERAL = 2
"""One alone is no list: a question mark may be a question, and a bullet on a line of its own a blank one."""


def with_bullets(blocks: Sequence[Block], *, plain_text: bool) -> list[Block]:
    """Put bullets before their texts again.

    Args:
        blocks: the blocks of a document.
        plain_text: whether bullets may stand on lines of their own, as programs that take text out of PDFs write them.
    """
    strays = [block for block in blocks if not block.is_table and stray_bullet(block.text)]
    mended = [_mended(block) for block in blocks] if len(strays) >= _SEVERAL else list(blocks)
    return _joined(mended) if plain_text else mended


def _mended(block: Block) -> Block:
    length = 0 if block.is_table or block.label else stray_bullet(block.text)
    if not length:
        return block
    return replace(block, runs=(Run("• "), *dropped(squeezed(block.runs), length)))


def _joined(blocks: Sequence[Block]) -> list[Block]:
    """Join a bullet that stands alone with the text on the next line."""
    alone = [index for index, block in enumerate(blocks[:-1]) if _is_alone(block) and _is_text(blocks[index + 1])]
    if len(alone) < _SEVERAL:
        return list(blocks)
    result: list[Block] = []
    for index, block in enumerate(blocks):
        if index - 1 in alone:
            bullet = result[-1]
            result[-1] = replace(
                block, runs=(*bullet.runs, Run(" "), *block.runs), gap=bullet.gap, indent=bullet.indent
            )
        else:
            result.append(block)
    return result


def _is_alone(block: Block) -> bool:
    if block.is_table or block.label:
        return False
    marker = marker_of(f"{block.text} X")
    return marker.sort is Sort.BULLET and marker.length >= len(block.text)


def _is_text(block: Block) -> bool:
    return not block.is_table and not block.gap and not marker_of(block.text).length and bool(block.text)
