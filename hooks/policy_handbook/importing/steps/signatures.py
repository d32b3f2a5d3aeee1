"""Takes out tables to sign in, with the heading that stands over nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from policy_handbook.importing.account import Entry, Why
from policy_handbook.importing.blocks import Block, cell_text
from policy_handbook.importing.lines import line_of
from policy_handbook.importing.vocabulary import normal

_SIGNED = frozenset(("signature", "signed", "sign here"))
_APPROVAL = frozenset(("approval", "approved", "signatures", "signed", "authorisation", "ratification"))


def without_signatures(blocks: Sequence[Block]) -> tuple[list[Block], list[Entry]]:
    """Take out tables in which nobody has signed yet, at the end of a document.

    Returns:
        What is left, and what was taken out.
    """
    if not blocks or not _is_to_sign(blocks[-1]):
        return list(blocks), []
    start = len(blocks) - 1
    if start and not blocks[start - 1].is_table and normal(line_of(blocks[start - 1]).text) in _APPROVAL:
        start -= 1
    taken = blocks[start:]
    entries = [Entry(f"{block.label} {block.text}".strip(), Why.SIGNATURE, place=block.place) for block in taken]
    return list(blocks[:start]), entries


def _is_to_sign(block: Block) -> bool:
    """Whether a table has a column for signatures with nothing in it."""
    if len(block.rows) < 2:
        return False
    heads = [normal(cell_text(cell)) for cell in block.rows[0]]
    columns = [index for index, head in enumerate(heads) if head in _SIGNED]
    return bool(columns) and not any(
        cell_text(row[index]) for row in block.rows[1:] for index in columns if index < len(row)
    )
