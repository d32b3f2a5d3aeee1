"""What every reader makes of a document: blocks of text and tables, in reading order, with what hints at their part.

Nothing here knows a file format, and nothing here decides what a block is for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

COLUMN = 6
"""Points that a column of plain text stands for where a format measures in points."""


@dataclass(frozen=True, slots=True)
class Run:
    """Text of one look.

    Attributes:
        text: the words; empty for a mark that refers to a note.
        link: the address that it leads to; ``#name`` within the document; a whole reference such as ``[[behaviour]]``
            once it is known to be one.
        note: the label of the note that it refers to.
    """

    text: str
    bold: bool = False
    italic: bool = False
    struck: bool = False
    link: str = ""
    note: str = ""


class Part(StrEnum):
    """Where in the document a block stands."""

    BODY = "body"
    HEAD = "head"
    FOOT = "foot"
    CONTENTS = "contents"


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a line, or a table.

    Attributes:
        runs: the text of a paragraph.
        rows: the cells of a table, each with its own blocks.
        place: the line or paragraph of the source, from 1.
        page: the page of the source, from 1; 0 where it has none.
        part: whether it is text, a running head or foot, or a printed table of contents.
        heading: the level of a heading, from 1, where the source says that it is one.
        title: whether the source says that it is the title.
        depth: how deep it is in a list, from 0; ``None`` outside lists.
        label: the number or bullet that the source shows before it, but does not hold as text.
        indent: how far it is set in, in columns: widths of a usual letter.
        size: the size of its letters in points; 0 where it is not known.
        extent: how far to the right it reaches, in the same measure as ``indent``; 0 where it is not known.
        gap: whether there is a blank line, or more space than usual, before it.
        centred: whether it is centred.
        anchors: names by which links of the document lead to it.
    """

    runs: tuple[Run, ...] = ()
    rows: tuple[tuple[tuple[Block, ...], ...], ...] = ()
    place: int = 0
    page: int = 0
    part: Part = Part.BODY
    heading: int = 0
    title: bool = False
    depth: int | None = None
    label: str = ""
    indent: float = 0
    size: float = 0
    extent: float = 0
    gap: bool = False
    centred: bool = False
    anchors: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """Its words on one line; those of a table with a tab between cells and a line for each row."""
        if self.rows:
            return "\n".join("\t".join(cell_text(cell) for cell in row) for row in self.rows)
        return plain(self.runs)

    @property
    def is_table(self) -> bool:
        """Whether it is a table."""
        return bool(self.rows)

    @property
    def bold(self) -> bool:
        """Whether all of its words are bold."""
        return any(run.text.strip() for run in self.runs) and all(run.bold for run in self.runs if run.text.strip())

    @property
    def italic(self) -> bool:
        """Whether all of its words are italic."""
        return any(run.text.strip() for run in self.runs) and all(run.italic for run in self.runs if run.text.strip())

    @property
    def notes(self) -> tuple[str, ...]:
        """The labels of the notes that it refers to, those in the cells of a table too."""
        own = [run.note for run in self.runs if run.note]
        inner = (note for row in self.rows for cell in row for block in cell for note in block.notes)
        return (*own, *inner)


@dataclass(frozen=True, slots=True)
class Document:
    """A document as it was read.

    Attributes:
        name: the name of its file.
        form: what it was read as, such as ``Word``.
        blocks: its text in reading order, running heads and feet first.
        notes: footnotes and endnotes by label.
        properties: what the file says about itself: title, author, created, changed.
        lines: whether a block is a line of the page rather than a paragraph.
        exact: whether ``handbook export`` wrote it, so that its styles say for certain what each block is.
        remarks: what a person should know about how it was read.
    """

    name: str
    form: str
    blocks: tuple[Block, ...]
    notes: Mapping[str, tuple[Block, ...]] = field(default_factory=dict)
    properties: Mapping[str, str] = field(default_factory=dict)
    lines: bool = False
    exact: bool = False
    remarks: tuple[str, ...] = ()

    def texts(self) -> Iterator[str]:
        """Yield every text of the document, notes and printed labels included."""
        for block in (*self.blocks, *(block for note in self.notes.values() for block in note)):
            yield from texts_of(block)


def texts_of(block: Block) -> Iterator[str]:
    """Yield the label and the text of a block, cell by cell for a table."""
    if block.label:
        yield block.label
    if block.rows:
        for row in block.rows:
            for cell in row:
                for inner in cell:
                    yield from texts_of(inner)
    elif block.runs:
        yield block.text


def plain(runs: Sequence[Run]) -> str:
    """Return the words of runs on one line."""
    return " ".join("".join(run.text for run in runs).split())


def cell_text(cell: Sequence[Block]) -> str:
    """Return the words of a cell on one line, printed labels included."""
    return " ".join(" ".join(filter(None, (block.label, " ".join(block.text.split())))) for block in cell).strip()


def squeezed(runs: Sequence[Run]) -> tuple[Run, ...]:
    """Return runs with single spaces, none at the ends, and neighbours of one look joined."""
    joined: list[Run] = []
    for run in runs:
        if joined and not run.note and not joined[-1].note and _look(joined[-1]) == _look(run):
            joined[-1] = _with_text(run, joined[-1].text + run.text)
        else:
            joined.append(run)
    result: list[Run] = []
    after_space = True
    for run in joined:
        words = " ".join(run.text.split())
        if run.note:
            result.append(run)
            continue
        if not words:
            if run.text and not after_space and result:
                result.append(Run(" "))
                after_space = True
            continue
        lead = " " if run.text[0].isspace() and not after_space else ""
        after_space = run.text[-1].isspace()
        result.append(_with_text(run, lead + words + (" " if after_space else "")))
    while result and not result[-1].note and not result[-1].text.strip():
        result.pop()
    if result and not result[-1].note:
        result[-1] = _with_text(result[-1], result[-1].text.rstrip())
    return tuple(result)


def dropped(runs: Sequence[Run], count: int) -> tuple[Run, ...]:
    """Return runs without their first letters."""
    result: list[Run] = []
    for run in runs:
        if count >= len(run.text) and count and not run.note:
            count -= len(run.text)
            continue
        result.append(_with_text(run, run.text[count:]) if count else run)
        count = 0
    return squeezed(result)


def _look(run: Run) -> tuple[bool, bool, bool, str]:
    return run.bold, run.italic, run.struck, run.link


def _with_text(run: Run, text: str) -> Run:
    return Run(text, run.bold, run.italic, run.struck, run.link, run.note)
