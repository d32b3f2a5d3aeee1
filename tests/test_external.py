"""``handbook links``: what is asked of other hosts, how often, and what is said of the answers."""

import datetime as dt
import shutil
import threading
from collections.abc import Iterator, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from policy_handbook.findings import Place
from policy_handbook.publish.external import Answer, answers_for, ask, external_findings, place_finder, reachable
from policy_handbook.publish.linkcheck import Link
from tests.test_cli import handbook

SMALL = Path(__file__).parent / "data" / "small"
TODAY = dt.date(2026, 11, 21)
CONTACT = "https://policies.exampleton.example.org"


class Host(ThreadingHTTPServer):
    """A host with a page, one that has moved, and one that it keeps to itself; it notes who asks for what."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Visit)
        self.asked: list[str] = []
        self.askers: set[str] = set()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Visit(BaseHTTPRequestHandler):
    server: Host

    def do_GET(self) -> None:
        if self.path != "/robots.txt":
            self.server.asked.append(self.path)
            self.server.askers.add(self.headers["User-Agent"])
        code = {"/good": 200, "/moved": 301, "/shut": 403}.get(self.path, 404)
        self.send_response(code)
        if code == 301:
            self.send_header("Location", "/good")
        self.send_header("LinkChecker", "1")  # lets LinkChecker ask fast
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        if code == 200:
            self.wfile.write(b'<a href="/gone">not ours to follow</a>')

    do_HEAD = do_GET  # noqa: N815 - the name that the server calls

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@pytest.fixture(name="host")
def fixture_host() -> Iterator[Host]:
    host = Host()
    threading.Thread(target=host.serve_forever, daemon=True).start()
    yield host
    host.shutdown()
    host.server_close()


def test_linkchecker_asks_each_address_once_and_says_who_asks(host: Host) -> None:
    addresses = [f"{host.address}/{name}" for name in ("good", "gone", "moved", "shut")]
    gone, good, moved, shut = ask(addresses, contact=CONTACT, today=TODAY)
    assert (good.address, good.good, good.moved_to, good.day) == (f"{host.address}/good", True, "", "2026-11-21")
    assert (gone.good, gone.result) == (False, "404 Not Found")
    assert (moved.good, moved.moved_to) == (True, f"{host.address}/good")
    assert (shut.good, shut.result) == (False, "403 Forbidden")
    assert sorted(host.asked) == ["/gone", "/good", "/good", "/moved", "/shut"]
    assert host.askers == {f"policy-handbook-link-check (+{CONTACT})"}


def answer(address: str, result: str = "200 OK", moved_to: str = "") -> Answer:
    return Answer(address, result == "200 OK", result, moved_to, TODAY.isoformat())


def test_what_answered_lately_is_not_asked_again(tmp_path: Path) -> None:
    asked: list[list[str]] = []

    def asking(addresses: Sequence[str]) -> list[Answer]:
        asked.append(list(addresses))
        return [answer(address, "200 OK" if "good" in address else "404 Not Found") for address in addresses]

    def answered(day: dt.date) -> list[str]:
        made = answers_for(["http://good", "http://bad"], cache=tmp_path / "c" / "links.json", today=day, asking=asking)
        return sorted(made)

    assert answered(TODAY) == ["http://bad", "http://good"]
    assert answered(TODAY + dt.timedelta(days=6)) == ["http://bad", "http://good"]
    assert answered(TODAY + dt.timedelta(days=7)) == ["http://bad", "http://good"]
    assert asked == [["http://bad", "http://good"], ["http://bad"], ["http://bad", "http://good"]]


@pytest.mark.parametrize("text", ["", "{", "[1]", '[{"address": "x"}]', '{"a": 1}'])
def test_a_cache_that_cannot_be_read_is_done_without(text: str, tmp_path: Path) -> None:
    cache = tmp_path / "links.json"
    cache.write_text(text, encoding="utf-8")
    made = answers_for(["http://a"], cache=cache, today=TODAY, asking=lambda wanted: [answer(one) for one in wanted])
    assert list(made) == ["http://a"]


def test_what_is_gone_is_a_warning_and_what_may_be_there_is_information() -> None:
    answers = {
        "http://gone": answer("http://gone", "404 Not Found"),
        "http://moved": answer("http://moved", moved_to="http://there"),
        "http://shut": answer("http://shut", "403 Forbidden"),
        "http://good": answer("http://good"),
    }
    links = {name: [Link("website/index.html", name, 3), Link("intranet/index.html", name, 9)] for name in answers}
    found = external_findings(answers, links, lambda _: Place("people.yaml", 1, 2))
    assert [(str(f.severity), f.found, f.message, f.write) for f in found] == [
        (
            "warning",
            "http://gone",
            "this page of somebody else’s is gone (404 Not Found); linked to on 2 pages",
            "where it is now, or no link",
        ),
        (
            "info",
            "http://moved",
            "this page of somebody else’s has moved for good; linked to on 2 pages",
            "http://there",
        ),
        (
            "info",
            "http://shut",
            "this page of somebody else’s did not answer (403 Forbidden); linked to on 2 pages",
            "look at it; it may be there",
        ),
    ]


def test_where_no_host_answers_it_is_the_network() -> None:
    lost = answer("http://a", "ConnectionError: HTTPSConnectionPool(host='a', port=443): Max retries exceeded")
    assert not reachable({"http://a": lost})
    assert reachable({"http://a": lost, "http://b": answer("http://b", "404 Not Found")})
    assert reachable({})


def test_the_place_is_where_the_address_is_written(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("title: x\nurl: http://a/b\n", encoding="utf-8")
    place_of = place_finder([file], lambda _: Place("elsewhere"))
    assert place_of("http://a/b") == Place(file.as_posix(), 2, 6)
    assert place_of("http://c") == Place("elsewhere")


# --- the command ------------------------------------------------------------------------------------------


@pytest.fixture(name="folder")
def fixture_folder(tmp_path: Path) -> Path:
    shutil.copytree(SMALL, tmp_path / "policy_data")
    (tmp_path / "site" / "website").mkdir(parents=True)
    (tmp_path / "site" / "manifest.json").write_text('{"made_by": "Policy Handbook", "files": []}', encoding="utf-8")
    return tmp_path


def page(folder: Path, html: str) -> None:
    (folder / "site" / "website" / "index.html").write_text(html, encoding="utf-8")


def test_the_command_warns_and_fails_only_where_somebody_is_strict(folder: Path, host: Host) -> None:
    page(folder, f'<p><a href="{host.address}/gone">x</a> <a href="{host.address}/good">y</a></p>')
    said = handbook("links", "--external", "--today", "2026-11-21", folder=folder)
    assert "website/index.html:1:1: warning: this page of somebody else’s is gone (404 Not Found)" in said
    assert (folder / ".handbook-cache" / "external-links.json").is_file()
    asked = list(host.asked)
    handbook("links", "--external", "--strict", "--today", "2026-11-22", folder=folder, code=1)
    assert host.asked == [*asked, "/gone"]


def test_the_command_follows_the_links_within_a_site(folder: Path) -> None:
    page(folder, '<p><a href="./">x</a></p>')
    assert handbook("links", folder=folder) == "nothing found: every rule is kept\n"
    page(folder, '<p><a href="no/">x</a></p>')
    assert "a link on the page website/ leads nowhere" in handbook("links", folder=folder, code=1)


def test_without_a_built_site_one_line_says_what_to_do(tmp_path: Path) -> None:
    shutil.copytree(SMALL, tmp_path / "policy_data")
    said = handbook("links", "--external", folder=tmp_path, code=2)
    assert said == "handbook: there is no built site in site: run handbook build first\n"
