"""Who may talk to the editor: this machine, by the right name, with the secret, from the editor's own page."""

import http.client
import json
import socket
import struct
import subprocess
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from policy_handbook.editing import Editor
from policy_handbook.editing.store import Store
from policy_handbook.publish.kept_folder import CACHE

INFO = json.dumps({"action": "info", "params": {}})


def ask(
    editor: Editor, method: str, path: str, body: str = "", headers: dict[str, str] | None = None
) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", editor.port, timeout=20)
    connection.request(method, path, body=body or None, headers=headers or {})
    reply = connection.getresponse()
    answer = reply.status, dict(reply.getheaders()), reply.read()
    connection.close()
    return answer


def api(editor: Editor, headers: dict[str, str] | None = None) -> int:
    return ask(editor, "POST", f"/{editor.secret}/api", INFO, headers)[0]


def test_the_editor_answers_its_own_page(editor: Editor) -> None:
    own = f"http://127.0.0.1:{editor.port}"
    assert api(editor) == 200
    assert api(editor, {"Origin": own, "Sec-Fetch-Site": "same-origin"}) == 200
    assert api(editor, {"Host": f"localhost:{editor.port}"}) == 200


def test_it_listens_on_this_machine_alone(editor: Editor) -> None:
    addresses = {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)}
    for address in addresses - {"127.0.0.1"}:
        if str(address).startswith("127."):
            continue
        with pytest.raises(OSError, match=r"refused|timed out|unreachable"):
            socket.create_connection((str(address), editor.port), timeout=2)


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": ""},
        {"Host": "evil.example"},
        {"Host": "127.0.0.1"},
        {"Host": "evil.example:80"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
    ids=str,
)
def test_whoever_else_asks_is_refused(editor: Editor, headers: dict[str, str]) -> None:
    for method, path in (("GET", ""), ("GET", "config.json"), ("GET", "edit.js"), ("POST", "api")):
        status, _, body = ask(editor, method, f"/{editor.secret}/{path}", INFO if method == "POST" else "", headers)
        assert status == 403
        assert editor.secret.encode() not in body


@pytest.mark.parametrize("secret", ["", "x", "api", "é"])
def test_without_the_secret_there_is_nothing(editor: Editor, secret: str) -> None:
    for method, path in (("GET", ""), ("GET", "config.json"), ("GET", "edit.js"), ("POST", "api")):
        name = f"/{secret}/{path}".encode().decode("latin-1") if secret else f"/{path}"
        status, _, body = ask(editor, method, name.replace("\xc3\xa9", "%C3%A9"), INFO if method == "POST" else "")
        assert status == 404
        assert b"handbook edit" in body or body == b""
        assert editor.secret.encode() not in body


def test_secrets_are_long_and_never_the_same(store: Store) -> None:
    secrets = {Editor(store).secret for _ in range(50)}
    assert len(secrets) == 50
    assert min(map(len, secrets)) >= 32


def test_too_much_at_once_is_refused(editor: Editor) -> None:
    status, _, _ = ask(editor, "POST", f"/{editor.secret}/api", headers={"Content-Length": str(5 * 1024 * 1024)})
    assert status == 413
    with socket.create_connection(("127.0.0.1", editor.port), timeout=10) as raw:
        raw.sendall(f"POST /{editor.secret}/api HTTP/1.1\r\nHost: 127.0.0.1:{editor.port}\r\n\r\n".encode())
        assert b" 413 " in raw.recv(200)
        raw.close()


@pytest.mark.parametrize(
    "body", ["", "x", "[]", "3", '{"params": {}}', '{"action": "info", "params": ' + "[" * 100_000]
)
def test_nonsense_is_refused(editor: Editor, body: str) -> None:
    status, _, said = ask(editor, "POST", f"/{editor.secret}/api", body)
    assert status in (400, 413)
    assert b"Traceback" not in said


@pytest.mark.parametrize(
    "name",
    [
        "../store.py",
        "theme/../../editing/server.py",
        "theme/%2e%2e/x",
        "theme//etc/passwd",
        "nothing.js",
        "../vendor/README.md",
        "static/edit.js",
    ],
)
def test_files_that_are_no_part_of_the_editor_are_not_there(editor: Editor, name: str) -> None:
    assert ask(editor, "GET", f"/{editor.secret}/{name}")[0] == 404


def test_what_came_into_git_meanwhile_is_said_on_the_page(editor: Editor) -> None:
    root = editor.store.root
    subprocess.run(["git", "init", "-q", root], check=True)
    (root / CACHE).mkdir(exist_ok=True)
    (root / CACHE / "last-build").write_text("whatever they like")
    subprocess.run(["git", "-C", root, "add", "-f", CACHE], check=True)
    told = f"{CACHE}/last-build is in git"

    for method, path in (("GET", "config.json"), ("POST", "api")):
        question = json.dumps({"action": "preview", "params": {"path": "policies/trial.yaml", "form": {}}})
        status, _, body = ask(editor, method, f"/{editor.secret}/{path}", question if method == "POST" else "")
        assert status == 422
        assert told in json.loads(body)["error"]


def test_every_answer_forbids_what_it_can(editor: Editor) -> None:
    for path in ("", "config.json", "nothing"):
        headers = ask(editor, "GET", f"/{editor.secret}/{path}")[1]
        assert headers["Cache-Control"] == "no-store"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "Access-Control-Allow-Origin" not in headers


def test_a_browser_that_goes_away_is_no_fault(editor: Editor, capsys: pytest.CaptureFixture[str]) -> None:
    ask_for = f"GET /{editor.secret}/decap-cms.js HTTP/1.1\r\nHost: 127.0.0.1:{editor.port}\r\n\r\n"
    for _ in range(5):
        went = socket.create_connection(("127.0.0.1", editor.port))
        went.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # without goodbye
        went.sendall(ask_for.encode())
        went.close()
    assert api(editor) == 200
    time.sleep(0.5)
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("method", ["OPTIONS", "PUT", "DELETE", "PATCH"])
def test_no_other_way_in(editor: Editor, method: str) -> None:
    status, headers, _ = ask(editor, method, f"/{editor.secret}/api")
    assert status == 501
    assert "Access-Control-Allow-Origin" not in headers


def test_two_who_save_at_once_do_not_lose_each_others_work(editor: Editor, data: Path) -> None:
    """Both rest on the same text: one is saved, the other is told."""

    def question(action: str, params: Any) -> tuple[int, Any]:
        body = json.dumps({"action": action, "params": params})
        status, _, said = ask(editor, "POST", f"/{editor.secret}/api", body)
        return status, json.loads(said)

    form = json.loads(question("getEntry", {"path": "policies/trial.yaml"})[1]["data"])
    outcomes: list[int] = []

    def save(title: str) -> None:
        file = {"path": "policies/trial.yaml", "raw": json.dumps(form | {"title": title})}
        outcomes.append(question("persistEntry", {"dataFiles": [file], "assets": [], "options": {}})[0])

    threads = [threading.Thread(target=save, args=(title,)) for title in ("One", "Two", "Three")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == [200, 409, 409]
    assert (data / "policies" / "trial.yaml").read_text(encoding="utf-8").split("\n")[0] in (
        "title: One",
        "title: Two",
        "title: Three",
    )
