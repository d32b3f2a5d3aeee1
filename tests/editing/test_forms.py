"""Policies changed in the forms in a real browser: each change is that change in the file, and no other."""

import pytest
from playwright.sync_api import expect

from tests.editing.office import Office

pytestmark = pytest.mark.browser


def test_one_field_is_one_line(office: Office) -> None:
    office.open_policy()
    office.field("Summary").fill("A policy to try forms on: all of them.")
    expect(office.page.get_by_text("Not saved yet")).to_be_visible()
    office.saved()
    assert office.difference() == [
        "-summary: A policy to try rules on.",
        '+summary: "A policy to try forms on: all of them."',
    ]


def test_opening_and_looking_changes_nothing(office: Office) -> None:
    office.open_policy()
    office.open_row("Scope")
    office.open_row("Visitors sign in")
    assert office.difference() == []
