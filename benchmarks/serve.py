"""Measures how long after a save an edit is on the screen, while ``handbook serve`` runs and Chromium shows the page.

    python benchmarks/serve.py
    python benchmarks/serve.py --sizes 60,300 --edits 5

The summary of a policy is given another word, the file is saved, and the clock runs until the page in the browser,
which reloads by itself, shows that word. Each edit is of the same policy; the first one after the start is not counted.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import re
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from urllib.request import urlopen

from figures import PAGE, heading, put
from generate import write_handbook
from playwright.sync_api import Page, sync_playwright
from run import DAY, HANDBOOK
from search import _browser

VIEW = "staff"
PATIENCE = 120
"""Seconds until a server that does not answer is given up."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve the staff view of a handbook; yields its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [*HANDBOOK, "serve", "--view", VIEW, *DAY, "--port", str(port)]
    with subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    ) as server:
        try:
            yield _answering(f"http://127.0.0.1:{port}/")
        finally:
            os.killpg(server.pid, signal.SIGTERM)  # the server that it has started as well


def _answering(address: str) -> str:
    """Wait until a server answers, and return where it leads to."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            with urlopen(address) as answer:
                return str(answer.url)
        except OSError:
            time.sleep(0.2)
    raise SystemExit(f"{address} does not answer")


_PAINT = "first-contentful-paint"
_PAINTED = f"() => (performance.timeOrigin + performance.getEntriesByName('{_PAINT}')[0].startTime) / 1000"
"""When a page was first on the screen, in seconds as the clock of the machine has them."""


def seconds_to_screen(page: Page, policy: Path, word: str) -> float:
    """Put a word before the summary of a policy; return after how long the page that shows it was on the screen.

    The browser says when it was: to ask it again and again whether it is there would slow both of them.
    """
    text = policy.read_text(encoding="utf-8")
    edited = re.sub(r"^summary: (?:word\w+ )?", f"summary: {word} ", text, flags=re.MULTILINE)
    began = time.time()
    policy.write_text(edited, encoding="utf-8")
    page.locator(".summary", has_text=f"{word} ").wait_for(timeout=PATIENCE * 1000)
    page.wait_for_function(f"() => performance.getEntriesByName('{_PAINT}').length")  # which it notes a little later
    return float(page.evaluate(_PAINTED)) - began


def measured(size: int, edits: int, browser: str) -> Sequence[float]:
    """Serve a handbook of a size and edit a policy of it so many times."""
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        folder = Path(temporary) / "handbook"
        write_handbook(folder, size)
        policy = min((folder / "policy_data" / "policies").glob("*.yaml"))
        with served(folder) as address:
            page = playwright.chromium.launch(executable_path=browser).new_page()
            page.goto(f"{address}policies/{policy.stem}/")
            return [seconds_to_screen(page, policy, f"word{number}") for number in range(edits + 1)][1:]


def main() -> None:
    """Measure from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="60,300", help="numbers of policies, with commas")
    parser.add_argument("--edits", type=int, default=5, help="how many edits of each")
    parser.add_argument("--write", action="store_true", help=f"put the table into {PAGE.name}")
    given = parser.parse_args()
    rows = ["| policies | median | slowest |", "|--:|--:|--:|"]
    for size in map(int, given.sizes.split(",")):
        times = measured(size, given.edits, _browser())
        rows.append(f"| {size:,} | {median(times):.2f} s | {max(times):.2f} s |")
    command = f"python benchmarks/serve.py --sizes {given.sizes} --edits {given.edits}"
    text = "\n".join((heading(command, dt.date.today()), "", *rows))
    print(text)
    if given.write:
        put(PAGE, "serve", text)


if __name__ == "__main__":
    main()
