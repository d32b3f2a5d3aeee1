"""The pages that list policies, which are made beside what a list shows of each and never beside its text.

Most edits are of a text. So these pages can be kept for as long as all else is the same: that they are up to date does
not rest on what their templates happen to show.
"""

from __future__ import annotations

from collections.abc import Mapping

from policy_handbook.model import Handbook
from policy_handbook.outputs import Page
from policy_handbook.pages.bare import bare
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
from policy_handbook.pages.staff import guidance_page, reviews_page
from policy_handbook.pages.statutory import statutory_page

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


def list_pages(view: Handbook, context: ListContext) -> Mapping[str, Page]:
    """Make the pages of a view that list policies, by address.

    Args:
        view: what ``for_audience`` returned.
        context: what lists show beside it.
    """
    without_texts = bare(view)
    makers = (*_FOR_ALL, *(_FOR_STAFF if view.view.site.value == "intranet" else ()))
    return {page.address: page for page in (make(without_texts, context) for make in makers)}
