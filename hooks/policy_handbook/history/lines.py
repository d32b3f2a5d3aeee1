"""Texts as the lines that a reader sees: paragraphs, points of lists, rows of tables, in plain words.

A comparison of two issues is one of what readers see, not of how it was typed. Marks such as bold are left out;
what they were is in the file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from policy_handbook.markup import Node, parse
from policy_handbook.model import Handbook, Policy
from policy_handbook.model.values import value_of
from policy_handbook.references import find_reference, reference_words

Speak = Callable[[Node], str]
"""Says in words what a value or a reference stands for."""


class LineKind(StrEnum):
    """What a line is on the page."""

    PARAGRAPH = "paragraph"
    BULLET = "bullet"
    NUMBERED = "numbered"
    HEAD = "head"
    ROW = "row"
    QUOTE = "quote"
    CODE = "code"
    NOTE = "note"
    RESPONSIBLE = "responsible"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a text.

    Attributes:
        kind: what it is.
        cells: its words; only a row of a table has more than one cell.
        level: how deep in lists it lies.
    """

    kind: LineKind
    cells: tuple[str, ...]
    level: int = 0


def lines_of(text: str, speak: Speak) -> tuple[Line, ...]:
    """Return the lines of a text in Markdown, with values and references in words."""
    return tuple(line for node in parse(text) for line in _lines(node, LineKind.PARAGRAPH, 0, speak))


def as_typed(node: Node) -> str:
    """Say a value or a reference by its name, where no view is at hand."""
    given = "".join(child.text for child in node.children)
    return given or node.text


def spoken_in(view: Handbook, here: Policy) -> Speak:
    """Say values and references as a view shows them on the page of an issue."""

    def speak(node: Node) -> str:
        if node.kind == "value":
            return value_of(view, node.text) or ""
        if given := "".join(child.text for child in node.children):
            return given
        target = find_reference(view, node.text, here)
        return reference_words(target[0], target[1], same_page=target[0].id == here.id) if target else ""

    return speak


_BLOCKS = {
    "paragraph": LineKind.PARAGRAPH,
    "code-block": LineKind.CODE,
    "quote": LineKind.QUOTE,
}


def _lines(node: Node, kind: LineKind, level: int, speak: Speak) -> Iterator[Line]:
    if node.kind == "list":
        inner = LineKind.NUMBERED if node.ordered else LineKind.BULLET
        for item in node.children:
            for child in item.children:
                yield from _lines(child, inner, level + (child.kind == "list"), speak)
    elif node.kind == "quote":
        for child in node.children:
            yield from _lines(child, LineKind.QUOTE, level, speak)
    elif node.kind == "table":
        yield from (_row(row, speak) for row in node.children)
    elif node.kind == "footnotes":
        for note in node.children:
            words = " ".join(_inline(child, speak) for child in note.children)
            yield from _line(LineKind.NOTE, f"{note.text}. {words}", 0)
    elif node.kind == "rule":
        return
    else:
        own = _BLOCKS.get(node.kind, kind)
        yield from _line(kind if own is LineKind.PARAGRAPH else own, _inline(node, speak), level)


def _line(kind: LineKind, words: str, level: int) -> Iterator[Line]:
    plain = " ".join(words.split())
    if plain:
        yield Line(kind, (plain,), level)


def _row(row: Node, speak: Speak) -> Line:
    cells = tuple(" ".join(_inline(cell, speak).split()) for cell in row.children)
    return Line(LineKind.HEAD if row.ordered else LineKind.ROW, cells)


def _inline(node: Node, speak: Speak) -> str:
    if node.kind in ("value", "reference"):
        return speak(node)
    if node.kind in ("text", "code", "code-block"):
        return node.text
    if node.kind == "break":
        return " "
    if node.kind == "footnote-reference":
        return f" [{node.text}]"
    return "".join(_inline(child, speak) for child in node.children)
