"""A policy as a printed document: the same text and numbers as its page, for one audience."""

from __future__ import annotations

import datetime as dt
from typing import Any

from policy_handbook.addresses import full_address, policy_address
from policy_handbook.model import Clause, Handbook, Numbering, Outcome, Policy, Section
from policy_handbook.outputs import Printed
from policy_handbook.print.cache import Cache
from policy_handbook.print.colour import palette
from policy_handbook.print.tree import Here, anchor_of, tree_in_all_views, tree_of
from policy_handbook.print.typeset import Sheet, Stored, typeset
from policy_handbook.references import is_same_in_all_views, plain_text

OUTCOMES = {
    Outcome.NO_CHANGE: "No change",
    Outcome.EDITORIAL: "Wording corrected",
    Outcome.NEW_ISSUE: "New issue",
    Outcome.WITHDRAW: "Withdrawn",
}


def policy_document(view: Handbook, policy: Policy, crest: str, cache: Cache, known: Stored | None = None) -> Printed:
    """Typeset one policy of a view.

    Args:
        view: what ``for_audience`` returned, or the outlines of it.
        policy: one of its policies.
        crest: the school's crest as SVG; empty without one.
        cache: what was typeset before.
        known: where in the cache it has to be, if that is known; it is not read then before somebody asks for it.

    Raises:
        TypesetError: the typesetter refused it.
    """

    def made() -> Sheet:
        return typeset("policy", policy_data(view, policy, crest), issued_on(policy), cache)

    address = f"{policy_address(policy.id)}{policy.id}.pdf"
    if known and known.is_in(cache):
        return Printed(address, policy.title, known.unread(cache, made), known.pages, entry=known.entry)
    sheet = made()
    return Printed(address, policy.title, sheet.pdf, sheet.pages, entry=sheet.entry)


def trees_ahead(policy: Policy) -> None:
    """Have at hand the trees of those texts that are the same in all views."""
    texts = [clause.text for clause in policy.all_clauses()]
    texts += [definition.meaning for section in policy.all_sections() for definition in section.definitions]
    for text in filter(is_same_in_all_views, texts):
        tree_in_all_views(text)


def issued_on(policy: Policy) -> dt.date:
    """The date that a printed issue bears: of the issue and not of the day on which it was made."""
    return max(policy.effective_from, *(change.date for change in policy.changes), policy.effective_from).last_day


def policy_data(
    view: Handbook, policy: Policy, crest: str = "", inside: frozenset[str] = frozenset()
) -> dict[str, Any]:
    """Gather what the template shows.

    Args:
        view: what ``for_audience`` returned.
        policy: one of its policies.
        crest: the school's crest as SVG.
        inside: the ids of the policies that are in the same document, so that references lead to them within it.
    """
    here = Here(policy, inside or frozenset((policy.id,)))
    return {
        "school": view.school.name,
        "colour": palette(view.school.colour).text,
        "crest": crest,
        "view": view.view.title,
        "title": policy.title,
        "summary": plain_text(view, policy.summary),
        "issue": policy.issue,
        "address": full_address(view, view.view, policy_address(policy.id)),
        "contact": [line for line in (view.school.phone, view.school.email) if line],
        "control": _control(view, policy),
        "key_points": [tree_of(view, point.text, here) for point in policy.key_points.get(view.audience, ())],
        "narrowed": policy.narrowed,
        "sections": [_section(view, here, section) for section in policy.sections],
        "links": _links(view, policy),
        "guidance": _guidance(view, policy),
        "changes": [
            [str(change.issue), change.date.words, change.summary, view.title_of(change.by)]
            for change in policy.changes
        ],
        "signed_by": _signatures(view, policy),
    }


def _control(view: Handbook, policy: Policy) -> list[list[str]]:
    rows = [["Issue", str(policy.issue)], ["In force from", policy.effective_from.words]]
    if policy.approval:
        by = view.title_of(policy.approval.by)
        minute = f", minute {policy.approval.minute}" if policy.approval.minute else ""
        rows.append(["Approved", f"{policy.approval.date.words}{f' by the {by}' if by else ''}{minute}"])
    if owner := view.title_of(policy.owner):
        rows.append(["Looked after by", owner])
    if policy.last_review:
        rows.append(["Last reviewed", policy.last_review.date.words])
    rows.append(["Next review", f"by {policy.review.next.words}, every {policy.review.every}"])
    if policy.consulted:
        rows.append(["Consulted", "; ".join(policy.consulted)])
    if policy.equality_assessed_on:
        rows.append(["Equality impact assessed", policy.equality_assessed_on.words])
    if policy.trust:
        rows.append(["Text from", _origin(view, policy)])
    return rows


def _origin(view: Handbook, policy: Policy) -> str:
    """Whose text it is: the trust's, but for what is the school's own, by number."""
    own = [clause.number for section in policy.all_sections() for clause in section.clauses if clause.own]
    if not own:
        return policy.trust
    parts = ", ".join(own) if policy.numbering is not Numbering.NONE else "some clauses"
    return f"{policy.trust}; {view.school.short_name}'s own: {parts}"


def _section(view: Handbook, here: Here, section: Section) -> dict[str, Any]:
    return {
        "number": "" if here.policy.numbering is Numbering.NONE else section.number,
        "title": section.title,
        "definitions": [[d.term, tree_of(view, d.meaning, here)] for d in section.definitions],
        "clauses": [_clause(view, here, clause) for clause in section.clauses],
        "sections": [_section(view, here, child) for child in section.sections],
    }


def _clause(view: Handbook, here: Here, clause: Clause) -> dict[str, Any]:
    return {
        "label": "" if here.policy.numbering is Numbering.NONE else clause.label,
        "anchor": anchor_of(here.policy, clause),
        "text": tree_of(view, clause.text, here),
        "items": [_clause(view, here, item) for item in clause.items],
    }


def _links(view: Handbook, policy: Policy) -> list[list[str]]:
    return [
        [view.policies[link.id].title if link.id else link.title, link.why, link.url] for link in policy.linked_policies
    ]


def _guidance(view: Handbook, policy: Policy) -> list[list[str]]:
    return [
        [view.guidance[citation.id].title, citation.edition, citation.why]
        for citation in policy.guidance
        if citation.id in view.guidance
    ]


def _signatures(view: Handbook, policy: Policy) -> list[str]:
    """Who signs: the owner and the chair of the body that approved it."""
    names = [view.title_of(policy.owner)]
    if policy.approval:
        body = view.people.bodies.get(policy.approval.by)
        names.append(view.title_of(body.chair) if body and body.chair else view.title_of(policy.approval.by))
    return list(dict.fromkeys(name for name in names if name))
