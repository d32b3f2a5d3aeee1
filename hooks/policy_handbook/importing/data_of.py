"""From a recovered policy to the fields of its file, with what a person has to look at beside each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from policy_handbook.importing import inline
from policy_handbook.importing.drafts import ClauseDraft, SectionDraft
from policy_handbook.importing.fields import Fields, Link, Told
from policy_handbook.importing.recover import UNPLACED, Recovered
from policy_handbook.importing.vocabulary import normal, vocabulary
from policy_handbook.model import Policy
from policy_handbook.model.resolve import resolve

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Check:
    """Something that a person has to look at.

    Attributes:
        path: where in the file: field names and indexes.
        text: what to look at, in words for a school.
        weight: how much it matters, 1 the most.
    """

    path: Path
    text: str
    weight: int = 2


@dataclass(slots=True)
class PolicyData:
    """The fields of a policy's file.

    Attributes:
        values: the fields in the order of the schema.
        checks: what a person has to look at.
        remarks: what is worth knowing beside a value, such as the number that it had.
    """

    values: dict[str, Any]
    checks: list[Check] = field(default_factory=list)
    remarks: dict[Path, str] = field(default_factory=dict)


def data_of(recovered: Recovered, audience: Sequence[str]) -> PolicyData:
    """Return the fields of a policy's file.

    Args:
        recovered: the policy.
        audience: who may read it, on the person's word; nobody but staff without.
    """
    data = PolicyData({})
    _control(data, recovered.fields, audience)
    if recovered.numbering:
        data.values["numbering"] = str(recovered.numbering)
    covered: set[str] = set()
    data.values["sections"] = [
        _section(section, ("sections", index), data, covered) for index, section in enumerate(recovered.sections)
    ]
    _compare_numbers(recovered, data)
    order = list(Policy.model_fields)
    data.values = _straight(dict(sorted(data.values.items(), key=lambda item: order.index(item[0]))))
    return data


_PROSE = frozenset(("text", "meaning", "clauses", "items", "key_points"))


def _straight(value: Any, key: str = "") -> Any:
    """Put straight marks round a short text that stands in curly ones; the data refuses those as a slip of typing."""
    if isinstance(value, dict):
        return {name: inner if name == "key_points" else _straight(inner, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [_straight(inner, key) for inner in value]
    is_line = isinstance(value, str) and key not in _PROSE and len(value) > 1
    return f'"{value[1:-1]}"' if is_line and value[0] in _CURLY and value[-1] in _CURLY else value


_CURLY = "“”‘’"


# --- control data ---------------------------------------------------------------------------------------


def _control(data: PolicyData, fields: Fields, audience: Sequence[str]) -> None:
    values = data.values
    _tell(data, "title", fields.title, 1)
    _tell(data, "kind", fields.kind, 3)
    values["status"] = "draft"
    _tell(data, "owner", fields.owner, 1)
    values["audience"] = list(audience) or ["staff"]
    if not audience:
        data.checks.append(Check(("audience",), "who may read it? Only staff until somebody says otherwise", 1))
    _tell(data, "issue", fields.issue, 2)
    _tell(data, "effective_from", fields.effective_from, 1)
    _approval(data, fields)
    values["review"] = {"every": fields.every.value, "next": fields.next.value}
    for name, told in (("every", fields.every), ("next", fields.next)):
        if told.doubt:
            data.checks.append(Check(("review", name), told.doubt, 1 if name == "next" else 2))
    if fields.reviewed:
        values["reviews"] = [{"date": fields.reviewed.value, "by": fields.owner.value, "outcome": "new-issue"}]
        doubt = fields.reviewed.doubt or "who reviewed, and what came of it?"
        data.checks.append(Check(("reviews", 0), doubt, 3))
    _changes(data, fields)
    _links(data, fields)
    if fields.consulted:
        values["consulted"] = list(fields.consulted)
    if fields.equality:
        _tell(data, "equality_assessed_on", fields.equality, 3)
    _tell(data, "summary", fields.summary, 3)
    if fields.points:
        reader = values["audience"][0]
        values["key_points"] = {reader: [inline.markdown(runs) for runs in fields.points]}
        data.checks.append(Check(("key_points",), f"whose short version is this? It was put under {reader}", 2))


def _tell(data: PolicyData, name: str, told: Told[Any], weight: int) -> None:
    data.values[name] = told.value
    if told.doubt:
        data.checks.append(Check((name,), told.doubt, weight))


def _approval(data: PolicyData, fields: Fields) -> None:
    if fields.approval is None:
        data.checks.append(Check(("effective_from",), "the source does not say who approved it and when", 1))
        return
    approved = fields.approval.value
    data.values["approval"] = {"by": approved.by, "date": approved.date}
    if approved.minute:
        data.values["approval"]["minute"] = approved.minute
    if fields.approval.doubt:
        data.checks.append(Check(("approval",), fields.approval.doubt, 1))


def _changes(data: PolicyData, fields: Fields) -> None:
    if not fields.changes:
        return
    data.values["changes"] = [
        {"issue": row.issue, "date": row.date, "by": row.by, "kind": row.kind, "summary": row.summary}
        for row in fields.changes
    ]
    for index, row in enumerate(fields.changes):
        if row.doubt:
            data.checks.append(Check(("changes", index), row.doubt, 3))


def _links(data: PolicyData, fields: Fields) -> None:
    if fields.linked:
        data.values["linked_policies"] = [_link(link) for link in fields.linked]
        for index, link in enumerate(fields.linked):
            if link.doubt:
                data.checks.append(Check(("linked_policies", index), link.doubt, 3))
    if fields.guidance:
        data.values["guidance"] = [
            {"id": cited.id} | _filled({"edition": cited.edition, "why": cited.why}) for cited in fields.guidance
        ]
        for index, cited in enumerate(fields.guidance):
            if cited.doubt:
                data.checks.append(Check(("guidance", index), cited.doubt, 3))


def _link(link: Link) -> str | dict[str, str]:
    if link.id and not link.why:
        return link.id
    return _filled({"id": link.id, "title": "" if link.id else link.title, "url": link.url, "why": link.why})


def _filled(values: dict[str, str]) -> dict[str, str]:
    return {key: value for key, value in values.items() if value}


# --- sections -------------------------------------------------------------------------------------------


def _section(section: SectionDraft, path: Path, data: PolicyData, covered: set[str]) -> dict[str, Any]:
    made: dict[str, Any] = {"id": section.id, "title": section.title}
    covers = _covers(section, made["id"], covered) if len(path) == 2 else ""
    if covers:
        made["covers"] = covers
    if section.appendix:
        made["appendix"] = True
    for doubt in section.doubts:
        data.checks.append(Check(path, doubt, 1 if section.title == UNPLACED else 2))
    suggested = _suggested_audience(section)
    if suggested:
        data.checks.append(Check(path, suggested, 2))
    if section.definitions:
        made["definitions"] = [
            {"term": definition.term, "meaning": _text(definition.meaning)} for definition in section.definitions
        ]
    if section.clauses:
        made["clauses"] = [
            _clause(clause, (*path, "clauses", index), data) for index, clause in enumerate(section.clauses)
        ]
    if section.sections:
        made["sections"] = [
            _section(inner, (*path, "sections", index), data, covered) for index, inner in enumerate(section.sections)
        ]
    if not (section.clauses or section.sections or section.definitions):
        data.checks.append(Check(path, "there is no text under this heading", 2))
    return made


def _covers(section: SectionDraft, section_id: str, covered: set[str]) -> str:
    """Return which required section this is, where its id does not say so."""
    for wanted in vocabulary().covers.get(normal(section.title), ()):
        if wanted not in covered:
            covered.add(wanted)
            return "" if wanted == section_id else wanted
    return ""


def _suggested_audience(section: SectionDraft) -> str:
    concerned = vocabulary().concerns.get(normal(section.title), "")
    if not concerned:
        return ""
    also = "" if concerned == "staff" else ", staff"
    return f"this seems to concern {concerned}; if only they may read it, write audience: [{concerned}{also}]"


def _clause(clause: ClauseDraft, path: Path, data: PolicyData) -> str | dict[str, Any]:
    text = _text(clause)
    for doubt in clause.doubts:
        data.checks.append(Check(path, doubt, 2))
    made: dict[str, Any] = ({"id": clause.id} if clause.id else {}) | {"text": text}
    if clause.items:
        made["items"] = [_clause(item, (*path, "items", index), data) for index, item in enumerate(clause.items)]
    return made if len(made) > 1 else text


def _text(clause: ClauseDraft) -> str:
    """Return the text of a clause with what it goes on with, and its notes at the end."""
    labels = {label: str(number) for number, label in enumerate(clause.own_notes, 1)}

    def label_of(note: str) -> str:
        return labels.get(note, note)

    text = ""
    indents: list[float] = []
    for part in (clause, *clause.more):
        made = inline.table(part.table, label_of) if part.table is not None else inline.markdown(part.runs, label_of)
        between = "\n\n" if text and made else ""
        if part.mark:
            between = "\n" if indents else between
            indents = [*(indent for indent in indents if indent < part.indent), part.indent]
            made = f"{'    ' * (len(indents) - 1)}{part.mark} {made}"
        else:
            indents = []
        text += between + made
    notes = {labels[label]: inline.markdown(runs) for label, runs in clause.own_notes.items()}
    return inline.with_notes(text, notes)


# --- numbers --------------------------------------------------------------------------------------------


def _compare_numbers(recovered: Recovered, data: PolicyData) -> None:
    """Note the numbers of the source that differ from those which the handbook computes."""
    try:
        policy = resolve(Policy.model_validate(data.values), recovered.id, ["staff"])
    except ValueError:
        return
    moved: list[tuple[str, str]] = []
    for path, own, computed in _numbers(recovered.sections, policy.sections, ("sections",)):
        if _bare(own) != _bare(computed):
            data.remarks[path] = f"{own} in the source"
            if own[0].isdigit() and computed[:1].isdigit():
                moved.append((own, computed))
    if moved:
        first = moved[0]
        text = f"{len(moved)} numbers differ from the source: {first[0]} is {first[1]} here; do other texts cite them?"
        data.checks.append(Check(("sections",), text, 2))


def _bare(number: str) -> str:
    """Return what counts of a number: Appendix A.1 is the same as A.1, and (a) as a."""
    return number.lower().strip("().").removeprefix("appendix ")


def _numbers(drafts: Iterable[SectionDraft], sections: Iterable[Any], path: Path) -> Iterator[tuple[Path, str, str]]:
    for index, (draft, section) in enumerate(zip(drafts, sections, strict=True)):
        here = (*path, index)
        if draft.number and not draft.title.startswith(draft.number):
            yield here, draft.number, section.number
        yield from _clause_numbers(draft.clauses, section.clauses, (*here, "clauses"))
        yield from _numbers(draft.sections, section.sections, (*here, "sections"))


def _clause_numbers(
    drafts: Iterable[ClauseDraft], clauses: Iterable[Any], path: Path
) -> Iterator[tuple[Path, str, str]]:
    for index, (draft, clause) in enumerate(zip(drafts, clauses, strict=True)):
        here = (*path, index)
        if draft.number:
            yield here, draft.number, clause.label if len(path) > 3 and path[-1] == "items" else clause.number
        yield from _clause_numbers(draft.items, clause.items, (*here, "items"))
