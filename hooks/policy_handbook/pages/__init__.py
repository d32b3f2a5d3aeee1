"""A view to its pages: HTML, titles and what a search finds, all made from what one audience may see."""

from __future__ import annotations

from collections.abc import Mapping

from policy_handbook.model import Handbook
from policy_handbook.outputs import Page
from policy_handbook.pages.context import PageContext
from policy_handbook.pages.general import common_pages
from policy_handbook.pages.history import history_pages
from policy_handbook.pages.html import Terms
from policy_handbook.pages.outline import Beside
from policy_handbook.pages.papers import papers_pages
from policy_handbook.pages.policy import policy_page
from policy_handbook.pages.staff import staff_pages

__all__ = ["Beside", "PageContext", "pages_of"]


def pages_of(
    view: Handbook, context: PageContext, kept: Mapping[str, Page] | None = None, beside: Beside | None = None
) -> list[Page]:
    """Make every page of a view.

    Args:
        view: what ``for_audience`` returned; its ``audience`` says whose view it is.
        context: today's date and what else pages show.
        kept: pages of policies that were made before and are as they would be made now, by id.
        beside: the outlines of the view, where they are at hand.
    """
    beside, kept = beside or Beside.of(view), kept or {}
    terms = Terms(view.glossary.terms)
    pages = [*common_pages(view, context)]
    pages += [
        kept.get(policy.id) or policy_page(beside.view_for(policy), policy, context, terms)
        for policy in view.policies.values()
    ]
    pages += history_pages(view, context)
    pages += papers_pages(view, context)
    if view.view.site.value == "intranet":
        pages += staff_pages(view, context)
    return pages
