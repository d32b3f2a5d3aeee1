"""Several policies as one document: the whole handbook of a view, and what a new holder of a role reads."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from policy_handbook.addresses import full_address
from policy_handbook.dates import Date
from policy_handbook.model import Clause, Handbook, Policy, Section
from policy_handbook.print.cache import Cache
from policy_handbook.print.colour import palette
from policy_handbook.print.document import policy_data
from policy_handbook.print.tree import tree_of
from policy_handbook.print.typeset import Sheet, typeset
from policy_handbook.references import plain_text

WORDS_A_MINUTE = 200
"""How fast an adult reads such texts."""


def handbook_pack(view: Handbook, crest: str, today: dt.date, cache: Cache) -> Sheet:
    """Typeset every policy of a view as one document, by category.

    Args:
        view: what ``for_audience`` returned.
        crest: the school's crest as SVG; empty without one.
        today: the date that the document bears.
        cache: what was typeset before.
    """
    title = f"Policy handbook: {view.view.title}"
    summary = f"Every policy of {view.school.name} that is in force, in the text for: {view.view.title}."
    groups = by_category(view, view.policies.values())
    return typeset("pack", pack_data(view, title, summary, (), groups, crest, today), today, cache)


def induction_pack(view: Handbook, role: str, crest: str, today: dt.date, cache: Cache) -> Sheet:
    """Typeset what a new holder of a role reads, in order, with a sheet to sign.

    Raises:
        LookupError: there is nothing for that role to read in this view.
    """
    policies = induction_of(view, role)
    if not policies:
        raise LookupError(role)
    title = f"Welcome: {view.title_of(role)}"
    summary = "What to read in your first weeks, in this order. Ask about whatever is not plain."
    data = pack_data(view, title, summary, (), [("", policies)], crest, today)
    statement = "I have read these policies in these issues. I know what they ask of me and whom to ask."
    data["starter"] = {
        "role": view.title_of(role),
        "statement": tree_of(view, statement, None),
        "policies": [[policy.title, str(policy.issue)] for policy in policies],
    }
    return typeset("pack", data, today, cache)


def induction_of(view: Handbook, role: str) -> list[Policy]:
    """What a new holder of a role reads: what people.yaml lists, or else the policies that ask something of it."""
    holder = view.role(role)
    if holder and holder.induction:
        return [view.policies[name] for name in holder.induction if name in view.policies]
    asked = {policy.id: _tasks(policy, role) for policy in view.policies.values()}
    found = [policy for policy in view.policies.values() if asked[policy.id]]
    return sorted(found, key=lambda policy: -asked[policy.id])


def _tasks(policy: Policy, role: str) -> int:
    return sum(role in clause.responsible for clause in policy.all_clauses())


def by_category(view: Handbook, policies: Iterable[Policy]) -> list[tuple[str, Sequence[Policy]]]:
    """Policies by category, in the school's order; the rest at the end."""
    rest = list(policies)
    groups: list[tuple[str, Sequence[Policy]]] = []
    for category, title in view.school.categories.items():
        groups.append((title, [policy for policy in rest if policy.category == category]))
        rest = [policy for policy in rest if policy.category != category]
    groups.append(("Other policies" if groups else "", rest))
    return [(title, found) for title, found in groups if found]


def pack_data(
    view: Handbook,
    title: str,
    summary: str,
    notes: Sequence[str],
    groups: Sequence[tuple[str, Sequence[Policy]]],
    crest: str,
    today: dt.date,
) -> dict[str, Any]:
    """Gather what the template shows."""
    inside = frozenset(policy.id for _, policies in groups for policy in policies)
    every = [policy for _, policies in groups for policy in policies]
    address = full_address(view, view.view)
    return {
        "school": view.school.name,
        "colour": palette(view.school.colour).text,
        "crest": crest,
        "title": title,
        "summary": summary,
        "notes": list(notes),
        "made_on": Date.of(today).words,
        "address": address if address.startswith("http") else "",
        "minutes": duration(sum(minutes(view, policy) for policy in every)),
        "groups": [
            {
                "title": heading,
                "policies": [
                    {
                        "id": policy.id,
                        "title": policy.title,
                        "issue": policy.issue,
                        "minutes": minutes(view, policy),
                        "data": policy_data(view, policy, inside=inside),
                    }
                    for policy in policies
                ],
            }
            for heading, policies in groups
        ],
        "starter": None,
    }


def minutes(view: Handbook, policy: Policy) -> int:
    """How long an adult reads a policy, in minutes, at least one."""
    words = sum(len(plain_text(view, text).split()) for text in _texts(policy.sections))
    return max(1, round(words / WORDS_A_MINUTE))


def duration(total: int) -> str:
    """Minutes as a person says them."""
    hours, left = divmod(total, 60)
    if not hours:
        return f"{total} minutes"
    half = " and a half" if 15 <= left < 45 else ""
    hours += left >= 45
    return f"{hours}{half} hours" if hours > 1 or half else "1 hour"


def _texts(sections: Iterable[Section]) -> Iterable[str]:
    for section in sections:
        yield section.title
        for definition in section.definitions:
            yield from (definition.term, definition.meaning)
        for clause in section.clauses:
            yield from _clause_texts(clause)
        yield from _texts(section.sections)


def _clause_texts(clause: Clause) -> Iterable[str]:
    yield clause.text
    for item in clause.items:
        yield from _clause_texts(item)
