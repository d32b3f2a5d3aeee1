"""No page asks another host for anything, runs anything inline, or leaves an error on the console."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser

from tests.browser.reader import Reader, Sites

VIEWS = ("public", "parents", "pupils", "staff")


@pytest.mark.parametrize("view", VIEWS)
def test_no_page_asks_another_host_or_breaks_its_content_policy(reader: Reader, view: str) -> None:
    pages = reader.sites.sample_of(view)
    assert {"", "404.html", "search/", "policies/", "policies/social-media/"} <= set(pages)
    for address in pages:
        page = reader.open(view, address)
        assert page.locator("h1").count() == 1, address
        assert reader.faults == [], f"{view}: {address}"


@pytest.mark.parametrize("view", VIEWS)
def test_every_page_forbids_inline_scripts_and_styles(sites: Sites, view: str) -> None:
    for address in sites.pages_of(view):
        html = sites.text_of(view, address)
        assert html.count('http-equiv="Content-Security-Policy"') == 1, address
        found = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', html)
        assert found, address
        rules = dict(rule.strip().partition(" ")[::2] for rule in found[1].split(";"))
        assert rules["default-src"] == "'none'", address
        assert rules["script-src"] == rules["style-src"] == "'self'", address
        assert "unsafe" not in found[1], address
        assert html.index("Content-Security-Policy") < html.index("<link"), (
            f"{address}: what stands above is not bound by it"
        )


@pytest.mark.parametrize("view", VIEWS)
def test_search_keeps_to_its_own_host(reader: Reader, view: str) -> None:
    page = reader.open(view, "search/?q=school")
    page.locator(".result").first.wait_for()


def test_a_fault_would_be_seen(browser: Browser, sites: Sites) -> None:
    """The guard itself: each sort of fault, brought about on purpose."""

    def after(script: str, address: str = "") -> str:
        def visit() -> None:
            with Reader.at(browser, sites) as someone:
                someone.open("public", address)
                someone.page.evaluate(script)
                someone.page.wait_for_timeout(100)

        with pytest.raises(AssertionError) as caught:
            visit()
        return str(caught.value)

    image = "document.documentElement.append(Object.assign(new Image(), {src: 'https://example.org/a.png'}))"
    assert "Content Security Policy" in after(image)
    assert "asked another host: https://example.org/a.png" in after(image, "policies.json")
    inline = "document.body.append(Object.assign(document.createElement('script'), {textContent: 'window.ran = 1'}))"
    assert "Content Security Policy" in after(inline)
    assert "script error: planted" in after("void Promise.reject(new Error('planted'))")
