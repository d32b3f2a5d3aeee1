"""The pages that only an intranet has: responsibilities, reviews, the registers, and the findings of the build."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from policy_handbook.agenda import reviews, term_of, terms_between, year_plan
from policy_handbook.dates import Date
from policy_handbook.findings import Finding, Severity, count
from policy_handbook.model import GuidanceCitation, Handbook, Policy
from policy_handbook.outputs import Page
from policy_handbook.pages.context import ListContext, PageContext, Same
from policy_handbook.pages.links import Links
from policy_handbook.pages.outline import Beside
from policy_handbook.pages.roles import pages_of_roles
from policy_handbook.pages.templates import render


@dataclass(frozen=True, slots=True)
class Due:
    """A policy and when its next review is due."""

    policy: Policy
    next: Date
    owner: str


def staff_pages(
    view: Handbook, context: PageContext, lists: Mapping[str, Page], beside: Beside, same: Same | None = None
) -> Sequence[Page]:
    """All pages that only an intranet has, with those of them that list policies."""
    return [
        *pages_of_roles(view, beside, same),
        lists["reviews/"],
        lists["register/"],
        lists["guidance/"],
        findings_page(view, context),
    ]


def reviews_page(view: Handbook, context: ListContext) -> Page:
    """Reviews that are overdue, due this term, and due later; and the year's plan, balanced by term."""
    term_end = end_of_term(view, context.today)
    items = reviews(view)
    due = [Due(item.policy, item.due, view.title_of(item.policy.owner)) for item in items]
    groups = [
        ("Overdue", "overdue", [row for row in due if row.next.last_day < context.today]),
        ("Due this term", "due", [row for row in due if context.today <= row.next.last_day <= term_end]),
        ("Later", "later", [row for row in due if row.next.last_day > term_end]),
    ]
    plan = year_plan(view.school, items, context.today)
    html = render(
        "reviews.html.jinja",
        view=view,
        links=Links.of(view.view, "reviews/"),
        groups=groups,
        plan=plan,
        moved=any(review.falls_due for term in plan for review in term.reviews),
        today=context.today,
        term_end=Date.of(term_end),
    )
    return Page("reviews/", "Reviews", "Policies by the date of their next review.", html, "reviews")


def end_of_term(view: Handbook, today: dt.date) -> dt.date:
    """The last day of the term that a day is in, or of the next one in the holidays."""
    terms = terms_between(view.school, today, today)
    return terms[term_of(terms, today)].ends


def guidance_page(view: Handbook, _context: ListContext) -> Page:
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
    """What the checks found, by whoever looks after the policy; about policies that this view holds."""
    shown = [finding for finding in context.findings if not finding.policy or finding.policy in view.policies]
    owners: dict[str, list[Finding]] = {}
    for finding in sorted(shown, key=lambda finding: list(Severity).index(finding.severity)):
        policy = view.policies.get(finding.policy)
        owners.setdefault(policy.owner if policy else "", []).append(finding)
    html = render(
        "findings.html.jinja",
        view=view,
        links=Links.of(view.view, "findings/"),
        counts=[(severity, count(shown, severity)) for severity in Severity if count(shown, severity)],
        groups=sorted(((view.title_of(owner), owner, found) for owner, found in owners.items()), key=_named_first),
        today=context.today,
    )
    return Page("findings/", "What the checks found", "Findings of the last build.", html, "findings")


def _named_first(group: tuple[str, str, list[Finding]]) -> tuple[bool, str]:
    title, *_ = group
    return not title, title
