"""A trust's policy and what a school says of it, put together as one policy.

Where the trust leaves nothing open, nothing of the school's is taken: whatever a school tries to change beyond that is
a finding, and the trust's text stands.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from policy_handbook.findings import Finding, Place, Severity
from policy_handbook.inheritance.records import Addition, OwnPolicy, Replacement
from policy_handbook.model import Clause, Policy, Section, resolve, spelt_out

CLOSED, NO_PART, WIDER, MISPLACED = "trust-closed", "trust-part", "trust-audience", "trust-form"
POINT = "trust-point"
OWN_FIELDS = ("owner", "effective_from", "approval", "review", "reviews", "publicised")
"""What a school may say of a policy beside its open text."""


def inherit(
    base: Policy, policy_id: str, own: OwnPolicy | None, audiences: Sequence[str], *, trust: str, trust_issue: int
) -> tuple[Policy, tuple[Finding, ...]]:
    """Return a policy of the trust as one school has it, not yet numbered anew, and what the school may not do.

    Args:
        base: the issue of the trust's policy that the school follows.
        policy_id: its id.
        own: what the school says of it; ``None`` where it says nothing.
        audiences: the school's audiences.
        trust: the name of the trust.
        trust_issue: the issue that the trust has reached.
    """
    marks = {"trust": trust, "trust_issue": trust_issue}
    if own is None:
        return base.model_copy(update=marks), ()
    work = _Work(resolve(base, policy_id, audiences), own, audiences)
    work.report_points()
    sections = work.sections(work.base.sections)
    work.report_left_over()
    fields = {name: value for name in OWN_FIELDS if (value := getattr(own, name))}
    policy = base.model_copy(update={**marks, "sections": sections}).with_fields_of(own, fields)
    return policy, tuple(work.findings)


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of the trust's policy.

    Attributes:
        record: the section, clause or item.
        is_open: whether it, or what holds it, is open.
        is_item: whether it is an item of a clause.
    """

    record: Section | Clause
    is_open: bool
    is_item: bool = False

    @property
    def key(self) -> tuple[type, str]:
        """What it is known by: numbers of sections and of clauses may be alike."""
        return type(self.record), self.record.number


def _parts(sections: Iterable[Section], *, is_open: bool = False) -> Iterator[_Part]:
    for section in sections:
        within = is_open or section.open
        yield _Part(section, within)
        for clause in section.clauses:
            yield from _clause_parts(clause, is_open=within)
        yield from _parts(section.sections, is_open=within)


def _clause_parts(clause: Clause, *, is_open: bool, is_item: bool = False) -> Iterator[_Part]:
    within = is_open or clause.open
    yield _Part(clause, within, is_item)
    for item in clause.items:
        yield from _clause_parts(item, is_open=within, is_item=True)


def _by_reference(parts: Sequence[_Part]) -> dict[str, _Part]:
    """Find parts by id, and by number where no id is the same."""
    numbers = {part.record.number: part for part in reversed(parts)}
    return numbers | {part.record.id: part for part in reversed(parts) if part.record.id}


@dataclass
class _Work:
    """One policy being put together."""

    base: Policy
    own: OwnPolicy
    audiences: Sequence[str]
    findings: list[Finding] = field(default_factory=list)
    replacing: dict[tuple[type, str], tuple[str, Replacement]] = field(default_factory=dict)
    adding: dict[tuple[type, str], list[Addition]] = field(default_factory=dict)
    open_names: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        parts = list(_parts(self.base.sections))
        known = _by_reference(parts)
        self.open_names = [part.record.id or part.record.number for part in parts if part.record.open]
        for ref, replacement in self.own.replace.items():
            part = self._allowed(known, ref, replacement.place)
            if part and self._fits(part, ref, replacement):
                self.replacing[part.key] = (ref, replacement)
        for addition in self.own.add:
            part = self._allowed(known, addition.after, addition.place_of("after"))
            if part and self._can_follow(part, addition):
                self.adding.setdefault(part.key, []).append(addition)

    # --- what is allowed ------------------------------------------------------------------------------------

    def _report(self, rule: str, place: Place, message: str, *, found: str = "", write: str = "") -> None:
        policy = self.own.inherits
        self.findings.append(Finding(rule, Severity.ERROR, place, message, found, write, policy))

    def _allowed(self, known: dict[str, _Part], ref: str, place: Place) -> _Part | None:
        part = known.get(ref)
        if part is None:
            near = difflib.get_close_matches(ref, known, n=1, cutoff=0.6)
            message = f"issue {self.base.issue} of the trust's policy has no clause or section of this id or number"
            self._report(NO_PART, place, message, found=ref, write=near[0] if near else "")
        elif not part.is_open:
            names = ", ".join(self.open_names)
            message = "the trust does not leave this open to its schools"
            self._report(CLOSED, place, message, found=ref, write=f"open are: {names}" if names else "take it out")
            return None
        return part

    def _fits(self, part: _Part, ref: str, own: Replacement) -> bool:
        """Whether a replacement has the form of what it replaces, and no readers besides."""
        if isinstance(part.record, Clause) and (not own.text or own.clauses or own.sections or own.definitions):
            message = "a clause is replaced by a text, which may have items"
            self._report(MISPLACED, own.place, message, found=ref, write=f'{ref}: "..."')
            return False
        if isinstance(part.record, Section) and not _is_section_text(own):
            message = "a section is replaced by a list of clauses, or by definitions, clauses and sections"
            self._report(MISPLACED, own.place, message, found=ref, write=f"{ref}: [...]")
            return False
        wider = [name for name in spelt_out(own.audience, self.audiences) if name not in part.record.readers]
        if wider:
            message = "a school's text in the place of the trust's is for no other readers than that"
            write = f"audience: [{', '.join(part.record.readers)}]; or leave it out"
            self._report(WIDER, own.place_of("audience"), message, found=", ".join(wider), write=write)
            return False
        return True

    def _can_follow(self, part: _Part, addition: Addition) -> bool:
        after_clause = isinstance(part.record, Clause)
        if part.is_item:
            message = "after an item of a list nothing can be added"
            write = "the clause that holds the list; or replace the clause"
        elif after_clause and (addition.sections or not addition.clauses):
            message, write = "after a clause come clauses", "clauses: [...]"
        elif not addition.sections and not addition.clauses:
            message, write = "there is nothing to add here", "clauses: [...]"
        else:
            return True
        self._report(MISPLACED, addition.place, message, found=addition.after, write=write)
        return False

    def report_points(self) -> None:
        """Report the trust's key points that say in short what this school says otherwise."""
        parts = {part.key: part.record for part in _parts(self.base.sections)}
        own = {name: place for key, (_, one) in self.replacing.items() for name, place in _names(parts[key], one.place)}
        for audience, points in self.base.key_points.items():
            for ref in dict.fromkeys(ref for point in points for ref in point.rests_on):
                if ref in own:
                    message = f"a key point for {audience} rests on this, and says what the trust's text says"
                    write = "see that the point holds for your text, too; or ask the trust to word it so"
                    found = Finding(POINT, Severity.WARNING, own[ref], message, ref, write, self.own.inherits)
                    self.findings.append(found)

    def report_left_over(self) -> None:
        """Report what stands within a section that this school replaced."""
        for ref, replacement in self.replacing.values():
            self._gone(ref, replacement.place)
        for addition in (addition for additions in self.adding.values() for addition in additions):
            self._gone(addition.after, addition.place_of("after"))

    def _gone(self, ref: str, place: Place) -> None:
        message = "this is within a section, or a clause, that is replaced here as a whole"
        self._report(MISPLACED, place, message, found=ref, write="put it where the whole is replaced")

    # --- what comes of it -----------------------------------------------------------------------------------

    def sections(self, sections: Iterable[Section]) -> tuple[Section, ...]:
        """Return sections with what the school replaced within them and added after them."""
        return tuple(made for section in sections for made in self._section(section))

    def _section(self, section: Section) -> Iterator[Section]:
        key = (Section, section.number)
        additions = self.adding.pop(key, [])
        if key in self.replacing:
            _, own = self.replacing.pop(key)
            update: dict[str, Any] = {
                "definitions": own.definitions,
                "clauses": tuple(_own_clause(clause) for clause in own.clauses),
                "sections": tuple(_own_section(child) for child in own.sections),
                "own": True,
            }
        else:
            update = {
                "clauses": tuple(made for clause in section.clauses for made in self._clause(clause)),
                "sections": self.sections(section.sections),
            }
        update["clauses"] += tuple(_own_clause(clause, added=True) for one in additions for clause in one.clauses)
        yield section.model_copy(update=update)
        yield from (_own_section(child, added=True) for one in additions for child in one.sections)

    def _clause(self, clause: Clause) -> Iterator[Clause]:
        yield self._replaced(clause)
        for addition in self.adding.pop((Clause, clause.number), []):
            yield from (_own_clause(added, added=True) for added in addition.clauses)

    def _replaced(self, clause: Clause) -> Clause:
        key = (Clause, clause.number)
        if key not in self.replacing:
            return clause.model_copy(update={"items": tuple(self._replaced(item) for item in clause.items)})
        _, own = self.replacing.pop(key)
        fields: dict[str, Any] = {"text": own.text, "items": tuple(_own_clause(item) for item in own.items)}
        fields |= {name: value for name in ("audience", "responsible") if (value := getattr(own, name))}
        return clause.with_fields_of(own, fields).model_copy(update={"own": True})


def _names(record: Section | Clause, place: Place) -> Iterator[tuple[str, Place]]:
    """The ids and numbers of the clauses of a part, each with a place."""
    within = _parts([record]) if isinstance(record, Section) else _clause_parts(record, is_open=True)
    for part in within:
        if isinstance(part.record, Clause):
            yield from ((name, place) for name in (part.record.id, part.record.number) if name)


def _is_section_text(own: Replacement) -> bool:
    """Whether a replacement holds what a section holds, and something of it."""
    of_a_clause = own.text or own.items or own.responsible or own.audience
    return not of_a_clause and bool(own.clauses or own.definitions or own.sections)


def _own_clause(clause: Clause, *, added: bool = False) -> Clause:
    items = tuple(_own_clause(item) for item in clause.items)
    return clause.model_copy(update={"own": True, "added": added, "items": items})


def _own_section(section: Section, *, added: bool = False) -> Section:
    return section.model_copy(
        update={
            "own": True,
            "added": added,
            "clauses": tuple(_own_clause(clause) for clause in section.clauses),
            "sections": tuple(_own_section(child) for child in section.sections),
        }
    )
