"""The pages that only an intranet has: responsibilities, reviews, guidance, and the findings of the build."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from policy_handbook.dates import Date
from policy_handbook.findings import Finding, Severity
from policy_handbook.model import Clause, GuidanceCitation, Handbook, Policy, Role
from policy_handbook.outputs import Page, SearchEntry
from policy_handbook.pages.context import PageContext
from policy_handbook.pages.html import Terms, Writer
from policy_handbook.pages.links import Links
from policy_handbook.pages.templates import render


@dataclass(frozen=True, slots=True)
class Task:
    """Something that a role has to do, and the clause that says so."""

    policy: Policy
    clause: Clause
    html: Markup


@dataclass(frozen=True, slots=True)
class Due:
    """A policy and when its next review is due."""

    policy: Policy
    next: Date
    owner: str


def staff_pages(view: Handbook, context: PageContext) -> Sequence[Page]:
    """All pages that only an intranet has."""
    return [
        roles_page(view),
        *(role_page(view, name, role) for name, role in view.people.roles.items()),
        reviews_page(view, context),
        guidance_page(view),
        findings_page(view, context),
    ]


def roles_page(view: Handbook) -> Page:
    """All roles with their holders."""
    links = Links.of(view.view, "roles/")
    counts = {name: sum(1 for _ in _clauses_of(view, name)) for name in view.people.roles}
    html = render("roles.html.jinja", view=view, links=links, counts=counts)
    return Page("roles/", "Who is responsible for what", "Roles, who holds them and what they do.", html, "roles")


def role_page(view: Handbook, name: str, role: Role) -> Page:
    """What one role has to do, by policy, and what it owns."""
    address = f"roles/{name}/"
    links = Links.of(view.view, address)
    tasks: list[tuple[Policy, list[Task]]] = []
    for policy in view.policies.values():
        writer = Writer(view, links, Terms(()), policy)
        found = [
            Task(policy, clause, Markup(writer.blocks(clause.text)))
            for clause in policy.all_clauses()
            if name in clause.responsible
        ]
        if found:
            tasks.append((policy, found))
    owned = [policy for policy in view.policies.values() if policy.owner == name]
    html = render("role.html.jinja", view=view, links=links, role=role, tasks=tasks, owned=owned)
    entry = SearchEntry(address, role.title, f"{role.holder} {role.does}".strip(), weight=1.5)
    return Page(
        address,
        role.title,
        f"What the {role.title} is responsible for.",
        html,
        "role",
        entries=(entry,),
        crumbs=(("Who is responsible for what", "roles/"),),
    )


def _clauses_of(view: Handbook, role: str) -> list[Clause]:
    return [
        clause for policy in view.policies.values() for clause in policy.all_clauses() if role in clause.responsible
    ]


def reviews_page(view: Handbook, context: PageContext) -> Page:
    """Reviews that are overdue, due this term, and due later."""
    term_end = end_of_term(view, context.today)
    due = sorted(
        (Due(policy, policy.review.next, view.title_of(policy.owner)) for policy in view.policies.values()),
        key=lambda row: (row.next, row.policy.title),
    )
    groups = [
        ("Overdue", "overdue", [row for row in due if row.next.last_day < context.today]),
        ("Due this term", "due", [row for row in due if context.today <= row.next.last_day <= term_end]),
        ("Later", "later", [row for row in due if row.next.last_day > term_end]),
    ]
    html = render(
        "reviews.html.jinja",
        view=view,
        links=Links.of(view.view, "reviews/"),
        groups=groups,
        today=context.today,
        term_end=Date.of(term_end),
    )
    return Page("reviews/", "Reviews", "Policies by the date of their next review.", html, "reviews")


def end_of_term(view: Handbook, today: dt.date) -> dt.date:
    """The last day of the term that a day is in, or of the next one in the holidays."""
    for term in sorted(view.school.terms, key=lambda term: term.ends):
        if today <= term.ends.last_day:
            return term.ends.last_day
    month, day = next(((m, d) for m, d in ((4, 5), (7, 22), (12, 20)) if (today.month, today.day) <= (m, d)), (12, 31))
    return dt.date(today.year, month, day)


def guidance_page(view: Handbook) -> Page:
    """Outside guidance and the policies that cite it."""
    cited: dict[str, list[tuple[Policy, GuidanceCitation]]] = {}
    for policy in view.policies.values():
        for citation in policy.guidance:
            cited.setdefault(citation.id, []).append((policy, citation))
    rows = sorted(
        ((view.guidance[name], uses) for name, uses in cited.items() if name in view.guidance),
        key=lambda row: row[0].title,
    )
    html = render("guidance.html.jinja", view=view, links=Links.of(view.view, "guidance/"), rows=rows)
    return Page("guidance/", "Guidance that we follow", "Outside guidance and where we cite it.", html, "guidance")


def findings_page(view: Handbook, context: PageContext) -> Page:
    """What the checks found, about policies that this view holds."""
    shown = [finding for finding in context.findings if not finding.policy or finding.policy in view.policies]
    groups: list[tuple[Severity, list[Finding]]] = [
        (severity, [finding for finding in shown if finding.severity is severity]) for severity in Severity
    ]
    html = render(
        "findings.html.jinja",
        view=view,
        links=Links.of(view.view, "findings/"),
        groups=[(severity, found) for severity, found in groups if found],
        today=context.today,
    )
    return Page("findings/", "What the checks found", "Findings of the last build.", html, "findings")
