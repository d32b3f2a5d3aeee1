"""Whoever has saved a policy sees it in the browser without a hand on it."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Browser

from tests.test_serve import LONG, Served, fixture_project, fixture_serving

__all__ = ["fixture_project", "fixture_serving"]


def test_a_page_that_is_open_shows_a_change_by_itself(browser: Browser, serving: Callable[[], Served]) -> None:
    served = serving()
    served.until(lambda: "policies/open/" in served.page())
    complaints: list[str] = []
    page = browser.new_page()
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.goto(f"http://127.0.0.1:{served.port}/policies/open/")
    served.change("policies/open.yaml", "title: ", "title: Newly ")
    page.locator("h1", has_text="Newly ").wait_for(timeout=LONG * 1000)
    page.close()
    assert complaints == []
