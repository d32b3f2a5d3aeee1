"""A block with its marker told apart from its words: what the steps work on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from policy_handbook.importing.blocks import Block, Run, dropped, plain, squeezed
from policy_handbook.importing.markers import NO_MARKER, Marker, Sort, marker_of


@dataclass(frozen=True, slots=True)
class Line:
    """A block of the text.

    Attributes:
        block: the block as it was read.
        marker: its number or bullet, whether typed or made by the program that wrote it.
        runs: its text without a typed marker.
    """

    block: Block
    marker: Marker = NO_MARKER
    runs: tuple[Run, ...] = ()

    @property
    def text(self) -> str:
        """Its words without the marker; those of a table with tabs."""
        return self.block.text if self.block.is_table else plain(self.runs)

    @property
    def whole(self) -> str:
        """Its words with the marker, as the source shows them."""
        label = f"{self.block.label} " if self.block.label else ""
        return label + self.block.text

    @property
    def is_bullet(self) -> bool:
        """Whether it is a bullet without a number."""
        return self.marker.sort is Sort.BULLET


def line_of(block: Block, *, exact: bool = False) -> Line:
    """Tell the marker of a block from its words.

    Args:
        block: the block.
        exact: whether only what the source counts itself is a marker, and never what is typed.
    """
    if block.is_table:
        return Line(block)
    if exact and not block.label:
        return Line(block, NO_MARKER, block.runs)
    if block.label:
        shown = marker_of(f"{block.label} X")
        typed = marker_of(block.text)
        if shown.sort is Sort.BULLET and typed.sort in (Sort.DECIMAL, Sort.LETTER, Sort.ROMAN):
            return Line(block, replace(typed, bullet=True), dropped(squeezed(block.runs), typed.length))
        if shown.sort is Sort.NONE:
            shown = Marker(Sort.BULLET, block.label, "", 0, bullet=True)
        return Line(block, shown, block.runs)
    marker = marker_of(block.text)
    return Line(block, marker, dropped(squeezed(block.runs), marker.length))


def lines_of(blocks: Iterable[Block], *, exact: bool = False) -> list[Line]:
    """Tell the markers of blocks from their words; blocks with nothing in them are left out."""
    filled = (block for block in blocks if block.is_table or block.label or block.text or block.notes)
    return [line_of(block, exact=exact) for block in filled]
