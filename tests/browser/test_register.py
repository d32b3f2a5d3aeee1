"""The list of policies from A to Z, and the words that explain themselves."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.reader import Reader

VIEWS = ("public", "parents", "pupils", "staff")


def column(page: Page, number: int) -> list[str]:
    """What the visible rows have in a column, as it is sorted."""
    return [
        row.locator("td").nth(number).get_attribute("data-value") or row.locator("td").nth(number).inner_text().strip()
        for row in page.locator("#register tbody tr:not([hidden])").all()
    ]


@pytest.mark.parametrize("view", VIEWS)
def test_it_lists_every_policy_with_its_dates(reader: Reader, view: str) -> None:
    page = reader.open(view, "policies/")
    links = [link.get_attribute("href") or "" for link in page.locator("#register tbody a").all()]
    assert sorted(link.removeprefix("../") for link in links) == sorted(reader.sites.policies_of(view))
    assert page.get_by_role("columnheader").all_inner_texts() == [
        "Policy",
        "Status",
        "Issue",
        "Approved",
        "Next review",
    ]
    assert column(page, 0) == sorted(column(page, 0), key=str.casefold)


@pytest.mark.parametrize(("name", "number"), [("Policy", 0), ("Issue", 2), ("Approved", 3), ("Next review", 4)])
def test_each_column_sorts_both_ways(reader: Reader, name: str, number: int) -> None:
    def in_order(values: list[str]) -> list[str]:
        return sorted(values, key=(lambda value: (int(value),)) if name == "Issue" else str.casefold)

    page = reader.open("public", "policies/")
    before = column(page, number)
    assert len(set(before)) > 1
    heading = page.get_by_role("columnheader", name=name)
    button = heading.get_by_role("button")
    if name == "Policy":
        button.click()  # it begins in this order
        expect(heading).to_have_attribute("aria-sort", "descending")
        assert column(page, number) == in_order(before)[::-1]
    button.click()
    expect(heading).to_have_attribute("aria-sort", "ascending")
    assert column(page, number) == in_order(before)
    assert page.locator("th[aria-sort]").count() == 1
    button.click()
    expect(heading).to_have_attribute("aria-sort", "descending")
    assert column(page, number) == in_order(before)[::-1]
    expect(page.get_by_role("status").filter(has_text=f"Sorted by {name}")).to_have_count(1)


def test_it_can_be_narrowed_by_title_and_subject(reader: Reader) -> None:
    page = reader.open("public", "policies/")
    everything = column(page, 0)
    page.get_by_label("Title has").fill("MEDIA")
    assert column(page, 0) == [title for title in everything if "media" in title.casefold()]
    expect(page.get_by_role("status").filter(has_text=f"1 of {len(everything)} policies shown")).to_be_visible()
    page.get_by_label("Subject").select_option(label="Behaviour and attendance")
    assert column(page, 0) == []
    page.get_by_label("Title has").fill("")
    narrowed = column(page, 0)
    assert "Mobile phones and smart devices" in narrowed
    assert len(narrowed) < len(everything)
    page.get_by_label("Subject").select_option(label="All subjects")
    assert column(page, 0) == everything


def test_rows_keep_their_meaning_on_a_phone(phone: Reader) -> None:
    """There a row is shown as a card, and browsers then forget that it is a row of a table."""
    page = phone.open("public", "policies/")
    row = page.get_by_role("row").filter(has=page.get_by_role("link", name="Social media"))
    expect(row.get_by_role("cell")).to_have_count(5)
    labels = row.evaluate("row => [...row.cells].map(cell => getComputedStyle(cell, '::before').content)")
    assert labels == ["none", '"Status: "', '"Issue: "', '"Approved: "', '"Next review: "']


def test_a_word_of_the_glossary_explains_itself(reader: Reader) -> None:
    page = reader.open("public", "policies/social-media/")
    term = page.locator("main a.term").first
    meaning = term.get_attribute("data-meaning")
    assert meaning
    tip = page.get_by_role("tooltip")
    term.hover()
    expect(tip).to_have_text(meaning)
    tip.hover()
    expect(tip, "it stays while the pointer is on it").to_be_visible()
    page.mouse.move(0, 0)
    expect(tip).to_have_count(0)
    term.focus()
    expect(tip).to_have_text(meaning)
    expect(term).to_have_accessible_description(meaning)
    page.keyboard.press("Escape")
    expect(tip).to_have_count(0)
    term.click()
    page.wait_for_url("**/glossary/#*")
    expect(page.locator(":target")).to_contain_text(meaning[:40])


def test_on_a_phone_a_first_tap_explains_and_a_second_follows(phone: Reader) -> None:
    page = phone.open("public", "policies/social-media/")
    term = page.locator("main a.term").first
    term.tap()
    tip = page.get_by_role("tooltip")
    expect(tip).to_be_visible()
    assert "/policies/social-media/" in page.url
    box = tip.bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360
    term.tap()
    page.wait_for_url("**/glossary/#*")
