"""LinkChecker over a served copy of what was built: a second opinion on every link within the sites."""

import csv
import datetime as dt
import functools
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.processes import build

ROOT = Path(__file__).parent.parent
SMALL = Path(__file__).parent / "data" / "small"


class Server(SimpleHTTPRequestHandler):
    """Serves files, with the header that tells LinkChecker it need not hold itself back."""

    def end_headers(self) -> None:
        self.send_header("LinkChecker", "1")
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@pytest.fixture(name="served", scope="module")
def fixture_served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """The sites of the small school, with one page of its own, and the address at which they are served."""
    project = tmp_path_factory.mktemp("served")
    shutil.copytree(SMALL, project / "policy_data")
    shutil.copy(ROOT / "mkdocs.yml", project)
    (project / "hooks").symlink_to(ROOT / "hooks")
    (project / "docs").mkdir()
    built = build(project / "policy_data", project / "site", root=project, today=dt.date(2026, 11, 21))
    assert built.ok, [finding for finding in built.findings if finding.severity == "error"]
    handler = functools.partial(Server, directory=str(project / "site"))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield project / "site", f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def checked(address: str, folder: Path) -> dict[str, str]:
    """Every address that LinkChecker met, with what it says of it."""
    folder.chmod(0o755)
    config = folder / "linkcheckerrc"
    config.write_text("[checking]\nmaxrequestspersecond=10000\n[output]\nlog=csv\nverbose=1\nstatus=0\n", "utf-8")
    own = dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"), str(folder))
    done = subprocess.run(
        [sys.executable, "-m", "linkcheck", "-f", str(config), f"{address}/website/", f"{address}/intranet/"],
        env=os.environ | own | {"LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr
    lines = [line for line in done.stdout.splitlines() if not line.startswith("#")]
    return {
        row["url"].removeprefix(address): "" if row["valid"] == "True" else row["result"]
        for row in csv.DictReader(lines, delimiter=";")
    }


def test_linkchecker_finds_nothing_that_is_not_there(served: tuple[Path, str], tmp_path: Path) -> None:
    site, address = served
    page = site / "website" / "about" / "index.html"
    page.parent.mkdir()
    page.write_text('<a href="../gone/">x</a>', encoding="utf-8")
    home = site / "website" / "index.html"
    html = home.read_text("utf-8")
    home.write_text(html.replace("</main>", '<a href="about/">About</a></main>'), encoding="utf-8")

    met = checked(address, tmp_path)

    # the one link that is broken on purpose, so that silence means something
    assert {url: said for url, said in met.items() if said} == {"/website/gone/": "404 File not found"}
    assert {"/website/policies/open/", "/website/parents/", "/website/pupils/", "/intranet/register/"} <= met.keys()
