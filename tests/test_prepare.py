"""What is done once for all views: it changes nothing that any of them shows."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from policy_handbook import markup, references
from policy_handbook.audience import for_audience
from policy_handbook.model import Entry, Handbook
from policy_handbook.outputs import Page
from policy_handbook.pages import PageContext, html, pages_of, prepare
from policy_handbook.pages.html import Terms, Writer
from policy_handbook.pages.links import Links
from policy_handbook.read import read_handbook

SAMPLE = Path(__file__).parents[1] / "policy_data"
CACHES = (markup.parse, markup.lone_words, references.same_in_all_views, html.settled, html.small_words)


@pytest.fixture(name="whole", scope="module")
def fixture_whole() -> Handbook:
    handbook = read_handbook(SAMPLE).handbook
    assert handbook
    return handbook


def pages(whole: Handbook, audience: str) -> list[Page]:
    return pages_of(for_audience(whole, audience), PageContext(dt.date(2026, 11, 25)))


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
