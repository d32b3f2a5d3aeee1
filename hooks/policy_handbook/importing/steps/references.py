"""Names sections, and makes references of links to clauses of the same document and to policies of the handbook."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from policy_handbook.importing.account import Entry, Why
from policy_handbook.importing.blocks import Block, Run, squeezed
from policy_handbook.importing.drafts import ClauseDraft, SectionDraft
from policy_handbook.importing.known import Known
from policy_handbook.importing.vocabulary import normal

_ID_WORDS = 6
_SMALL = frozenset(("the", "of", "a", "an", "and", "to", "for", "in", "on"))
_CITED = re.compile(r"(?:(?P<title>.+), )?clause [\w.()]*[\w)]")
_NOT_IN_WORDS = re.compile(r"[\[\]|]")


def with_references(sections: Sequence[SectionDraft], known: Known) -> list[Entry]:
    """Give sections their ids, and turn links within the document and the handbook into references.

    Args:
        sections: the sections at the top.
        known: what the handbook knows.

    Returns:
        The words that the handbook writes in place of a reference.
    """
    every = [section for top in sections for section in top.walk()]
    clauses = [clause for section in sections for clause in section.all_clauses()]
    referrer = _Referrer(known)
    for section in every:
        section.id = id_of(section.title, referrer.taken)
        referrer.ids |= dict.fromkeys(section.anchors, section.id)
    referrer.clauses = {anchor: clause for clause in clauses for anchor in clause.anchors}
    for clause in clauses:
        clause.runs = referrer.referring(clause.runs, clause.place)
        clause.notes = {label: referrer.referring(note, clause.place) for label, note in clause.notes.items()}
        clause.table = referrer.in_table(clause.table) if clause.table else None
    return referrer.entries


def id_of(text: str, taken: set[str]) -> str:
    """Return an id made of the first words of a text that nothing else has."""
    words = normal(text).encode("ascii", "ignore").decode().split()
    short = [word for word in words if word not in _SMALL]
    base = re.sub(r"[^a-z0-9]+", "-", "-".join((short or words)[:_ID_WORDS])).strip("-") or "section"
    name, number = base, 2
    while name in taken:
        name, number = f"{base}-{number}", number + 1
    taken.add(name)
    return name


@dataclass(slots=True)
class _Referrer:
    """What is known while references are made.

    Attributes:
        known: what the handbook knows.
        ids: ids of sections by the names of places in the source.
        clauses: clauses by the names of places in the source.
        taken: ids that are given.
        entries: words that the handbook writes in place of a reference.
    """

    known: Known
    ids: dict[str, str] = field(default_factory=dict)
    clauses: dict[str, ClauseDraft] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    entries: list[Entry] = field(default_factory=list)

    def referring(self, runs: Sequence[Run], place: int) -> tuple[Run, ...]:
        """Return runs with references in place of the links that are some."""
        if not any(run.link for run in runs):
            return tuple(runs)
        return tuple(self._reference(run, place) for run in _joined(runs))

    def in_table(self, table: Block) -> Block:
        """Return a table with references in place of the links that are some."""
        rows = tuple(
            tuple(
                tuple(
                    self.in_table(block) if block.rows else replace(block, runs=self.referring(block.runs, table.place))
                    for block in cell
                )
                for cell in row
            )
            for row in table.rows
        )
        return replace(table, rows=rows)

    def _reference(self, run: Run, place: int) -> Run:
        words = " ".join(run.text.split())
        target, title = self._target(run.link)
        if not target or run.bold or run.italic or run.struck or not words or _NOT_IN_WORDS.search(words):
            return run
        cited = _CITED.fullmatch(words)
        if words == title or (cited and "#" in target and (cited["title"] or title) == title):
            self.entries.append(Entry(words, Why.REFERENCE, place=place))
            return replace(run, link=f"[[{target}]]")
        return replace(run, link=f"[[{target}|{words}]]")

    def _target(self, link: str) -> tuple[str, str]:
        """Return what a link refers to, and the title of its policy; empty where it is no reference."""
        if link.startswith("#"):
            return self._within(link[1:]), ""
        for base in self.known.addresses:
            match = re.fullmatch(rf"{re.escape(base)}/{_ADDRESS}", link)
            if match and match["id"] in self.known.policies:
                address = f"{match['id']}#{match['part']}" if match["part"] else match["id"]
                target = self.known.places.get(address, "") if match["part"] else address
                return target, self.known.policies[match["id"]]
        return "", ""

    def _within(self, name: str) -> str:
        """Return what a place of the document is called; a clause that has no id gets one."""
        clause = self.clauses.get(name)
        if clause is None:
            return f"#{self.ids[name]}" if name in self.ids else ""
        clause.id = clause.id or id_of(clause.text, self.taken)
        return f"#{clause.id}"


_ADDRESS = r"(?:[a-z-]+/)?policies/(?P<id>[a-z0-9-]+)/(?:#(?P<part>.+))?"


def _joined(runs: Sequence[Run]) -> Iterator[Run]:
    """Yield runs with neighbours of one look joined, paragraph by paragraph."""
    part: list[Run] = []
    for run in runs:
        if run.text == "\n\n":
            yield from squeezed(tuple(part))
            yield run
            part = []
        else:
            part.append(run)
    yield from squeezed(tuple(part))
