"""Takes out tables that list what a policy is read with: other documents and why, guidance and its edition."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from policy_handbook.importing.account import Entry, Why
from policy_handbook.importing.blocks import Block, cell_text
from policy_handbook.importing.lines import line_of
from policy_handbook.importing.vocabulary import is_reading_heading, is_record_heading, normal, vocabulary


class What(StrEnum):
    """What a table lists."""

    POLICIES = "linked_policies"
    GUIDANCE = "guidance"


@dataclass(frozen=True, slots=True)
class Listed:
    """A document in a table of documents to read.

    Attributes:
        what: whether the table lists policies or guidance.
        title: its title.
        url: its address; empty where it has none.
        edition: its edition.
        why: why it is to be read.
    """

    what: What
    title: str
    url: str = ""
    edition: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of looking for such tables: what is left, the documents, and what was taken out."""

    blocks: tuple[Block, ...]
    listed: tuple[Listed, ...]
    entries: tuple[Entry, ...]


def reading_tables(blocks: Sequence[Block]) -> Reading:
    """Take tables of documents to read out of blocks, with the headings that stood over nothing else."""
    taken = {index: made for index, block in enumerate(blocks) if (made := _listed(blocks, index))}
    out = set(taken)
    for index in reversed(range(len(blocks) - 1)):
        ends_here = index + 2 >= len(blocks) or _is_heading(blocks[index + 2]) or index + 2 in out
        if index + 1 in out and _is_heading(blocks[index]) and ends_here:
            out.add(index)
    entries = [
        Entry(f"{block.label} {block.text}".strip(), Why.RECORD_HEADING, place=block.place)
        if index not in taken
        else Entry(block.text, Why.FIELD, ", ".join(dict.fromkeys(item.what for item in taken[index])), block.place)
        for index, block in enumerate(blocks)
        if index in out
    ]
    left = tuple(block for index, block in enumerate(blocks) if index not in out)
    return Reading(left, tuple(item for items in taken.values() for item in items), tuple(entries))


_NEAR = 2
"""The heading over such a table stands so many blocks before it."""


def _listed(blocks: Sequence[Block], index: int) -> list[Listed]:
    """Return the documents that a table lists; none where it is no such table."""
    block = blocks[index]
    over = [item for item in blocks[max(0, index - _NEAR) : index] if not item.is_table]
    if not block.is_table or not any(is_reading_heading(line_of(item).text) for item in over):
        return []
    known = vocabulary().reading_columns
    columns = [known.get(normal(cell_text(cell)), "") for cell in block.rows[0]]
    if len(block.rows) < 2 or columns[0] != "title" or not all(columns) or len(set(columns)) != len(columns):
        return []
    what = What.GUIDANCE if "edition" in columns else What.POLICIES
    return [_document(row, columns, what) for row in block.rows[1:]]


def _document(row: Sequence[Sequence[Block]], columns: Sequence[str], what: What) -> Listed:
    values = {column: cell_text(cell) for column, cell in zip(columns, row, strict=False)}
    links = [run.link for block in row[0] for run in block.runs if run.link.startswith("http")] if row else []
    return Listed(
        what, values.get("title", ""), next(iter(links), ""), values.get("edition", ""), values.get("why", "")
    )


def _is_heading(block: Block) -> bool:
    text = line_of(block).text
    return not block.is_table and (bool(block.heading) or is_reading_heading(text) or is_record_heading(text))
