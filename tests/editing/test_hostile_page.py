"""A page of somebody else's, open in the same browser, can neither read nor write, even if it knew the address."""

import http.server
import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from policy_handbook.editing import Editor
from policy_handbook.editing.forms import BASE

pytestmark = pytest.mark.browser


class _Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = b"<!doctype html><title>hostile</title><p>Nice pictures here"
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments: object) -> None:
        pass


@pytest.fixture
def hostile(browser: Browser) -> Iterator[Page]:
    """A page on another port of this machine: the nearest to the editor that a stranger's page can come."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Page)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{server.server_address[1]}/")
    yield page
    context.close()
    server.shutdown()
    server.server_close()


def change(path: str) -> str:
    file = {"path": path, "raw": json.dumps({"title": "Taken over", BASE: "new page-1 although"})}
    params = {"dataFiles": [file], "assets": [], "options": {"newEntry": True}}
    return json.dumps({"action": "persistEntry", "params": params})


TRIES = {
    "reads": "fetch(address + 'config.json').then(r => r.text())",
    "reads the page": "fetch(address).then(r => r.text())",
    "asks plainly": "fetch(address + 'api', {method: 'POST', body: question}).then(r => r.text())",
    "asks as JSON": "fetch(address + 'api', {method: 'POST', body: question, "
    "headers: {'Content-Type': 'application/json'}}).then(r => r.text())",
    "asks without reading": "fetch(address + 'api', {method: 'POST', body: question, mode: 'no-cors'})"
    ".then(r => r.text())",
    "runs a script": "new Promise((good, bad) => {const s = document.createElement('script'); "
    "s.src = address + 'edit.js'; s.onload = () => good('ran'); s.onerror = bad; document.body.append(s)})",
    "takes a style": "new Promise((good, bad) => {const s = document.createElement('link'); s.rel = 'stylesheet'; "
    "s.href = address + 'school.css'; s.onload = () => good('taken'); s.onerror = bad; document.head.append(s)})",
}


@pytest.mark.parametrize("attempt", TRIES)
def test_a_hostile_page_that_knows_the_address_gets_nothing(
    editor: Editor, hostile: Page, data: Path, attempt: str
) -> None:
    before = {path: path.read_bytes() for path in data.rglob("*.yaml")}
    script = f"([address, question]) => {TRIES[attempt]}.catch(error => '')"
    assert not hostile.evaluate(script, [editor.address, change("policies/taken.yaml")])
    assert {path: path.read_bytes() for path in data.rglob("*.yaml")} == before


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
def test_a_form_that_a_hostile_page_sends_changes_nothing(editor: Editor, hostile: Page, data: Path, kind: str) -> None:
    """A form is sent without asking first, and can be made to look like JSON."""
    question = change("policies/taken.yaml")
    with hostile.expect_navigation():
        hostile.evaluate(
            "([address, kind, question]) => {const f = document.createElement('form'); f.action = address + 'api'; "
            "f.method = 'post'; f.enctype = kind; const i = document.createElement('input'); "
            "i.name = question.slice(0, -1) + ', \"x\": \"'; i.value = '\"}'; f.append(i); "
            "document.body.append(f); f.submit()}",
            [editor.address, kind, question],
        )
    assert "another page asked" in hostile.content()
    assert not (data / "policies" / "taken.yaml").exists()


def test_the_same_question_from_the_editor_itself_is_answered(editor: Editor, browser: Browser, data: Path) -> None:
    """What the tests above send would work if it came from the editor's own page: they prove what they say."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{editor.address}edit.css")
    script = f"([address, question]) => {TRIES['asks as JSON']}"
    assert "saved" in page.evaluate(script, [editor.address, change("policies/taken.yaml")])
    context.close()
    assert (data / "policies" / "taken.yaml").read_text(encoding="utf-8").endswith("title: Taken over\n")


def test_a_hostile_page_cannot_frame_the_editor(editor: Editor, hostile: Page) -> None:
    hostile.evaluate(
        "address => {const f = document.createElement('iframe'); f.src = address; document.body.append(f)}",
        editor.address,
    )
    hostile.wait_for_timeout(700)
    frame = hostile.frames[-1]
    assert "Policy handbook" not in (frame.title() if frame != hostile.main_frame else "")
    assert editor.secret not in hostile.content().replace(editor.address, "")


def test_a_name_that_is_made_to_lead_here_is_refused(editor: Editor, hostile: Page) -> None:
    """DNS rebinding: the browser takes the editor for a page of the stranger's own host."""
    answer = hostile.request.post(
        editor.address + "api", data=change("policies/taken.yaml"), headers={"Host": f"evil.example:{editor.port}"}
    )
    assert answer.status == 403


def test_the_address_is_told_to_nobody(editor: Editor, browser: Browser) -> None:
    """A link in a preview that leads out names no page that it comes from."""
    context = browser.new_context()
    page = context.new_page()
    seen: list[str] = []
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Page)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    target = f"http://127.0.0.1:{server.server_address[1]}/"
    page.on(
        "request", lambda request: seen.append(request.headers.get("referer", "")) if request.url == target else None
    )
    page.goto(f"{editor.address}edit.css")
    page.evaluate("target => {location.href = target}", target)
    page.wait_for_url(target)
    context.close()
    server.shutdown()
    server.server_close()
    assert seen == [""]
