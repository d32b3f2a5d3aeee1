"""A flier: one sheet for one kind of reader, made from one or more policies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any

from pydantic import Field

from policy_handbook.findings import Place
from policy_handbook.model.base import Choice, ClauseRef, DateField, Id, Line, Prose, Record, computed, spelled_out
from policy_handbook.model.policy import Audience, Policy, Status
from policy_handbook.model.resolve import spelt_out


class Layout(Choice):
    """How a flier is laid out on its paper."""

    A4 = "a4", "One side of A4."
    A4_BOTH_SIDES = "a4-both-sides", "Both sides of A4."
    POSTER = "poster", "One side in large type, to hang up: A4, or A3 where the printer can."
    A5_FOLD = "a5-fold", "A4 folded once: four pages of A5."
    TRI_FOLD = "tri-fold", "A4 folded twice: six narrow pages."


class FlierSource(Record):
    """A policy that the flier is made from."""

    policy: Id
    """The id of the policy."""
    clauses: tuple[ClauseRef, ...] = ()
    """The clauses that it rests on, by id or number."""

    @classmethod
    def from_short_form(cls, data: Any) -> Any:
        """Take an id alone."""
        return spelled_out(data, "policy")


class FlierPoint(Record):
    """One point of a flier."""

    text: Prose
    """The point, in its readers' own words."""
    title: Line = ""
    """Two or three words above it."""
    icon: Line = ""
    """A picture beside it, by its name, such as phone or account-group; handbook print icons WORD finds one."""

    @classmethod
    def from_short_form(cls, data: Any) -> Any:
        """Take a text alone."""
        return spelled_out(data, "text")


class Ask(Record):
    """Somebody to turn to."""

    role: Id = ""
    """A role of people.yaml, whose title, telephone number and e-mail address are printed."""
    title: Line = ""
    """Who it is, where that is no role or has another name for these readers."""
    about: Line = ""
    """What for, such as: Anything that worries you."""
    contact: Line = ""
    """How to reach them, where it is not what people.yaml says."""


class ReturnSlip(Record):
    """What is cut off, filled in and brought back."""

    text: Prose
    """What somebody signs."""
    choices: tuple[Line, ...] = ()
    """Boxes to tick."""
    return_by: DateField | None = None
    """The last day."""


class Translation(Record):
    """The flier in another language, as a person translated it. Lists follow the order of the flier's own."""

    by: Line
    """Who translated it."""
    date: DateField
    """When."""
    of_issue: Annotated[int, Field(ge=1)]
    """The issue of the flier that was translated."""
    title: Line
    """Its title."""
    strapline: Line = ""
    """The line beneath the title."""
    opening: Prose = ""
    """A few sentences before the points."""
    points: tuple[FlierPoint, ...] = ()
    """The points."""
    do_these: tuple[Prose, ...] = Field(default=(), alias="do")
    """What to do."""
    do_not: tuple[Prose, ...] = ()
    """What not to do."""
    school_may: tuple[Prose, ...] = ()
    """What the school may do."""
    ask: tuple[Ask, ...] = ()
    """Whom to ask."""
    return_slip: ReturnSlip | None = None
    """The slip to bring back."""
    words: dict[Id, Line] = Field(default_factory=dict)
    """Headings of the sheet in this language, by name, where the school wants others than the usual ones."""


class Flier(Record):
    """A printed sheet: what one kind of reader has to know, on one piece of paper."""

    title: Line
    """Its title."""
    strapline: Line = ""
    """The line beneath the title."""
    audience: Audience
    """In which views it is offered. Required: nobody who is not named sees it."""
    reader: Id = ""
    """The audience in whose words it is written and to whose page it leads; left out, the first that it names."""
    layout: Layout = Layout.A4
    """a4, a4-both-sides, poster, a5-fold or tri-fold."""
    issue: Annotated[int, Field(ge=1)]
    """The number of this issue of the flier."""
    date: DateField
    """The date of this issue."""
    sources: Annotated[tuple[FlierSource, ...], Field(alias="from", min_length=1)]
    """The policies that it is made from; it leads to the first."""
    opening: Prose = ""
    """A few sentences before the points."""
    points: tuple[FlierPoint, ...] = ()
    """The points; left out, the key points that its policies have for its reader."""
    do_these: tuple[Prose, ...] = Field(default=(), alias="do")
    """What to do."""
    do_not: tuple[Prose, ...] = ()
    """What not to do."""
    school_may: tuple[Prose, ...] = ()
    """What the school may do."""
    ask: tuple[Ask, ...] = ()
    """Whom to ask, the nearest first."""
    link: Line = ""
    """An address to lead to in place of the policy's page."""
    return_slip: ReturnSlip | None = None
    """A slip to bring back."""
    translations: dict[Line, Translation] = Field(default_factory=dict)
    """The flier in other languages, by their codes: pl, ro, so, ar, ur, bn, zh."""

    id: str = computed("id", "")
    """Computed: the name of its file."""
    readers: tuple[str, ...] = computed("readers", ())
    """Computed: who may have it; ``everyone`` is spelt out."""
    own_points: bool = computed("own_points", default=True)
    """Computed: whether its points are its own, and not those of its policies."""


def resolve_flier(flier: Flier, flier_id: str, audiences: Sequence[str], policies: Mapping[str, Policy]) -> Flier:
    """Give a flier its id, its readers and, where it has none of its own, the points of its policies.

    Whoever may not read one of its policies has no use for the flier, so that it is for those only who may read
    them all.
    """
    readers = spelt_out(flier.audience, audiences)
    for source in flier.sources:
        policy = policies.get(source.policy)
        allowed = policy.readers if policy and policy.status is Status.IN_FORCE else ()
        readers = tuple(name for name in readers if name in allowed)
    reader = flier.reader or (readers[0] if readers else "")
    return flier.model_copy(
        update={
            "id": flier_id,
            "readers": readers,
            "reader": reader,
            "points": flier.points or (_points_of(flier, reader, policies) if reader in readers else ()),
            "own_points": bool(flier.points),
        }
    )


def sheet_texts(sheet: Flier | Translation) -> Iterator[tuple[str, Place]]:
    """Yield every text of a flier or of a translation with its place; empty ones too."""
    yield from ((getattr(sheet, field), sheet.place_of(field)) for field in ("title", "strapline", "opening"))
    for point in sheet.points:
        yield from ((point.title, point.place_of("title")), (point.text, point.place_of("text")))
    for name, texts in (("do", sheet.do_these), ("do_not", sheet.do_not), ("school_may", sheet.school_may)):
        yield from ((text, sheet.place_of(name, index)) for index, text in enumerate(texts))
    for row in sheet.ask:
        yield from ((getattr(row, field), row.place_of(field)) for field in ("title", "about", "contact"))
    if slip := sheet.return_slip:
        yield slip.text, slip.place_of("text")
        yield from ((choice, slip.place_of("choices", index)) for index, choice in enumerate(slip.choices))


def _points_of(flier: Flier, reader: str, policies: Mapping[str, Policy]) -> tuple[FlierPoint, ...]:
    found = []
    for source in flier.sources:
        policy = policies.get(source.policy)
        points = policy.key_points.get(reader, ()) if policy and reader in policy.readers else ()
        found += [FlierPoint(text=point.text) for point in points]
    return tuple(found)


__all__ = [
    "Ask",
    "Flier",
    "FlierPoint",
    "FlierSource",
    "Layout",
    "ReturnSlip",
    "Translation",
    "resolve_flier",
    "sheet_texts",
]
