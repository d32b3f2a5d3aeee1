"""A policy while it is being recovered: sections and clauses with what is doubtful about each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from policy_handbook.importing.blocks import Block, Run


@dataclass(slots=True)
class ClauseDraft:
    """A clause or an item.

    Attributes:
        runs: its text.
        table: a table that it consists of.
        more: what it goes on with after its text: tables, lists and paragraphs after them; without items of their own.
        mark: what stands before it, where it is an item of a list within the text of a clause.
        number: its number in the source; empty where it has none.
        anchors: names by which links of the source lead to it.
        id: its id, which it gets if something refers to it.
        notes: the notes that its text refers to, by label.
        items: the items under it.
        place: the line or paragraph of the source.
        doubts: what a person should look at.
        indent: how far it was set in where nothing else told its depth; -1 where something did.
    """

    runs: tuple[Run, ...] = ()
    table: Block | None = None
    more: list[ClauseDraft] = field(default_factory=list)
    mark: str = ""
    number: str = ""
    anchors: tuple[str, ...] = ()
    id: str = ""
    notes: dict[str, tuple[Run, ...]] = field(default_factory=dict)
    items: list[ClauseDraft] = field(default_factory=list)
    place: int = 0
    doubts: list[str] = field(default_factory=list)
    indent: float = -1

    @property
    def text(self) -> str:
        """Its words on one line."""
        if self.table is not None:
            return self.table.text
        return " ".join("".join(run.text for run in self.runs).split())

    @property
    def own_notes(self) -> dict[str, tuple[Run, ...]]:
        """The notes of its text, and of what it goes on with."""
        return {label: note for part in (self, *self.more) for label, note in part.notes.items()}

    def walk(self) -> Iterator[ClauseDraft]:
        """Yield it, what it goes on with, and every item under it."""
        yield self
        yield from self.more
        for item in self.items:
            yield from item.walk()


@dataclass(frozen=True, slots=True)
class DefinitionDraft:
    """A word, and what it means.

    Attributes:
        term: the word.
        meaning: what it means; a clause, so that it may have notes.
    """

    term: str
    meaning: ClauseDraft


@dataclass(slots=True)
class SectionDraft:
    """A section.

    Attributes:
        title: its title; the source's, or one that was made up.
        number: its number in the source.
        anchors: names by which links of the source lead to it.
        id: its id.
        level: how deep it is, from 1.
        definitions: words, and what they mean.
        clauses: its clauses.
        sections: its sub-sections.
        appendix: whether it is an appendix.
        made_up: whether the title is not the source's.
        place: the line or paragraph of the source.
        doubts: what a person should look at.
    """

    title: str
    number: str = ""
    anchors: tuple[str, ...] = ()
    id: str = ""
    level: int = 1
    definitions: list[DefinitionDraft] = field(default_factory=list)
    clauses: list[ClauseDraft] = field(default_factory=list)
    sections: list[SectionDraft] = field(default_factory=list)
    appendix: bool = False
    made_up: bool = False
    place: int = 0
    doubts: list[str] = field(default_factory=list)

    def walk(self) -> Iterator[SectionDraft]:
        """Yield it and every section under it."""
        yield self
        for section in self.sections:
            yield from section.walk()

    def all_clauses(self) -> Iterator[ClauseDraft]:
        """Yield every meaning of a word, clause and item of it and of the sections under it."""
        for section in self.walk():
            yield from (definition.meaning for definition in section.definitions)
            for clause in section.clauses:
                yield from clause.walk()
