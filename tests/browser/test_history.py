"""Earlier issues and changes in a real browser: no barrier, and dates, kinds and slips do what they say."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.reader import Reader
from tests.browser.test_accessible import COLOUR, violations

PAGES = [
    ("public", "policies/social-media/changes/9/"),
    ("public", "policies/anti-bullying/changes/7/"),
    ("public", "policies/behaviour/issues/11/"),
    ("staff", "policies/mobile-phones/changes/4/"),
    ("public", "as-at/"),
    ("staff", "changes/slip/"),
    ("public", "changes/"),
]


@pytest.mark.parametrize(("view", "address"), PAGES)
def test_there_is_no_barrier(view: str, address: str, reader: Reader) -> None:
    page = reader.open(view, address)
    found = violations(page)
    page.emulate_media(color_scheme="dark")

    assert found + violations(page, COLOUR) == []


@pytest.mark.parametrize(("view", "address"), PAGES)
def test_nothing_is_wider_than_a_phone(view: str, address: str, zoomed: Reader) -> None:
    page = zoomed.open(view, address)

    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_marks_are_seen_without_colour(reader: Reader) -> None:
    page = reader.open("public", "policies/social-media/changes/9/")
    page.emulate_media(media="print")

    assert _line(page, ".reworded ins") == "underline"
    assert _line(page, ".reworded del") == "line-through"
    assert "[removed: ten] [added: five]" in page.locator(".reworded").last.evaluate("e => e.textContent")


def _line(page: Page, selector: str) -> str:
    return str(page.locator(selector).first.evaluate("e => getComputedStyle(e).textDecorationLine"))


def test_a_day_shows_what_was_in_force(reader: Reader) -> None:
    page = reader.open("public", "as-at/")
    expect(page.get_by_role("status").first).to_contain_text("In force on 21 November 2026")
    page.get_by_label("Day", exact=True).fill("2025-10-10")
    expect(page.get_by_role("status").first).to_have_text("In force on 10 October 2025: 4 policies")
    page.get_by_role("link", name="Mobile phones", exact=True).click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Mobile phones, issue 3")
    expect(page.get_by_role("note")).to_contain_text("It no longer applies")


def test_a_day_can_be_sent_to_somebody(reader: Reader) -> None:
    page = reader.open("public", "as-at/?on=2024-05-01")

    expect(page.get_by_role("status").first).to_have_text("In force on 1 May 2024: 2 policies")


def test_without_scripts_all_issues_are_listed_with_their_days(reader: Reader) -> None:
    html = reader.sites.text_of("public", "as-at/")

    assert html.count("data-policy=") == html.count('<td data-title="From">')
    assert "31 August 2026" in html


def test_changes_are_shown_by_kind(reader: Reader) -> None:
    page = reader.open("public", "changes/")
    everything = page.locator(".changes li:visible").count()
    page.get_by_label("Show").select_option("Changes of wording")

    assert 0 < page.locator(".changes li:visible").count() < everything
    assert page.locator(".changes li:visible").count() == page.locator(".changes li:visible .tag").count()


def test_what_is_new_to_a_reader_is_marked_for_a_day_and_forgotten_on_demand(reader: Reader) -> None:
    page = reader.open("parents", "changes/")
    assert page.get_by_text("New to you").count() == 0
    page.evaluate(
        "() => { const key = Object.keys(localStorage)[0], state = JSON.parse(localStorage[key]);"
        "state.day = '2026-07-01'; state.now = state.now.filter(id => id !== 'behaviour/12');"
        "localStorage[key] = JSON.stringify(state); }"
    )
    for _ in range(2):
        page.reload()
        expect(page.get_by_text("1 change is new since you were here on 1 July 2026.")).to_be_visible()
        assert page.get_by_text("New to you").count() == 1
    page.get_by_role("button", name="Forget it").click()

    assert page.get_by_text("New to you").count() == 0
    assert page.evaluate("localStorage.length") == 0


def test_a_slip_is_for_a_role_since_a_day(reader: Reader) -> None:
    page = reader.open("staff", "changes/slip/?since=2026-06-01&role=midday-supervisors")
    rows = page.locator("tr[data-changed]:visible")

    assert page.get_by_label("For", exact=True).input_value() == "midday-supervisors"
    assert all(day >= "2026-06-01" for day in rows.evaluate_all("rows => rows.map(row => row.dataset.changed)"))
    assert "since 1 June 2026 for Midday supervisors" in page.locator("[data-slip-says]").inner_text()


def test_search_engines_are_sent_to_what_is_in_force(reader: Reader) -> None:
    sites = (reader.sites.folder / "website" / "sitemap.xml").read_text(encoding="utf-8")
    old = ("policies/social-media/issues/8/", "policies/social-media/changes/9/", "as-at/")

    assert "/policies/social-media/</loc>" in sites
    assert not [address for address in old if f"/{address}<" in sites]
    assert all('<meta name="robots" content="noindex">' in reader.sites.text_of("public", page) for page in old)
