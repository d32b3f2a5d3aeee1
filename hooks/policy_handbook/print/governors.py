"""The pack for a meeting: what is up for approval by its date, what changed, and room to decide."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from policy_handbook.agenda import Item, Kind, agenda
from policy_handbook.audience import for_audience
from policy_handbook.dates import Date
from policy_handbook.history import Redline, Row, redline
from policy_handbook.history.summary import groups
from policy_handbook.model import ChangeRecord, Handbook, Policy, Status
from policy_handbook.print.cache import Cache
from policy_handbook.print.colour import palette
from policy_handbook.print.document import policy_data
from policy_handbook.print.pack import minutes
from policy_handbook.print.typeset import Sheet, typeset
from policy_handbook.references import plain_text


@dataclass(frozen=True, slots=True)
class Matter:
    """A policy that is before the meeting, and why."""

    policy: Policy
    reasons: tuple[Item, ...]

    @property
    def is_draft(self) -> bool:
        """Whether it is an issue that is not in force yet."""
        return self.policy.status is Status.DRAFT


def matters(handbook: Handbook, meeting: dt.date, until: dt.date, body: str = "") -> list[Matter]:
    """Return the policies that a meeting has to approve or look at again.

    Args:
        handbook: the whole handbook.
        meeting: the day of the meeting.
        until: reviews that are due by this day are on the agenda.
        body: only what this body approves, and what nobody has approved yet; empty for everything.
    """
    found: dict[str, list[Item]] = {}
    for item in agenda(handbook, meeting):
        wanted = item.kind is Kind.APPROVAL or (item.kind is Kind.REVIEW and item.due.last_day <= until)
        if wanted and (not body or item.by in ("", body)):
            found.setdefault(item.policy.id, []).append(item)
    drafts_first = sorted(found, key=lambda name: handbook.policies[name].status is not Status.DRAFT)
    return [Matter(handbook.policies[name], tuple(found[name])) for name in drafts_first]


def with_drafts(handbook: Handbook, audience: str) -> Handbook:
    """Return the handbook as an audience would read it if every draft were in force: what a board has to judge."""
    raised = {
        name: policy.model_copy(update={"status": Status.IN_FORCE}) if policy.status is Status.DRAFT else policy
        for name, policy in handbook.policies.items()
    }
    return for_audience(replace(handbook, policies=raised), audience)


def governors_pack(
    handbook: Handbook,
    found: Sequence[Matter],
    meeting: dt.date,
    crest: str,
    cache: Cache,
    *,
    audience: str = "staff",
    body: str = "",
) -> Sheet:
    """Typeset the pack for a meeting.

    Args:
        handbook: the whole handbook.
        found: what is before the meeting.
        meeting: its day.
        crest: the school's crest as SVG; empty without one.
        cache: what was typeset before.
        audience: as whom the board reads.
        body: which board or committee it is.
    """
    view = with_drafts(handbook, audience)
    shown = [matter for matter in found if matter.policy.id in view.policies]
    title = f"Policies for the meeting of {Date.of(meeting).words}"
    name = view.title_of(body)
    data = {
        "school": view.school.name,
        "colour": palette(view.school.colour).text,
        "crest": crest,
        "title": title,
        "summary": f"For the {name}" if name else "For the governing board and its committees",
        "matters": [matter_data(view, matter) for matter in shown],
    }
    return typeset("governors", data, meeting, cache)


def matter_data(view: Handbook, matter: Matter) -> dict[str, Any]:
    """Gather what the template shows of one policy, as a view with drafts holds it."""
    policy = view.policies[matter.policy.id]
    before = _before(view, policy)
    made = redline(view, before, policy) if before else None
    whole = matter.is_draft and before is None
    return {
        "id": policy.id,
        "title": policy.title,
        "issue": policy.issue,
        "what": "For approval" if any(item.kind is Kind.APPROVAL for item in matter.reasons) else "For review",
        "reasons": [_reason(item) for item in matter.reasons],
        "owner": view.title_of(policy.owner),
        "summary": plain_text(view, policy.summary),
        "minutes": minutes(view, policy),
        "changes": [[str(row.issue), row.date.words, row.summary, view.title_of(row.by)] for row in _new_rows(policy)],
        "compared": before.issue if before else 0,
        "groups": [[group.heading, ", ".join(entry.name for entry in group.entries)] for group in groups(made)]
        if made
        else [],
        "redline": [*_redline(made)] if made else [],
        "text": policy_data(view, policy) if whole else None,
    }


def _reason(item: Item) -> str:
    """Why a policy is before the meeting, with what its date means."""
    day = f"Next review by {item.due.words}" if item.kind is Kind.REVIEW else item.due.words
    return f"{day}: {item.why}"


def _before(view: Handbook, policy: Policy) -> Policy | None:
    """The issue before this one, where it is kept."""
    earlier = view.issues.get(policy.id, {})
    numbers = [number for number in earlier if number < policy.issue]
    return earlier[max(numbers)] if numbers else None


def _new_rows(policy: Policy) -> list[ChangeRecord]:
    """What changed since the last approval; all of the present issue where there was none."""
    if policy.approval is None:
        return [row for row in policy.changes if row.issue >= policy.issue]
    return [row for row in policy.changes if row.date > policy.approval.date or row.issue == policy.issue]


def _redline(made: Redline) -> Iterator[dict[str, Any]]:
    """The parts of which words came, went or changed."""
    for row in made.changed:
        if row.old is None or row.new is None or row.reworded:
            yield {"name": _name(row), "lines": [_line(row, at) for at in range(len(row.lines))]}


def _name(row: Row) -> str:
    return row.unit.number or str(row.unit.kind).capitalize()


def _line(row: Row, at: int) -> list[list[dict[str, str]]]:
    """A line as cells of runs, each the same, added or removed."""
    return [[{"mark": str(run.mark), "text": run.text} for run in cell] for cell in row.lines[at].cells]
