"""The pages that every view has beside its policies: home, the A to Z, changes, glossary and the rest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from policy_handbook.agenda import reviews
from policy_handbook.history.timeline import pairs
from policy_handbook.model import ChangeRecord, Handbook, Policy, SiteName, View
from policy_handbook.outputs import Page, SearchEntry
from policy_handbook.pages.context import ListContext
from policy_handbook.pages.html import Terms, Writer, plain_meaning, term_anchor
from policy_handbook.pages.links import NOT_FOUND, Links
from policy_handbook.pages.staff import end_of_term
from policy_handbook.pages.templates import render
from policy_handbook.references import in_sentence

LATELY = 5
"""How many changes the home page shows."""


@dataclass(frozen=True, slots=True)
class Change:
    """A row of a change record sheet with its policy."""

    policy: Policy
    record: ChangeRecord


@dataclass(frozen=True, slots=True)
class Door:
    """The way to another view."""

    view: View
    href: str
    description: str


def home_page(view: Handbook, context: ListContext) -> Page:
    """The front page: search, ways to the other views, what changed lately, policies by category."""
    links = Links.of(view.view, "")
    intranet = view.view.site is SiteName.INTRANET
    html = render(
        "home.html.jinja",
        view=view,
        links=links,
        doors=list(doors(view, links)) if view.view.is_top and view.view.site is SiteName.WEBSITE else [],
        safeguarding=view.role("dsl"),
        lately=changes(view)[:LATELY],
        categories=by_category(view),
        work=list(_work(view, context)) if intranet else [],
        papers="Fliers to print" if context.has_fliers else "",
        today=context.today,
    )
    description = _HOME_WORDS.get(view.audience, "All policies of {school} for {view}.")
    description = description.format(school=view.school.name, view=in_sentence(view.view.title))
    return Page("", view.school.name, description, html, "home")


_HOME_WORDS = {
    "public": "The policies of {school} in full: what we do, who decides, and what you can expect of us.",
    "parents": "The policies of {school} for parents and carers: what we do, what we ask of you, and whom to speak to.",
    "pupils": "The rules of {school} for pupils: what keeps us safe and kind, and who can help you.",
}


def _work(view: Handbook, context: ListContext) -> Iterator[tuple[str, str, str]]:
    """What staff and governors come for beside the policies: an address, its name and how things stand."""
    yield "reviews/", "Reviews", _standing(view, context.today)
    yield "changes/slip/", "Changes to read and sign", "What has changed, to print and sign"
    if context.has_coverage:
        yield "acknowledgements/", "Who has read what", "How many have confirmed that they read a policy"
    yield "roles/", "Who does what", "Posts, who holds them and what policies ask of them"
    yield "induction/", "What to read first", "For those who are new in a post"
    yield "register/", "Statutory register", "What we must have and publish, and whether we do"


def _standing(view: Handbook, today: dt.date) -> str:
    """How many reviews are late and how many fall into this term."""
    days = [item.due.last_day for item in reviews(view)]
    late = sum(day < today for day in days)
    soon = sum(today <= day <= end_of_term(view, today) for day in days)
    return f"{late or 'None'} overdue, {soon or 'none'} due this term"


def doors(view: Handbook, links: Links) -> Iterator[Door]:
    """The other views of the same site, and the staff handbook where its address is known."""
    for other in view.views:
        if other.audience == view.audience:
            continue
        href = links.door(view, other)
        if href:
            yield Door(other, href, _DOOR_WORDS.get(other.audience, ""))


_DOOR_WORDS = {
    "public": "Every published policy in full",
    "parents": "What concerns you and your child, in short first",
    "pupils": "What you need to know, in your own words",
    "staff": "For people who work here; you may have to sign in",
}


def changes(view: Handbook) -> list[Change]:
    """All rows of all change record sheets of a view, latest first."""
    rows = [Change(policy, record) for policy in view.policies.values() for record in policy.changes]
    return sorted(rows, key=lambda row: (-row.record.date.last_day.toordinal(), row.policy.title, -row.record.issue))


def by_category(view: Handbook) -> list[tuple[str, list[Policy]]]:
    """Policies under the titles of their categories, in the school's order; the rest last."""
    titles = dict(view.school.categories)
    groups = [
        (title, [policy for policy in view.policies.values() if policy.category == name])
        for name, title in titles.items()
    ]
    rest = [policy for policy in view.policies.values() if policy.category not in titles]
    groups.append(("Other policies" if titles else "Policies", rest))
    return [(title, policies) for title, policies in groups if policies]


def register_page(view: Handbook, context: ListContext) -> Page:
    """All policies from A to Z, with status, issue and dates."""
    links = Links.of(view.view, "policies/")
    html = render(
        "register.html.jinja",
        view=view,
        links=links,
        policies=list(view.policies.values()),
        categories=view.school.categories,
        today=context.today,
    )
    description = f"All policies of {view.school.name} from A to Z, with the dates of approval and next review."
    return Page("policies/", "Policies A to Z", description, html, "register")


def changes_page(view: Handbook, _context: ListContext) -> Page:
    """What each issue changed, latest first, by year."""
    rows = changes(view)
    years = [(year, list(group)) for year, group in groupby(rows, key=lambda row: row.record.date.year)]
    compared = {(policy.id, new.issue) for policy in view.policies.values() for _, new in pairs(view, policy)}
    html = render(
        "changes.html.jinja",
        view=view,
        links=Links.of(view.view, "changes/"),
        years=years,
        compared=compared,
        slip=view.view.site is SiteName.INTRANET,
    )
    return Page(
        "changes/", "What has changed", f"Changes to the policies of {view.school.name}, latest first.", html, "changes"
    )


def glossary_page(view: Handbook) -> Page:
    """The words of the school's policies."""
    links = Links.of(view.view, "glossary/")
    writer = Writer(view, links, Terms(()))
    entries = [(term_anchor(entry), entry, Markup(writer.inline(entry.meaning))) for entry in view.glossary.terms]
    letters = [(letter, list(group)) for letter, group in groupby(entries, key=lambda row: row[1].term[:1].upper())]
    html = render("glossary.html.jinja", view=view, links=links, letters=letters)
    found = tuple(
        SearchEntry(
            f"glossary/#{anchor}",
            entry.term,
            plain_meaning(view, entry),
            synonyms=tuple(filter(None, (entry.short, *entry.synonyms))),
            weight=1.5,
        )
        for anchor, entry, _ in entries
    )
    return Page(
        "glossary/",
        "Glossary",
        f"Words used in the policies of {view.school.name}, explained.",
        html,
        "glossary",
        entries=found,
    )


def accessibility_page(view: Handbook, context: ListContext) -> Page:
    """The accessibility statement."""
    html = render(
        "accessibility.html.jinja", view=view, links=Links.of(view.view, "accessibility/"), today=context.today
    )
    description = f"How accessible the policy handbook of {view.school.name} is, and how to ask for another format."
    return Page("accessibility/", "Accessibility statement", description, html, "accessibility")


def search_page(view: Handbook, _context: ListContext) -> Page:
    """The page on which results are shown."""
    links = Links.of(view.view, "search/")
    public = view.views[0]
    everything = links.to_view(public, "search/") if public.audience != view.audience else None
    html = render("search.html.jinja", view=view, links=links, everything=everything)
    return Page("search/", "Search", f"Search the policies of {view.school.name}.", html, "search")


def not_found_page(view: Handbook, _context: ListContext) -> Page:
    """What a visitor sees at an address that does not exist."""
    html = render("404.html.jinja", view=view, links=Links.on_page(view, NOT_FOUND))
    return Page(NOT_FOUND, "Page not found", "This page does not exist.", html, "not-found")
