"""Opened from a folder, as on a share of the school's network, everything works as it does from a server."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.reader import Reader


@pytest.mark.parametrize("view", ["public", "parents", "pupils", "staff"])
def test_search_works_from_a_folder(reader: Reader, view: str) -> None:
    page = reader.page
    page.goto((reader.sites.files_of(view) / "index.html").as_uri())
    page.get_by_role("searchbox").press_sequentially("mobile")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/index.html?q=mobile")
    page.locator(".result li a").first.click()
    page.wait_for_url("file://**/policies/*/index.html*")
    expect(page.locator(":target")).to_be_in_viewport()


@pytest.mark.parametrize("view", ["public", "staff"])
def test_every_link_of_a_page_leads_to_a_file(reader: Reader, view: str) -> None:
    page = reader.page
    for address in ("", "policies/", "policies/social-media/", "changes/", "glossary/"):
        page.goto((reader.sites.files_of(view) / address / "index.html").as_uri())
        assert page.evaluate("() => getComputedStyle(document.body).fontFamily").startswith("Hyperlegible")
        assert page.evaluate("() => document.fonts.ready.then(() => document.fonts.check('1rem Hyperlegible'))")
        folders = page.evaluate(
            "() => [...document.links].map(link => link.href).filter(href => href.startsWith('file:') && "
            "!/\\.[a-z]+([?#].*)?$/.test(href))"
        )
        assert folders == [], f"{address}: a folder shows a list of files"


def test_the_way_through_the_site_works_from_a_folder(reader: Reader) -> None:
    page = reader.page
    page.goto((reader.sites.files_of("public") / "index.html").as_uri())
    page.get_by_role("navigation", name="Choose what you read").get_by_role("link", name="Parents").click()
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Policies A to Z").click()
    page.get_by_role("link", name="Social media", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Social media")
    page.get_by_role("navigation", name="Breadcrumb").get_by_role("link", name="Parents and carers").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Policies for parents and carers")
