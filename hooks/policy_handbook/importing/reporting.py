"""Says what became of each document: on the screen, as text, and as a page with source and result side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from policy_handbook.importing.account import Entry, Why
from policy_handbook.importing.blocks import texts_of
from policy_handbook.importing.bringing import Outcome, State
from policy_handbook.importing.data_of import Check
from policy_handbook.importing.drafts import ClauseDraft, SectionDraft
from policy_handbook.importing.fields import LIKELY, SURE, Fields, Told

_DONE = (State.WRITTEN, State.SAME)


def how_sure(value: float) -> str:
    """Return a probability in words."""
    if value >= SURE - 0.01:
        return "sure"
    return "likely" if value >= LIKELY - 0.2 else "a guess"


@dataclass(frozen=True, slots=True)
class FieldLine:
    """A field in the report: its value, how sure it is, the words that it came from, and what is doubtful."""

    name: str
    value: str
    sure: str
    source: str
    doubt: str


def field_lines(fields: Fields) -> list[FieldLine]:
    """Return the control data with how sure each value is."""
    told: list[tuple[str, Told[object] | None, str]] = [
        ("title", fields.title, fields.title.value),
        ("kind", fields.kind, fields.kind.value),
        ("owner", fields.owner, fields.owner.value),
        ("issue", fields.issue, str(fields.issue.value)),
        ("effective from", fields.effective_from, fields.effective_from.value),
        ("reviewed every", fields.every, fields.every.value),
        ("next review", fields.next, fields.next.value),
        ("summary", fields.summary, fields.summary.value),
    ]
    if fields.approval:
        approved = fields.approval.value
        told.append(("approved", fields.approval, f"{approved.by}, {approved.date}"))
    if fields.reviewed:
        told.append(("last review", fields.reviewed, fields.reviewed.value))
    if fields.equality:
        told.append(("equality assessed on", fields.equality, fields.equality.value))
    return [
        FieldLine(name, value, how_sure(item.sure), _short(item.source), item.doubt)
        for name, item, value in told
        if item is not None
    ]


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 120 else f"{line[:117]}..."


def place_of(check: Check, outcome: Outcome) -> str:
    """Return where in the policy something is, in words: ``Scope, clause 2, item 1``."""
    path = check.path
    if not path or path[0] != "sections" or outcome.data is None:
        rest = [str(part + 1) if isinstance(part, int) else part.replace("_", " ") for part in path]
        return " ".join(rest)
    node: Any = outcome.data.values
    words: list[str] = []
    for key, index in zip(path[::2], path[1::2], strict=False):
        node = node[key][index]
        if key == "sections":
            words = [node["title"]]
        else:
            words.append(f"{str(key).rstrip('s')} {int(index) + 1}")
    return ", ".join(words) or "sections"


# --- source and result, side by side --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Row:
    """A piece of the source and what became of it."""

    source: str
    results: tuple[tuple[str, str], ...]
    kind: str


def rows_of(outcome: Outcome) -> list[Row]:
    """Return the source, piece by piece, each beside what became of it."""
    if outcome.document is None or outcome.recovered is None:
        return []
    results: dict[int, list[tuple[str, str, str]]] = {}
    for section in outcome.recovered.sections:
        for place, label, text in _placed(section):
            results.setdefault(place, []).append(("text", label, text))
    for entry in outcome.recovered.entries:
        if entry.why is not Why.NUMBER:
            kind = "field" if entry.field else "out"
            results.setdefault(entry.place, []).append((kind, _fate(entry), entry.text))
    rows: list[Row] = []
    for block in outcome.document.blocks:
        source = "\n".join(texts_of(block))
        found = results.pop(block.place, [])
        if not found and rows:
            rows[-1] = Row(f"{rows[-1].source}\n{source}", rows[-1].results, rows[-1].kind)
            continue
        rows.append(Row(source, tuple((label, text) for _, label, text in found), found[0][0] if found else "text"))
    return rows


def _fate(entry: Entry) -> str:
    return f"field {entry.field}" if entry.field else entry.why.value


def _placed(section: SectionDraft) -> Iterator[tuple[int, str, str]]:
    for inner in section.walk():
        yield inner.place, "section", inner.title
        for definition in inner.definitions:
            yield definition.meaning.place, "definition", f"{definition.term}: {definition.meaning.text}"
        for number, clause in enumerate(inner.clauses, 1):
            yield from _placed_clause(clause, f"clause {number}")


def _placed_clause(clause: ClauseDraft, label: str) -> Iterator[tuple[int, str, str]]:
    for part in (clause, *clause.more):
        yield part.place, label, part.text
    for number, item in enumerate(clause.items, 1):
        yield from _placed_clause(item, f"{label}, item {number}")


# --- text -----------------------------------------------------------------------------------------------


def left_out(outcome: Outcome) -> list[tuple[str, list[str]]]:
    """Return what is not in the text of the policy, by why; numbers and bullets are only counted."""
    groups: dict[Why, list[str]] = {}
    for entry in outcome.recovered.entries if outcome.recovered else ():
        if entry.why is not Why.FIELD:
            groups.setdefault(entry.why, []).append(" ".join(entry.text.split()))
    return [(why.value, _told(why, texts)) for why, texts in groups.items()]


def _told(why: Why, texts: Sequence[str]) -> list[str]:
    return [" ".join(texts)] if why in (Why.NUMBER, Why.PAGE_NUMBER) else list(texts)


def taken(outcome: Outcome) -> list[tuple[str, str]]:
    """Return what became a field, with the field."""
    entries = outcome.recovered.entries if outcome.recovered else ()
    return [(entry.field, " ".join(entry.text.split())) for entry in entries if entry.why is Why.FIELD]


def people_lines(outcome: Outcome) -> list[str]:
    """Return lines that a person may want in people.yaml."""
    people = outcome.recovered.fields.people if outcome.recovered else ()
    return [f"{person.role}: {{holder: {person.name}}}" for person in people]


def policy_report(outcome: Outcome) -> str:
    """Return the report on one document as text."""
    lines = [f"{outcome.id or outcome.source.name}: {outcome.message}", f"from {outcome.source.as_posix()}", ""]
    if outcome.recovered:
        lines += [f"note: {remark}" for remark in outcome.recovered.doubts]
        lines += ["What to check, what matters most first"]
        lines += [f"  {place_of(check, outcome)}: {check.text}" for check in outcome.checks]
        lines += ["", "Control data"]
        lines += [
            f"  {line.name}: {line.value} ({line.sure}{f'; from: {line.source}' if line.source else ''})"
            for line in field_lines(outcome.recovered.fields)
        ]
        people = people_lines(outcome)
        if people:
            lines += ["", "People whom it names; for people.yaml, if they are right", *(f"  {line}" for line in people)]
        lines += ["", "Taken into fields", *(f"  {field}: {text}" for field, text in taken(outcome))]
        for why, texts in left_out(outcome):
            lines += ["", f"Left out: {why}", *(f"  {text}" for text in texts)]
    if outcome.lost:
        lines += ["", f"LOST, by a fault of the importer: {' '.join(outcome.lost.elements())}"]
    if outcome.difference:
        lines += ["", "Differences from the policy that is there", *outcome.difference]
    return "\n".join(lines) + "\n"


def summary(outcomes: Sequence[Outcome], report: Path | None) -> list[str]:
    """Return what to say on the screen: a line for each document."""
    done = [outcome for outcome in outcomes if outcome.state in _DONE]
    others = [outcome for outcome in outcomes if outcome.state not in _DONE]
    width = max((len(outcome.id) for outcome in done), default=0)
    lines = [f"{outcome.id:{width}}  {outcome.message}  ({outcome.source.name})" for outcome in done]
    lines += [f"{outcome.source.name}: {outcome.message}" for outcome in others]
    lost = [outcome.source.name for outcome in outcomes if outcome.lost]
    lines += [f"{name}: words were lost, by a fault of the importer; the report lists them" for name in lost]
    written = sum(outcome.state is State.WRITTEN for outcome in outcomes)
    rest = f"; {len(others)} need a person" if others else ""
    lines.append(f"{written} of {len(outcomes)} documents imported as drafts{rest}")
    if report:
        lines.append(f"What to check, and source and result side by side: {(report / 'index.html').as_posix()}")
    return lines


# --- pages ----------------------------------------------------------------------------------------------


def write_report(folder: Path, outcomes: Sequence[Outcome]) -> None:
    """Write the report: a page and a text for each document, and a page that lists them."""
    folder.mkdir(parents=True, exist_ok=True)
    environment = Environment(
        loader=PackageLoader("policy_handbook", "templates"), autoescape=True, undefined=StrictUndefined
    )
    page = environment.get_template("import-report.html.jinja")
    listed: list[tuple[str, Outcome]] = []
    for number, outcome in enumerate(outcomes, 1):
        name = f"{outcome.id or 'file'}-{number}" if _is_shared(outcome, outcomes) else outcome.id
        listed.append((name, outcome))
        (folder / f"{name}.txt").write_text(policy_report(outcome), encoding="utf-8")
        text = page.render(
            outcome=outcome,
            checks=[(place_of(check, outcome), check.text) for check in outcome.checks],
            fields=field_lines(outcome.recovered.fields) if outcome.recovered else [],
            people=people_lines(outcome),
            left_out=left_out(outcome),
            rows=rows_of(outcome),
            lost=" ".join(outcome.lost.elements()),
        )
        (folder / f"{name}.html").write_text(text, encoding="utf-8")
    index = environment.get_template("import-index.html.jinja")
    (folder / "index.html").write_text(index.render(listed=listed), encoding="utf-8")


def _is_shared(outcome: Outcome, outcomes: Sequence[Outcome]) -> bool:
    return not outcome.id or sum(other.id == outcome.id for other in outcomes) > 1
