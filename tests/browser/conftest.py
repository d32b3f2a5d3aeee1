"""The sample handbook, built once by the real command, served on this machine, and a browser to read it with."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.reader import TODAY, Reader, Sites

ROOT = Path(__file__).parents[2]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample's sites as ``handbook build`` leaves them."""
    site = tmp_path_factory.mktemp("built") / "site"
    command = [sys.executable, "-m", "policy_handbook", "build", "--today", TODAY, "--site", str(site)]
    paths = os.pathsep.join(filter(None, (str(ROOT / "hooks"), os.environ.get("PYTHONPATH"))))
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "PYTHONPATH": paths}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return site


class _Handler(SimpleHTTPRequestHandler):
    """A plain web server that shows the site's own page for what it does not have, as the hosts of schools do."""

    def log_message(self, *_args: object) -> None:
        pass

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        if code != 404:
            super().send_error(code, message, explain)
            return
        body = (Path(self.directory) / "404.html").read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture(scope="session")
def sites(folder: Path) -> Iterator[Sites]:
    """Both sites, each on a port of its own, as they would be on hosts of their own."""
    servers = {
        name: ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(folder / name)))
        for name in ("website", "intranet")
    }
    for server in servers.values():
        threading.Thread(target=server.serve_forever, daemon=True).start()
    website, intranet = (f"http://127.0.0.1:{server.server_address[1]}/" for server in servers.values())
    views = {"public": website, "parents": f"{website}parents/", "pupils": f"{website}pupils/", "staff": intranet}
    yield Sites(folder, views)
    for server in servers.values():
        server.shutdown()
        server.server_close()


@pytest.fixture
def reader(browser: Browser, sites: Sites) -> Iterator[Reader]:
    """Somebody with a wide screen and no settings of their own; complains of what no page may do."""
    with Reader.at(browser, sites) as someone:
        yield someone


@pytest.fixture
def phone(browser: Browser, sites: Sites) -> Iterator[Reader]:
    """Somebody with a small phone."""
    with Reader.at(browser, sites, width=360, height=640, touch=True) as someone:
        yield someone


@pytest.fixture
def zoomed(browser: Browser, sites: Sites) -> Iterator[Reader]:
    """Somebody who has enlarged a screen of 1280 by 1024 four times."""
    with Reader.at(browser, sites, width=320, height=256) as someone:
        yield someone


@pytest.fixture
def page(reader: Reader) -> Page:
    return reader.page
