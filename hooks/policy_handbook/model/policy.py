"""A policy as a school keeps it: control data, change record sheet, and numbered clauses for named readers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema

from policy_handbook.model.base import (
    Choice,
    ClauseRef,
    DateField,
    Id,
    IntervalField,
    Line,
    Prose,
    Record,
    computed,
    spelled_out,
)

EVERYONE = "everyone"


def _audience_list(value: Any) -> Any:
    """Take one audience for a list of one; refuse nothing here, so that the rule can name the mistake."""
    if isinstance(value, str):
        return [value]
    return value


Audience = Annotated[
    tuple[Line, ...],
    BeforeValidator(_audience_list),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "array", "items": {"type": "string"}},
                {"const": EVERYONE, "description": "All of the school's audiences."},
                {"type": "string", "description": "One audience."},
            ],
        }
    ),
]
"""Who may read: names of the school's audiences, or ``everyone``."""


class Kind(Choice):
    """What sort of document it is; required sections depend on it."""

    POLICY = "policy", "What the school has decided and why, for everybody whom it concerns."
    PROCEDURE = "procedure", "Steps in order, and who takes them."
    PLAN = "plan", "Actions with owners and dates."
    STATEMENT = "statement", "What the governing board believes or states, in a few clauses."
    NOTICE = "notice", "Information that the school has to give, such as a privacy notice."


class Status(Choice):
    """Whether the policy is published."""

    DRAFT = "draft", "Being written or waiting for approval; never published."
    IN_FORCE = "in-force", "Approved and published."
    WITHDRAWN = "withdrawn", "No longer in force; not published."


class ChangeKind(Choice):
    """How much an issue changed."""

    EDITORIAL = "editorial", "Wording, names or dates; nobody has to do anything differently."
    MATERIAL = "material", "Somebody has to do, or may expect, something different."


class Outcome(Choice):
    """What a review led to."""

    NO_CHANGE = "no-change", "Read and left as it was."
    EDITORIAL = "editorial", "Small corrections under the same issue or the next."
    NEW_ISSUE = "new-issue", "A new issue was made."
    WITHDRAW = "withdraw", "The policy was withdrawn."


class Numbering(Choice):
    """How sections and clauses are numbered."""

    CLAUSES = "1.1 (a) (i)", "Sections 1, 2, 3; clauses 1.1, 1.2; items (a), then (i)."
    PARTS = "Part A", "Top-level sections are Part A, Part B; the sections within them are numbered through."
    NONE = "none", "No numbers are shown."


class Approval(Record):
    """Who approved this issue, and when."""

    by: Id
    """The body or role that approved it, from people.yaml."""
    date: DateField
    """The date of the meeting or signature."""
    minute: Line = ""
    """The minute that records it, such as FGB 26/31."""


class ReviewPlan(Record):
    """How often the policy is reviewed, and when next."""

    every: IntervalField
    """The longest time between two reviews, such as 12 months."""
    next: DateField
    """When the next review is due."""


class Review(Record):
    """A review that took place."""

    date: DateField
    """The day on which it was finished."""
    by: Id
    """The role or body that reviewed."""
    outcome: Outcome
    """What it led to."""
    note: Line = ""
    """What was considered, in a few words."""
    audience: Audience = ()
    """Who may read this row; left out, whoever may read the policy."""


class ChangeRecord(Record):
    """A row of the change record sheet: what an issue changed."""

    issue: Annotated[int, Field(ge=1)]
    """The number of the issue."""
    date: DateField
    """The date of the change."""
    by: Id
    """The role that made it."""
    kind: ChangeKind
    """Editorial or material."""
    summary: Line
    """What changed, in words that a reader understands."""
    audience: Audience = ()
    """Who may read this row; left out, whoever may read the policy."""


class Publicised(Record):
    """An occasion on which an audience was told about the policy."""

    to: Line
    """The audience that was told."""
    date: DateField
    """When."""
    how: Line = ""
    """By what means: newsletter, assembly, flier."""


class LinkedPolicy(Record):
    """Another policy that this one is read with: one of the handbook by id, or one outside by title and address."""

    id: Id = ""
    """The id of a policy of this handbook."""
    title: Line = ""
    """The title of a document outside the handbook."""
    url: Line = ""
    """Where that document is."""
    why: Line = ""
    """What it has to do with this policy."""
    checked_against: Annotated[int, Field(ge=1)] | None = None
    """The issue of the other policy that this one was last checked against."""
    audience: Audience = ()
    """Who may read this row; left out, whoever may read both policies."""

    @classmethod
    def from_short_form(cls, data: Any) -> Any:
        """Take an id alone."""
        return spelled_out(data, "id")


class GuidanceCitation(Record):
    """Guidance that the policy rests on, and the edition of it."""

    id: Id
    """The id of the guidance, from the shipped register or guidance.yaml."""
    edition: Line = ""
    """The edition, in quotes: "2026"."""
    why: Line = ""
    """What the policy takes from it."""


class KeyPoint(Record):
    """One point of the short version."""

    text: Prose
    """The point, in its readers' own words."""
    rests_on: tuple[ClauseRef, ...] = Field(default=(), alias="from")
    """The clauses that it rests on, by id or number."""

    @classmethod
    def from_short_form(cls, data: Any) -> Any:
        """Take a text alone."""
        return spelled_out(data, "text")


class Definition(Record):
    """What a word means in this policy."""

    term: Line
    """The word."""
    meaning: Prose
    """Its meaning."""
    audience: Audience = ()
    """Who may read it; left out, whoever may read the section."""


class Clause(Record):
    """A clause, or an item within one: the smallest text that can be cited."""

    text: Prose
    """The text, in Markdown."""
    id: Id = ""
    """A name by which others can link to it, whatever its number."""
    audience: Audience = ()
    """Who may read it; narrows what it inherits and never widens it."""
    responsible: tuple[Id, ...] = ()
    """The roles that have to do what it says."""
    items: tuple[Clause, ...] = ()
    """Items beneath it: (a), (b), then (i), (ii)."""
    open: bool = False
    """Of a trust's policy: whether a school may replace it or add after it."""

    label: str = computed("label", "")
    """Computed: its own number as printed, such as 9.4, (a) or (i)."""
    number: str = computed("number", "")
    """Computed: how it is cited, such as 9.4 or 9.4(a); the same in every view."""
    readers: tuple[str, ...] = computed("readers", ())
    """Computed: who may read it, with what it inherits."""
    own: bool = computed("own", default=False)
    """Computed, in a policy of a trust: whether it is the school's own text."""
    added: bool = computed("added", default=False)
    """Computed, in a policy of a trust: whether the school added it, so that it takes no number of the trust's."""

    @property
    def anchor(self) -> str:
        """The part of its address after the #, made from its number."""
        return _anchor(self.number)

    @classmethod
    def from_short_form(cls, data: Any) -> Any:
        """Take a text alone."""
        return spelled_out(data, "text")


class Section(Record):
    """A section of a policy, with clauses, definitions or sub-sections."""

    id: Id
    """Its id, unique in the policy."""
    title: Line
    """Its title."""
    covers: Id = ""
    """Which required section this is, where the id does not say so."""
    audience: Audience = ()
    """Who may read it; narrows what it inherits and never widens it."""
    appendix: bool = False
    """Whether it is an appendix, lettered A, B and so on."""
    open: bool = False
    """Of a trust's policy: whether a school may replace what is in it, sub-sections included, or add to it."""
    definitions: tuple[Definition, ...] = ()
    """Words and what they mean here."""
    clauses: tuple[Clause, ...] = ()
    """Its clauses, in order."""
    sections: tuple[Section, ...] = ()
    """Its sub-sections, in order."""

    number: str = computed("number", "")
    """Computed: its number, such as 9, 9.2, Part A or Appendix A; the same in every view."""
    readers: tuple[str, ...] = computed("readers", ())
    """Computed: who may read it, with what it inherits."""
    own: bool = computed("own", default=False)
    """Computed, in a policy of a trust: whether it is the school's own text."""
    added: bool = computed("added", default=False)
    """Computed, in a policy of a trust: whether the school added it, so that it takes no number of the trust's."""

    @property
    def anchor(self) -> str:
        """The part of its address after the #."""
        return f"section-{self.id}"


class Policy(Record):
    """A policy, procedure, plan, statement or notice: the issue in force, or a draft."""

    title: Line
    """Its title, without the word policy where it can do without."""
    kind: Kind
    """policy, procedure, plan, statement or notice."""
    status: Status
    """draft, in-force or withdrawn."""
    owner: Id
    """The role that looks after it."""
    audience: Audience
    """Who may read it. Required: nothing is published to anybody who is not named."""
    category: Id = ""
    """Its category, from school.yaml."""
    satisfies: tuple[Id, ...] = ()
    """The duties that it meets."""
    issue: Annotated[int, Field(ge=1)]
    """The number of this issue, a whole number."""
    effective_from: DateField
    """The day from which it applies."""
    approval: Approval | None = None
    """Who approved this issue and when. A draft may go without."""
    review: ReviewPlan
    """How often it is reviewed and when next."""
    reviews: tuple[Review, ...] = ()
    """The reviews that took place, oldest first."""
    publicised: tuple[Publicised, ...] = ()
    """When each audience was told about it."""
    changes: tuple[ChangeRecord, ...] = ()
    """The change record sheet, oldest first."""
    linked_policies: tuple[LinkedPolicy, ...] = ()
    """Policies and documents that it is read with."""
    guidance: tuple[GuidanceCitation, ...] = ()
    """Guidance that it rests on, with editions."""
    consulted: tuple[Line, ...] = ()
    """Who was consulted."""
    to_be_read_by: tuple[Id, ...] = ()
    """The roles whose holders confirm that they have read it."""
    equality_assessed_on: DateField | None = None
    """When its effect on people with protected characteristics was assessed."""
    summary: Line
    """One or two sentences on what it is about."""
    key_points: dict[Line, tuple[KeyPoint, ...]] = Field(default_factory=dict)
    """The short version for each audience, in that audience's words."""
    numbering: Numbering = Numbering.CLAUSES
    """The style of numbers."""
    withdrawn_from_archive: bool = False
    """For an earlier issue: takes it, and every comparison with it, off the website. Staff still find it."""
    sections: Annotated[tuple[Section, ...], Field(min_length=1)]
    """The text."""

    id: str = computed("id", "")
    """Computed: the name of its file."""
    readers: tuple[str, ...] = computed("readers", ())
    """Computed: who may read it; ``everyone`` is spelt out."""
    narrowed: bool = computed("narrowed", default=False)
    """Computed: whether something of it is for other readers than those of this view."""
    superseded_on: DateField | None = computed("superseded_on", None)
    """Computed, of an earlier issue: the day from which the next one applies."""
    trust: str = computed("trust", "")
    """Computed: the name of the trust that it is inherited from; empty for a policy of the school's own."""
    trust_issue: int = computed("trust_issue", 0)
    """Computed: the issue that the trust has reached."""
    no_longer: tuple[tuple[str, int], ...] = computed("no_longer", ())
    """Computed, of an earlier issue in a view: the numbers of what its readers could read then and may not read now,
    each with the issue that took it from them."""

    def all_sections(self) -> Iterator[Section]:
        """Yield every section, sub-sections after the one that holds them."""
        yield from _sections(self.sections)

    def all_clauses(self) -> Iterator[Clause]:
        """Yield every clause and every item, in reading order."""
        for section in self.all_sections():
            for clause in section.clauses:
                yield from with_items(clause)

    @property
    def last_review(self) -> Review | None:
        """The latest review, if any took place."""
        return self.reviews[-1] if self.reviews else None

    @property
    def last_change(self) -> ChangeRecord | None:
        """The latest row of the change record sheet."""
        return self.changes[-1] if self.changes else None


@lru_cache(maxsize=1 << 14)
def _anchor(number: str) -> str:
    return "clause-" + re.sub(r"[^a-z0-9]+", "-", number.lower()).strip("-")


def _sections(sections: tuple[Section, ...]) -> Iterator[Section]:
    for section in sections:
        yield section
        yield from _sections(section.sections)


def with_items(clause: Clause) -> Iterator[Clause]:
    """Yield a clause and all items beneath it."""
    yield clause
    for item in clause.items:
        yield from with_items(item)


__all__ = [
    "EVERYONE",
    "Approval",
    "Audience",
    "ChangeKind",
    "ChangeRecord",
    "Clause",
    "Definition",
    "GuidanceCitation",
    "KeyPoint",
    "Kind",
    "LinkedPolicy",
    "Numbering",
    "Outcome",
    "Policy",
    "Publicised",
    "Review",
    "ReviewPlan",
    "Section",
    "Status",
    "with_items",
]
