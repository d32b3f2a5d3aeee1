"""What there is on paper, in one place: each view's own fliers and policies, and for staff what the new read first."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from lxml import html

from policy_handbook.audience import for_audience
from policy_handbook.model import Handbook
from policy_handbook.outputs import Page
from policy_handbook.pages import PageContext, pages_of
from policy_handbook.print import Cache, can_typeset, prints_of
from policy_handbook.read import read_handbook

TODAY = dt.date(2026, 11, 21)
ROOT = Path(__file__).parents[1]
VIEWS = ("public", "parents", "pupils", "staff")

pytestmark = pytest.mark.skipif(not can_typeset(), reason="there is no Typst for this machine")


@pytest.fixture(name="sample", scope="module")
def fixture_sample() -> Handbook:
    handbook = read_handbook(ROOT / "policy_data", "policy_data").handbook
    assert handbook
    return handbook


@pytest.fixture(name="made", scope="module")
def fixture_made(
    sample: Handbook, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, tuple[dict[str, Page], set[str]]]:
    """The pages of each view by address, and the addresses of what it has printed."""
    cache = Cache(tmp_path_factory.mktemp("papers"))
    found = {}
    for audience in VIEWS:
        view = for_audience(sample, audience)
        prints = prints_of(view, "", cache, TODAY)
        context = PageContext(TODAY, printed=prints.policies, fliers=prints.fliers, packs=prints.packs)
        pages = {page.address: page for page in pages_of(view, context)}
        found[audience] = pages, {document.address for document in prints.all}
    return found


def leads_to(page: Page) -> list[str]:
    return [str(link.get("href")) for link in html.fromstring(page.html).iter("a")]


@pytest.mark.parametrize("audience", VIEWS)
def test_it_leads_to_all_that_the_view_has_on_paper_and_to_nothing_else(
    audience: str, made: dict[str, tuple[dict[str, Page], set[str]]]
) -> None:
    pages, printed = made[audience]
    offered = [link.removeprefix("../") for link in leads_to(pages["fliers/"]) if link.endswith(".pdf")]
    assert sorted(offered) == sorted(printed)
    assert len(offered) >= 10


def test_a_flier_is_offered_to_those_only_who_may_have_it(made: dict[str, tuple[dict[str, Page], set[str]]]) -> None:
    assert "Bullied?" in made["pupils"][0]["fliers/"].html
    assert "Unhappy?" not in made["pupils"][0]["fliers/"].html
    assert "Unhappy?" in made["parents"][0]["fliers/"].html
    assert all("Unhappy?" not in entry.title for entry in made["pupils"][0]["fliers/"].entries)


def test_only_staff_have_what_the_new_read_first(made: dict[str, tuple[dict[str, Page], set[str]]]) -> None:
    for audience in ("public", "parents", "pupils"):
        pages, printed = made[audience]
        assert "induction/" not in pages
        assert "Packs" not in pages["fliers/"].html
        assert not [address for address in printed if address.startswith("induction/")]
    assert "../induction/class-teachers.pdf" in leads_to(made["staff"][0]["fliers/"])


def test_what_to_read_first_is_in_the_order_that_the_school_gave(
    sample: Handbook, made: dict[str, tuple[dict[str, Page], set[str]]]
) -> None:
    page = made["staff"][0]["induction/"]
    policies = [link.split("/")[2] for link in leads_to(page) if link.startswith("../policies/")]
    assert policies == list(sample.people.roles["class-teachers"].induction)
    assert "../roles/midday-supervisors/" in leads_to(page)


def test_where_nothing_is_printed_the_page_says_what_one_can_do(sample: Handbook) -> None:
    view = for_audience(sample, "parents")
    (page,) = (page for page in pages_of(view, PageContext(TODAY)) if page.address == "fliers/")
    assert "You can print any policy from its own page" in page.html
    assert not [link for link in leads_to(page) if link.endswith(".pdf")]
