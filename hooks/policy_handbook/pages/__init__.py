"""A view to its pages: HTML, titles and what a search finds, all made from what one audience may see."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from policy_handbook.model import Handbook, Policy
from policy_handbook.outputs import Page
from policy_handbook.pages.bare import bare
from policy_handbook.pages.context import ListContext, PageContext, Same
from policy_handbook.pages.general import glossary_page
from policy_handbook.pages.history import history_pages
from policy_handbook.pages.html import Terms, take_apart
from policy_handbook.pages.links import NOT_FOUND
from policy_handbook.pages.listing import list_pages
from policy_handbook.pages.outline import Beside
from policy_handbook.pages.papers import papers_pages
from policy_handbook.pages.policy import entries_of, policy_page
from policy_handbook.pages.slip import SLIP
from policy_handbook.pages.staff import staff_pages

__all__ = [
    "SLIP",
    "Beside",
    "ListContext",
    "PageContext",
    "Same",
    "Terms",
    "bare",
    "entries_of",
    "list_pages",
    "pages_of",
    "policy_page",
    "prepare",
]


def prepare(handbook: Handbook, policies: Iterable[Policy] | None = None) -> None:
    """Do what is the same in every view once: take the texts of the clauses apart.

    It pays where several views are made in copies of this process, which then have the results at hand. Nothing that
    depends on readers comes of it: the text is what it is, and a view that does not hold it never asks for it.

    Args:
        handbook: the whole handbook.
        policies: those whose pages are to be made; left out, all that are in force.
    """
    for policy in handbook.in_force.values() if policies is None else policies:
        for text in _texts(policy):
            take_apart(text)


def _texts(policy: Policy) -> Iterator[str]:
    yield policy.summary
    for points in policy.key_points.values():
        yield from (point.text for point in points)
    for section in policy.all_sections():
        yield from (definition.meaning for definition in section.definitions)
    yield from (clause.text for clause in policy.all_clauses())


def pages_of(
    view: Handbook,
    context: PageContext,
    kept: Mapping[str, Page] | None = None,
    beside: Beside | None = None,
    lists: Mapping[str, Page] | None = None,
    same: Same | None = None,
) -> list[Page]:
    """Make every page of a view.

    Args:
        view: what ``for_audience`` returned; its ``audience`` says whose view it is.
        context: today's date and what else pages show.
        kept: pages of policies that were made before and are as they would be made now, by id.
        beside: the outlines of the view, where they are at hand.
        lists: what ``list_pages`` makes, where that is at hand, and the slip, if it is.
        same: tells whether what this process made of the view before is still the same; left out, all is made anew.
    """
    beside, kept = beside or Beside.of(view), kept or {}
    lists = lists or list_pages(view, context.for_lists)
    terms = Terms(view.glossary.terms)
    pages = [lists[""], lists["policies/"], lists["changes/"], glossary_page(view)]
    pages += [lists["accessibility/"], lists["search/"], lists[NOT_FOUND]]
    pages += [
        kept.get(policy.id) or policy_page(beside.view_for(policy), policy, context, terms)
        for policy in view.policies.values()
    ]
    pages += history_pages(view, context, lists, beside, same)
    pages += papers_pages(view, context)
    if view.view.site.value == "intranet":
        pages += staff_pages(view, context, lists, beside, same)
    return pages
