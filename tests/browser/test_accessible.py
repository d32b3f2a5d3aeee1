"""axe-core finds nothing on any kind of page: in light and dark, on a phone and a desk, with all that opens open."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Page

from tests.browser.reader import Reader

AXE = (Path(__file__).parent / "vendor" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
WIDTHS = {360: 640, 1280: 800}

COMMON = ("", "policies/", "changes/", "glossary/", "accessibility/", "search/", "404.html")
STAFF = ("reviews/", "register/", "roles/", "roles/headteacher/", "guidance/", "findings/")
POLICIES: Mapping[str, str] = {
    "public": "policies/social-media/",
    "parents": "policies/social-media/",
    "pupils": "policies/mobile-phones/",
    "staff": "policies/lockdown/",
}
PAGES = [
    *((view, address) for view in POLICIES for address in (*COMMON, POLICIES[view])),
    *(("staff", address) for address in STAFF),
    ("staff", "policies/social-media/"),
    *(("staff", address) for address in ("editing/", "data-format/", "rules/review-overdue/")),
    ("public", "embed/frame.html"),
]


COLOUR = ["color-contrast", "link-in-text-block"]
"""The rules that depend on colours, and so on whether it is light or dark."""


def violations(page: Page, rules: Sequence[str] = TAGS) -> list[str]:
    """What axe finds on a page as it stands, a line for each rule."""
    if not page.evaluate("() => Boolean(window.axe)"):
        page.evaluate(AXE)  # through the browser's own door: the content policy lets no script in
    found = page.evaluate(
        "rules => axe.run({runOnly: rules, resultTypes: ['violations']}).then(result => result.violations.map("
        "rule => `${rule.id}: ${rule.help}: ` + rule.nodes.map(node => node.html + ' ' + (node.any[0]?.message ?? ''))"
        ".slice(0, 3).join(' | ')))",
        rules,
    )
    return [str(line) for line in found]


def in_all_looks(page: Page, prepare: Callable[[Page], object] | None = None) -> list[str]:
    """What axe finds in light and dark, narrow and wide."""
    lines = []
    for width, height in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            if prepare:
                prepare(page)
            found = violations(page, TAGS if scheme == "light" else COLOUR)
            lines += [f"{width} px, {scheme}: {line}" for line in found]
    return lines


@pytest.mark.parametrize(("view", "address"), PAGES)
def test_a_page_has_no_known_barrier(reader: Reader, view: str, address: str) -> None:
    assert in_all_looks(reader.open(view, address)) == []


@pytest.mark.parametrize("view", POLICIES)
def test_no_kind_of_page_is_left_out(reader: Reader, view: str) -> None:
    """Kinds of page that are newer than the list above."""
    known = {address for name, address in PAGES if name == view}
    kinds = {reader.sites.kind_of(view, address) for address in known}
    assert "policy" in kinds
    for address in reader.sites.pages_of(view):
        kind = reader.sites.kind_of(view, address)
        if kind not in kinds:
            kinds.add(kind)
            assert in_all_looks(reader.open(view, address)) == [], address


@pytest.mark.parametrize("view", POLICIES)
def test_results_of_a_search_have_no_known_barrier(reader: Reader, view: str) -> None:
    page = reader.open(view, "search/?q=insta")
    page.locator(".result li").first.wait_for()
    assert in_all_looks(page) == []


@pytest.mark.parametrize("query", ["harrasment", "xylophones"])
def test_a_search_in_vain_has_no_known_barrier(reader: Reader, query: str) -> None:
    page = reader.open("public", f"search/?q={query}")
    page.get_by_text("for “harassment”" if query == "harrasment" else "Nothing found").wait_for()
    assert in_all_looks(page) == []


@pytest.mark.parametrize("view", ["public", "staff"])
def test_the_open_menu_has_no_known_barrier(phone: Reader, view: str) -> None:
    page = phone.open(view, POLICIES[view])
    page.get_by_role("button", name="Menu").click()
    assert page.get_by_role("navigation", name="Main").get_by_role("link").count() > 3
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        assert violations(page) == []


def test_an_explained_word_and_a_copied_link_have_no_known_barrier(reader: Reader) -> None:
    page = reader.open("staff", "policies/social-media/")

    def prepare(page: Page) -> None:
        page.locator(".clause-number").nth(2).focus()
        page.locator(".clause:focus-within .copy").click()
        page.locator("a.term").first.focus()
        page.get_by_role("tooltip").wait_for()

    assert in_all_looks(page, prepare) == []


def test_a_sorted_and_filtered_table_has_no_known_barrier(reader: Reader) -> None:
    page = reader.open("staff", "policies/")
    page.get_by_role("button", name="Next review").click()
    page.get_by_label("Title has").fill("media")
    assert in_all_looks(page) == []


def test_a_barrier_would_be_found(reader: Reader) -> None:
    page = reader.open("public")
    page.evaluate(
        "document.querySelector('main').insertAdjacentHTML('beforeend', '<p id=pale>Pale</p><input>');"
        "document.getElementById('pale').style.color = '#bbb'"
    )
    found = " ".join(violations(page))
    assert "color-contrast" in found
    assert "label" in found
