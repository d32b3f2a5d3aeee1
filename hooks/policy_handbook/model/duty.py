"""Duties: what law or guidance requires a school to hold, review, approve, publish or make known."""

from __future__ import annotations

from pydantic import Field

from policy_handbook.model.base import Choice, DateField, DayOfYear, Id, IntervalField, Line, Record
from policy_handbook.model.school import ApprovalLevel, Nation, Phase, SchoolKind


class Strength(Choice):
    """How strong a requirement is; it decides how much a finding counts."""

    LAW = "law", "An Act, regulations or statutory guidance says so: a breach is an error."
    RECOMMENDED = "recommended", "The department recommends it: a breach is a warning."
    CUSTOM = "custom", "Schools usually do it: a breach is information."


class Evidence(Choice):
    """How an entry was checked. Only what was read may be an error."""

    PRIMARY = "primary", "Read in the law or on the department's own page."
    SECONDARY = "secondary", "Read in a source that quotes it."
    MEMORY = "memory", "Remembered, not looked up."
    INFERRED = "inferred", "Concluded from other facts."


class IntervalRequirement(Record):
    """The longest time between two reviews."""

    every: IntervalField
    """The longest time, such as 12 months."""
    strength: Strength
    """Who says so."""


class ApprovalRequirement(Record):
    """Who has to approve."""

    level: ApprovalLevel
    """The lowest level."""
    strength: Strength
    """Who says so."""


class PublicationRequirement(Record):
    """Whether it has to be on the website."""

    strength: Strength
    """Who says so."""
    by: DayOfYear = ""
    """The day of the year by which, as 15 March."""


class PublicityRequirement(Record):
    """To whom it has to be made known, and how often."""

    to: tuple[Id, ...]
    """The audiences."""
    every: IntervalField
    """How often."""
    strength: Strength
    """Who says so."""


class Duty(Record):
    """A requirement to hold, review, approve, publish or make known a policy."""

    id: Id
    """Its id, which policies name in satisfies."""
    title: Line
    """What has to be held."""
    basis: Line
    """The Act, regulations or guidance that it rests on."""
    nation: Nation = Nation.ENGLAND
    """Where it applies."""
    kinds: tuple[SchoolKind, ...]
    """The kinds of school that it applies to."""
    phases: tuple[Phase, ...] = ()
    """The phases that it applies to; left out, all."""
    only_if: Line = ""
    """A condition that the data cannot tell, such as: the school is its own admission authority."""
    hold: Strength
    """How strong the requirement to have it at all is."""
    review: IntervalRequirement | None = None
    """The longest time between two reviews."""
    approval: ApprovalRequirement | None = None
    """Who has to approve it."""
    publish: PublicationRequirement | None = None
    """Whether it has to be on the website."""
    publicise: PublicityRequirement | None = None
    """To whom it has to be made known."""
    source: Line
    """Where this was read, with an address if there is one."""
    evidence: Evidence
    """How it was checked."""
    verified_on: DateField
    """When it was last checked."""
    note: Line = ""
    """What a clerk should know beside."""


class DutyFile(Record):
    """A register of duties."""

    duties: tuple[Duty, ...] = Field(default=())
    """The duties."""
