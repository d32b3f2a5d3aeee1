"""Turns what Pandoc adds to Markdown into plain Markdown: attributes, divisions, and tables drawn with lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

_ATTRIBUTES = re.compile(r"[ \t]*\{(?:[#.][^\s{}]+|-|[\w-]+=(?:\"[^\"]*\"|[\w-]+))(?:\s+[^{}\n]*)?\}[ \t]*$")
_SPAN = re.compile(r"\[(?P<words>[^\[\]\n]+)\]\{(?:[#.][\w:.-]+|[\w-]+=)[^{}\n]*\}")
_DIVISION = re.compile(r"\s{0,3}:{3,}.*")
_HEADING = re.compile(r"\s{0,3}#{1,6}\s")
_UNDERLINE = re.compile(r"\s{0,3}(?:=+|-+)\s*")
_COLUMNS = re.compile(r"\s{0,3}-{2,}(?:\s+-{2,})+\s*")
_FRAME = re.compile(r"\s{0,3}-{10,}\s*")
_GRID = re.compile(r"\s{0,3}\+(?:[-=:]+\+)+\s*")
_STROKE = re.compile(r"(?<!\\)\|")
_FENCE = re.compile(r"\s{0,3}(?:```|~~~)")

Row = list[str]


def plain_markdown(text: str) -> str:
    """Return a text without what only Pandoc reads; text in fences stays as it is."""
    result: list[str] = []
    lines = text.split("\n")
    index = 0
    fenced = False
    while index < len(lines):
        line = lines[index]
        fenced = fenced != bool(_FENCE.match(line))
        rows, end = ([], index) if fenced else _table(lines, index)
        if rows:
            result += ["", *_pipes(rows), ""]
            index = end
            continue
        if fenced or not _DIVISION.fullmatch(line):
            after = lines[index + 1] if index + 1 < len(lines) else ""
            result.append(line if fenced else _without_attributes(line, after))
        index += 1
    return "\n".join(result)


def _without_attributes(line: str, after: str) -> str:
    is_heading = _HEADING.match(line) or (line.strip() and _UNDERLINE.fullmatch(after))
    return _SPAN.sub(r"\g<words>", _ATTRIBUTES.sub("", line) if is_heading else line)


def _pipes(rows: Sequence[Row]) -> Iterator[str]:
    for index, row in enumerate(rows):
        cells = [_STROKE.sub(r"\\|", cell) for cell in row]
        yield f"| {' | '.join(cells)} |"
        if index == 0:
            yield f"|{' --- |' * len(row)}"


def _table(lines: Sequence[str], index: int) -> tuple[list[Row], int]:
    """Return the rows of a table that begins at a line, the first of them its head, and the line after it."""
    if _GRID.fullmatch(lines[index]):
        return _grid(lines, index)
    above = index + 1 < len(lines) and lines[index].strip() and _COLUMNS.fullmatch(lines[index + 1])
    if above and not _COLUMNS.fullmatch(lines[index]) and not _FRAME.fullmatch(lines[index]):
        rows, end = _until_blank(lines, index + 2, lines[index + 1])
        return ([_cut(lines[index], lines[index + 1]), *rows], end) if rows else ([], index)
    stands_apart = index == 0 or not lines[index - 1].strip()  # else it underlines a heading
    if stands_apart and (_FRAME.fullmatch(lines[index]) or _COLUMNS.fullmatch(lines[index])):
        return _framed(lines, index)
    return [], index


def _cut(line: str, ruler: str) -> Row:
    """Return the cells of a line whose columns begin where the dashes of a ruler begin."""
    starts = [match.start() for match in re.finditer(r"-+", ruler)]
    ends = [*starts[1:], len(line)]
    return [line[start:end].strip() for start, end in zip(starts, ends, strict=True)]


def _until_blank(lines: Sequence[str], start: int, ruler: str) -> tuple[list[Row], int]:
    end = start
    while end < len(lines) and lines[end].strip() and not _COLUMNS.fullmatch(lines[end]):
        end += 1
    closed = end < len(lines) and bool(_COLUMNS.fullmatch(lines[end]))
    return [_cut(line, ruler) for line in lines[start:end]], end + closed


def _framed(lines: Sequence[str], index: int) -> tuple[list[Row], int]:
    """Read a table between lines of dashes; its rows may go on over several lines, with a blank line between them."""
    rules = [index]
    for place in range(index + 1, min(len(lines), index + _LONGEST)):
        if _COLUMNS.fullmatch(lines[place]) or _FRAME.fullmatch(lines[place]):
            rules.append(place)
        if len(rules) == 3 or (len(rules) == 2 and _FRAME.fullmatch(lines[place]) and place > index + 1):
            break
    ruler = next((place for place in rules if _COLUMNS.fullmatch(lines[place])), 0)
    if len(rules) < 2 or not _COLUMNS.fullmatch(lines[ruler]) or not all(map(str.strip, lines[index + 1 : ruler])):
        return [], index
    parts = [lines[start + 1 : end] for start, end in pairwise(rules)]
    rows = [row for part in parts for row in _rows(part, lines[ruler])]
    return rows, rules[-1] + 1


_LONGEST = 200


def _rows(lines: Sequence[str], ruler: str) -> list[Row]:
    """Return rows: a line each, or the lines between blank ones where there are any."""
    cut = [_cut(line, ruler) for line in lines if line.strip()]
    if not any(not line.strip() for line in lines):
        return cut
    rows: list[Row] = []
    for group in "\n".join(line if line.strip() else "" for line in lines).split("\n\n"):
        cells = [_cut(line, ruler) for line in group.split("\n") if line.strip()]
        if cells:
            rows.append([" ".join(filter(None, column)) for column in zip(*cells, strict=True)])
    return rows


def _grid(lines: Sequence[str], index: int) -> tuple[list[Row], int]:
    rows: list[Row] = []
    group: list[Row] = []
    end = index
    while end < len(lines) and (_GRID.fullmatch(lines[end]) or lines[end].lstrip().startswith("|")):
        if _GRID.fullmatch(lines[end]):
            if group:
                rows.append([" ".join(filter(None, column)) for column in zip(*group, strict=False)])
            group = []
        else:
            group.append([cell.strip() for cell in lines[end].strip().strip("|").split("|")])
        end += 1
    return rows, end
