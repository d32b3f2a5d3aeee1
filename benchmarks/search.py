"""Measures the search of a view in Chromium as on a slow phone, and prints a table in Markdown.

    python benchmarks/search.py
    python benchmarks/search.py --sizes 60,300,1000 --cpu 6 --rivals /tmp/rivals

The page, its scripts and its styles are those of a real build of the staff view; the index is that of as many
policies as a size says, made by the same functions. Each visit begins with nothing in the browser's cache. The
server is on this machine and sends files compressed with gzip, as the hosts of websites do; the browser delays and
slows what comes, and all its own work, as its developer tools do for a slow phone.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gzip
import mimetypes
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median
from typing import Any

from figures import PAGE, heading, put
from generate import PROJECT, TODAY, write_handbook
from playwright.sync_api import Browser, CDPSession, Page, sync_playwright
from run import DAY, HANDBOOK, VIEW

SLOW_4G = {"offline": False, "latency": 562.5, "downloadThroughput": 180_000, "uploadThroughput": 84_375}
"""What the developer tools of Chromium call Slow 4G: milliseconds, and bytes in a second."""

BROWSERS = ("chromium-headless-shell", "chromium", "google-chrome", "microsoft-edge")

TYPING = 150
"""Milliseconds between two keys of somebody who types a word that they know."""

WATCH = """
(() => {
  const seen = { keys: [], first: 0, answers: [], tasks: [] };
  window.seen = seen;
  new PerformanceObserver((list) => seen.tasks.push(...list.getEntries().map((one) => one.duration)))
    .observe({ type: "longtask", buffered: true });
  addEventListener("keydown", () => seen.keys.push(performance.now()), true);
  new MutationObserver(() => {
    const now = performance.now();
    if (!seen.first && document.querySelector(".result")) seen.first = now;
    const said = document.querySelector(".search-status")?.textContent || "";
    if (/“/.test(said) && said !== seen.last) { seen.last = said; seen.answers.push(now); }
  }).observe(document, { childList: true, subtree: true, characterData: true });
})();
"""


@dataclass(frozen=True, slots=True)
class Visit:
    """What one visit took: seconds, milliseconds of the longest task, MiB of memory, kB that were sent."""

    opened: float
    asked: float
    typed: float
    keys: Sequence[float]
    longest: float
    memory: float
    sent: float


# --- the pages --------------------------------------------------------------------------------------------


def build_page(folder: Path) -> Path:
    """Build the staff view of a few policies; the search page is the same whatever can be found."""
    write_handbook(folder, 3)
    done = subprocess.run([*HANDBOOK, "build", *DAY, "--view", VIEW], cwd=folder, capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(done.stdout + done.stderr)
    return folder / "site" / "intranet"


def index_files(data: Path, today: dt.date) -> dict[str, bytes]:
    """All files of the search of the staff view of some data."""
    from policy_handbook.audience import for_audience
    from policy_handbook.feeds import files_of
    from policy_handbook.pages import PageContext, pages_of
    from policy_handbook.read import read_handbook

    handbook = read_handbook(data).handbook
    if handbook is None:
        raise SystemExit(f"{data} cannot be read")
    view = for_audience(handbook, VIEW)
    files = files_of(view, pages_of(view, PageContext(today)), today)
    return {file.path: file.content for file in files if file.path.startswith("assets/search")}


def write_index(site: Path, files: dict[str, bytes]) -> None:
    """Put what can be found beside the page."""
    for path, content in files.items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_bytes(content)


class _Handler(BaseHTTPRequestHandler):
    """Sends the files of a folder, compressed where that pays, over connections that stay open."""

    protocol_version = "HTTP/1.1"

    def __init__(self, *given: Any, folder: Path) -> None:
        self.folder = folder
        super().__init__(*given)

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """Send a file."""
        path = self.folder / self.path.partition("?")[0].lstrip("/")
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        packed = kind.startswith(("text/", "application/j"))
        content = _packed(path) if packed else path.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "max-age=600")
        if packed:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(content)


@cache
def _packed(path: Path) -> bytes:
    return gzip.compress(path.read_bytes(), 6)


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on this machine; the address is what one gets."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, folder=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()


# --- the phone --------------------------------------------------------------------------------------------


@contextmanager
def phone(browser: Browser, cpu: float) -> Iterator[tuple[Page, CDPSession, list[float]]]:
    """A slow phone with an empty cache; the list fills with how many bytes each answer had."""
    context = browser.new_context(viewport={"width": 360, "height": 640}, has_touch=True)
    page = context.new_page()
    session = context.new_cdp_session(page)
    sent: list[float] = []
    session.on("Network.loadingFinished", lambda event: sent.append(event["encodedDataLength"]))
    session.send("Network.enable")
    session.send("Performance.enable")
    session.send("Network.emulateNetworkConditions", SLOW_4G)
    session.send("Emulation.setCPUThrottlingRate", {"rate": cpu})
    page.add_init_script(WATCH)
    page.set_default_timeout(120_000)
    try:
        yield page, session, sent
    finally:
        context.close()


def visit(browser: Browser, top: str, word: str, cpu: float) -> Visit:
    """Open the search with a word in its address; as others, ask on the front page, and type on the search page."""
    with phone(browser, cpu) as (page, _, sent):
        page.goto(f"{top}search/?q={word}")
        page.wait_for_function("word => document.querySelector('.search-status').textContent.includes(word)", arg=word)
        opened = page.evaluate("seen.first") / 1000
        longest = page.evaluate("Math.max(0, ...seen.tasks)")
        at_once = sum(sent) / 1000
    with phone(browser, cpu) as (page, _, _):
        page.goto(top, wait_until="networkidle")
        page.get_by_role("searchbox").first.click()
        page.keyboard.type(word, delay=TYPING)
        page.keyboard.press("Enter")
        page.wait_for_url("**/search/?q=*")
        page.wait_for_function("() => window.seen?.first > 0")
        asked = page.evaluate("seen.first") / 1000
    with phone(browser, cpu) as (page, session, _):
        page.goto(f"{top}search/", wait_until="networkidle")
        page.keyboard.type(word[:3], delay=TYPING)
        page.wait_for_function("() => seen.first > 0")
        typed = page.evaluate("seen.first - seen.keys[0]") / 1000
        page.wait_for_function(
            "word => document.querySelector('.search-status').textContent.includes(word)", arg=word[:3]
        )
        keys = [_key(page, word[: end + 1]) for end in range(3, len(word))]
        longest = max(longest, page.evaluate("Math.max(0, ...seen.tasks)"))
        metrics = {row["name"]: row["value"] for row in session.send("Performance.getMetrics")["metrics"]}
    return Visit(opened, asked, typed, keys, longest, metrics["JSHeapUsedSize"] / 1024**2, at_once)


def _key(page: Page, typed: str) -> float:
    """Press the last key of what is typed; milliseconds until it is answered, without the wait for a further key."""
    page.keyboard.press(typed[-1])
    page.wait_for_function(
        "word => document.querySelector('.search-status').textContent.includes(`“${word}”`)", arg=typed
    )
    return float(page.evaluate("seen.answers.at(-1) - seen.keys.at(-1)"))


# --- the table --------------------------------------------------------------------------------------------


def brotli_size(files: Sequence[bytes], rivals: Path | None) -> int:
    """How large files are that a host compresses with brotli, which a venv of its own has; 0 where it has not."""
    if rivals is None:
        return 0
    script = (
        "import brotli, struct, sys\n"
        "read, total = sys.stdin.buffer.read, 0\n"
        "while head := read(4): total += len(brotli.compress(read(*struct.unpack('I', head)), quality=9))\n"
        "print(total)"
    )
    given = b"".join(len(content).to_bytes(4, sys.byteorder) + content for content in files)
    done = subprocess.run([str(rivals / "bin" / "python"), "-c", script], input=given, capture_output=True)
    return int(done.stdout) if done.returncode == 0 else 0


def column(files: dict[str, bytes], visits: Sequence[Visit], rivals: Path | None) -> dict[str, str]:
    """What is said of one handbook: the median of all visits, but of the slowest key and of memory the most."""
    whole = list(files.values())
    brotli = brotli_size(whole, rivals)
    keys = [key for one in visits for key in one.keys]
    return {
        "index, all files": f"{sum(map(len, whole)) / 1000:.0f} kB",
        "the same with gzip": f"{sum(len(gzip.compress(one, 6)) for one in whole) / 1000:.0f} kB",
        "the same with brotli": f"{brotli / 1000:.0f} kB" if brotli else "–",
        "files": str(len(files)),
        "sent for the first search, page and fonts too": f"{median(one.sent for one in visits):.0f} kB",
        "search page opened with a word: first result": f"{median(one.opened for one in visits):.2f} s",
        "asked on the front page: Enter to first result": f"{median(one.asked for one in visits):.2f} s",
        "typed on the search page: first key to first result": f"{median(one.typed for one in visits):.2f} s",
        "from each further key to its results": f"{median(keys):.0f} ms",
        "the slowest of them": f"{max(keys):.0f} ms",
        "longest task of a visit": f"{median(one.longest for one in visits):.0f} ms",
        "memory of scripts": f"{max(one.memory for one in visits):.0f} MiB",
    }


def table(columns: dict[str, dict[str, str]]) -> str:
    """The columns beside each other, a row for each thing measured."""
    lines = [f"| | {' | '.join(columns)} |", f"|---|{'--:|' * len(columns)}"]
    for name in next(iter(columns.values())):
        lines.append(f"| {name} | {' | '.join(found[name] for found in columns.values())} |")  # noqa: PERF401 - plainer
    return "\n".join(lines)


def main() -> None:
    """Measure from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="60,300,1000", help="numbers of policies, with commas")
    parser.add_argument("--words", default="phones,safeguarding,attendance", help="what is searched, with commas")
    parser.add_argument("--repeat", type=int, default=2, help="visits for each word; the median counts")
    parser.add_argument("--cpu", type=float, default=6, help="how many times slower than this machine the phone is")
    parser.add_argument("--write", action="store_true", help="put the table into docs/speed.md")
    parser.add_argument("--rivals", type=Path, metavar="VENV", help="a venv with brotli")
    given = parser.parse_args()
    command = f"python benchmarks/search.py --sizes {given.sizes} --repeat {given.repeat} --cpu {given.cpu:g}"
    said = f"{heading(command, dt.date.today())}; network “Slow 4G”, processor slowed {given.cpu:g} times."
    columns: dict[str, dict[str, str]] = {}
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_browser())
        folder = Path(temporary)
        page = build_page(folder / "page")
        sources = [("the sample, 32 policies", PROJECT / "policy_data")]
        for size in map(int, given.sizes.split(",")):
            write_handbook(folder / str(size), size)
            sources.append((f"{size} policies", folder / str(size) / "policy_data"))
        for number, (name, data) in enumerate(sources):
            files = index_files(data, TODAY)
            site = folder / f"site-{number}"
            shutil.copytree(page, site)
            write_index(site, files)
            with served(site) as top:
                words = given.words.split(",") * given.repeat
                visits = [visit(browser, top, word, given.cpu) for word in words]
            columns[name] = column(files, visits, given.rivals)
            print(f"{name}: {columns[name]}", file=sys.stderr, flush=True)
        browser.close()
    text = f"{said}\n\n{table(columns)}"
    print(text)
    if given.write:
        put(PAGE, "search", text)


def _browser() -> str:
    """Which Chromium to start: the one that the tests take."""
    path = os.environ.get("HANDBOOK_BROWSER") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        raise SystemExit("no browser: apt-get install chromium-headless-shell, or set HANDBOOK_BROWSER to a Chromium")
    return path


if __name__ == "__main__":
    main()
