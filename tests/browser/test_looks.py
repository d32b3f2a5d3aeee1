"""What a reader has in front of them: the key points first, one tap to the right view, paper without navigation."""

from __future__ import annotations

import re
from typing import Literal

import pytest
from playwright.sync_api import FloatRect, Locator, expect

from tests.browser.reader import Reader


def box_of(element: Locator) -> FloatRect:
    box = element.bounding_box()
    assert box
    return box


@pytest.mark.parametrize("view", ["parents", "pupils"])
def test_on_a_phone_the_key_points_come_before_anything_else(phone: Reader, view: str) -> None:
    tried = 0
    for address in phone.sites.policies_of(view):
        page = phone.open(view, address)
        points = page.get_by_role("region", name="In short").get_by_role("listitem")
        if points.count() == 0:
            continue
        tried += 1
        first = box_of(points.first)
        assert first["y"] + first["height"] <= 640, f"{address}: the first point is below the first screen"
        assert first["y"] < box_of(page.locator(".dates"))["y"], address
        assert first["y"] < box_of(page.get_by_role("heading", name="About this policy", exact=True))["y"], address
    assert tried >= 2


@pytest.mark.parametrize("view", ["parents", "pupils"])
def test_one_tap_leads_from_the_front_page_to_a_view(phone: Reader, view: str) -> None:
    page = phone.open("public")
    doors = page.get_by_role("navigation", name="Choose what you read").get_by_role("link")
    door = doors.filter(has_text={"parents": "Parents and carers", "pupils": "Pupils"}[view])
    expect(door).to_be_in_viewport(ratio=1)
    door.tap()
    page.wait_for_url(phone.sites.views[view])
    expect(page.get_by_role("heading", level=1)).to_be_visible()


@pytest.mark.parametrize("address", ["policies/social-media/", "glossary/", "404.html"])
def test_every_page_leads_to_the_other_views(reader: Reader, address: str) -> None:
    page = reader.open("parents", address)
    views = page.get_by_role("navigation", name="Who the policies are for")
    expect(views.get_by_role("link", name="Parents and carers")).to_have_attribute("aria-current", "true")
    views.get_by_role("link", name="Public").click()
    page.wait_for_url(reader.sites.views["public"])


def test_an_unknown_address_anywhere_shows_the_way_back(reader: Reader) -> None:
    page = reader.page
    page.goto(reader.sites.views["public"] + "policies/not-there/at/all/")
    reader.faults[:] = [fault for fault in reader.faults if "404" not in fault]  # that is what the browser was told
    expect(page.get_by_role("heading", name="Page not found")).to_be_visible()
    assert page.evaluate("() => getComputedStyle(document.body).fontFamily").startswith("Hyperlegible")
    page.get_by_role("link", name="All policies from A to Z").click()
    page.wait_for_url(reader.sites.views["public"] + "policies/")


@pytest.mark.parametrize(
    ("view", "address"),
    [("public", "policies/social-media/"), ("staff", "policies/lockdown/"), ("public", "policies/"), ("parents", "")],
)
def test_paper_has_no_navigation(reader: Reader, view: str, address: str) -> None:
    page = reader.open(view, address)
    assert page.locator("nav:visible").count() >= 2
    page.emulate_media(media="print")
    assert page.locator("nav:visible, input:visible, form:visible, .skip:visible").count() == 0
    assert page.locator("button:visible").count() == page.locator("th button:visible").count(), "these are headings"
    assert page.evaluate(
        "() => [...document.querySelectorAll('th button')].every(button => "
        "getComputedStyle(button, '::after').content === 'none')"
    )
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_text("Exampleton Primary School").first).to_be_visible()
    expect(page.get_by_text("Printed copies are uncontrolled")).to_be_visible()


def test_a_policy_on_paper_is_black_on_white_and_whole(reader: Reader) -> None:
    page = reader.open("public", "policies/social-media/")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("() => getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    assert page.evaluate("() => getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.locator(".policy-text .clause:visible").count() == page.locator(".policy-text .clause").count() > 10
    assert page.pdf(format="A4").startswith(b"%PDF-")


def test_print_this_policy_prints(reader: Reader) -> None:
    page = reader.open("public", "policies/social-media/")
    page.evaluate("() => { window.print = () => { window.printed = true; }; }")
    page.get_by_role("button", name="Print this policy").click()
    assert page.evaluate("() => window.printed")


@pytest.mark.parametrize(("scheme", "dark"), [("light", False), ("dark", True)])
def test_the_page_is_as_light_or_dark_as_the_device(reader: Reader, scheme: str, dark: bool) -> None:
    page = reader.open("public")
    page.emulate_media(color_scheme="dark" if dark else "light")
    red = int(page.evaluate("() => getComputedStyle(document.body).backgroundColor.match(/[0-9]+/)[0]"))
    assert (red < 60) is dark


def test_dates_show_how_near_they_are_on_the_day_of_reading(reader: Reader) -> None:
    """The pages may have been built weeks ago."""
    page = reader.open("public", "policies/social-media/")
    date = page.locator(".dates [data-due]")
    due = date.get_attribute("data-due")
    assert due
    expect(date.locator(".tag")).to_have_count(0)
    page.clock.set_fixed_time(f"{due}T12:00:00")
    page.reload()
    expect(date.locator(".tag")).to_have_text("Due soon")
    page.clock.set_fixed_time(f"{int(due[:4]) + 1}{due[4:]}T12:00:00")
    page.reload()
    expect(date.locator(".tag")).to_have_text("Overdue")


def with_long_numbers(who: Reader) -> list[str]:
    """Some policies that have numbers such as 10.2.1 or B.12."""
    long = re.compile(r'class="clause-number"[^>]*>[^<]{6,}<')
    return [page for page in who.sites.policies_of("staff") if long.search(who.sites.text_of("staff", page))][:4]


@pytest.mark.parametrize("someone", ["reader", "phone"])
@pytest.mark.parametrize("media", ["screen", "print"])
def test_numbers_never_run_into_the_text(
    someone: str, media: Literal["screen", "print"], request: pytest.FixtureRequest
) -> None:
    who: Reader = request.getfixturevalue(someone)
    longest = 0
    for address in with_long_numbers(who):
        page = who.open("staff", address)
        page.emulate_media(media=media)
        found = page.evaluate(
            """() => [...document.querySelectorAll(".clause-number, .item-label")].map(number => {
              const range = document.createRange();
              range.selectNodeContents(number);
              const text = number.parentElement.querySelector(".clause-text, .item-text");
              const gap = text.getBoundingClientRect().left - range.getBoundingClientRect().right;
              return [number.textContent, gap];
            })"""
        )
        assert [name for name, gap in found if gap < 2] == [], address
        longest = max([longest, *(len(name) for name, _ in found)])
    assert longest >= 6, "there has to be something like 10.2.1 to try it on"
