"""The statutory register: each duty that the school has, the policy that meets it, how well, and what says so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from policy_handbook.agenda import approved_too_low
from policy_handbook.model import Duty, Evidence, Handbook, Policy, Strength
from policy_handbook.outputs import Page
from policy_handbook.pages.context import ListContext
from policy_handbook.pages.links import Links
from policy_handbook.pages.templates import render
from policy_handbook.rules import duties

MET = "Met"
MISSING = "Missing"
UNSURE = "Missing, if it is a duty of ours"

STRENGTHS = {Strength.LAW: "Law", Strength.RECOMMENDED: "Recommended", Strength.CUSTOM: "Usual"}
"""How strong a requirement is, in a word."""

_EVIDENCE = {
    Evidence.PRIMARY: "read in the law or on the department’s page",
    Evidence.SECONDARY: "read in a source that quotes it",
    Evidence.MEMORY: "from memory, not looked up",
    Evidence.INFERRED: "concluded from other facts, not looked up",
}


@dataclass(frozen=True, slots=True)
class Shortfall:
    """What a policy lacks to meet a duty in full, and how strong the requirement is; empty where nothing is asked."""

    words: str
    strength: str = ""


@dataclass(frozen=True, slots=True)
class Meeting:
    """A policy that meets a duty, and in what it falls short."""

    policy: Policy
    shortfalls: tuple[Shortfall, ...]

    @property
    def state(self) -> str:
        """The state in a few words."""
        return "; ".join(short.words for short in self.shortfalls) or MET


@dataclass(frozen=True, slots=True)
class Entry:
    """A duty with the policies that meet it.

    Attributes:
        duty: the duty.
        strength: how strong the requirement to have such a policy is.
        evidence: how the entry of the register was checked.
        meetings: the policies, those that fall short last.
    """

    duty: Duty
    strength: str
    evidence: str
    meetings: tuple[Meeting, ...]

    @property
    def state(self) -> str:
        """Met where some policy falls short of nothing; else what the first lacks; missing where there is none."""
        if self.meetings:
            return self.meetings[0].state
        return UNSURE if self.duty.only_if else MISSING


def entries(view: Handbook, today: dt.date) -> list[Entry]:
    """Return the register: every duty that applies, in order of title."""
    found = []
    for duty in duties.applying(view):
        rows = [Meeting(policy, tuple(_shortfalls(view, duty, policy, today))) for policy in duties.meeting(view, duty)]
        rows.sort(key=lambda row: len(row.shortfalls))
        found.append(Entry(duty, STRENGTHS[duty.hold], _EVIDENCE[duty.evidence], tuple(rows)))
    return sorted(found, key=lambda entry: entry.duty.title)


def _shortfalls(view: Handbook, duty: Duty, policy: Policy, today: dt.date) -> Iterator[Shortfall]:
    if policy.review.next.last_day < today:
        yield Shortfall("Review overdue")
    if duty.review and policy.review.every.months > duty.review.every.months:
        yield Shortfall(f"Reviewed less often than every {duty.review.every}", STRENGTHS[duty.review.strength])
    if policy.approval is None:
        yield Shortfall("No approval recorded")
    elif duty.approval and approved_too_low(view, duty, policy):
        yield Shortfall("Not approved high enough", STRENGTHS[duty.approval.strength])
    if duty.publish and not duties.is_published(view, policy):
        yield Shortfall("Not published", STRENGTHS[duty.publish.strength])


def statutory_page(view: Handbook, context: ListContext) -> Page:
    """The register as a page of the intranet."""
    rows = entries(view, context.today)
    states = [
        ("met", sum(entry.state == MET for entry in rows)),
        ("to look at", sum(entry.state not in (MET, MISSING) for entry in rows)),
        ("missing", sum(entry.state == MISSING for entry in rows)),
    ]
    html = render(
        "statutory.html.jinja",
        view=view,
        links=Links.of(view.view, "register/"),
        entries=rows,
        states=[(words, count) for words, count in states if count],
        set_aside=sorted(set_aside(view)),
        met=MET,
        today=context.today,
    )
    title = "Statutory register"
    return Page("register/", title, "What the school must have, the policy that meets it, and its state.", html, "duty")


def set_aside(view: Handbook) -> Iterator[tuple[str, str]]:
    """Yield the duties that the school says are none of its own, with its reasons."""
    for name, reason in view.school.not_applicable.items():
        duty = view.duties.get(name)
        if duty and duties.may_be_left_out(duty):
            yield duty.title, reason
