"""Reads plain text, with the few marks that people and conversions leave in it: tabs, pipes, stars and links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from policy_handbook.importing.blocks import Block, Document, Run, squeezed
from policy_handbook.importing.markers import marker_of

_INLINE = re.compile(
    r"\*\*(?=\S)(?P<bold>[^*]+?)(?<=\S)\*\*"
    r"|__(?=\S)(?P<under>[^_]+?)(?<=\S)__"
    r"|\[(?P<words>[^\[\]]+)\]\((?P<link>[^()\s]*)\)"
)
_CONTENTS_ENTRY = re.compile(r"(?:\.{3,}|…|\t| {3,}|·{3,}|_{3,})[\s.…]*\d{1,3}\s*$")
_BULLET = re.compile(r"[^\w\s|]{1,2}\t[^\t]*\Z")
_RULE = re.compile(r"\s*[|+:\-=_*\s]{3,}\s*")


def decoded(data: bytes) -> str:
    """Decode text in the encodings that schools' programs write."""
    for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(name, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def read(data: bytes, name: str) -> Document:
    """Read plain text, line by line."""
    lines = decoded(data).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return Document(name, "plain text", tuple(_blocks(lines)), lines=True)


def _blocks(lines: list[str]) -> Iterator[Block]:
    page, gap, index = 1, False, 0
    while index < len(lines):
        page += lines[index].count("\f")
        line = lines[index].replace("\f", "").rstrip()
        if not line.strip() or _RULE.fullmatch(line):
            gap = True
            index += 1
            continue
        rows, end = _table_at(lines, index)
        level = 0 if rows or index + 1 == len(lines) else _underlined(line, lines[index + 1])
        if rows:
            yield Block(rows=tuple(rows), place=index + 1, page=page, gap=gap)
        else:
            yield replace(_paragraph(line, index + 1, page, gap=gap), heading=level)
        index = end if rows else index + 1
        gap = False


def _underlined(line: str, below: str) -> int:
    """Return the level of a heading that has a line of its own length under it; 0 for any other line."""
    text, rule = line.strip(), below.strip()
    drawn = len(rule) > _SHORTEST_RULE and set(rule) in ({"="}, {"-"}) and abs(len(rule) - len(text)) <= _ABOUT
    if not drawn or not any(map(str.isalpha, text)) or re.search(r"\t| {3,}|\|", text):
        return 0
    return 1 if rule[0] == "=" else 2


_SHORTEST_RULE, _ABOUT = 2, 3


def _paragraph(line: str, place: int, page: int, *, gap: bool) -> Block:
    wide = line.expandtabs(4)
    indent = len(wide) - len(wide.lstrip())
    return Block(
        runs=squeezed(tuple(inline(line.strip()))),
        place=place,
        page=page,
        indent=indent,
        extent=len(wide),
        gap=gap,
    )


def inline(text: str) -> Iterator[Run]:
    """Yield the runs of a line, with emphasis and links as people type them."""
    position = 0
    for match in _INLINE.finditer(text):
        if match.start() > position:
            yield Run(text[position : match.start()])
        if match["words"] is not None:
            yield Run(match["words"], link=match["link"] if ":" in match["link"] else "")
        else:
            yield Run(match["bold"] or match["under"], bold=True)
        position = match.end()
    if position < len(text):
        yield Run(text[position:])


def _table_at(lines: list[str], index: int) -> tuple[list[tuple[tuple[Block, ...], ...]], int]:
    """Return the rows of a table that begins at a line, none where there is none, and the line after it."""
    rows: list[tuple[tuple[Block, ...], ...]] = []
    while index < len(lines):
        cells = _cells(lines[index])
        if cells:
            rows.append(tuple((Block(runs=squeezed(tuple(inline(cell))), place=index + 1),) for cell in cells))
        elif not (rows and "|" in lines[index] and _RULE.fullmatch(lines[index])):
            break
        index += 1
    return rows, index


def _cells(line: str) -> list[str]:
    """Return the cells of a row of a table; none where the line is no such row."""
    text = line.strip().strip("\f")
    if text.startswith("|") and text.count("|") >= 2:
        return [] if _RULE.fullmatch(text) else [cell.strip() for cell in text.strip("|").split("|")]
    if text.count("|") > 1 and (text.endswith("|") or " | " in text):
        return [cell.strip() for cell in text.rstrip("|").split("|")]
    if "\t" not in text or _CONTENTS_ENTRY.search(text) or _BULLET.match(text):
        return []
    rest = text[marker_of(text).length :]
    return [cell.strip() for cell in text.split("\t")] if "\t" in rest else []
