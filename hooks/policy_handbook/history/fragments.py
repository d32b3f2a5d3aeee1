"""A comparison as fragments of HTML: ``ins`` and ``del`` with words for those who do not see the marks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby

from policy_handbook.history.lines import LineKind
from policy_handbook.history.redline import Fate, Redline, Row
from policy_handbook.history.summary import goes_without_saying
from policy_handbook.history.units import UnitKind
from policy_handbook.history.words import LineChange, Mark, Run

_TABLE = (LineKind.HEAD, LineKind.ROW)
_LIST = (LineKind.BULLET, LineKind.NUMBERED)


def anchor(place: int) -> str:
    """The part of the address of a row after the #."""
    return f"change-{place + 1}"


def redline_html(made: Redline, level: int = 3) -> str:
    """Write every row that changed, under the headings of its sections.

    Args:
        made: the comparison.
        level: the level of the headings of sections.
    """
    out: list[str] = []
    for heading, rows in _by_section(made):
        changed = [(place, row) for place, row in rows if row.fates != (Fate.SAME,)]
        if not changed and (heading is None or heading[1].fates == (Fate.SAME,)):
            continue
        out.append('<section class="redline-section">')
        out.append(_heading(heading, level))
        out += _rows(made, rows)
        out.append("</section>")
    return "".join(out)


def _by_section(made: Redline) -> Iterator[tuple[tuple[int, Row] | None, list[tuple[int, Row]]]]:
    """Yield each section's row, or ``None`` for what comes before the first, with the rows in it."""
    heading: tuple[int, Row] | None = None
    held: list[tuple[int, Row]] = []
    for place, row in enumerate(made.rows):
        if row.unit.kind is UnitKind.SECTION:
            yield heading, held
            heading, held = (place, row), []
        else:
            held.append((place, row))
    yield heading, held


def _heading(heading: tuple[int, Row] | None, level: int) -> str:
    if heading is None:
        return f"<h{level}>Title, summary and short version</h{level}>"
    place, row = heading
    number = f"{escape(row.unit.number)} " if row.unit.number else ""
    words = "".join(runs_html(cell) for line in row.lines for cell in line.cells)
    whole = {Fate.ADDED: "ins", Fate.REMOVED: "del"}.get(row.fates[0])
    inner = f"{number}{words}" if whole is None else f"{number}{_plain(row)}"
    return f'<h{level} id="{anchor(place)}"><span>{inner}</span></h{level}>{_tags(row)}'


def _plain(row: Row) -> str:
    return escape(row.unit.text)


def _rows(made: Redline, rows: Sequence[tuple[int, Row]]) -> Iterator[str]:
    shown: set[str] = set()
    for index, (place, row) in enumerate(rows):
        if row.fates == (Fate.SAME,):
            continue
        lead = _lead(rows, index)
        if lead is not None and lead.unit.number not in shown:
            shown.add(lead.unit.number)
            yield _row(None, lead, "context")
        shown.add(row.unit.number)
        yield _row(place, row, row.fates[0].value, tagged=not goes_without_saying(made, row))


def _lead(rows: Sequence[tuple[int, Row]], index: int) -> Row | None:
    """The clause that leads in to an item that changed, where it did not change itself."""
    row = rows[index][1]
    if row.unit.kind is not UnitKind.ITEM:
        return None
    for _, before in reversed(rows[:index]):
        if before.unit.kind is UnitKind.CLAUSE and (before.new is not None) == (row.new is not None):
            return before if before.fates == (Fate.SAME,) else None
    return None


def _row(place: int | None, row: Row, style: str, *, tagged: bool = True) -> str:
    unit = row.unit
    named = f' id="{anchor(place)}"' if place is not None else ""
    number = f'<b class="clause-number">{escape(unit.number)}</b>' if unit.number else ""
    lone = "" if unit.number else " unnumbered"
    whole = row.fates[0] in (Fate.ADDED, Fate.REMOVED)
    body = lines_html(row.lines, whole=whole)
    if unit.kind is UnitKind.DEFINITION:
        term, *meaning = row.lines
        body = f"<p><b>{_cells(term, whole=whole)}</b></p>{lines_html(meaning, whole=whole)}"
    inner = f'<div class="clause-text">{_tags(row) if tagged else ""}{body}</div>'
    return f'<div class="clause change {style}{lone}"{named}>{number}{inner}</div>'


_NAMES = {UnitKind.TITLE: "Title", UnitKind.SUMMARY: "Summary", UnitKind.POINT: "In short"}


def _tags(row: Row) -> str:
    """Say what a part without a number is, and what became of it."""
    words = [word for fate in row.fates if (word := _words(row, fate))]
    tags = [f'<span class="tag">{escape(word)}</span>' for word in words]
    name = [f"<b>{_NAMES[row.unit.kind]}</b>"] if row.unit.kind in _NAMES else []
    return f'<p class="fate">{" ".join([*name, *tags])}</p>' if tags else ""


def _words(row: Row, fate: Fate) -> str:
    """Say what became of a part, in a word or two."""
    was = row.old.number if row.old else ""
    return {
        Fate.SAME: "",
        Fate.ADDED: "Added",
        Fate.REMOVED: "Removed",
        Fate.MOVED: f"Moved, was {was}" if was and was != row.unit.number else "Moved",
        Fate.REWORDED: "Reworded" if row.moved or not _renumbered_too(row) else f"Reworded, was {was}",
        Fate.RENUMBERED: "" if row.reworded else f"Was {was}",
        Fate.READERS: "For other readers than before",
    }[fate]


def _renumbered_too(row: Row) -> bool:
    return bool(row.old and row.new and row.old.number and row.old.number != row.new.number)


def lines_html(lines: Sequence[LineChange], *, whole: bool = False) -> str:
    """Write the lines of a part; those of a table that stand together make one table.

    Args:
        lines: the lines.
        whole: whether the part was added or removed as a whole, so that a word before it has said so.
    """
    out = []
    for kind, group in groupby(lines, key=lambda line: _holder(line.shown.kind)):
        held = list(group)
        if kind == "table":
            out.append(_table(held, whole=whole))
        elif kind == "ul":
            out.append(f"<ul>{''.join(f'<li>{_cells(line, whole=whole)}</li>' for line in held)}</ul>")
        else:
            out += [_paragraph(line, whole=whole) for line in held]
    return "".join(out)


def _holder(kind: LineKind) -> str:
    return "table" if kind in _TABLE else "ul" if kind in _LIST else "p"


def _paragraph(line: LineChange, *, whole: bool) -> str:
    kind = line.shown.kind
    style = {LineKind.RESPONSIBLE: ' class="foot"', LineKind.NOTE: ' class="note"'}.get(kind, "")
    return f"<p{style}>{_cells(line, whole=whole)}</p>"


def _cells(line: LineChange, *, whole: bool) -> str:
    return "".join(runs_html(cell, whole=whole) for cell in line.cells)


def _table(lines: Sequence[LineChange], *, whole: bool) -> str:
    titles: tuple[str, ...] = ()
    rows = []
    for line in lines:
        head = line.shown.kind is LineKind.HEAD
        if head:
            titles = line.shown.cells
        cells = "".join(
            _cell(runs_html(cell, whole=whole), titles[index] if index < len(titles) else "", head=head)
            for index, cell in enumerate(line.cells)
        )
        rows.append((head, f"<tr>{cells}</tr>"))
    head_rows = "".join(row for head, row in rows if head)
    body = "".join(row for head, row in rows if not head)
    return f"<table>{f'<thead>{head_rows}</thead>' if head_rows else ''}<tbody>{body}</tbody></table>"


def _cell(inner: str, title: str, *, head: bool) -> str:
    if head:
        return f'<th scope="col">{inner}</th>'
    return f'<td data-title="{escape(title)}">{inner}</td>' if title else f"<td>{inner}</td>"


def runs_html(runs: Sequence[Run], *, whole: bool = False) -> str:
    """Write words with marks, and with words that a screen reader says and that are copied with the text."""
    return "".join(_run(run, whole=whole) for run in runs)


def _run(run: Run, *, whole: bool) -> str:
    text = escape(run.text)
    if run.mark is Mark.SAME:
        return text
    words = text.strip() or text
    before, after = text.split(words, 1)  # a space beside the words is neither underlined nor struck through
    tag, said = ("ins", "added") if run.mark is Mark.ADDED else ("del", "removed")
    if whole:
        return f"{before}<{tag}>{words}</{tag}>{after}"
    hidden = '<span class="visually-hidden">'
    return f"{before}<{tag}>{hidden}[{said}: </span>{words}{hidden}] </span></{tag}>{after}"
