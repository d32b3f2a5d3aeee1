"""Finds the control data of a policy wherever it stands: in tables, beside labels, or on the line after one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from policy_handbook.importing.account import Entry, Why
from policy_handbook.importing.blocks import Block, cell_text, texts_of
from policy_handbook.importing.markers import marker_of
from policy_handbook.importing.steps.labels import (
    DATE_FIELDS,
    NO_FIELDS,
    Pair,
    field_of,
    fits,
    is_filler,
    known_label,
    pairs_in,
)
from policy_handbook.importing.steps.tables import is_form
from policy_handbook.importing.vocabulary import body_in, normal, role_in, vocabulary
from policy_handbook.importing.when import find_dates
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
    index, beside = 0, False
    while index < len(blocks):
        near = index < front or index >= len(blocks) - _BACK
        found, used = _pairs_at(blocks, index, near=near)
        if near and not found:
            found, used = _slashed(blocks, index)
        if (
            near
            and not found
            and (beside or any(_pairs_at(blocks, later, near=True)[0] for later in _next(blocks, index)))
        ):
            found, used = _among_pairs(blocks, index, follows=beside)
        beside = bool(found)
        if found:
            used += _signature(blocks, index + used, found)
            pairs += found
            entries += _entries(blocks[index : index + used], found)
        else:
            left += blocks[index : index + used]
        index += used
    return Control(tuple(left), tuple(pairs), tuple(entries))


def _next(blocks: Sequence[Block], index: int) -> range:
    """Return where control data may go on after a line: after it, or after its value, if it is only a label."""
    alone = not blocks[index].is_table and bool(known_label(blocks[index].text.rstrip(" :")))
    return range(index + 1, min(index + 2 + alone, len(blocks)))


def _entries(blocks: Sequence[Block], pairs: Sequence[Pair]) -> list[Entry]:
    """Tell what became of blocks: pair by pair for a table, and as they stood for lines."""
    if not any(block.is_table for block in blocks):
        text = "\n".join(f"{block.label} {block.text}".strip() for block in blocks)
        fields = ", ".join(dict.fromkeys(pair.field for pair in pairs if _is_kept(pair)))
        return [Entry(text, Why.FIELD if fields else Why.NO_FIELD, fields, blocks[0].place)]
    entries = [
        Entry(
            f"{pair.label}: {pair.value}",
            *((Why.FIELD, pair.field) if _is_kept(pair) else (Why.NO_FIELD, "")),
            pair.place,
        )
        for pair in pairs
    ]
    lost = counted(text for block in blocks for text in texts_of(block)) - counted(entry.text for entry in entries)
    return [*entries, *([Entry(" ".join(lost.elements()), Why.NO_FIELD, place=blocks[0].place)] if lost else [])]


def _is_kept(pair: Pair) -> bool:
    return bool(pair.field) and pair.field not in NO_FIELDS and not is_filler(pair.value)


_AMONG_WORDS = 10
_NO_NUMBERS = frozenset(("", "•", "-", "*"))
_LOOSE = NO_FIELDS | {"status", "readers"}
"""Fields whose values may be anything."""


def _among_pairs(blocks: Sequence[Block], index: int, *, follows: bool) -> tuple[list[Pair], int]:
    """Read a line beside control data as such too, where it has a label and hardly more; its field may have no use.

    Before the first pair stands the title, so that there a label has to be set off.
    """
    block = blocks[index]
    if (
        block.is_table
        or block.label not in _NO_NUMBERS
        or block.heading
        or block.title
        or len(block.text.split()) > _AMONG_WORDS
    ):
        return [], 1
    bare = bool(known_label(block.text.rstrip(" :")))
    label, value = _set_off(block) or (_known_beginning(block.text) if follows or bare else ("", ""))
    if value:
        return [Pair(field_of(label), label, value, block.place)], 1
    after = blocks[index + 1] if index + 1 < len(blocks) else block
    is_value = not (after.is_table or after.heading or after.label or after.text.endswith(".")) and after is not block
    if known_label(label) in _LOOSE and is_value and len(after.text.split()) <= _VALUE_WORDS // 2:
        return [Pair(field_of(label), label, after.text, block.place)], 2
    return [], 1


def _set_off(block: Block) -> tuple[str, str] | None:
    """Return the label and the value of a line of which only the label is bold or italic."""
    runs = [run for run in block.runs if run.text.strip()]
    first = runs[0] if runs else None
    if first is None or not (first.bold or first.italic) or any(run.bold or run.italic for run in runs[1:]):
        return None
    value = "".join(run.text for run in runs[1:]).strip(" :–-\t")
    return (first.text.strip(" :–-"), value) if value and not value.endswith(".") else None


def _known_beginning(text: str) -> tuple[str, str]:
    """Return a known label at the beginning of a line, and what follows it."""
    words = text.split()
    for count in range(len(words), 0, -1):
        label, value = " ".join(words[:count]).rstrip(" :–-"), " ".join(words[count:]).lstrip(" :–-")
        if known_label(label) and (not value or not value[0].islower()) and not text.endswith("."):
            return label, value
    return "", ""


_SIGNED = re.compile(r"^\(?(?:signed|signature|authorised|approved)\b", re.IGNORECASE)
_BRACKETED = re.compile(r"\([^()]*\)")


def _signature(blocks: Sequence[Block], index: int, pairs: Sequence[Pair]) -> int:
    """Return how many lines after a place to sign say only who signs."""
    if not _SIGNED.match(pairs[-1].label) or (pairs[-1].value and not is_filler(pairs[-1].value)):
        return 0
    used = 0
    while index + used < len(blocks) and used < _SIGNATURE_LINES and _is_signer(blocks[index + used]):
        used += 1
    return used


_SIGNATURE_LINES = 3


def _is_signer(block: Block) -> bool:
    text = block.text
    if block.is_table or block.label or block.heading or len(text.split()) > _SIGNATURE_LINES + 2 or pairs_in(text):
        return False
    is_name = all(word[:1].isupper() or word in ("of", "to", "the") for word in text.split())
    is_post = bool(role_in(text) or body_in(text)) or normal(text).startswith("chair")
    return is_post or _BRACKETED.fullmatch(text) is not None or (is_name and normal(text) not in vocabulary().headings)


def _slashed(blocks: Sequence[Block], index: int) -> tuple[list[Pair], int]:
    """Read a table that was typed as two lines with strokes: ``Date / Review Date``, ``March 2017 / March 2018``."""
    if index + 1 >= len(blocks) or blocks[index].is_table or blocks[index + 1].is_table:
        return [], 1
    labels = re.split(r"\s+[/|]\s+", blocks[index].text)
    values = re.split(r"\s+[/|]\s+", blocks[index + 1].text)
    known = sum(bool(known_label(label)) for label in labels)
    if len(labels) < 2 or known < max(2, len(labels) / 2) or not 0 <= len(labels) - len(values) <= 2:
        return [], 1
    values += [""] * (len(labels) - len(values))
    return [
        Pair(field_of(label), label, value, blocks[index].place) for label, value in zip(labels, values, strict=True)
    ], 2


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
    over_two_lines = _over_two_lines(blocks, index)
    if over_two_lines:
        return [over_two_lines], 2
    found = list(pairs_in(block.text, block.place))
    if any(len(pair.value.split()) > _VALUE_WORDS for pair in found) or not found or not _believable(found):
        return [], 1
    value = "" if found[-1].value else _value_after(blocks, index + 1, found[-1].field)
    if value:
        return [*found[:-1], Pair(found[-1].field, found[-1].label, value, block.place)], 2
    if found[-1].field == "approver" and not find_dates(found[-1].value) and _is_date(blocks, index + 1):
        return [*found, Pair("approved", "", blocks[index + 1].text, block.place)], 2
    return found, 1


def _is_date(blocks: Sequence[Block], index: int) -> bool:
    """Whether a line is a date and nothing else."""
    return index < len(blocks) and not blocks[index].is_table and fits("approved", blocks[index].text)


def _over_two_lines(blocks: Sequence[Block], index: int) -> Pair | None:
    """Return a label that is a line of its own with the value on the next."""
    block = blocks[index]
    label = block.text.rstrip(" :")
    field = known_label(label)
    if not field or (field == "title" and len(label.split()) < _TITLE_LABEL_WORDS):
        return None  # the word Policy alone is the end of a title
    value = _value_after(blocks, index + 1, field)
    dated = field == "issue" and not fits(field, value)
    return Pair("issued" if dated else field, block.text, value, block.place) if value else None


_TITLE_LABEL_WORDS = 2


def _believable(pairs: Sequence[Pair]) -> bool:
    """Whether labels with values are control data, and not a sentence that happens to have a colon."""
    first = pairs[0]
    if known_label(first.label) or len(pairs) > 1:
        return True
    return fits(first.field, first.value) or len(first.label.split()) <= 6


def _value_after(blocks: Sequence[Block], index: int, field: str) -> str:
    """Return the value on the line after its label; empty where that line is something else."""
    if index >= len(blocks):
        return ""
    block = blocks[index]
    text = block.text
    if block.is_table or block.heading or len(text.split()) > _VALUE_WORDS or known_label(text.rstrip(" :")):
        return ""
    dated = field == "issue" and fits("issued", text)
    if fits(field, text) and field in ("issue", *DATE_FIELDS):
        return text
    if pairs_in(text) or marker_of(text).length or normal(text) in vocabulary().headings:
        return ""
    return text if fits(field, text) or dated or field == "title" else ""


# --- tables ---------------------------------------------------------------------------------------------


def table_pairs(block: Block) -> list[Pair]:
    """Return the labels and values of a control table; none for any other table."""
    if is_form(block):
        return []
    rows = [[cell_text(cell) for cell in row] for row in block.rows]
    if _has_labels_above(rows):
        return _below(rows, block.place)
    return _side_by_side(rows, block.place) or _below(rows, block.place) or _in_cells(rows, block.place)


def _has_labels_above(rows: Sequence[Sequence[str]]) -> bool:
    """Whether a table has two rows, the first all labels and the second none."""
    if len(rows) != 2 or len(rows[0]) < _COLUMNS or len(rows[0]) != len(rows[1]):
        return False
    return all(map(known_label, rows[0])) and sum(map(bool, map(known_label, rows[1]))) * 3 <= len(rows[1])


_COLUMNS = 3


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
