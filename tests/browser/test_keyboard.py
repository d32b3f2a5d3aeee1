"""With a keyboard alone, on a screen of 320 by 256: what is left of 1280 by 1024 at four times the size."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.reader import Reader

FOCUS = """() => {
  const element = document.activeElement;
  const box = element.getBoundingClientRect();
  // a link that runs over a line's end has a part on each; what is seen of the first counts
  const part = element.getClientRects()[0] ?? box;
  const style = getComputedStyle(element);
  const x = part.x + part.width / 2, y = part.y + part.height / 2;
  const top = document.elementFromPoint(x, y);
  return {
    name: (element.getAttribute("aria-label") || element.textContent || element.id).trim().slice(0, 40),
    body: element === document.body,
    inside: part.bottom > 0 && part.top < innerHeight && part.right > 0 && part.left < innerWidth && part.width > 0,
    whole: box.height > innerHeight || (part.top >= -1 && part.bottom <= innerHeight + 1),
    covered: !(top && (element.contains(top) || top.contains(element) || top.closest("label")?.control === element)),
    ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 || style.boxShadow !== "none",
  };
}"""


def tab_through(page: Page, limit: int = 400) -> Iterator[dict[str, object]]:
    """Press Tab until the page ends, and say of each stop where it is and whether it is seen."""
    for _ in range(limit):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUS)
        if stop["body"]:
            return
        yield stop
    pytest.fail("the page never ends")


def tab_to(page: Page, wanted: Locator, limit: int = 80) -> None:
    """Press Tab until something has the focus."""
    for _ in range(limit):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            return
    pytest.fail("Tab does not lead there")


PAGES = [
    ("public", ""),
    ("public", "policies/"),
    ("parents", "policies/social-media/"),
    ("pupils", "policies/mobile-phones/"),
    ("staff", "roles/"),
    ("staff", "reviews/"),
    ("staff", "policies/lockdown/"),
    ("public", "search/?q=phone"),
    ("public", "404.html"),
]


@pytest.mark.parametrize(("view", "address"), PAGES)
def test_every_stop_of_the_tab_key_is_seen(zoomed: Reader, view: str, address: str) -> None:
    page = zoomed.open(view, address)
    if "search" in address:
        page.locator(".result").first.wait_for()
    page.emulate_media(reduced_motion="reduce")
    stops = list(tab_through(page))
    assert len(stops) > 5
    assert stops[0]["name"] == "Skip to main content" or "search" in address
    for fault, unseen in {
        "off the screen": [stop["name"] for stop in stops if not stop["inside"]],
        "cut off": [stop["name"] for stop in stops if not stop["whole"]],
        "covered": [stop["name"] for stop in stops if stop["covered"]],
        "without a mark": [stop["name"] for stop in stops if not stop["ring"]],
    }.items():
        assert unseen == [], fault


@pytest.mark.parametrize("view", ["public", "parents", "pupils", "staff"])
def test_nothing_has_to_be_scrolled_sideways(zoomed: Reader, view: str) -> None:
    for address in zoomed.sites.sample_of(view):
        page = zoomed.open(view, address)
        wide = page.evaluate(
            "() => document.documentElement.scrollWidth <= innerWidth ? [] : [...document.querySelectorAll('body *')]"
            ".filter(element => element.getBoundingClientRect().right > innerWidth + 1 && "
            "getComputedStyle(element).clipPath === 'none').map(element => element.outerHTML.slice(0, 120))"
        )
        assert wide == [], f"{view}: {address}"


def test_one_key_leads_past_the_header(zoomed: Reader) -> None:
    page = zoomed.open("parents", "policies/social-media/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to main content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.closest('main') !== null")


def test_the_menu_opens_leads_on_and_closes(zoomed: Reader) -> None:
    page = zoomed.open("public", "policies/social-media/")
    button = page.get_by_role("button", name="Menu")
    menu = page.get_by_role("navigation", name="Main")
    expect(menu).to_be_hidden()
    tab_to(page, button)
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(menu).to_be_visible()
    page.keyboard.press("Tab")
    expect(menu.get_by_role("link").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(button).to_be_focused()
    page.keyboard.press("Space")
    tab_to(page, menu.get_by_role("link", name="What has changed"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/changes/")


def test_search_is_reached_and_used(zoomed: Reader) -> None:
    page = zoomed.open("public")
    tab_to(page, page.get_by_role("searchbox"))
    page.keyboard.type("harrasment")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=harrasment")
    tab_to(page, page.locator(".did-you-mean a"))
    page.keyboard.press("Enter")
    expect(page.locator(".did-you-mean")).to_be_hidden()
    hit = page.locator(".result li a").first
    tab_to(page, hit)
    expect(hit).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/policies/[a-z-]+/.*#"))
    expect(page.locator(":target")).to_be_in_viewport()


def test_search_is_in_reach_on_a_policy(zoomed: Reader) -> None:
    """There is no room for its box there; the menu leads to it."""
    page = zoomed.open("parents", "policies/social-media/")
    tab_to(page, page.get_by_role("button", name="Menu"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("navigation", name="Main").get_by_role("link", name="Search"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/parents/search/")
    expect(page.get_by_role("searchbox")).to_be_focused()


@pytest.mark.parametrize("size", ["zoomed", "reader"])
def test_the_link_of_a_clause_is_copied(size: str, request: pytest.FixtureRequest) -> None:
    someone: Reader = request.getfixturevalue(size)
    page = someone.open("public", "policies/social-media/")
    number = page.locator(".policy-text .clause-number").nth(3)
    address = number.evaluate("link => link.href")
    tab_to(page, number, limit=120)
    page.keyboard.press("Tab")
    button = page.get_by_role("button", name=f"Copy link to clause {number.inner_text()}")
    expect(button).to_be_focused()
    expect(button).to_be_in_viewport(ratio=0.9)
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text=f"Link to clause {number.inner_text()} copied")).to_have_count(1)
    assert page.evaluate("() => navigator.clipboard.readText()") == address
    page.goto(address)
    expect(page.locator(":target")).to_be_in_viewport()


def test_the_copy_buttons_can_be_clicked_and_tapped(reader: Reader, phone: Reader) -> None:
    page = reader.open("public", "policies/social-media/")
    clause = page.locator(".policy-text .clause").nth(1)
    clause.hover()
    clause.locator(".copy").click()
    expect(clause.locator(".copied")).to_be_visible()
    page = phone.open("public", "policies/social-media/")
    clause = page.locator(".policy-text .clause").nth(1)
    clause.locator(".clause-number").tap()
    clause.locator(".copy").tap()
    expect(clause.locator(".copied")).to_be_visible()


def test_the_a_to_z_is_sorted_and_narrowed(zoomed: Reader) -> None:
    page = zoomed.open("public", "policies/")
    tab_to(page, page.get_by_label("Title has"))
    page.keyboard.type("phone")
    expect(page.locator("#register tbody tr:visible")).to_have_count(1)
    button = page.get_by_role("columnheader", name="Next review").get_by_role("button")
    tab_to(page, button)
    page.keyboard.press("Space")
    expect(page.get_by_role("columnheader", name="Next review")).to_have_attribute("aria-sort", "ascending")
    expect(button).to_be_focused()


def test_no_single_letter_does_anything(reader: Reader) -> None:
    page = reader.open("public", "policies/social-media/")
    before = page.url
    for key in "/sfnp.,?mhjk":
        page.keyboard.press(key)
    assert page.url == before
    assert page.evaluate("() => document.activeElement === document.body && scrollY === 0")
