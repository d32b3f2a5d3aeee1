"""Finds the control data of a policy wherever it stands: in tables, beside labels, or on the line after one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from policy_handbook.importing.account import Entry, Why
from policy_handbook.importing.blocks import Block, cell_text
from policy_handbook.importing.markers import marker_of
from policy_handbook.importing.steps.labels import NO_FIELDS, Pair, field_of, fits, is_filler, known_label, pairs_in
from policy_handbook.importing.vocabulary import normal, vocabulary
from policy_handbook.importing.words import counted

_FRONT = 45
"""Control data in lines stands within so many lines of the beginning ..."""
_BACK = 18
"""... or of the end; elsewhere, what looks like it is text."""
_VALUE_WORDS = 16


@dataclass(frozen=True, slots=True)
class Control:
    """What came of looking for control data.

    Attributes:
        blocks: what is left.
        pairs: labels and values, in order.
        entries: what was taken out.
    """

    blocks: tuple[Block, ...]
    pairs: tuple[Pair, ...]
    entries: tuple[Entry, ...]


def control_data(blocks: Sequence[Block]) -> Control:
    """Take the control data out of blocks."""
    pairs: list[Pair] = []
    entries: list[Entry] = []
    left: list[Block] = []
    front = _front_end(blocks)
    index = 0
    while index < len(blocks):
        block = blocks[index]
        found, used = _pairs_at(blocks, index, near=index < front or index >= len(blocks) - _BACK)
        if found:
            pairs += found
            entries += [_entry(pair) for pair in found]
            entries += _rest(blocks[index : index + used], found)
            index += used
        else:
            left.append(block)
            index += 1
    return Control(tuple(left), tuple(pairs), tuple(entries))


def _entry(pair: Pair) -> Entry:
    is_kept = pair.field and pair.field not in NO_FIELDS and not is_filler(pair.value)
    text = f"{pair.label}: {pair.value}"
    return Entry(text, Why.FIELD if is_kept else Why.NO_FIELD, pair.field if is_kept else "", pair.place)


def _rest(blocks: Sequence[Block], pairs: Sequence[Pair]) -> list[Entry]:
    """Tell of words of the blocks that are in none of the pairs, such as a heading across a table."""
    lost = counted(text for block in blocks for text in (block.label, block.text)) - counted(
        text for pair in pairs for text in (pair.label, pair.value)
    )
    return [Entry(" ".join(lost.elements()), Why.NO_FIELD, place=blocks[0].place)] if lost else []


def _front_end(blocks: Sequence[Block]) -> int:
    """Return how far control data in lines may reach: to the first numbered heading, but not beyond a few pages."""
    for index, block in enumerate(blocks[:_FRONT]):
        if not block.is_table and normal(block.text) in ("introduction", "1 introduction"):
            return index
        if marker_of(block.text).number.startswith("1") and not pairs_in(block.text):
            return max(index, 6)
    return min(len(blocks), _FRONT)


def _pairs_at(blocks: Sequence[Block], index: int, *, near: bool) -> tuple[list[Pair], int]:
    """Return the pairs that begin at a block, and how many blocks they take up."""
    block = blocks[index]
    if block.is_table:
        return table_pairs(block), 1
    if not near or block.heading:
        return [], 1
    found = [pair for pair in pairs_in(block.text, block.place) if len(pair.value.split()) <= _VALUE_WORDS]
    if found and len(found) == len(pairs_in(block.text)) and _believable(found):
        if found[-1].value or index + 1 == len(blocks):
            return found, 1
        value = _value_after(blocks, index + 1, found[-1].field)
        if value:
            return [*found[:-1], Pair(found[-1].field, found[-1].label, value, block.place)], 2
        return found, 1
    field = known_label(block.text.rstrip(" :"))
    if field and index + 1 < len(blocks):
        value = _value_after(blocks, index + 1, field)
        if value and fits(field, value):
            return [Pair(field, block.text, value, block.place)], 2
    return [], 1


def _believable(pairs: Sequence[Pair]) -> bool:
    """Whether labels with values are control data, and not a sentence that happens to have a colon."""
    first = pairs[0]
    if known_label(first.label) or len(pairs) > 1:
        return True
    return fits(first.field, first.value) or len(first.label.split()) <= 6


def _value_after(blocks: Sequence[Block], index: int, field: str) -> str:
    """Return the value on the line after its label; empty where that line is something else."""
    block = blocks[index]
    text = block.text
    if block.is_table or block.heading or len(text.split()) > _VALUE_WORDS or known_label(text.rstrip(" :")):
        return ""
    if pairs_in(text) or marker_of(text).length or normal(text) in vocabulary().headings:
        return ""
    return text if fits(field, text) or field == "title" else ""


# --- tables ---------------------------------------------------------------------------------------------


def table_pairs(block: Block) -> list[Pair]:
    """Return the labels and values of a control table; none for any other table."""
    rows = [[cell_text(cell) for cell in row] for row in block.rows]
    return _side_by_side(rows, block.place) or _below(rows, block.place) or _in_cells(rows, block.place)


def _side_by_side(rows: Sequence[Sequence[str]], place: int) -> list[Pair]:
    """Read a table that has a label to the left of each value."""
    pairs: list[Pair] = []
    for row in rows:
        cells = _without_repeats(row)
        if len(cells) == 1:
            pairs += pairs_in(cells[0], place)
            continue
        for label, value in zip(cells[::2], [*cells[1::2], ""], strict=False):
            if label or value:
                pairs.append(Pair(field_of(label.rstrip(" :")), label.rstrip(" :"), value, place))
    known = sum(bool(pair.field) for pair in pairs)
    exact = sum(bool(known_label(pair.label)) for pair in pairs)
    values_are_labels = sum(bool(known_label(pair.value)) for pair in pairs)
    if len(pairs) < 2:
        fit = bool(pairs) and bool(known_label(pairs[0].label)) and len(pairs[0].value.split()) <= _VALUE_WORDS
        return pairs if fit and pairs[0].value else []
    long = sum(len(pair.value.split()) > 40 for pair in pairs)
    enough = exact >= 2 or (exact and known >= 0.5 * len(pairs))
    if enough and known >= 0.4 * len(pairs) and values_are_labels * 2 < len(pairs) and long * 3 <= len(pairs):
        return pairs
    return []


def _without_repeats(row: Sequence[str]) -> list[str]:
    """Return the cells of a row; a merged cell, which some programs repeat, counts once."""
    cells = [cell for index, cell in enumerate(row) if index == 0 or cell != row[index - 1] or not cell]
    while len(cells) > 2 and not cells[-1]:
        cells.pop()
    return cells


def _below(rows: Sequence[Sequence[str]], place: int) -> list[Pair]:
    """Read a table that has a label above each value."""
    if len(rows) not in (2, 3, 4) or len(rows) == 3 or len({len(row) for row in rows}) != 1:
        return []
    pairs: list[Pair] = []
    for heads, values in zip(rows[::2], rows[1::2], strict=True):
        if sum(bool(known_label(head)) for head in heads) < max(2, 0.6 * len(heads)):
            return []
        pairs += [
            Pair(field_of(head), head, value, place) for head, value in zip(heads, values, strict=True) if head or value
        ]
    return pairs


def _in_cells(rows: Sequence[Sequence[str]], place: int) -> list[Pair]:
    """Read a table whose cells hold a label and a value each."""
    pairs: list[Pair] = []
    filled = [cell for row in rows for cell in row if cell]
    for cell in filled:
        pairs += pairs_in(cell, place)
    return pairs if filled and len(pairs) >= max(2, 0.6 * len(filled)) else []
