"""What a view has on paper, all in one place; and in an intranet what a new holder of a post reads first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from policy_handbook.model import Flier, Handbook, Policy, Role, SiteName
from policy_handbook.outputs import Page, Printed, SearchEntry
from policy_handbook.pages.context import PageContext
from policy_handbook.pages.links import Links
from policy_handbook.pages.templates import render


@dataclass(frozen=True, slots=True)
class Leaflet:
    """A flier with its sheets and with the policies that it is made from."""

    flier: Flier
    sheets: tuple[Printed, ...]
    policies: tuple[Policy, ...]


@dataclass(frozen=True, slots=True)
class Induction:
    """What a new holder of a post reads, in order, and the same as one document where it was printed."""

    id: str
    role: Role
    policies: tuple[Policy, ...]
    pack: Printed | None


def papers_pages(view: Handbook, context: PageContext) -> Sequence[Page]:
    """The page of what there is on paper; in an intranet also that of what the new read first."""
    packs = inductions(view, context) if view.view.site is SiteName.INTRANET else []
    pages = [papers_page(view, context, packs)]
    if view.view.site is SiteName.INTRANET:
        pages.append(induction_page(view, packs))
    return pages


def papers_page(view: Handbook, context: PageContext, packs: Sequence[Induction]) -> Page:
    """Fliers, packs and printed policies."""
    leaflets = [
        Leaflet(flier, context.fliers[name], _made_from(view, flier))
        for name, flier in view.fliers.items()
        if name in context.fliers
    ]
    html = render(
        "papers.html.jinja",
        view=view,
        links=Links.of(view.view, "fliers/"),
        leaflets=leaflets,
        packs=[pack for pack in packs if pack.pack],
        printed=[(policy, context.printed[name]) for name, policy in view.policies.items() if name in context.printed],
    )
    return Page(
        "fliers/",
        "Fliers and papers to print",
        f"Fliers and printed policies of {view.school.name}, as PDF.",
        html,
        "papers",
        updated=max((leaflet.flier.date.last_day for leaflet in leaflets), default=None),
        entries=tuple(_entry(leaflet) for leaflet in leaflets),
    )


def _made_from(view: Handbook, flier: Flier) -> tuple[Policy, ...]:
    return tuple(view.policies[source.policy] for source in flier.sources if source.policy in view.policies)


def _entry(leaflet: Leaflet) -> SearchEntry:
    flier = leaflet.flier
    return SearchEntry(f"fliers/#{flier.id}", flier.title, flier.strapline, weight=1.2)


def inductions(view: Handbook, context: PageContext) -> list[Induction]:
    """The posts whose reading the school lists, in the order of its roles."""
    return [
        Induction(name, role, tuple(view.policies[read] for read in role.induction), context.packs.get(name))
        for name, role in view.people.roles.items()
        if role.induction
    ]


def induction_page(view: Handbook, packs: Sequence[Induction]) -> Page:
    """What those who are new in a post read first, in order."""
    listed = {pack.id for pack in packs}
    html = render(
        "induction.html.jinja",
        view=view,
        links=Links.of(view.view, "induction/"),
        packs=packs,
        others=[(name, role) for name, role in view.people.roles.items() if name not in listed],
        safeguarding=view.role("dsl"),
    )
    updated = max((policy.effective_from for pack in packs for policy in pack.policies), default=None)
    return Page(
        "induction/",
        "What to read first",
        "What those who are new in a post read first, in order.",
        html,
        "induction",
        updated=updated.last_day if updated else None,
    )
