"""Reads the change record sheet, whatever it is called."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from policy_handbook.importing.account import Entry, Why
from policy_handbook.importing.blocks import Block, cell_text
from policy_handbook.importing.steps.labels import known_label, pairs_in
from policy_handbook.importing.steps.tables import is_form
from policy_handbook.importing.vocabulary import is_record_heading, normal, vocabulary
from policy_handbook.importing.when import find_dates


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a change record sheet, as it stands.

    Attributes:
        issue: the number of the issue.
        date: the date.
        summary: what changed.
        by: who made the change.
        kind: whether it was material, where the source says so.
        place: the line or paragraph of the source.
    """

    issue: str = ""
    date: str = ""
    summary: str = ""
    by: str = ""
    kind: str = ""
    place: int = 0


@dataclass(frozen=True, slots=True)
class Changes:
    """What came of looking for a change record sheet: what is left, its rows, and what was taken out."""

    blocks: tuple[Block, ...]
    rows: tuple[Row, ...]
    entries: tuple[Entry, ...]


def change_record(blocks: Sequence[Block]) -> Changes:
    """Take the change record sheet out of blocks."""
    rows: list[Row] = []
    entries: list[Entry] = []
    left: list[Block] = []
    index = 0
    while index < len(blocks):
        block = blocks[index]
        under = _is_under_record_heading(left)
        if block.is_table and (columns := _columns(block, under=under)):
            found, told = _rows(block, columns)
            rows += found
            entries += told
            index += 1
            continue
        line_rows, used = (
            _typed_rows(blocks, index) if under and not any(map(_is_pair, (*left[-1:], block))) else ([], 0)
        )
        if line_rows:
            rows += line_rows
            entries += [Entry(item.text, Why.FIELD, "changes", item.place) for item in blocks[index : index + used]]
            index += used
            continue
        left.append(block)
        index += 1
    return Changes(tuple(left), tuple(rows), tuple(entries))


def _is_under_record_heading(left: Sequence[Block]) -> bool:
    return bool(left) and any(not block.is_table and is_record_heading(block.text) for block in left[-2:])


def _is_pair(block: Block) -> bool:
    """Whether a line is a label of control data with its value."""
    return not block.is_table and any(known_label(pair.label) for pair in pairs_in(block.text))


_ANOTHER = "another date"


def _columns(block: Block, *, under: bool) -> dict[int, str]:
    """Return what the columns of a table hold; nothing where it is no change record sheet."""
    heads = [normal(cell_text(cell)) for cell in block.rows[0]]
    columns: dict[int, str] = {}
    for index, head in enumerate(heads):
        field = _column_of(head)
        if field:
            columns[index] = _ANOTHER if field == "date" and "date" in columns.values() else field
    fields = set(columns.values())
    if len(block.rows) < 2 or ("date" not in fields and "issue" not in fields):
        return {}
    if (is_form(block) and not under) or _is_undated(block, columns):
        return {}
    dated = _dated_share(block, columns)
    if "summary" in fields and ("date" in fields or "issue" in fields) and (dated >= 0.4 or under):
        return columns
    if len(block.rows) > 2 and len(fields) >= 2 and dated >= 0.6:
        return columns
    return columns if under and len(fields) >= 2 else {}


def _is_undated(block: Block, columns: dict[int, str]) -> bool:
    """Whether rows have something in them, but none has an issue or a date."""
    wanted = [index for index, field in columns.items() if field in ("date", "issue")]
    rows = [row for row in block.rows[1:] if any(cell_text(cell) for cell in row)]
    return bool(rows) and not any(cell_text(row[index]) for row in rows for index in wanted if index < len(row))


def _dated_share(block: Block, columns: dict[int, str]) -> float:
    """Return the share of rows with a date or an issue in its column; empty rows do not count."""
    wanted = [index for index, field in columns.items() if field == "date"]
    rows = [row for row in block.rows[1:] if any(cell_text(cell) for cell in row)]
    if not rows or not wanted:
        return 0.5 if rows else 1.0
    hits = sum(len(row) > wanted[0] and bool(find_dates(cell_text(row[wanted[0]]), rough=True)) for row in rows)
    return hits / len(rows)


def _rows(block: Block, columns: dict[int, str]) -> tuple[list[Row], list[Entry]]:
    heads = " | ".join(cell_text(cell) for cell in block.rows[0])
    entries = [Entry(heads, Why.COLUMN_HEAD, "changes", block.place)]
    rows: list[Row] = []
    for number, cells in enumerate(block.rows[1:], 1):
        texts = [cell_text(cell) for cell in cells]
        if not any(texts):
            continue
        values: dict[str, str] = {}
        for index, text in enumerate(texts):
            field = columns.get(index, "summary")
            if text and field != _ANOTHER:
                values[field] = f"{values[field]}; {text}" if field in values else text
        place = block.rows[number][0][0].place if cells and cells[0] else block.place
        row = Row(
            values.get("issue", ""),
            values.get("date", ""),
            _summary(values),
            values.get("by", ""),
            values.get("kind", ""),
            place or block.place,
        )
        if not (row.date or row.issue) and rows:
            previous = rows.pop()
            row = Row(
                previous.issue,
                previous.date,
                " ".join(filter(None, (previous.summary, row.summary))),
                " ".join(filter(None, (previous.by, row.by))),
                previous.kind or row.kind,
                previous.place,
            )
        rows.append(row)
        entries.append(Entry(" | ".join(texts), Why.FIELD, "changes", block.place))
    return rows, entries


def _summary(values: dict[str, str]) -> str:
    section = values.get("section", "")
    summary = values.get("summary", "")
    return f"{section}: {summary}" if section and summary else summary or section


def _typed_rows(blocks: Sequence[Block], index: int) -> tuple[list[Row], int]:
    """Read a sheet that lost its table: a row a line, a cell a line, or a label and a value by turns."""
    for reading in (_cell_rows, _labelled_rows, _line_rows):
        rows, used = reading(blocks, index)
        if rows:
            return rows, used
    return [], 0


def _cell_rows(blocks: Sequence[Block], index: int) -> tuple[list[Row], int]:
    """Read a sheet whose cells each became a line: the heads, then the cells of each row."""
    fields: list[str] = []
    while index + len(fields) < len(blocks) and (field := _column(blocks[index + len(fields)])):
        fields.append(field)
    width = len(fields)
    if width < _FEWEST_COLUMNS or "date" not in fields:
        return [], 0
    rows: list[Row] = []
    start = index + width
    while start + width <= len(blocks) and not any(block.is_table for block in blocks[start : start + width]):
        texts = [block.text for block in blocks[start : start + width]]
        if not find_dates(texts[fields.index("date")], rough=True):
            break
        rows.append(_row_of(list(zip(fields, texts, strict=True)), blocks[start].place))
        start += width
    return rows, start - index


def _labelled_rows(blocks: Sequence[Block], index: int) -> tuple[list[Row], int]:
    """Read a sheet in which each value stands under its head, again for every row."""
    start = index
    while start < len(blocks) and _column(blocks[start]) and start + 1 < len(blocks) and _column(blocks[start + 1]):
        start += 1  # heads above the first row, without values
    first = blocks[start].text if start < len(blocks) else ""
    rows: list[Row] = []
    cells: list[tuple[str, str]] = []
    while start + 1 < len(blocks) and (field := _column(blocks[start])) and not blocks[start + 1].is_table:
        if blocks[start].text == first and cells:
            rows.append(_row_of(cells, blocks[start].place))
            cells = []
        cells.append((field, blocks[start + 1].text))
        start += 2
    if len(cells) >= _FEWEST_COLUMNS:
        rows.append(_row_of(cells, blocks[start - 1].place))
    return (rows, start - index) if rows and all(find_dates(row.date, rough=True) for row in rows) else ([], 0)


_FEWEST_COLUMNS = 3


def _column(block: Block) -> str:
    """Return the column that a line names; empty where it names none."""
    return "" if block.is_table or block.label else _column_of(normal(block.text))


def _column_of(head: str) -> str:
    known = vocabulary().columns
    begins = (known[name] for name in known if head.startswith(f"{name} ") and len(head.split()) <= _FEWEST_COLUMNS + 1)
    return known.get(head, "") or next(begins, "")


def _row_of(cells: Sequence[tuple[str, str]], place: int) -> Row:
    values: dict[str, str] = {}
    for field, text in cells:
        if field == "date" and "date" in values:
            continue
        values[field] = f"{values[field]}; {text}" if field in values else text
    kind = values.get("kind", "")
    return Row(values.get("issue", ""), values.get("date", ""), _summary(values), values.get("by", ""), kind, place)


_LINE_ROW = re.compile(
    r"(?:(?:[Ii]ssue|[Vv]ersion|v)?\s*(?P<issue>\d{1,2}(?:\.\d)?))?[\s.:,–-]*(?P<by>[A-Z][A-Za-z. ]{0,30})?[\s:,–-]*$"
)


def _line_rows(blocks: Sequence[Block], index: int) -> tuple[list[Row], int]:
    """Read rows that are typed as lines: ``6  October 2020  Reviewed``; none where the lines are something else."""
    rows: list[Row] = []
    start = index
    while index < len(blocks):
        block = blocks[index]
        if block.is_table or len(block.text.split()) > 40:
            break
        found = find_dates(block.text)
        if not found and rows and block.text[:1].islower():
            rows[-1] = replace(rows[-1], summary=f"{rows[-1].summary} {block.text}")
            index += 1
            continue
        if not found:
            is_head = index == start and {*normal(block.text).split()} <= {
                word for name in vocabulary().columns for word in name.split()
            }
            if not is_head:
                break
            index += 1
            continue
        before, after = block.text[: found[0].start], block.text[found[0].end :]
        issue = _LINE_ROW.fullmatch(before)
        if not issue:
            break
        summary = after.strip(" \t.:,;–-")
        by = (issue["by"] or "").strip()
        date = block.text[found[0].start : found[0].end]
        rows.append(Row(issue["issue"] or "", date, summary, by, place=block.place))
        index += 1
    return (rows, index - start) if rows else ([], 0)
