"""What is done once for all views: it changes nothing that any of them shows."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from policy_handbook import markup, references
from policy_handbook.audience import for_audience
from policy_handbook.feeds import stretches
from policy_handbook.feeds.search import search_files
from policy_handbook.model import Entry, Handbook
from policy_handbook.outputs import OutputFile, Page
from policy_handbook.pages import PageContext, html, pages_of, prepare
from policy_handbook.pages.html import Terms, Writer
from policy_handbook.pages.links import Links
from policy_handbook.print import tree
from policy_handbook.print.document import policy_data
from policy_handbook.publish.ahead import make_ahead
from policy_handbook.read import read_handbook

SAMPLE = Path(__file__).parents[1] / "policy_data"
CACHES = (markup.parse, markup.lone_words, references.same_in_all_views, html.settled, html.words_in)


@pytest.fixture(name="whole", scope="module")
def fixture_whole() -> Handbook:
    handbook = read_handbook(SAMPLE).handbook
    assert handbook
    return handbook


def pages(whole: Handbook, audience: str) -> list[Page]:
    return pages_of(for_audience(whole, audience), PageContext(dt.date(2026, 11, 25)))


def everything(whole: Handbook, audience: str) -> tuple[list[OutputFile], list[dict[str, Any]]]:
    """What a search finds, and what is on paper before it is typeset."""
    view = for_audience(whole, audience)
    return search_files(view, pages(whole, audience)), [policy_data(view, policy) for policy in view.policies.values()]


@pytest.mark.parametrize("audience", ["public", "parents", "pupils", "staff"])
def test_pages_are_the_same_whether_their_texts_were_taken_apart_before_or_not(whole: Handbook, audience: str) -> None:
    for cache in CACHES:
        cache.cache_clear()
    alone = pages(whole, audience)
    prepare(whole)

    assert pages(whole, audience) == alone


def test_then_no_view_takes_a_text_of_words_apart_again(whole: Handbook) -> None:
    prepare(whole)
    before = html.settled.cache_info().misses
    for policy in for_audience(whole, "staff").policies.values():
        for clause in policy.all_clauses():
            html.settled(clause.text)

    assert html.settled.cache_info().misses == before


@pytest.mark.parametrize("text", ["", " x", "1st-senco ’s", "École é aé İx K", "a-b'c (d).", "Ends with a word"])
def test_words_and_where_they_begin_are_those_of_the_text(text: str) -> None:
    found = [*html._WORD.finditer(text)]
    assert html.words_in(text) == (
        tuple(match[0].lower() for match in found),
        tuple(match.start() for match in found),
    )


@pytest.mark.parametrize("audience", ["public", "parents", "pupils", "staff"])
def test_a_view_is_the_same_whether_all_was_made_ahead_or_nothing(whole: Handbook, audience: str) -> None:
    for cache in (*CACHES, stretches._counts_of_clause, tree.tree_in_all_views):
        cache.cache_clear()
    alone = everything(whole, audience)
    for cache in (*CACHES, stretches._counts_of_clause, tree.tree_in_all_views):
        cache.cache_clear()
    make_ahead(whole)

    assert everything(whole, audience) == alone


def test_then_no_view_counts_the_words_of_a_text_again_that_it_shows_whole(whole: Handbook) -> None:
    make_ahead(whole)
    before = stretches._counts_of_clause.cache_info().misses, tree.tree_in_all_views.cache_info().misses
    everything(whole, "staff")

    after = stretches._counts_of_clause.cache_info().misses, tree.tree_in_all_views.cache_info().misses
    assert after[0] - before[0] < before[0] / 10  # values and references may stand for something else in a view
    assert after[1] - before[1] < before[1] / 10


@pytest.mark.parametrize("text", ["Ask the SENCO.", "Our senco’s list", "1st-senco", "senco", "SENDCO", "nothing"])
def test_a_quick_look_misses_no_term(whole: Handbook, text: str) -> None:
    view = for_audience(whole, "staff")
    terms = Terms([Entry(term="senco", meaning="Somebody.", audience=("staff",))])
    marked = any(terms.find(text, match.start(), match[0]) for match in html._WORD.finditer(text))

    assert ('class="term"' in Writer(view, Links.of(view.view, ""), terms).blocks(text)) == marked


def test_a_term_is_explained_once_and_one_that_begins_alike_still_is(whole: Handbook) -> None:
    view = for_audience(whole, "staff")
    entries = [Entry(term=term, meaning="Something.", audience=("staff",)) for term in ("first aid", "first aider")]
    writer = Writer(view, Links.of(view.view, ""), Terms(entries))

    assert [writer.blocks(text).count('class="term"') for text in ("First aid.", "First aid.", "First aider.")] == [
        1,
        0,
        1,
    ]
    assert "class" not in writer.blocks("First aid by a first aider.")
