"""Search, as people type: numbers, other words, slips of the keys; and hits that land where they say."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

import pytest
from playwright.sync_api import Page, expect

from policy_handbook.feeds.search import SMALL
from tests.browser.reader import Reader


def search(reader: Reader, view: str, query: str) -> Page:
    """Search from the box on the view's home page, key by key."""
    page = reader.open(view)
    page.get_by_role("searchbox").press_sequentially(query)
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/**")
    expect(page.locator(".search-status")).to_contain_text(query)
    return page


def titles(page: Page) -> list[str]:
    return page.locator(".result h2").all_inner_texts()


def clause_hits(page: Page) -> list[tuple[str, str]]:
    """The number and address of each clause found."""
    return [
        (line.locator("> span").inner_text(), line.get_by_role("link").get_attribute("href") or "")
        for line in page.locator(".result li").all()
    ]


@pytest.mark.parametrize("query", ["9.4", "clause 9.4", "Clause 9.4"])
def test_a_number_finds_the_clauses_that_have_it(reader: Reader, query: str) -> None:
    page = search(reader, "public", query)
    found = clause_hits(page)
    assert found
    assert {number for number, _ in found} == {"9.4"}


def test_a_policy_and_a_number_find_one_clause_and_land_on_it(reader: Reader) -> None:
    page = search(reader, "public", "social media 8.1")
    number, href = clause_hits(page)[0]
    assert titles(page)[0] == "Social media"
    assert number == "8.1"
    page.locator(".result li a").first.click()
    page.wait_for_url("**/policies/social-media/*")
    anchor = urlsplit(urljoin(page.url, href)).fragment
    target = page.locator(f"[id='{anchor}']")
    clause = page.locator(".clause").filter(has=target).or_(page.locator(f".clause[id='{anchor}']")).first
    expect(clause.locator(".clause-number").first).to_have_text("8.1")
    expect(clause).to_be_in_viewport()


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("Insta", "Social media"),
        ("mobile", "Mobile phones and smart devices"),
        ("phones", "Mobile phones and smart devices"),
        ("instagram", "Social media"),
    ],
)
@pytest.mark.parametrize("view", ["public", "parents", "staff"])
def test_other_words_for_a_thing_find_its_policy(reader: Reader, view: str, query: str, wanted: str) -> None:
    page = search(reader, view, query)
    assert wanted in titles(page)[:3]


def test_what_policies_never_call_it_is_found_through_the_glossary(reader: Reader) -> None:
    page = search(reader, "public", "sexting")
    assert titles(page)
    assert page.locator(".results").inner_text().casefold().count("nude")
    expect(page.locator(".search-note")).to_contain_text("nude images")


@pytest.mark.parametrize(
    ("slip", "meant"), [("harrasment", "harassment"), ("attendence", "attendance"), ("saftey", "safety")]
)
def test_a_slip_of_the_keys_is_understood(reader: Reader, slip: str, meant: str) -> None:
    page = search(reader, "public", slip)
    link = page.locator(".did-you-mean").get_by_role("link", name=meant, exact=True)
    expect(link).to_be_visible()
    assert titles(page), "what is meant is shown at once"
    link.click()
    expect(page.get_by_role("searchbox", name="Search the policies")).to_have_value(meant)
    expect(page.locator(".did-you-mean")).to_be_hidden()
    assert titles(page)


def test_nothing_found_says_so_and_what_to_do(reader: Reader) -> None:
    page = search(reader, "public", "xylophones")
    assert titles(page) == []
    expect(page.get_by_role("status").filter(has_text="Nothing found for “xylophones”")).to_be_visible()


def test_words_that_were_searched_are_marked_on_the_page_that_opens(reader: Reader) -> None:
    page = search(reader, "public", "friend requests")
    page.locator(".result li a").first.click()
    page.wait_for_url("**/policies/**")
    expect(page.locator(".policy-text mark").first).to_be_visible()
    assert "h=" not in page.url, "an address to pass on has no words of a search in it"


def test_every_hit_leads_to_something_that_is_there(reader: Reader) -> None:
    """Each address in each index is tried against the page that it names."""
    for view in reader.sites.views:
        page = reader.open(view, "search/")
        found = page.evaluate(
            "() => handbookIndex.pages.flatMap(([address,,, clauses]) => "
            "[address, ...clauses.map(([anchor]) => address.split('#')[0] + '#' + anchor)])"
        )
        assert len(found) > 40, view
        for address in found:
            path, _, anchor = address.partition("#")
            assert not anchor or f'id="{anchor}"' in reader.sites.text_of(view, path), f"{view}: {address}"


def test_pupils_never_meet_words_that_only_staff_have(reader: Reader) -> None:
    """Every word of the pupils' index is one that some page for pupils shows, whatever is typed."""
    words = re.compile(r"[^\W\d_]+")
    top = reader.sites.files_of("pupils")
    shown = {
        word for path in top.rglob("*.html") for word in words.findall(path.read_text(encoding="utf-8").casefold())
    }
    assert len(shown) > 300
    files = [top / "assets" / "search-index.js", *sorted((top / "assets").glob("search/*.js"))]
    held = {path: set(words.findall(path.read_text(encoding="utf-8").casefold())) for path in files}
    assert len(set().union(*held.values())) > 300
    own = {"window", "handbookindex", "handbookpart", "pages", "words", "lists", "texts", "small", "stamps", "parts"}
    names = {"list", "text", "spelling"} | set(" ".join(sorted(SMALL)).split())
    for path, found in held.items():
        stamps = words.findall(" ".join(re.findall(r'"((?:[0-9a-f]{8})+)"', path.read_text(encoding="utf-8"))))
        assert found - shown - set(stamps) <= own | names, path.name


@pytest.mark.parametrize("query", ["lockdown", "lone working"])
def test_what_is_for_staff_alone_is_found_by_staff_and_nobody_else(reader: Reader, query: str) -> None:
    assert titles(search(reader, "staff", query))
    for view in ("public", "parents", "pupils"):
        page = search(reader, view, query)
        assert not any(re.search("lockdown|lone working", title, re.IGNORECASE) for title in titles(page)), view
        assert "policies/lockdown" not in page.content(), view


def test_results_follow_what_is_typed_and_the_count_is_announced(reader: Reader) -> None:
    page = reader.open("public", "search/")
    box = page.get_by_role("searchbox", name="Search the policies")
    expect(box).to_be_focused()
    box.press_sequentially("phone")
    status = page.get_by_role("status").filter(has_text=re.compile(r"\d+ results for “phone”"))
    expect(status).to_be_visible()
    box.press("Control+a")
    box.press_sequentially("uniform")
    expect(page.get_by_role("status").filter(has_text=re.compile(r"results? for “uniform”"))).to_be_visible()
    assert page.url.endswith("?q=uniform"), "the address can be passed on"


def test_more_clauses_of_a_policy_are_shown_on_request(reader: Reader) -> None:
    page = search(reader, "public", "pupils")
    button = page.get_by_role("button", name=re.compile(r"more in ")).first
    before = page.locator(".result li").count()
    button.click()
    assert page.locator(".result li").count() > before
    assert page.evaluate("document.activeElement.tagName") == "A", "the focus is on what is new"


def test_what_can_be_found_comes_while_somebody_types_and_not_before(reader: Reader) -> None:
    asked: list[str] = []
    reader.page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    page = reader.open("public")
    page.wait_for_load_state("networkidle")
    assert "search-index.js" not in asked
    box = page.get_by_role("searchbox").first
    with page.expect_request("**/assets/search-index.js"):
        box.focus()
    page.get_by_role("main").click()
    box.focus()
    page.wait_for_load_state("networkidle")
    assert asked.count("search-index.js") == 1
