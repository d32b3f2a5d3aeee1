"""What all tests share."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

BROWSERS = ("chromium-headless-shell", "chromium", "google-chrome", "microsoft-edge")
INSTALL = "no browser: apt-get install chromium-headless-shell, or set HANDBOOK_BROWSER to a Chromium"
OWN = "127.0.0.1"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One real Chromium for all tests that look at pages."""
    named = os.environ.get("HANDBOOK_BROWSER")
    path = named or next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        # a developer may go without; a run that guards publishing may not go green without having looked
        if os.environ.get("CI"):
            pytest.fail(INSTALL)
        pytest.skip(INSTALL)
    with sync_playwright() as playwright:
        # what a page asks of another host is seen by the tests and goes nowhere
        nowhere = f"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE {OWN}"
        opened = playwright.chromium.launch(executable_path=path, args=[nowhere])
        yield opened
        opened.close()
