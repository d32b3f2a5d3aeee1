"""A view to paper: policies typeset as PDF from what one audience may see."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

from policy_handbook.model import Handbook, Policy, SiteName
from policy_handbook.outputs import Printed
from policy_handbook.print.cache import NO_CACHE, Cache
from policy_handbook.print.document import policy_document, trees_ahead
from policy_handbook.print.flier import ENGLISH, flier_document, languages
from policy_handbook.print.pack import induction_pack
from policy_handbook.print.pictures import PictureError, as_svg
from policy_handbook.print.text import pdf_text
from policy_handbook.print.typeset import Stored, TypesetError, can_typeset

__all__ = [
    "NO_CACHE",
    "Cache",
    "PictureError",
    "Prints",
    "Stored",
    "TypesetError",
    "as_svg",
    "can_typeset",
    "pdf_text",
    "prints_of",
    "trees_ahead",
]


@dataclass(frozen=True, slots=True)
class Prints:
    """What a view has on paper.

    Attributes:
        policies: the printed policies by id.
        fliers: the fliers by id, in each language, English first.
        packs: what a new holder of a post reads, by role, where the school lists it; in an intranet only.
        failed: what could not be typeset, and why, a line each.
    """

    policies: dict[str, Printed]
    fliers: dict[str, tuple[Printed, ...]]
    packs: dict[str, Printed] = field(default_factory=dict)
    failed: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[Printed, ...]:
        """Every document."""
        sheets = (sheet for sheets in self.fliers.values() for sheet in sheets)
        return (*self.policies.values(), *sheets, *self.packs.values())


def prints_of(
    view: Handbook,
    crest: str,
    cache: Cache,
    today: dt.date | None = None,
    beside: Callable[[Policy], Handbook] | None = None,
    stored: Mapping[str, Stored] | None = None,
) -> Prints:
    """Typeset everything that a view has on paper.

    Args:
        view: what ``for_audience`` returned.
        crest: the school's crest as SVG; empty without one.
        cache: what was typeset before.
        today: the date that packs bear; without it there are none.
        beside: gives the view beside which a single policy is printed; left out, that is the whole view.
        stored: where in the cache policies have to be, by id, as far as that is known.
    """
    if not can_typeset():
        return Prints({}, {})
    failed: list[str] = []
    known = stored or {}

    def tried(what: str, make: Callable[[], Printed]) -> Printed | None:
        try:
            return make()
        except TypesetError as error:
            failed.append(f"{what} could not be printed: {error}")
            return None

    policies = {
        name: tried(policy.title, partial(_policy, beside or (lambda _: view), policy, crest, cache, known.get(name)))
        for name, policy in view.policies.items()
    }
    fliers = {
        name: [
            tried(f"the flier {flier.title} ({language})", partial(flier_document, view, flier, crest, cache, language))
            for language in (ENGLISH, *(code for code in flier.translations if code in languages()))
        ]
        for name, flier in view.fliers.items()
    }
    packs = {
        name: tried(f"the pack for {role.title}", partial(_pack, view, name, crest, today, cache))
        for name, role in view.people.roles.items()
        if today and role.induction and view.view.site is SiteName.INTRANET
    }
    return Prints(
        {name: sheet for name, sheet in policies.items() if sheet},
        {name: tuple(sheet for sheet in sheets if sheet) for name, sheets in fliers.items() if any(sheets)},
        {name: sheet for name, sheet in packs.items() if sheet},
        tuple(failed),
    )


def _policy(
    beside: Callable[[Policy], Handbook], policy: Policy, crest: str, cache: Cache, known: Stored | None
) -> Printed:
    return policy_document(beside(policy), policy, crest, cache, known)


def _pack(view: Handbook, role: str, crest: str, today: dt.date, cache: Cache) -> Printed:
    sheet = induction_pack(view, role, crest, today, cache)
    return Printed(f"induction/{role}.pdf", view.title_of(role), sheet.pdf, sheet.pages)
