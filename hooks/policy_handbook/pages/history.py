"""The pages of what was: what each issue changed, and every earlier issue in the archive."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from markupsafe import Markup

from policy_handbook.acknowledgement.coverage import FEWEST
from policy_handbook.addresses import changes_address, issue_address
from policy_handbook.dates import MONTHS, Date
from policy_handbook.history import redline
from policy_handbook.history.fragments import anchor, redline_html
from policy_handbook.history.summary import Entry, groups
from policy_handbook.history.timeline import Span, pairs, spans
from policy_handbook.latest import Latest
from policy_handbook.markup import values
from policy_handbook.model import ChangeRecord, Handbook, Numbering, Policy, SiteName
from policy_handbook.outputs import Page
from policy_handbook.pages.context import ListContext, PageContext, Same
from policy_handbook.pages.html import Terms, Writer
from policy_handbook.pages.links import Links
from policy_handbook.pages.outline import Beside
from policy_handbook.pages.policy import ClauseWriter, contents_of
from policy_handbook.pages.slip import SLIP, slip_page
from policy_handbook.pages.templates import render
from policy_handbook.references import plain_text


@dataclass(frozen=True, slots=True)
class Listed:
    """A part in the list of what changed: its name, and the way to the marks, where there are any."""

    name: str
    href: str


_newest: Latest[Sequence[Page]] = Latest(most=2048)


def history_pages(
    view: Handbook, context: PageContext, lists: Mapping[str, Page], beside: Beside, same: Same | None = None
) -> Iterator[Page]:
    """All pages of a view that tell of earlier issues, with the one that lists them.

    Args:
        view: what ``for_audience`` returned.
        context: what pages show beside it.
        lists: the page that lists them, by its address, and the slip, if it is at hand.
        beside: the outlines of the view.
        same: tells whether what was made of it before is still the same.
    """
    for policy in view.policies.values():
        if issues := tuple(view.issues.get(policy.id, {}).values()):
            make = partial(_of_policy, view, policy, context, beside)
            known = same and (same.outlines, issues, context.today)
            yield from _newest.get_or((view.audience, policy.id), policy, known, make) if known else make()
    yield lists["as-at/"]
    if view.view.site is SiteName.INTRANET:
        yield lists.get(SLIP) or slip_page(view, context.for_lists, beside, same)
        if context.coverage:
            yield acknowledgements_page(view, context)


def _of_policy(view: Handbook, policy: Policy, context: PageContext, beside: Beside) -> Sequence[Page]:
    """The pages that tell of the earlier issues of one policy, made beside outlines of the others."""
    alone = beside.with_issues(view, policy)
    return [
        *(redline_page(alone, policy, old, new) for old, new in pairs(alone, policy)),
        *(issue_page(alone, policy, span, context) for span in spans(alone, policy)[:-1]),
    ]


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
        summary=plain_text(view, issue.summary),
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


def as_at_page(view: Handbook, context: ListContext) -> Page:
    """All issues of a view with the days on which they were in force; a script shows those of one day."""
    links = Links.of(view.view, "as-at/")
    rows = [
        (
            policy,
            span,
            links.policy(policy.id) if span.present else links.to(issue_address(policy.id, span.issue.issue)),
        )
        for policy in view.policies.values()
        for span in reversed(spans(view, policy))
    ]
    html = render(
        "as-at.html.jinja",
        view=view,
        links=links,
        rows=rows,
        policies=list(view.policies.values()),
        today=context.today,
        day_words=lambda day: Date.of(day).words,
    )
    description = f"The issues of the policies of {view.school.name} that were in force on a day."
    crumbs = (("What has changed", "changes/"),)
    return Page("as-at/", "What was in force on a day", description, html, "as-at", crumbs=crumbs)


def acknowledgements_page(view: Handbook, context: PageContext) -> Page:
    """How many have read what they have to, for staff: counts and no names."""
    address = "acknowledgements/"
    links = Links.of(view.view, address)
    compared = {
        policy.id: links.to(changes_address(policy.id, new.issue))
        for policy in view.policies.values()
        for _, new in pairs(view, policy)
        if new is policy
    }
    html = render(
        "acknowledgements.html.jinja",
        view=view,
        links=links,
        rows=context.coverage,
        compared=compared,
        fewest=FEWEST,
        today=context.today,
        month=MONTHS[context.today.month - 1],
    )
    return Page(address, "Who has read what", "How many have read which policy.", html, "acknowledgements")
