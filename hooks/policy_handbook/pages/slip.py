"""Changes for staff to print, read and sign."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from policy_handbook.addresses import changes_address
from policy_handbook.dates import Date
from policy_handbook.history import Fate, Redline, redline
from policy_handbook.history.timeline import pairs, spans
from policy_handbook.history.units import UnitKind
from policy_handbook.latest import Latest
from policy_handbook.model import ChangeRecord, Handbook, Policy
from policy_handbook.outputs import Page
from policy_handbook.pages.bare import bare
from policy_handbook.pages.context import ListContext, Same
from policy_handbook.pages.links import Links
from policy_handbook.pages.outline import Beside
from policy_handbook.pages.templates import render

SLIP = "changes/slip/"


@dataclass(frozen=True, slots=True)
class Signed:
    """A row of the slip.

    Attributes:
        policy: the id of the policy.
        title: its title.
        record: what an issue of it changed.
        effective_from: from when.
        clauses: the clauses that changed, where both issues are kept.
        roles: those who have to do what these clauses say; none where it is not known, or everybody is meant.
        compared: the way to the comparison; empty where there is none.
    """

    policy: str
    title: str
    record: ChangeRecord
    effective_from: Date
    clauses: tuple[str, ...]
    roles: tuple[str, ...]
    compared: str


_rows: Latest[Sequence[Signed]] = Latest()
_newest: Latest[Page] = Latest(most=8)


def slip_page(view: Handbook, context: ListContext, beside: Beside, same: Same | None = None) -> Page:
    """Changes for staff to print, read and sign, by date and role; a script leaves out what is not asked for.

    Args:
        view: what ``for_audience`` returned.
        context: what lists show beside it.
        beside: its outlines.
        same: tells whether what was made of it before is still the same.
    """
    rows = tuple(_rows_of(view, policy, beside, same) for policy in view.policies.values())
    if same is None:
        return _page(view, context, rows)
    return _newest.get_or(view.audience, None, (same.lists, rows), lambda: _page(view, context, rows))


def _page(view: Handbook, context: ListContext, found: Sequence[Sequence[Signed]]) -> Page:
    rows = [row for of_policy in found for row in of_policy]
    rows.sort(key=lambda row: (row.record.date, row.title), reverse=True)
    listed = bare(view)
    html = render(
        "slip.html.jinja",
        view=listed,
        links=Links.of(view.view, SLIP),
        rows=rows,
        roles=sorted(listed.people.roles.items(), key=lambda pair: pair[1].title),
        since=school_year(context.today),
        coverage=context.has_coverage,
    )
    description = "Changes to policies to print, read and sign."
    return Page(SLIP, "Changes to read and sign", description, html, "slip", crumbs=(("What has changed", "changes/"),))


def school_year(today: dt.date) -> dt.date:
    """The first of the September in which the school year of a day began."""
    return dt.date(today.year if today.month >= 9 else today.year - 1, 9, 1)


def _rows_of(view: Handbook, policy: Policy, beside: Beside, same: Same | None) -> Sequence[Signed]:
    issues = tuple(view.issues.get(policy.id, {}).values())

    def made() -> Sequence[Signed]:
        return tuple(_signed(beside.with_issues(view, policy), policy))

    return _rows.get_or((view.audience, policy.id), policy, (same.outlines, issues), made) if same else made()


def _signed(view: Handbook, policy: Policy) -> Iterator[Signed]:
    links = Links.of(view.view, SLIP)
    compared = {new.issue: (old, new) for old, new in pairs(view, policy)}
    starts = {span.issue.issue: span.issue.effective_from for span in spans(view, policy)}
    for record in policy.changes:
        clauses: tuple[str, ...] = ()
        roles: tuple[str, ...] = ()
        way = ""
        if record.issue in compared:
            old, new = compared[record.issue]
            clauses = changed_clauses(redline(view, old, new))
            roles = _responsible(new, clauses)
            way = links.to(changes_address(policy.id, record.issue))
        start = starts.get(record.issue, record.date)
        yield Signed(policy.id, policy.title, record, start, clauses, roles, way)


def changed_clauses(made: Redline) -> tuple[str, ...]:
    """The numbers of clauses of which, or of whose items, words came, went or changed."""
    fates = {Fate.ADDED, Fate.REMOVED, Fate.REWORDED}
    found = [
        row.unit.number.partition("(")[0] + ("" if row.new else f" of issue {made.old_issue}")
        for row in made.changed
        if row.unit.kind in (UnitKind.CLAUSE, UnitKind.ITEM) and row.unit.number and fates & set(row.fates)
    ]
    return tuple(dict.fromkeys(found))


def _responsible(issue: Policy, clauses: tuple[str, ...]) -> tuple[str, ...]:
    """Those who have to do what some clauses say, in order of title; none if one of them says of nobody."""
    named = [clause.responsible for clause in issue.all_clauses() if clause.number in clauses]
    if not named or not all(named):
        return ()
    return tuple(sorted({role for roles in named for role in roles}))
