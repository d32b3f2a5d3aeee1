"""Guidance that is about to change is on the agenda in time, and a policy cites what applies when it takes effect.

Some guidance is published months before it is in force: Keeping children safe in education comes in the summer
holidays for information, and counts from September. A policy that the board approves in July may cite the edition of
September only if it takes effect in September too.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from functools import lru_cache

from policy_handbook.findings import Finding
from policy_handbook.model import Guidance, GuidanceCitation, Policy
from policy_handbook.rules.context import Facts, PolicyContext, info, warning
from policy_handbook.rules.guidance import Span, spans

ID = "guidance-changing"
FAILING = """\
effective_from: 2026-07-10
guidance: [{id: kcsie, edition: "2026"}]
"""
PASSING = """\
effective_from: 2026-09-01
guidance: [{id: kcsie, edition: "2026"}]
"""
_USUAL_ENDS = ((4, 5), (7, 22), (12, 20))
"""By when the terms of most schools in England have ended."""


def check_policy(context: PolicyContext) -> Iterator[Finding]:
    """Look at every edition that is cited."""
    policy = context.policy
    if not context.is_in_force:
        return
    horizon = _horizon(context.facts)
    for citation in policy.guidance:
        document = context.facts.guidance.get(citation.id)
        span = spans(document).get(citation.edition) if document else None
        if document and span:
            yield from _on_effect(context, policy, citation, document, span)
            yield from _to_come(context, policy, citation, document, span, horizon)


@lru_cache(maxsize=1)
def _horizon(facts: Facts) -> dt.date:
    return end_of_next_term([term.ends.last_day for term in facts.school.terms], facts.today)


def end_of_next_term(ends: Iterable[dt.date], today: dt.date) -> dt.date:
    """The last day of the term after the one that a day is in, or after the holidays that it is in.

    Args:
        ends: the last days of the school's terms; beyond them, the usual ones count.
        today: the day.
    """
    known = sorted(end for end in ends if end >= today)
    year = (known[-1] if known else today).year
    usual = (dt.date(number, *end) for number in (year, year + 1) for end in _USUAL_ENDS)
    later = [end for end in usual if (end > known[-1] if known else end >= today)]
    return [*known, *later][1]


def _on_effect(
    context: PolicyContext, policy: Policy, citation: GuidanceCitation, document: Guidance, span: Span
) -> Iterator[Finding]:
    starts = policy.effective_from.first_day
    place, found = citation.place_of("edition"), f'edition: "{citation.edition}"'
    if span.start and policy.effective_from.last_day < span.start:
        message = f"{document.title} {citation.edition} applies from {span.start}, and the policy from {starts} already"
        make = warning if context.today < span.start else info
        write = f"effective_from: {span.start}, or the edition that applied before"
        yield make(ID, place, message, found=found, write=write, policy=policy.id)
    elif span.end and context.today < span.end <= starts:
        message = f"{document.title} {citation.edition} is superseded on {span.end}, before the policy takes effect"
        yield warning(ID, place, message, found=found, write=_next(span), policy=policy.id)


def _to_come(
    context: PolicyContext, policy: Policy, citation: GuidanceCitation, document: Guidance, span: Span, horizon: dt.date
) -> Iterator[Finding]:
    if not span.end or not context.today < span.end <= horizon or span.end <= policy.effective_from.first_day:
        return
    following = span.following
    place, found = citation.place_of("edition"), f'edition: "{citation.edition}"'
    published = following.published if following else None
    if following and published and published.first_day <= context.today:
        message = (
            f"edition {following.label} of {document.title} has been published and applies from {span.end}: "
            "read it and change the policy for that day, not before"
        )
        yield warning(ID, place, message, found=found, write=_next(span), policy=policy.id)
    else:
        message = f"{document.title} {citation.edition} is superseded on {span.end}: put the policy on the agenda"
        yield info(ID, place, message, found=found, write=_next(span), policy=policy.id)


def _next(span: Span) -> str:
    return f'edition: "{span.following.label}"   from {span.end}' if span.following else ""
