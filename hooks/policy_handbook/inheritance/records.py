"""A trust and its schools, and what a school says of a policy that it takes over."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from policy_handbook.marks import MarkedDict, MarkedList
from policy_handbook.model import Approval, Clause, Definition, Publicised, Review, ReviewPlan, Section
from policy_handbook.model.base import ClauseRef, DateField, Id, Line, Prose, Record, spelled_out
from policy_handbook.model.policy import Audience


class TrustSchool(Record):
    """A school of the trust."""

    title: Line
    """What the trust calls it."""

    @classmethod
    def from_short_form(cls, data: Any) -> Any:
        """Take a title alone."""
        return spelled_out(data, "title")


class Trust(Record):
    """A trust and its schools."""

    name: Line
    """The name of the trust, as pages show it beside what comes from it."""
    schools: Annotated[dict[Id, TrustSchool], Field(min_length=1)]
    """Its schools by id, which is the name of their folder in schools/."""
    every_school: dict[Id, Any] = Field(default_factory=dict)
    """What school.yaml says in every school, such as audiences and categories; a school adds what is its own."""


class Replacement(Record):
    """The school's own text in the place of one that the trust leaves open."""

    text: Prose = ""
    """The text of a clause."""
    audience: Audience = ()
    """Who may read it: some of those who may read the trust's text; left out, all of them."""
    responsible: tuple[Id, ...] = ()
    """The roles that have to do what it says; left out, those of the trust's text."""
    items: tuple[Clause, ...] = ()
    """The items of a clause."""
    definitions: tuple[Definition, ...] = ()
    """The definitions of a section."""
    clauses: tuple[Clause, ...] = ()
    """The clauses of a section."""
    sections: tuple[Section, ...] = ()
    """The sub-sections of a section."""


class Addition(Record):
    """The school's own text after one that the trust leaves open."""

    after: ClauseRef
    """The clause, or the section, that it comes after, by id or by number."""
    clauses: tuple[Clause, ...] = ()
    """Clauses: after a clause, or at the end of a section."""
    sections: tuple[Section, ...] = ()
    """Sections: after a section."""


def _spelled_out(value: Any) -> Any:
    """Turn replacements that are a text or a list into records, at their places."""
    if not isinstance(value, MarkedDict):
        return value
    whole = MarkedDict(value.file, value.mark)
    whole.keys_at, whole.values_at = value.keys_at, value.values_at
    for ref, own in value.items():
        field = "clauses" if isinstance(own, MarkedList) else "text" if isinstance(own, str) else ""
        if field:
            record = MarkedDict(value.file, value.keys_at[ref])
            record[field] = own
            record.values_at[field] = value.values_at[ref]
            whole[ref] = record
        else:
            whole[ref] = own
    return whole


class OwnPolicy(Record):
    """What a school says of a policy that it inherits: which issue it adopted, and the text that is its own."""

    inherits: Id
    """The trust's policy, by id; the file has the same name."""
    adopted_issue: Annotated[int, Field(ge=1)]
    """The issue of the trust's policy that this school adopted."""
    owner: Id = ""
    """The role at this school that looks after it; left out, the trust's owner."""
    effective_from: DateField | None = None
    """The day from which it applies at this school; left out, the trust's."""
    approval: Approval | None = None
    """Who approved it at this school, and when; left out, the trust's approval."""
    review: ReviewPlan | None = None
    """How often this school reviews it, and when next; left out, as the trust does."""
    reviews: tuple[Review, ...] = ()
    """The reviews that took place at this school; left out, the trust's."""
    publicised: tuple[Publicised, ...] = ()
    """When each audience was told about it here."""
    replace: Annotated[dict[ClauseRef, Replacement], BeforeValidator(_spelled_out)] = Field(default_factory=dict)
    """Own text in the place of the trust's, by the clause or section: a text, or the list of a section's clauses."""
    add: tuple[Addition, ...] = ()
    """Own text after the trust's."""

    @property
    def has_text(self) -> bool:
        """Whether any text is the school's own."""
        return bool(self.replace or self.add)
