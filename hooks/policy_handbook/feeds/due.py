"""What is due within some time, as text, JSON, Markdown for the next agenda, or a calendar."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from policy_handbook.agenda import Item, Kind, TermTime, agenda, term_of, terms_between
from policy_handbook.dates import Date
from policy_handbook.feeds.calendar import calendar_named, event_of
from policy_handbook.model import Handbook, SiteName

_WORDS = {Kind.REVIEW: "review", Kind.APPROVAL: "approval", Kind.PUBLICISE: "make known", Kind.PUBLISH: "publish"}
_COUNTED = {
    Kind.REVIEW: ("review", "reviews"),
    Kind.APPROVAL: ("approval", "approvals"),
    Kind.PUBLICISE: ("to make known", "to make known"),
    Kind.PUBLISH: ("to publish", "to publish"),
}
_OVERDUE = "Overdue"
_TABLE_HEAD = ("| Due | Policy | What | Looked after by | Approved by |", "|---|---|---|---|---|")


@dataclass(frozen=True)
class DueList:
    """What is due between two days, with what was due before.

    Attributes:
        handbook: the handbook, for the titles of roles and bodies.
        items: what is due, the most urgent first.
        today: the day as at which it is said.
        until: the last day that counts.
    """

    handbook: Handbook
    items: tuple[Item, ...]
    today: dt.date
    until: dt.date

    @cached_property
    def terms(self) -> Sequence[TermTime]:
        """The terms that the days fall into."""
        return terms_between(self.handbook.school, self.today, self.until)

    def heading_of(self, item: Item) -> str:
        """Overdue, or the term in which it falls due."""
        terms = self.terms
        return _OVERDUE if item.is_overdue(self.today) else terms[term_of(terms, item.due.last_day)].name

    def groups(self) -> Iterator[tuple[str, list[Item]]]:
        """Yield what is due under its headings, in order of time."""
        for heading, items in groupby(self.items, key=self.heading_of):
            yield heading, list(items)

    def owner(self, item: Item) -> str:
        """The title of whoever looks after the policy."""
        return self.handbook.title_of(item.policy.owner) or item.policy.owner

    def approver(self, item: Item) -> str:
        """The title of whoever approves the policy."""
        return self.handbook.title_of(item.by) or item.by

    def what(self, item: Item) -> str:
        """What has to be done, in a word or two."""
        if not item.audience:
            return _WORDS[item.kind]
        return f"{_WORDS[item.kind]} to {self.handbook.school.audiences[item.audience].title}"


def due_list(handbook: Handbook, today: dt.date, until: dt.date, owner: str = "") -> DueList:
    """Gather what is due by a day; for one role, where one is named."""
    items = [
        item
        for item in agenda(handbook, today)
        if item.due.last_day <= until and (not owner or item.policy.owner == owner)
    ]
    return DueList(handbook, tuple(items), today, until)


def due_text(due: DueList) -> str:
    """Write what is due for a person: by term, and within a term by whoever looks after it."""
    lines = [f"Due by {_words(due.until)}, as at {_words(due.today)}", ""]
    for heading, items in due.groups():
        lines.append(heading)
        for owner, theirs in _by_owner(due, items):
            lines.append(f"  {owner}")
            for item in theirs:
                lines.append(f"    {item.due.words:<17}  {item.policy.title}: {due.what(item)}")
                lines.append(f"    {'':17}  {_explained(due, item)}")
        lines.append("")
    return "\n".join([*lines, due_summary(due)]) + "\n"


def due_summary(due: DueList) -> str:
    """Count what is due in a line."""
    if not due.items:
        return "Nothing is due."
    counts = Counter(item.kind for item in due.items)
    parts = [f"{counts[kind]} {_COUNTED[kind][counts[kind] != 1]}" for kind in Kind if counts[kind]]
    return " and ".join(filter(None, [", ".join(parts[:-1]), parts[-1]]))


def _by_owner(due: DueList, items: Sequence[Item]) -> list[tuple[str, list[Item]]]:
    owners = sorted({due.owner(item) for item in items})
    return [(owner, [item for item in items if due.owner(item) == owner]) for owner in owners]


def _explained(due: DueList, item: Item) -> str:
    approver = due.approver(item)
    return f"{item.why}; approved by: {approver}" if approver else item.why


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _words(day: dt.date) -> str:
    return Date.of(day).words


def due_json(due: DueList) -> str:
    """Write what is due for other programs."""
    items = [
        {
            "kind": str(item.kind),
            "policy": item.policy.id,
            "title": item.policy.title,
            "due": str(item.due),
            "overdue": item.is_overdue(due.today),
            "term": "" if item.is_overdue(due.today) else due.heading_of(item),
            "owner": item.policy.owner,
            "owner_title": due.owner(item),
            "approved_by": item.by,
            "approved_by_title": due.approver(item),
            "audience": item.audience,
            "why": item.why,
        }
        for item in due.items
    ]
    record = {"as_at": due.today.isoformat(), "until": due.until.isoformat(), "items": items}
    return json.dumps(record, indent=1, ensure_ascii=False) + "\n"


def due_markdown(due: DueList) -> str:
    """Write what is due as tables to paste into an agenda."""
    lines = ["# Policies for the agenda", "", f"As at {_words(due.today)}: what is due by {_words(due.until)}.", ""]
    for heading, items in due.groups():
        lines += [
            f"## {heading}",
            "",
            "| Due | Policy | What | Looked after by | Approved by |",
            "|---|---|---|---|---|",
        ]
        for item in items:
            cells = (item.due.words, item.policy.title, _sentence(due.what(item)), due.owner(item), due.approver(item))
            lines.append(f"| {' | '.join(map(_cell, cells))} |")
        lines.append("")
    return "\n".join([*lines, due_summary(due)]) + "\n"


def _cell(text: str) -> str:
    return text.replace("\\", "\\\\").replace("|", "\\|")


def due_calendar(due: DueList) -> str:
    """Write what is due as a calendar, an all-day event for each thing."""
    school = due.handbook.school
    calendar = calendar_named(f"Policies due, {school.short_name}")
    view = next((view for view in due.handbook.views if view.site is SiteName.INTRANET), None)
    for item in due.items:
        name = "-".join(filter(None, (item.kind, item.policy.id, item.audience)))
        what = "Review due" if item.kind is Kind.REVIEW else _sentence(due.what(item))
        description = f"Looked after by: {due.owner(item)}. {_sentence(_explained(due, item))}."
        calendar.add_component(
            event_of(
                due.handbook,
                item.policy,
                name=name,
                summary=f"{what}: {item.policy.title}",
                day=item.due.last_day,
                description=description,
                view=view,
            )
        )
    return bytes(calendar.to_ical()).decode("utf-8")


DUE_FORMATS: dict[str, Callable[[DueList], str]] = {
    "text": due_text,
    "json": due_json,
    "ics": due_calendar,
    "md": due_markdown,
}
"""The forms of the list by name."""
