"""The list of policies on the school's own website: pasted, kept current by its script, or in a frame."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.reader import Sites

SCHOOL = "https://www.exampleton.example.org/policies"
HANDBOOK = "https://policies.exampleton.example.org/"


@pytest.fixture
def website(browser: Browser, sites: Sites) -> Iterator[Page]:
    """A page of the school's website, which knows the handbook by its public address."""
    page = browser.new_page()

    def serve(route: Route) -> None:
        path = Path(route.request.url.removeprefix(HANDBOOK))
        route.fulfill(path=sites.folder / "website" / (path if path.suffix else path / "index.html"))

    page.route(f"{HANDBOOK}**", serve)
    yield page
    page.close()


def show(page: Page, html: str) -> None:
    page.route(SCHOOL, lambda route: route.fulfill(body=f"<h1>Our school</h1>{html}", content_type="text/html"))
    page.goto(SCHOOL)


def test_what_is_pasted_is_replaced_by_the_list_of_today(website: Page, sites: Sites) -> None:
    snippet = (sites.folder / "website/embed/policies.html").read_text(encoding="utf-8")
    stale = snippet.replace("List made on 21 November 2026", "List made on 1 September 2019")
    assert stale != snippet
    show(website, stale)
    expect(website.get_by_text("List made on 21 November 2026")).to_be_visible()
    expect(website.get_by_text("2019")).to_have_count(0)
    expect(website.get_by_role("listitem")).to_have_count(len(sites.policies_of("public")))


def test_a_website_that_strips_scripts_keeps_a_list_that_works(website: Page, sites: Sites) -> None:
    snippet = (sites.folder / "website/embed/policies.html").read_text(encoding="utf-8")
    show(website, snippet.partition("<script")[0])
    expect(website.get_by_role("listitem")).to_have_count(len(sites.policies_of("public")))
    website.get_by_role("link", name="Social media").click()
    website.wait_for_url(f"{HANDBOOK}policies/social-media/")
    expect(website.get_by_role("heading", level=1)).to_have_text("Social media")


def test_a_frame_tells_how_high_it_is_and_opens_links_in_the_window(website: Page) -> None:
    show(
        website,
        "<script>addEventListener('message', event => { window.told = event.data.schoolPolicies.height; });</script>"
        f"<iframe title='Policies' src='{HANDBOOK}embed/frame.html' width=400 height=300></iframe>",
    )
    website.wait_for_function("() => window.told > 300")
    website.frame_locator("iframe").get_by_role("link", name="Social media").click()
    website.wait_for_url(f"{HANDBOOK}policies/social-media/")
