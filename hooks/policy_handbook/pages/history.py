"""The pages of what was: what each issue changed, and every earlier issue in the archive."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from policy_handbook.addresses import changes_address, issue_address
from policy_handbook.dates import Date
from policy_handbook.history import redline
from policy_handbook.history.fragments import anchor, redline_html
from policy_handbook.history.summary import Entry, groups
from policy_handbook.history.timeline import Span, pairs, spans
from policy_handbook.markup import values
from policy_handbook.model import ChangeRecord, Handbook, Numbering, Policy
from policy_handbook.outputs import Page
from policy_handbook.pages.context import PageContext
from policy_handbook.pages.html import Terms, Writer
from policy_handbook.pages.links import Links
from policy_handbook.pages.policy import ClauseWriter, contents_of
from policy_handbook.pages.templates import render


@dataclass(frozen=True, slots=True)
class Listed:
    """A part in the list of what changed: its name, and the way to the marks, where there are any."""

    name: str
    href: str


def history_pages(view: Handbook, context: PageContext) -> Iterator[Page]:
    """All pages of a view that tell of earlier issues."""
    for policy in view.policies.values():
        for old, new in pairs(view, policy):
            yield redline_page(view, policy, old, new)
        for span in spans(view, policy)[:-1]:
            yield issue_page(view, policy, span, context)


def redline_page(view: Handbook, policy: Policy, old: Policy, new: Policy) -> Page:
    """What an issue changed: the note, the list, the marks."""
    address = changes_address(policy.id, new.issue)
    links = Links.of(view.view, address)
    made = redline(view, old, new)
    html = render(
        "redline.html.jinja",
        view=view,
        links=links,
        policy=policy,
        old=old,
        new=new,
        way_to_new=links.to(issue_address(policy.id, new.issue)) if new is not policy else links.policy(policy.id),
        way_to_old=links.to(issue_address(policy.id, old.issue)),
        record=record_of(policy, new.issue),
        made=made,
        groups=[(group.heading, _listed(group.entries)) for group in groups(made)],
        text=Markup(redline_html(made)),
    )
    return Page(
        address,
        f"{policy.title}: what changed in issue {new.issue}",
        f"What issue {new.issue} of the policy {policy.title} changed, clause by clause.",
        html,
        "redline",
        crumbs=(("Policies A to Z", "policies/"), (policy.title, f"policies/{policy.id}/")),
    )


def _listed(entries: Sequence[Entry]) -> list[Listed]:
    return [Listed(entry.name, f"#{anchor(entry.row)}" if entry.row is not None else "") for entry in entries]


def record_of(policy: Policy, issue: int) -> ChangeRecord | None:
    """The row of the change record sheet for an issue, as far as this view has it."""
    return next((change for change in policy.changes if change.issue == issue), None)


def issue_page(view: Handbook, policy: Policy, span: Span, context: PageContext) -> Page:
    """An earlier issue as it was, below a plain banner."""
    issue = span.issue
    address = issue_address(policy.id, issue.issue)
    links = Links.of(view.view, address)
    body = ClauseWriter(Writer(view, links, Terms(()), issue), issue, mark_readers=view.view.site.value == "intranet")
    html = render(
        "issue.html.jinja",
        view=view,
        links=links,
        policy=policy,
        issue=issue,
        span=span,
        last=Date.of(span.last) if span.last else None,
        is_past=span.last is not None and span.last < context.today,
        compared=any(new.issue == issue.issue for _, new in pairs(view, policy)),
        compared_next=any(old.issue == issue.issue for old, _ in pairs(view, policy)),
        changes=lambda number: links.to(changes_address(policy.id, number)),
        contents=[contents_of(section, issue) for section in issue.sections],
        text=Markup("".join(body.section(section, 2) for section in issue.sections)),
        numbered=issue.numbering is not Numbering.NONE,
        names_people=any(name.startswith("roles.") for c in issue.all_clauses() for name in values(c.text)),
    )
    return Page(
        address,
        f"{issue.title}, issue {issue.issue}",
        f"Issue {issue.issue} of the policy {policy.title}, which is not the present one.",
        html,
        "archive",
        crumbs=(("Policies A to Z", "policies/"), (policy.title, f"policies/{policy.id}/")),
    )
