"""The pages that list policies, which are made beside what a list shows of each and never beside its text.

Most edits are of a text. So these pages can be kept for as long as all else is the same: that they are up to date does
not rest on what their templates happen to show.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from policy_handbook.model import Handbook, Policy
from policy_handbook.model.base import made_of_parts
from policy_handbook.outputs import Page
from policy_handbook.pages.context import ListContext
from policy_handbook.pages.general import (
    accessibility_page,
    changes_page,
    home_page,
    not_found_page,
    register_page,
    search_page,
)
from policy_handbook.pages.history import as_at_page
from policy_handbook.pages.outline import NOWHERE
from policy_handbook.pages.staff import guidance_page, reviews_page
from policy_handbook.pages.statutory import statutory_page

TEXTS = frozenset(("summary", "key_points", "sections"))
"""The fields of a policy that no list shows."""

_FOR_ALL = (
    home_page,
    register_page,
    changes_page,
    accessibility_page,
    search_page,
    not_found_page,
    as_at_page,
)
_FOR_STAFF = (reviews_page, statutory_page, guidance_page)


def listed(policy: Policy) -> Policy:
    """Return a policy of which nothing is there but what lists show: whoever asks for a text finds no such thing."""
    fields = {name: value for name, value in policy.__dict__.items() if name not in TEXTS}
    return made_of_parts(Policy, fields, set(fields), NOWHERE)


def list_pages(view: Handbook, context: ListContext) -> Mapping[str, Page]:
    """Make the pages of a view that list policies, by address.

    Args:
        view: what ``for_audience`` returned.
        context: what lists show beside it.
    """
    bare = replace(
        view,
        policies={name: listed(policy) for name, policy in view.policies.items()},
        issues={
            name: {number: listed(issue) for number, issue in issues.items()} for name, issues in view.issues.items()
        },
    )
    makers = (*_FOR_ALL, *(_FOR_STAFF if view.view.site.value == "intranet" else ()))
    return {page.address: page for page in (make(bare, context) for make in makers)}
