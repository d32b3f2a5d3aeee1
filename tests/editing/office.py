"""Somebody at the school office who changes policies in the forms, in a real browser."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, FrameLocator, Locator, Page, Request, expect

from policy_handbook.editing import Editor

OWN = "127.0.0.1"
NESTED = '[class*="SortableListItem"]'


@dataclass
class Office:
    """A page of the editor, the files behind it, and what went wrong.

    Attributes:
        page: the browser's page.
        editor: the editor.
        faults: requests to other hosts, and errors on the console.
        refused: whether a test brings about on purpose that something is refused, which the console tells, too.
    """

    page: Page
    editor: Editor
    faults: list[str] = field(default_factory=list)
    refused: bool = False
    _texts: dict[str, str] = field(default_factory=dict)

    @classmethod
    @contextmanager
    def at(cls, browser: Browser, editor: Editor) -> Iterator[Self]:
        """Open a window; at its end nothing may have gone wrong that was not expected."""
        context = browser.new_context(viewport={"width": 1500, "height": 1000})
        context.set_default_timeout(20_000)
        office = cls(context.new_page(), editor)
        context.on("request", office._note_request)
        office.page.on("console", office._note_message)
        office.page.on("pageerror", office._note_error)
        office._texts = office._files()
        try:
            yield office
        finally:
            context.close()
        assert not office.faults, "\n".join(office.faults)

    def open(self, address: str) -> Self:
        """Open a page of the editor."""
        self.page.goto(f"{self.editor.address}{address}")
        return self

    def open_policy(self, name: str = "trial") -> Self:
        """Open the form of a policy, and wait until it and what stands beside it are there."""
        self.open(f"#/collections/policies/entries/{name}")
        self.page.get_by_label("Title", exact=True).first.wait_for()
        self.looked()
        return self

    @property
    def beside(self) -> FrameLocator:
        """What stands beside the form."""
        return self.page.frame_locator("#preview-pane")

    def looked(self) -> None:
        """Wait until the checks have looked at what the form holds."""
        self.page.wait_for_timeout(700)  # they wait for a pause of half a second
        expect(self.beside.locator("main")).to_have_attribute("aria-busy", "false", timeout=30_000)

    def field(self, label: str, within: Locator | None = None) -> Locator:
        """A field by its label, the first that can be seen."""
        words = re.compile(f"^{re.escape(label)}( \\(optional\\))?$")
        return (within or self.page).get_by_label(words).locator("visible=true").first

    def row(self, words: str, within: Locator | None = None) -> Locator:
        """The innermost row of a list that is headed by some words."""
        label = '[class*="NestedObjectLabel"]'
        rows = (within or self.page).locator(NESTED)
        return rows.filter(has=self.page.locator(f"> {label}", has_text=words)).last

    def open_row(self, words: str, within: Locator | None = None) -> Locator:
        """Open a row of a list by clicking on its words."""
        row = self.row(words, within)
        label = row.locator('> [class*="NestedObjectLabel"]')
        label.click()
        with suppress(AssertionError):  # the form was drawn anew under the click, as it is after each answer
            expect(label).to_be_hidden(timeout=3000)
            return row
        label.click()
        expect(label).to_be_hidden()
        return row

    def rows_of(self, label: str) -> Locator:
        """A list by its label, opened if it was shut."""
        words = re.compile(f"^{re.escape(label)}( \\(optional\\))?$")
        head = self.page.locator("> div > label", has_text=words)
        found = self.page.locator('[aria-label="list field"]').filter(has=head).first
        if not found.locator('[class*="NestedObjectLabel"]').first.is_visible():
            found.get_by_role("button", name="Expand").first.click()
        return found

    def save(self) -> None:
        """Press the button that saves, and choose to."""
        self.page.get_by_role("button", name="Save", exact=True).click()
        self.page.get_by_role("menuitem", name="Save now").click()

    def saved(self) -> None:
        """Save, and wait until it is."""
        self.save()
        expect(self.page.get_by_text("All saved")).to_be_visible(timeout=30_000)

    def difference(self, path: str = "policies/trial.yaml") -> list[str]:
        """The lines by which a file differs from what it was; no other file may differ."""
        now = self._files()
        others = {name for name in {*now, *self._texts} if now.get(name) != self._texts.get(name)} - {path}
        assert not others, f"changed, too: {', '.join(sorted(others))}"
        before, after = self._texts.get(path, ""), now.get(path, "")
        lines = difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
        return [line for line in lines if line[:1] in "+-" and not line.startswith(("+++", "---"))]

    def _files(self) -> dict[str, str]:
        data: Path = self.editor.store.data
        return {
            path.relative_to(data).as_posix(): path.read_bytes().decode("utf-8", "replace")
            for path in data.rglob("*")
            if path.is_file()
        }

    def _note_request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https") and parts.hostname != OWN:
            self.faults.append(f"asked another host: {request.url}")

    def _note_error(self, error: object) -> None:
        if not self.refused:
            self.faults.append(f"script error: {error}")

    def _note_message(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not self.refused:
            self.faults.append(f"console {message.type}: {message.text}")
