"""The rules: one module each, listed here in the order in which they run.

A rule looks at the whole handbook and yields findings. It changes nothing, asks neither clock nor disk, and never
prints a text that some reader may not see.
"""

from __future__ import annotations

from types import ModuleType

from policy_handbook.findings import Finding, in_order
from policy_handbook.rules import (
    approval_missing,
    audience_unknown,
    audience_widened,
    categories_known,
    change_record,
    dates_implausible,
    dates_out_of_order,
    guidance_known,
    ids_repeated,
    key_point_source,
    key_points_audience,
    link_addresses,
    linked_policies,
    not_published,
    page_audience,
    placeholder_words,
    reference_narrower,
    references_known,
    required_sections,
    review_due_soon,
    review_in_future,
    review_overdue,
    review_too_late,
    roles_known,
)
from policy_handbook.rules.context import Context, DocsFile

__all__ = ["RULES", "RULE_IDS", "Context", "DocsFile", "check_all"]

RULES: tuple[ModuleType, ...] = (
    audience_unknown,
    audience_widened,
    key_points_audience,
    key_point_source,
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
    ids_repeated,
    linked_policies,
    roles_known,
    guidance_known,
    references_known,
    link_addresses,
    categories_known,
    placeholder_words,
    not_published,
)
"""Every rule; the id of each is its ``ID``, its page its docstring."""

RULE_IDS: frozenset[str] = frozenset(rule.ID for rule in RULES)
"""The id of every rule."""


def check_all(context: Context) -> list[Finding]:
    """Apply every rule to a handbook and return what was found, in order of place."""
    return in_order(finding for rule in RULES for finding in rule.check(context))
