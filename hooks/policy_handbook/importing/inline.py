"""Writes runs as the Markdown of clause texts, so that every letter of the source reads as it stood."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from policy_handbook import markup
from policy_handbook.importing.blocks import Block, Run, cell_text, squeezed

_SPECIAL = re.compile(r"([\\`*_\[\]<>{}~|])")
_AT_START = re.compile(r"^(\s*)([#>+\-=:]|\d{1,9}[.)](?=\s|$))")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_LINK = re.compile(r"(?:https?|mailto|tel):[^\s<>]+")


def literal(text: str) -> str:
    """Return Markdown that reads as a plain text does, with no more marks than it needs."""
    line = " ".join(text.split())
    if not line or _reads_as(line, line):
        return line
    return escaped(line, at_start=True)


def escaped(text: str, *, at_start: bool = False) -> str:
    """Put a mark before every letter that could mean something in Markdown."""
    result = _ENTITY.sub("&amp;", _SPECIAL.sub(r"\\\1", text))
    if not at_start:
        return result
    return _AT_START.sub(lambda match: f"{match[1]}{_quoted_start(match[2])}", result)


def _quoted_start(mark: str) -> str:
    return f"{mark[:-1]}\\{mark[-1]}" if len(mark) > 1 else f"\\{mark}"


def _reads_as(text: str, wanted: str) -> bool:
    tree = markup.parse(text)
    if len(tree) != 1 or tree[0].kind != "paragraph":
        return False
    return all(node.kind == "text" for node in tree[0].children) and (
        "".join(node.text for node in tree[0].children) == wanted
    )


def markdown(runs: Sequence[Run], note_label: Callable[[str], str] = str) -> str:
    """Return runs as Markdown: paragraphs apart, emphasis and links kept.

    Args:
        runs: the runs; one that is two line ends begins a new paragraph.
        note_label: what a note of the source is called in the policy.
    """
    paragraphs: list[list[Run]] = [[]]
    for run in runs:
        if run.text == "\n\n":
            paragraphs.append([])
        else:
            paragraphs[-1].append(run)
    return "\n\n".join(filter(None, (_paragraph(squeezed(tuple(part)), note_label) for part in paragraphs)))


def _paragraph(runs: Sequence[Run], note_label: Callable[[str], str]) -> str:
    plain = all(not (run.bold or run.italic or run.struck or run.link or run.note) for run in runs)
    if plain:
        return literal("".join(run.text for run in runs))
    wanted = " ".join("".join(run.text for run in runs if not _is_unnamed(run)).split())
    parts = [_marked(run, note_label, first=index == 0) for index, run in enumerate(runs)]
    text = "".join(parts).strip()
    if " ".join(markup.words(re.sub(r"\[\^[^\]]*\]", "", text)).split()) == " ".join(wanted.split()):
        return text
    without = tuple(Run(run.text, link=run.link, note=run.note) for run in runs)
    return "".join(_marked(run, note_label, first=index == 0) for index, run in enumerate(without)).strip()


def _marked(run: Run, note_label: Callable[[str], str], *, first: bool) -> str:
    if run.note:
        return f"[^{note_label(run.note)}]"
    words = run.text.strip()
    if not words:
        return run.text
    if run.link.startswith("[["):
        return run.text.replace(words, run.link)
    lead = run.text[: len(run.text) - len(run.text.lstrip())]
    tail = run.text[len(run.text.rstrip()) :]
    text = escaped(words, at_start=first and not (run.bold or run.italic or run.link))
    mark = "~~" * run.struck + "**" * run.bold + "*" * run.italic
    if mark and any(letter.isalnum() for letter in words):
        text = f"{mark}{text}{mark[::-1]}"
    if run.link and _LINK.fullmatch(run.link):
        address = run.link.replace("(", "%28").replace(")", "%29").replace("\\", "%5C")
        text = f"[{text}]({address})"
    return f"{lead}{text}{tail}"


def _is_unnamed(run: Run) -> bool:
    """Whether a run is a reference whose words the handbook writes."""
    return run.link.startswith("[[") and "|" not in run.link


def table(block: Block, note_label: Callable[[str], str] = str) -> str:
    """Return a table as Markdown; its first row is the head."""
    width = max(len(row) for row in block.rows)
    rows = []
    for row in (_plain_head(block.rows[0]), *block.rows[1:]):
        cells = [_cell(cell, note_label) for cell in row] + [""] * (width - len(row))
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join([rows[0], f"|{' --- |' * width}", *rows[1:]])


def _plain_head(row: Sequence[Sequence[Block]]) -> list[tuple[Block, ...]]:
    """Return a head row without its bold, where all of it is bold: heads are shown so in any case."""
    filled = [block for cell in row for block in cell if block.text]
    if not all(block.bold for block in filled):
        return [tuple(cell) for cell in row]
    return [
        tuple(replace(block, runs=tuple(replace(run, bold=False) for run in block.runs)) for block in cell)
        for cell in row
    ]


def _cell(cell: Sequence[Block], note_label: Callable[[str], str]) -> str:
    if not cell:
        return ""
    parts = []
    for block in cell:
        label = f"{escaped(block.label)} " if block.label else ""
        text = escaped(cell_text((block,))) if block.rows else label + _in_cell(block, note_label)
        parts.append(text)
    return " ".join(filter(None, parts)).replace("\n", " ")


def _in_cell(block: Block, note_label: Callable[[str], str]) -> str:
    return "".join(_marked(run, note_label, first=False) for run in squeezed(block.runs)).strip()


def with_notes(text: str, notes: Mapping[str, str]) -> str:
    """Add the texts of footnotes to the clause that refers to them."""
    if not notes:
        return text
    return "\n\n".join((text, *(f"[^{label}]: {note}" for label, note in notes.items())))
