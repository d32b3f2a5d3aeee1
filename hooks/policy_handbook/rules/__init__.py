"""The rules: one module each, listed here in the order in which they run.

A rule has one or more of these functions, and yields findings from them:

- ``check_policy`` looks at one policy. What it finds is kept between runs, so it is given nothing but what the key of
  that is made of.
- ``note`` notes something of one policy, and ``check_notes`` looks at the notes of all of them.
- ``check`` looks at the whole handbook.

A rule changes nothing, asks neither clock nor disk, and never prints a text that some reader may not see.
"""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType

from policy_handbook.findings import Finding, Severity, in_order
from policy_handbook.rules import (
    abbreviations,
    acts_known,
    approval_missing,
    audience_unknown,
    audience_widened,
    categories_known,
    change_claimed,
    change_record,
    crest_usable,
    dates_implausible,
    dates_out_of_order,
    duties_known,
    duty_approval,
    duty_coverage,
    duty_interval,
    duty_publicised,
    duty_published,
    flier_fits,
    flier_sources,
    flier_translation,
    guidance_changing,
    guidance_in_text,
    guidance_known,
    icon_known,
    ids_repeated,
    induction_known,
    issue_dates,
    issue_edited,
    issue_numbers,
    key_point_source,
    key_points_audience,
    key_points_older,
    link_addresses,
    linked_policies,
    links_back,
    long_sentences,
    not_published,
    numbers_in_text,
    page_audience,
    people_named,
    placeholder_words,
    printable,
    private_contacts,
    readability,
    reference_narrower,
    references_known,
    register_verified,
    required_sections,
    retired_terms,
    review_due_soon,
    review_in_future,
    review_overdue,
    review_too_late,
    reviews_stamped,
    role_unfilled,
    roles_known,
    title_kind,
)
from policy_handbook.rules.context import Context, DocsFile
from policy_handbook.rules.each import Keeping, Looked, look

__all__ = ["RULES", "RULE_IDS", "Context", "DocsFile", "Keeping", "Looked", "check_all", "look_at_each"]

RULES: tuple[ModuleType, ...] = (
    audience_unknown,
    audience_widened,
    key_points_audience,
    key_point_source,
    key_points_older,
    reference_narrower,
    page_audience,
    required_sections,
    approval_missing,
    change_record,
    review_in_future,
    dates_implausible,
    dates_out_of_order,
    review_too_late,
    review_overdue,
    review_due_soon,
    reviews_stamped,
    ids_repeated,
    title_kind,
    linked_policies,
    links_back,
    roles_known,
    guidance_known,
    guidance_changing,
    guidance_in_text,
    references_known,
    numbers_in_text,
    link_addresses,
    categories_known,
    placeholder_words,
    not_published,
    duties_known,
    duty_coverage,
    duty_interval,
    duty_approval,
    duty_published,
    duty_publicised,
    register_verified,
    retired_terms,
    acts_known,
    people_named,
    private_contacts,
    role_unfilled,
    abbreviations,
    readability,
    long_sentences,
    issue_numbers,
    issue_dates,
    issue_edited,
    change_claimed,
    flier_sources,
    flier_translation,
    flier_fits,
    icon_known,
    printable,
    crest_usable,
    induction_known,
)
"""Every rule; the id of each is its ``ID``, its page its docstring."""

RULE_IDS: frozenset[str] = frozenset(rule.ID for rule in RULES)
"""The id of every rule."""


def look_at_each(context: Context, keeping: Keeping | None = None) -> Looked:
    """Apply the rules that look at one policy to each, or take what they found before.

    Args:
        context: the handbook.
        keeping: where findings are kept; without it, nothing is kept.
    """
    return look(context, RULES, keeping)


def check_all(context: Context, looked: Looked | None = None) -> list[Finding]:
    """Apply every rule to a handbook and return what was found, in order of place.

    An error in a policy that is not in force is a warning: it is published to nobody, so it stops nothing.

    Args:
        context: the handbook.
        looked: what came of looking at each policy; left out, that is done now.
    """
    in_force = context.handbook.in_force
    waiting = frozenset(context.handbook.policies) - frozenset(in_force)
    looked = looked or look_at_each(context)
    return in_order(
        finding.with_severity(Severity.WARNING)
        if finding.policy in waiting and finding.severity is Severity.ERROR
        else finding
        for rule in RULES
        for finding in _found_by(rule, context, looked)
    )


def _found_by(rule: ModuleType, context: Context, looked: Looked) -> Iterator[Finding]:
    yield from looked.found_by(rule.ID)
    if hasattr(rule, "check_notes"):
        yield from rule.check_notes(context, looked.noted_by(rule.ID))
    if hasattr(rule, "check"):
        yield from rule.check(context)
