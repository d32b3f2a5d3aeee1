"""The school, its people, its words, and the guidance and duties that it adds to the shipped registers."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from policy_handbook.model.base import Choice, DateField, Id, Line, Prose, Record, spelled_out
from policy_handbook.model.policy import Audience


class SchoolKind(Choice):
    """Who maintains the school: some duties depend on it."""

    MAINTAINED = "maintained", "Maintained by a local authority."
    ACADEMY = "academy", "An academy or free school."
    INDEPENDENT = "independent", "An independent school."


class Phase(Choice):
    """The ages that it teaches."""

    NURSERY = "nursery", "Under five."
    PRIMARY = "primary", "Four or five to eleven."
    MIDDLE = "middle", "Between primary and secondary."
    SECONDARY = "secondary", "Eleven to sixteen or eighteen."
    ALL_THROUGH = "all-through", "Primary and secondary."
    SPECIAL = "special", "A special school."
    SIXTEEN_PLUS = "16-plus", "Sixteen and over."


class Nation(Choice):
    """The nation whose law applies. Registers of duties are shipped for England only."""

    ENGLAND = "england", "England."
    WALES = "wales", "Wales."
    SCOTLAND = "scotland", "Scotland."
    NORTHERN_IRELAND = "northern-ireland", "Northern Ireland."


class SiteName(Choice):
    """Which of the two sites a view belongs to."""

    WEBSITE = "website", "The site that everybody can reach."
    INTRANET = "intranet", "The site behind the school's own sign-in."


class AudienceDefinition(Record):
    """An audience of the school, and the view that it reads."""

    title: Line
    """What its view is called, such as Parents and carers."""
    site: SiteName
    """website or intranet. The first audience of a site is at its top; the others are in folders by id."""


class Value(Record):
    """A value that the school holds."""

    name: Line
    """The value in a word or two."""
    meaning: Line = ""
    """What it means at this school."""

    @classmethod
    def from_short_form(cls, data: Any) -> Any:
        """Take a name alone."""
        return spelled_out(data, "name")


class Channel(Record):
    """An official account or channel of the school."""

    title: Line
    """Its name."""
    url: Line = ""
    """Its address."""
    moderated_by: Id = ""
    """The role that looks after it."""
    audience: Audience = ()
    """Who may know of it; left out, everyone."""


class Term(Record):
    """A school term."""

    name: Line
    """Its name, such as Autumn term 2026."""
    starts: DateField
    """Its first day."""
    ends: DateField
    """Its last day."""


class School(Record):
    """The facts about the school that its handbook needs."""

    name: Line
    """The full name."""
    short_name: Line
    """A name of at most 18 letters for narrow screens."""
    kind: SchoolKind
    """maintained, academy or independent."""
    phase: Phase
    """primary, secondary and so on."""
    nation: Nation
    """The nation whose law applies."""
    urn: Line = ""
    """The unique reference number, in quotes."""
    address: tuple[Line, ...] = ()
    """The postal address, a line each."""
    phone: Line = ""
    """The office's telephone number."""
    email: Line = ""
    """The office's e-mail address."""
    website_url: Line = ""
    """The address of the school's website."""
    handbook_url: Line
    """The address at which the website of the handbook will be, without a slash at the end."""
    intranet_url: Line = ""
    """The address of the staff handbook, if it has one."""
    colour: Annotated[Line, Field(pattern=r"^#[0-9a-fA-F]{6}$")] = "#1d4f5f"
    """The school's colour as #rrggbb; dark enough for white text on it."""
    crest: Line = ""
    """The file name of the crest in assets/."""
    vision: Line = ""
    """The vision in a sentence."""
    values: tuple[Value, ...] = ()
    """The school's values."""
    channels: tuple[Channel, ...] = ()
    """The official channels."""
    audiences: Annotated[dict[Id, AudienceDefinition], Field(min_length=1)]
    """The audiences and their views, in the order in which they are offered."""
    categories: dict[Id, Line] = Field(default_factory=dict)
    """Categories of policies and their titles, in the order in which they are shown."""
    not_applicable: dict[Id, Line] = Field(default_factory=dict)
    """Duties with a condition that this school does not meet, each with the reason."""
    terms: tuple[Term, ...] = ()
    """The school's terms, to say what is due this term; left out, those of most schools in England."""
    retired_terms: dict[Line, Line] = Field(default_factory=dict)
    """Words that the school uses no more, such as the name of a former trust, each with what to write now."""
    reading_ages: dict[Id, Annotated[int, Field(ge=5, le=25)] | None] = Field(default_factory=dict)
    """The age to aim at in texts for each audience, such as parents: 11, or null for none; left out, the usual ones."""


class Role(Record):
    """A post in the school; policies name roles, and people are named here only."""

    title: Line
    """The title of the post."""
    holder: Line = ""
    """The person who holds it."""
    email: Line = ""
    """An e-mail address for the post."""
    phone: Line = ""
    """A telephone number for the post."""
    does: Line = ""
    """What it is for, in a sentence."""
    held_by_many: bool = False
    """Whether many people hold it, such as all staff, so that it needs no holder."""
    induction: tuple[Id, ...] = ()
    """The policies that a new holder reads first, in order; left out, those that ask something of the role."""
    audience: Audience = ()
    """Who may know of it; left out, everyone."""
    readers: tuple[str, ...] = Field(default=(), exclude=True, alias="$readers")
    """Computed: who may know of it."""


class ApprovalLevel(Choice):
    """The lowest level at which something may be approved."""

    BOARD = "board", "The governing board, proprietor or trust as a whole."
    COMMITTEE = "committee", "The board or a committee of it."
    HEADTEACHER = "headteacher", "The headteacher, or whoever stands above."
    ANY = "any", "Whoever the board decides."


class Body(Record):
    """A body that approves or reviews, such as the governing board or a committee."""

    title: Line
    """Its title."""
    chair: Id = ""
    """The role that chairs it."""
    does: Line = ""
    """What it is for, in a sentence."""
    approves: bool = True
    """Whether it may approve policies."""
    level: ApprovalLevel = ApprovalLevel.COMMITTEE
    """board for the governing board or trust as a whole; committee for one of its committees."""


class People(Record):
    """Roles and bodies of the school."""

    roles: dict[Id, Role] = Field(default_factory=dict)
    """The roles by id."""
    bodies: dict[Id, Body] = Field(default_factory=dict)
    """The bodies by id."""


class Entry(Record):
    """A term of the glossary."""

    term: Line
    """The term as it is written in a sentence."""
    short: Line = ""
    """Its abbreviation."""
    meaning: Prose
    """What it means, in a sentence or two."""
    synonyms: tuple[Line, ...] = ()
    """Other words that people type when they search for it."""
    audience: Audience = ()
    """Who may read it; left out, everyone."""
    readers: tuple[str, ...] = Field(default=(), exclude=True, alias="$readers")
    """Computed: who may read it."""


class Glossary(Record):
    """The words of the school's policies."""

    terms: tuple[Entry, ...] = ()
    """Terms in any order."""


class Edition(Record):
    """An edition of an outside document."""

    label: Line
    """How it is called, in quotes: "2026"."""
    published: DateField | None = None
    """When it was published."""
    in_force: DateField | None = None
    """From when it applies."""
    superseded: DateField | None = None
    """From when the next one applies."""


class Guidance(Record):
    """An outside document that policies rest on."""

    id: Id
    """Its id."""
    title: Line
    """Its title."""
    publisher: Line = ""
    """Who publishes it."""
    url: Line = ""
    """Where it is."""
    patterns: tuple[Line, ...] = ()
    """How texts cite it."""
    nation: Nation = Nation.ENGLAND
    """Where it applies."""
    editions: tuple[Edition, ...] = ()
    """Its editions, oldest first."""
    verified_on: DateField | None = None
    """When somebody last checked this entry against its source."""
    evidence: Line = ""
    """primary, secondary, memory or inferred."""


class GuidanceFile(Record):
    """Guidance that the school cites beyond the shipped register."""

    guidance: tuple[Guidance, ...] = ()
    """The documents."""
