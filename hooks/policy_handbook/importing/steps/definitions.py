"""Reads a table at the beginning of a section that says what words mean."""

from __future__ import annotations

from collections.abc import Sequence

from policy_handbook.importing.account import Entry, Why
from policy_handbook.importing.blocks import Block, Run, cell_text
from policy_handbook.importing.drafts import ClauseDraft, DefinitionDraft
from policy_handbook.importing.lines import Line
from policy_handbook.importing.vocabulary import normal, vocabulary

_PARAGRAPH = Run("\n\n")


def definitions_of(lines: Sequence[Line]) -> tuple[list[DefinitionDraft], Sequence[Line], list[Entry]]:
    """Take the definitions out of the lines of a section.

    Returns:
        The definitions, the other lines, and what was taken out.
    """
    if not lines or not _is_definitions(lines[0].block):
        return [], lines, []
    table = lines[0].block
    heads = "\t".join(cell_text(cell) for cell in table.rows[0])
    made = [DefinitionDraft(cell_text(row[0]), _meaning(row[1])) for row in table.rows[1:]]
    return made, lines[1:], [Entry(heads, Why.COLUMN_HEAD, "definitions", table.place)]


def _is_definitions(block: Block) -> bool:
    if not block.is_table or len(block.rows) < _FEWEST or any(len(row) != _COLUMNS for row in block.rows):
        return False
    terms, meanings = vocabulary().definition_heads
    first, second = (normal(cell_text(cell)) for cell in block.rows[0])
    filled = all(cell_text(cell) and not any(inner.is_table for inner in cell) for row in block.rows for cell in row)
    return first in terms and second in meanings and filled


_FEWEST, _COLUMNS = 2, 2


def _meaning(cell: Sequence[Block]) -> ClauseDraft:
    runs: list[Run] = []
    for block in cell:
        runs += [*((_PARAGRAPH,) if runs else ()), *((Run(f"{block.label} "),) if block.label else ()), *block.runs]
    return ClauseDraft(runs=tuple(runs), place=cell[0].place)
