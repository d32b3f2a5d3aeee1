"""Somebody who reads the handbook in a real browser, and notices what no page of it may do."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Page, Request

TODAY = "2026-11-21"
OWN = "127.0.0.1"


@dataclass(frozen=True)
class Sites:
    """What was built.

    Attributes:
        folder: where it lies, for reading it as files.
        views: the address of each view's top.
    """

    folder: Path
    views: Mapping[str, str]

    def files_of(self, view: str) -> Path:
        return self.folder / {"staff": "intranet", "public": "website"}.get(view, f"website/{view}")

    def pages_of(self, view: str) -> list[str]:
        """The addresses of all pages of a view; the public view's folder also holds those of other readers."""
        top = self.files_of(view)
        others = {path for path in map(self.files_of, self.views) if path != top and path.is_relative_to(top)}
        files = (path for path in sorted(top.rglob("*.html")) if not others.intersection(path.parents))
        return [path.relative_to(top).as_posix().removesuffix("index.html") for path in files if _whole(path)]

    def text_of(self, view: str, address: str) -> str:
        """The HTML of a page."""
        path = self.files_of(view) / address
        return (path if path.suffix else path / "index.html").read_text(encoding="utf-8")

    def kind_of(self, view: str, address: str) -> str:
        """What kind of page it is, as its style sheet is told."""
        found = re.search(r'<body class="kind-([\w-]+)', self.text_of(view, address))
        return found[1] if found else ""

    def sample_of(self, view: str, most: int = 3) -> list[str]:
        """All policies and lists of a view, and a few of each kind of page of which there are many alike."""
        seen: dict[str, int] = {}
        kept = []
        for page in self.pages_of(view):
            kind = self.kind_of(view, page)
            seen[kind] = seen.get(kind, 0) + 1
            if kind == "policy" or seen[kind] <= most:
                kept.append(page)
        return kept

    def policies_of(self, view: str) -> list[str]:
        return [page for page in self.pages_of(view) if page.startswith("policies/") and page.count("/") == 2]


def _whole(path: Path) -> bool:
    """Whether a file is a page; the list for pasting is a piece of one."""
    return path.read_text(encoding="utf-8").startswith("<!doctype html>")


@dataclass
class Reader:
    """A page of a browser and what went wrong on it.

    Attributes:
        page: the browser's page.
        sites: what can be opened.
        faults: requests to other hosts, errors on the console, refusals by the content policy.
    """

    page: Page
    sites: Sites
    faults: list[str] = field(default_factory=list)

    @classmethod
    @contextmanager
    def at(
        cls, browser: Browser, sites: Sites, *, width: int = 1280, height: int = 800, touch: bool = False
    ) -> Iterator[Self]:
        """Open a browser window of some size; at its end nothing may have gone wrong."""
        context = browser.new_context(
            viewport={"width": width, "height": height},
            has_touch=touch,
            permissions=["clipboard-read", "clipboard-write"],
        )
        context.clock.set_fixed_time(f"{TODAY}T10:00:00")
        reader = cls(context.new_page(), sites)
        context.on("request", reader._note_request)
        reader.page.on("console", reader._note_message)
        reader.page.on("pageerror", lambda error: reader.faults.append(f"script error: {error}"))
        try:
            yield reader
        finally:
            context.close()
        assert not reader.faults, "\n".join(reader.faults)

    def open(self, view: str, address: str = "") -> Page:
        """Open an address of a view."""
        self.page.goto(self.sites.views[view] + address)
        return self.page

    def _note_request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https") and parts.hostname != OWN:
            self.faults.append(f"asked another host: {request.url}")

    def _note_message(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.faults.append(f"console {message.type}: {message.text}")
