"""From a document to a policy: the steps in their order, and the proof that no word was lost on the way."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from policy_handbook.importing.account import Entry, Why, missing_words
from policy_handbook.importing.blocks import Block, Document, Part, Run, texts_of
from policy_handbook.importing.drafts import ClauseDraft, SectionDraft
from policy_handbook.importing.fields import GUESS, LIKELY, SURE, Cited, Fields, Link, Told
from policy_handbook.importing.known import Known
from policy_handbook.importing.lines import Line, lines_of
from policy_handbook.importing.steps import metadata
from policy_handbook.importing.steps.bullets import with_bullets
from policy_handbook.importing.steps.changes import Row, change_record
from policy_handbook.importing.steps.cited import cited_guidance, guidance_in_tables, named_people
from policy_handbook.importing.steps.clauses import clauses_of
from policy_handbook.importing.steps.control import control_data, table_pairs
from policy_handbook.importing.steps.cover import Title, cover_page, find_title
from policy_handbook.importing.steps.definitions import definitions_of
from policy_handbook.importing.steps.exported import Parts, parts_of
from policy_handbook.importing.steps.front import Front, front_of
from policy_handbook.importing.steps.furniture import contents_titles, without_furniture
from policy_handbook.importing.steps.headings_over_nothing import without_record_headings
from policy_handbook.importing.steps.labels import Pair, pairs_in
from policy_handbook.importing.steps.linked import linked_policies, policies_in_tables
from policy_handbook.importing.steps.listed import Listed, What, reading_tables
from policy_handbook.importing.steps.notes import numbered_notes, starred_notes
from policy_handbook.importing.steps.outline import find_heads, sections_of
from policy_handbook.importing.steps.references import with_references
from policy_handbook.importing.steps.run_in import set_apart
from policy_handbook.importing.steps.signatures import without_signatures
from policy_handbook.importing.steps.tables import flattened, joined_over_pages
from policy_handbook.importing.steps.unwrap import unwrapped
from policy_handbook.importing.vocabulary import normal, vocabulary
from policy_handbook.importing.words import counted
from policy_handbook.model import Numbering
from policy_handbook.outputs import NOT_IN_WORD

UNPLACED = "Unplaced text"
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z“‘(])")


@dataclass(frozen=True, slots=True)
class Recovered:
    """A policy as it was recovered.

    Attributes:
        id: its id.
        fields: its control data.
        sections: its text.
        entries: what of the source is not in the text, and why.
        numbering: the style of its numbers, where it is not the usual one.
        doubts: what a person should look at in the policy as a whole.
    """

    id: str
    fields: Fields
    sections: tuple[SectionDraft, ...]
    entries: tuple[Entry, ...]
    numbering: str = ""
    doubts: tuple[str, ...] = ()


def recover(document: Document, name: str, known: Known, today: dt.date) -> Recovered:
    """Make a policy of a document.

    Args:
        document: the document.
        name: the id that the policy gets.
        known: what the handbook knows.
        today: today's date.
    """
    material = _material(document, name, known)
    body, entries, title = material.body, list(material.entries), material.title
    taken = {entry.place for entry in entries if entry.why in _OF_CONTROL}
    front = front_of(body, max(title.places, default=-1) + 1, taken, exact=material.exact)
    entries += front.entries
    sections, told = _sections(front.blocks, title, material.contents, exact=material.exact)
    entries += told
    _attach_notes(sections, material.notes)
    evidence = metadata.Evidence(
        pairs=(*material.pairs, *_pairs_in_heads(document)),
        rows=material.rows,
        listed=material.listed,
        sentences=(*_sentences(sections), *(entry.text for entry in entries if entry.why is Why.COVER)),
        properties=document.properties,
        known=known,
        today=today,
    )
    fields = _fields(evidence, title, sections, name, front)
    if material.exact:
        fields = replace(fields, title=Told(title.text, title.sure, title.source))
    _keep_the_rest(document, sections, entries)
    numbering = _numbering(document, sections, entries)
    entries += with_references(sections, known)
    return Recovered(name, fields, tuple(sections), tuple(entries), numbering, _doubts(document))


_OF_CONTROL = frozenset((Why.FIELD, Why.NO_FIELD, Why.COLUMN_HEAD, Why.RECORD_HEADING))


@dataclass(frozen=True, slots=True)
class _Material:
    """A document with its control data told apart from its text.

    Attributes:
        body: the text, the title and the lines round it.
        notes: footnotes by label.
        title: the title.
        pairs: labels with values.
        rows: rows of the change record sheet.
        listed: documents to read, as tables list them.
        entries: what was taken out.
        contents: titles that the printed table of contents named.
        exact: whether the source says for certain what each block is.
    """

    body: Sequence[Block]
    notes: dict[str, tuple[Block, ...]]
    title: Title
    pairs: tuple[Pair, ...]
    rows: tuple[Row, ...]
    listed: tuple[Listed, ...]
    entries: tuple[Entry, ...]
    contents: frozenset[str] = frozenset()
    exact: bool = False


def _material(document: Document, name: str, known: Known) -> _Material:
    """Tell control data from text."""
    left, entries = without_furniture(document.blocks, exact=True)
    parts = parts_of(left) if document.exact else None
    return _exported(document, parts, entries) if parts else _found(document, name, known)


def _exported(document: Document, parts: Parts, entries: Sequence[Entry]) -> _Material:
    """Take the control data of an exported document from where it always stands."""
    reading = reading_tables(parts.ending)
    changes = change_record(reading.blocks)
    control = control_data(parts.control)
    rest, told = without_record_headings([*control.blocks, *changes.blocks], frozenset())
    at = next(index for index, block in enumerate(parts.front) if block.title)
    return _Material(
        body=(*parts.front, *parts.text, *rest),
        notes=dict(document.notes),
        title=Title(parts.front[at].text, SURE, "title of the document", (at,)),
        pairs=control.pairs,
        rows=changes.rows,
        listed=reading.listed,
        entries=(*entries, *reading.entries, *changes.entries, *control.entries, *told),
        exact=True,
    )


def _found(document: Document, name: str, known: Known) -> _Material:
    """Look for the control data of any document."""
    first = [block.text for block in document.blocks[:_FRONT_LINES] if not block.is_table]
    hints = (document.properties.get("title", ""), known.school, name.replace("-", " "), *first)
    whole = with_bullets(document.blocks, plain_text=document.form == "plain text")
    blocks, entries = without_furniture(whole, hints)
    contents = contents_titles(entries)
    blocks, again = joined_over_pages(blocks)
    if document.lines:
        blocks = unwrapped(blocks, plain_text=document.form != "PDF")
    blocks, notes = starred_notes(set_apart(flattened(blocks)), document.notes)
    blocks, notes, numbers = numbered_notes(blocks, notes)
    blocks, signed = without_signatures(blocks)
    reading = reading_tables(blocks)
    changes = change_record(reading.blocks)
    control = control_data(changes.blocks)
    body, told = without_record_headings(control.blocks, contents)
    return _Material(
        body=body,
        notes=notes,
        title=find_title(document, body, _told_title(control.pairs), known.school),
        pairs=control.pairs,
        rows=changes.rows,
        listed=reading.listed,
        entries=(*entries, *again, *numbers, *signed, *reading.entries, *changes.entries, *control.entries, *told),
        contents=contents,
    )


_FRONT_LINES = 6


def _doubts(document: Document) -> tuple[str, ...]:
    if not document.exact:
        return document.remarks
    said = "; ".join(NOT_IN_WORD)
    return (
        *document.remarks,
        f"handbook export wrote it; take from the policy that is there what no export holds: {said}",
    )


def _numbering(document: Document, sections: Sequence[SectionDraft], entries: list[Entry]) -> str:
    """Return the style of numbers, where it is not the usual one."""
    if _number_parts(sections, entries):
        return Numbering.PARTS
    numbered = any(section.number for section in sections)
    return Numbering.NONE if document.exact and not numbered else ""


def _number_parts(sections: Sequence[SectionDraft], entries: list[Entry]) -> bool:
    """Take ``Part A`` off the titles where every section but appendices has it, so that the handbook writes it."""
    parts = [section for section in sections if not section.appendix]
    if len(parts) < 2 or not all(re.match(r"part\b", section.number, re.IGNORECASE) for section in parts):
        return False
    for section in parts:
        entries.append(Entry(section.number, Why.NUMBER, place=section.place))
        section.title = section.title.removeprefix(f"{section.number}: ")
        section.made_up = section.title == section.number
    return True


def _told_title(pairs: Sequence[Pair]) -> str:
    return next((pair.value for pair in pairs if pair.field == "title" and pair.value), "")


def _pairs_in_heads(document: Document) -> tuple[Pair, ...]:
    """Read control data in running heads and feet, which is taken only where the text has none."""
    found: list[Pair] = []
    for block in document.blocks:
        if block.part in (Part.HEAD, Part.FOOT):
            found += table_pairs(block) if block.is_table else pairs_in(block.text, block.place)
    return tuple(pair for pair in dict.fromkeys(found) if pair.field != "title")


# --- sections -------------------------------------------------------------------------------------------


def _sections(
    blocks: Sequence[Block], title: Title, contents: frozenset[str], *, exact: bool
) -> tuple[list[SectionDraft], list[Entry]]:
    without_title = [block for index, block in enumerate(blocks) if index not in title.places]
    leading, _ = find_heads(lines_of(without_title, exact=exact), contents, exact=exact)
    end = sum(1 for block in blocks if block.place <= max((line.block.place for line in leading), default=0))
    left, entries = cover_page(blocks, title, end)
    leading, heads = find_heads(lines_of(left, exact=exact), contents, exact=exact)
    sections, placed, told = sections_of(heads, exact=exact)
    entries += told
    for item in placed:
        item.section.definitions, body, told = definitions_of(item.body)
        item.section.clauses, numbers = clauses_of(body, item.section.number, exact=exact)
        entries += [*told, *numbers]
    if leading:
        opening, told = _opening(leading, sections)
        entries += told
        sections.insert(0, opening)
    return sections or [_empty()], entries


def _opening(lines: Sequence[Line], sections: Sequence[SectionDraft]) -> tuple[SectionDraft, list[Entry]]:
    """Make a section of the text before the first heading."""
    taken = {normal(section.title) for section in sections}
    title = next(
        name
        for name in ("Introduction", "Foreword", "Opening", "Before the first heading")
        if normal(name) not in taken
    )
    clauses, entries = clauses_of(lines)
    section = SectionDraft(title, clauses=clauses, made_up=True, place=lines[0].block.place)
    section.doubts.append("the source has no heading here; this title was made up")
    return section, entries


def _empty() -> SectionDraft:
    section = SectionDraft("Text", made_up=True, clauses=[ClauseDraft(runs=(Run("No text was found."),))])
    section.doubts.append("no text was found in the source")
    return section


def _attach_notes(sections: Iterable[SectionDraft], notes: dict[str, tuple[Block, ...]]) -> None:
    """Give each clause the notes that it refers to."""
    for section in sections:
        for clause in section.all_clauses():
            labels = [run.note for run in clause.runs if run.note]
            labels += clause.table.notes if clause.table else ()
            clause.notes = {
                label: tuple(run for block in notes[label] for run in (*block.runs, Run(" ")))
                for label in labels
                if label in notes
            }


def _sentences(sections: Iterable[SectionDraft]) -> Iterable[str]:
    for section in sections:
        for clause in section.all_clauses():
            yield from _SENTENCE_END.split(clause.text)


# --- fields ---------------------------------------------------------------------------------------------


def _fields(
    evidence: metadata.Evidence, title: Title, sections: Sequence[SectionDraft], name: str, front: Front
) -> Fields:
    dates = metadata.dates_of(evidence)
    owner = metadata.owner_of(evidence)
    changes = metadata.change_rows(evidence, owner.value)
    effective = metadata.effective_from(evidence, dates, changes)
    approval, _ = metadata.approval_of(evidence, dates)
    every = metadata.interval_of(evidence, dates)
    texts = [*evidence.sentences, *(pair.value for pair in evidence.pairs)]
    equality = dates.equality
    issue = metadata.issue_of(evidence, changes)
    linked, guidance = _read_with(evidence, sections, texts, name)
    changes = changes or (metadata.first_change(issue.value, effective.value, owner.value),)
    return Fields(
        title=Told(
            display_title(title.text), title.sure, title.source, "" if title.sure > 0.6 else "is this the title?"
        ),
        kind=metadata.kind_of(title.text, evidence),
        owner=owner,
        issue=issue,
        effective_from=effective,
        approval=approval,
        every=every,
        next=metadata.next_review(dates, every.value, effective),
        reviewed=metadata.reviewed_of(dates, evidence.today),
        changes=changes,
        linked=linked,
        guidance=guidance,
        consulted=_consulted(evidence),
        equality=Told(str(equality.value), equality.sure, equality.source, equality.doubt) if equality else None,
        summary=Told(front.summary, SURE, "below the title") if front.summary else _summary(sections),
        points=front.points,
        people=named_people(texts),
    )


def _read_with(
    evidence: metadata.Evidence, sections: Sequence[SectionDraft], texts: Sequence[str], name: str
) -> tuple[tuple[Link, ...], tuple[Cited, ...]]:
    """Return linked policies and guidance: as tables list them, else as the text names them."""
    known = evidence.known
    cited, unknown = guidance_in_tables([row for row in evidence.listed if row.what is What.GUIDANCE], known.guidance)
    rows = [*(row for row in evidence.listed if row.what is What.POLICIES), *unknown]
    linked = policies_in_tables(rows, known.policies, name)
    return (
        linked or linked_policies(sections, evidence.pairs, evidence.sentences, known.policies, name),
        cited or cited_guidance(texts, known.guidance),
    )


def display_title(title: str) -> str:
    """Return a title without the word policy at its end, and not in capitals."""
    shown = re.sub(r"\s+polic(?:y|ies)(?:\s+document)?$", "", title, flags=re.IGNORECASE) or title
    letters = [letter for letter in shown if letter.isalpha()]
    if len(letters) > 5 and all(letter.isupper() for letter in letters):
        words = [word if word in _ABBREVIATIONS else word.lower() for word in shown.split()]
        shown = " ".join(words)
        shown = shown[0].upper() + shown[1:]
    return shown


_ABBREVIATIONS = frozenset(
    (
        "SEND",
        "SEN",
        "ICT",
        "GDPR",
        "PSHE",
        "RSE",
        "RSHE",
        "EYFS",
        "DSL",
        "IT",
        "PE",
        "RE",
        "EAL",
        "SMSC",
        "CCTV",
        "AI",
        "ECT",
    )
)


def _consulted(evidence: metadata.Evidence) -> tuple[str, ...]:
    parts: list[str] = []
    for pair in evidence.values("consulted"):
        marks = (mark for mark in (";", "\n", "•", ",") if mark in pair.value)
        between = next((r",|\band\b" if mark == "," else mark for mark in marks), "\n")
        parts += [" ".join(part.split()).strip(" .") for part in re.split(between, pair.value)]
    return tuple(part[0].upper() + part[1:] for part in dict.fromkeys(parts) if part)


def _summary(sections: Sequence[SectionDraft]) -> Told[str]:
    """Take the first sentences of the text for a summary: a person has to write a better one."""
    wanted = vocabulary().covers
    ordered = sorted(
        (section for top in sections for section in top.walk()),
        key=lambda section: "purpose" not in wanted.get(normal(section.title), ()),
    )
    for section in ordered:
        for clause in section.clauses:
            first = _SENTENCE_END.split(clause.text)[0] if clause.table is None else ""
            if len(first.split()) >= 6 and not first.endswith(":"):
                return Told(_short(first), LIKELY, "first sentence", "say in a sentence or two what it is about")
    return Told("To be written", GUESS, "", "say in a sentence or two what it is about")


def _short(text: str) -> str:
    return text if len(text) <= 300 else text[:297].rsplit(" ", 1)[0] + " ..."


# --- nothing is lost ------------------------------------------------------------------------------------


def texts_in(sections: Iterable[SectionDraft]) -> Iterable[str]:
    """Yield every text of sections: titles, clauses, items and notes."""
    for top in sections:
        for section in top.walk():
            if not section.made_up or section.number:
                yield section.title
            yield from (definition.term for definition in section.definitions)
            for clause in (*(definition.meaning for definition in section.definitions), *section.clauses):
                for part in clause.walk():
                    yield from texts_of(part.table) if part.table else (part.text,)
                    yield from ("".join(run.text for run in note) for note in part.notes.values())


def _keep_the_rest(document: Document, sections: list[SectionDraft], entries: Sequence[Entry]) -> None:
    """Put what no step placed into a section of its own, so that nothing is lost."""
    missing = missing_words(document, texts_in(sections), entries)
    if not missing:
        return
    section = SectionDraft(UNPLACED, made_up=True)
    section.doubts.append("this text found no place; put it where it belongs")
    for text in document.texts():
        words = counted([text])
        if words & missing:
            section.clauses.append(ClauseDraft(runs=(Run(text),)))
            missing -= words
    sections.append(section)


__all__ = ["UNPLACED", "Recovered", "display_title", "recover", "texts_in"]
