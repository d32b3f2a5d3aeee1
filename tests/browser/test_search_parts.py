"""The search of a large handbook, fetched in parts: the same answers, from a server or a folder.

The staff view of the sample is written with its index in parts, as if it were large.
"""

from __future__ import annotations

import datetime as dt
import re
import shutil
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Page, expect

from policy_handbook.audience import for_audience
from policy_handbook.feeds import search
from policy_handbook.feeds.search import search_files, words_of
from policy_handbook.outputs import OutputFile
from policy_handbook.pages import PageContext, pages_of
from policy_handbook.read import read_handbook
from tests.browser.conftest import ROOT
from tests.browser.reader import TODAY, Reader, Sites

QUERIES = (
    "phone", "social media 8.1", "clause 9.4", "Insta", "harrasment", "trips first aid", "xylophones",
    "photographs of pupils", "lockdown", "dsl", "who", "it", "behavior sanction", "9.4", "data protection officer",
)  # fmt: skip


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_args: object) -> None:
        pass


def written(whole: int) -> list[OutputFile]:
    """The files of the search of the sample's staff view, in one if they are no larger than this."""
    handbook = read_handbook(ROOT / "policy_data").handbook
    assert handbook
    view = for_audience(handbook, "staff")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search, "WHOLE", whole)
        return search_files(view, pages_of(view, PageContext(dt.date.fromisoformat(TODAY))))


def copied(sites: Sites, folder: Path, whole: int) -> Path:
    """A copy of the staff view with its index in parts, or in one file."""
    shutil.copytree(
        sites.files_of("staff"), folder, ignore=shutil.ignore_patterns("search-index.js", "search", "*.pdf")
    )
    shutil.copytree(sites.files_of("staff") / "search", folder / "search")
    for file in written(whole):
        (folder / file.path).parent.mkdir(parents=True, exist_ok=True)
        (folder / file.path).write_bytes(file.content)
    return folder


@pytest.fixture(scope="module")
def large(sites: Sites, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied(sites, tmp_path_factory.mktemp("large") / "site", 0)


@pytest.fixture(scope="module")
def small(sites: Sites, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied(sites, tmp_path_factory.mktemp("small") / "site", 10**9)


@pytest.fixture(scope="module")
def address(large: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(large)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()


def answer(page: Page, query: str) -> tuple[str, str]:
    """What is said and shown for a query."""
    box = page.get_by_role("searchbox", name="Search the policies")
    box.fill(query)
    status = page.locator(".search-status")
    expect(status).to_contain_text(f"“{query}”")
    slip = page.locator(".did-you-mean")
    said = " | ".join([status.inner_text(), page.locator(".search-note").inner_text(), slip.inner_text()])
    return said, page.locator(".results").inner_html()


def test_parts_give_the_same_answers_as_one_file(page: Page, large: Path, small: Path, address: str) -> None:
    assert len(list((large / "assets" / "search").iterdir())) > 10
    assert not (small / "assets" / "search").exists()
    answers = []
    for place in (f"{address}search/", (large / "search/index.html").as_uri(), (small / "search/index.html").as_uri()):
        page.goto(place)
        answers.append({query: answer(page, query) for query in QUERIES})
    served, in_parts, in_one = answers
    assert {query: said for query, (said, _) in served.items()} == {query: said for query, (said, _) in in_one.items()}
    assert in_parts == in_one
    assert sum("result" in said for said, _ in served.values()) > 10


def test_a_search_fetches_only_what_it_needs(page: Page, large: Path, address: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.partition("?")[0].rpartition("/")[2]))
    page.goto(f"{address}search/?q=lockdown")
    expect(page.locator(".search-status")).to_contain_text("“lockdown”")
    parts = [name for name in asked if (large / "assets" / "search" / name).is_file()]
    assert 2 <= len(parts) <= 10
    assert len(parts) == len(set(parts))
    assert "spelling.js" not in parts, "nothing was misspelt"


def test_words_are_taken_alike_by_the_program_and_the_browser(reader: Reader) -> None:
    """A word that they cut at another place would never be found."""
    handbook = read_handbook(ROOT / "policy_data").handbook
    assert handbook
    view = for_audience(handbook, "staff")
    pages = pages_of(view, PageContext(dt.date.fromisoformat(TODAY)))
    texts = [text for page in pages for entry in page.entries for text in (entry.title, entry.text)]
    texts += [
        "Æthelred’s Ça va? naïve co-operation, e-mail",
        "ʼtis 4.2.1 and 12. A.3 x_y",
        "Пример ١٢ 中文",
        "ﬁrst ½ m²",
    ]
    page = reader.open("public", "search/")
    found = page.evaluate("texts => texts.map(text => handbook.plain(text).match(handbook.WORD) || [])", texts)
    assert found == [words_of(text) for text in texts]


def test_a_part_that_cannot_be_fetched_is_said_and_asked_for_again(large: Path, address: str, reader: Reader) -> None:
    page = reader.page
    page.route("**/assets/search/list-*", lambda route: route.abort())
    page.goto(f"{address}search/")
    box = page.get_by_role("searchbox", name="Search the policies")
    box.fill("uniform")
    expect(page.locator(".search-status")).to_contain_text("Search could not be loaded")
    page.unroute("**/assets/search/list-*")
    box.fill("uniforms")
    expect(page.locator(".search-status")).to_contain_text("“uniforms”")
    assert page.locator(".result").count()
    reader.faults = [fault for fault in reader.faults if "ERR_FAILED" not in fault]


def test_parts_of_another_build_are_not_mixed_in(large: Path, address: str, page: Page) -> None:
    text = (large / "assets" / "search-index.js").read_text(encoding="utf-8")
    stamps = re.search(r'"list":"([0-9a-f]+)"', text)
    assert stamps
    other = text.replace(stamps[1], "0" * len(stamps[1]))
    assert other != text
    page.route("**/assets/search-index.js", lambda route: route.fulfill(body=other, content_type="text/javascript"))
    page.goto(f"{address}search/?q=uniform")
    expect(page.locator(".search-status")).to_contain_text("published anew")
    assert page.locator(".result").count() == 0
