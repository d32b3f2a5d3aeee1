"""The pages of guided work and of publishing in a real browser, and a morning at the office from end to end."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, expect

from policy_handbook.editing import Editor
from tests.browser.test_accessible import in_all_looks
from tests.editing.conftest import TRIAL
from tests.editing.office import Office
from tests.editing.repository import Repository
from tests.processes import handbook

pytestmark = pytest.mark.browser


@pytest.fixture
def published(editor: Editor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """A school whose policies are locked, in git, and sent to a server."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)
    data = editor.store.data
    (data / "policies" / "trial.yaml").write_text(TRIAL, encoding="utf-8")
    assert handbook("lock", folder=data.parent).returncode == 0
    return Repository.of(data.parent, tmp_path / "server.git")


@pytest.fixture
def office(published: Repository, browser: Browser, editor: Editor) -> Iterator[Office]:
    with Office.at(browser, editor) as someone:
        yield someone


def test_a_morning_at_the_office(office: Office, published: Repository) -> None:
    """Change a clause, link a policy, make the issue and publish it, by the words on the screen alone."""
    page = office.page
    office.open("")
    page.get_by_role("link", name="Trial").click()
    page.get_by_label("Title", exact=True).first.wait_for()
    clause = office.open_row("It is for everybody", office.open_row("Scope"))
    office.field("Text", clause).fill("It is for everybody who comes in.")
    page.get_by_role("button", name="Add linked policy").click()
    row = page.locator('[class*="SortableListItem"]').filter(has=page.get_by_label("Checked against its issue")).last
    office.field("Policy", row).press_sequentially("Behav")
    page.get_by_role("option", name="Behaviour").click()
    office.looked()
    office.saved()
    assert office.difference() == [
        "+linked_policies:",
        "+  - behaviour",
        "-      - It is for everybody.",
        "+      - It is for everybody who comes in.",
    ]

    office.beside.get_by_role("link", name="make the next issue").click()
    page.get_by_label("Yes: somebody has to do").check()
    page.get_by_label("What changed?").fill("It is for whoever comes in")
    page.get_by_label("When was it approved?").fill("2026-11-20")
    page.get_by_role("button", name="Show what will be written").click()
    expect(page.get_by_role("heading", name="This will be written")).to_be_visible()
    expect(page.get_by_text("Trial: issue 3; issue 2 is kept.")).to_be_visible()
    expect(page.get_by_text("Sections: Scope")).to_be_visible()
    page.get_by_role("button", name="Make the issue").click()
    expect(page.get_by_role("heading", name="Done")).to_be_visible()
    text = office.editor.store.text("policies/trial.yaml")
    assert "issue: 3\n" in text
    assert "summary: It is for whoever comes in}" in text
    assert (office.editor.store.data / "issues" / "trial" / "2.yaml").is_file()

    page.get_by_role("link", name="Publish it").click()
    expect(page.get_by_label("What changed?")).to_have_value("Trial: issue 3")
    page.get_by_label("Your name").fill("Ms P. Ivory")
    page.get_by_label("Your e-mail address").fill("p.ivory@exampleton.example.org")
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("on record and sent")).to_be_visible()
    assert published.last(at=published.bare) == "Ms P. Ivory <p.ivory@exampleton.example.org>: Trial: issue 3"
    assert sorted(published.files_of_last()) == [
        "policy_data/issues/lock.yaml",
        "policy_data/issues/trial/2.yaml",
        "policy_data/policies/trial.yaml",
    ]
    page.get_by_role("link", name="Publish").click()
    expect(page.get_by_text("There is nothing to publish")).to_be_visible()


def test_a_review_is_recorded(office: Office) -> None:
    office.open("guide.html")
    office.page.get_by_role("link", name="Record a review").click()
    office.page.get_by_label("Which policy?").select_option(label="Trial (issue 2)")
    office.page.get_by_label("When was the review finished?").fill("2026-11-19")
    office.page.get_by_label("What did the review look at?").fill("All well")
    office.page.get_by_role("group", name="Who may read this row?").get_by_label("Staff").check()
    office.page.get_by_role("button", name="Show what will be written").click()
    office.page.get_by_role("button", name="Record the review").click()
    expect(office.page.get_by_role("heading", name="Done")).to_be_visible()
    row = "  - {date: 2026-11-19, by: headteacher, outcome: no-change, note: All well, audience: [staff]}"
    assert office.difference() == [
        "-review: {every: 12 months, next: 2027-07-31}",
        "+review: {every: 12 months, next: 2027-11-19}",
        f"+{row}",
    ]


def test_what_speaks_against_a_step_is_shown(office: Office) -> None:
    office.open("guide.html#withdraw/trial")
    office.page.get_by_role("button", name="Show what will be written").click()
    expect(office.page.get_by_role("heading", name="Something has to be mended first")).to_be_visible()
    expect(office.page.get_by_role("button", name="Withdraw the policy")).to_have_count(0)
    assert office.difference() == []


def test_an_answer_that_is_missing_is_asked_for(office: Office) -> None:
    office.refused = True
    office.open("guide.html#issue/trial")
    office.page.get_by_role("button", name="Show what will be written").click()
    expect(office.page.get_by_role("alert")).to_contain_text("Say first whether anybody has to do something")
    office.page.get_by_label("No: only words").check()
    office.page.get_by_role("button", name="Show what will be written").click()
    expect(office.page.get_by_role("alert")).to_contain_text("Say what changed.")
    expect(office.page.get_by_label("What changed?")).to_be_focused()
    expect(office.page.get_by_role("alert")).to_have_count(1)
    assert in_all_looks(office.page) == []
    assert office.difference() == []


def test_documents_are_imported(office: Office) -> None:
    office.open("guide.html#import")
    words = b"# Site visits\n\n## Purpose\n\nWe go.\n"
    visits: FilePayload = {"name": "Site visits.md", "mimeType": "text/markdown", "buffer": words}
    broken: FilePayload = {"name": "broken.docx", "mimeType": "application/zip", "buffer": b"\x89PNG no document"}
    office.page.get_by_label("Which documents?").set_input_files([visits, broken])
    office.page.get_by_role("button", name="Make drafts of them").click()
    expect(office.page.get_by_role("heading", name="Site visits.md")).to_be_visible(timeout=30_000)
    expect(office.page.get_by_role("heading", name="broken.docx")).to_be_visible()
    assert "+status: draft" in office.difference("policies/site-visits.yaml")
    office.page.get_by_role("link", name="Open the draft").click()
    expect(office.page.get_by_label("Title", exact=True).first).to_have_value("Site visits", timeout=30_000)
    office.page.go_back()
    office.open("report/site-visits.html")
    expect(office.page.get_by_text("We go.").first).to_be_visible()


@pytest.mark.parametrize(
    "address", ["", "#/collections/policies/entries/trial", "guide.html#issue/trial", "publish.html"]
)
def test_nothing_is_cut_off_on_a_phone(office: Office, address: str) -> None:
    page = office.page
    page.set_viewport_size({"width": 360, "height": 740})
    office.open(address)
    page.get_by_role("heading" if ".html" in address or not address else "textbox").first.wait_for()
    assert (
        page.evaluate(
            "[...document.querySelectorAll('input, textarea, select, main button, h1, [class*=ControlPane]')]"
            ".filter(each => each.getClientRects().length && each.getBoundingClientRect().right > innerWidth)"
            ".map(each => each.outerHTML.slice(0, 200))"
        )
        == []
    )


@pytest.mark.parametrize("address", ["guide.html", "guide.html#issue/trial", "guide.html#review", "guide.html#import"])
def test_the_pages_have_no_known_barrier(office: Office, address: str) -> None:
    office.open(address)
    office.page.get_by_role("heading", level=1).wait_for()
    assert in_all_looks(office.page) == []


def test_what_the_pages_answer_has_no_known_barrier(office: Office) -> None:
    office.open("guide.html#review/trial")
    office.page.get_by_role("button", name="Show what will be written").click()
    office.page.get_by_role("heading", name="This will be written").wait_for()
    for each in office.page.locator("summary").all():
        each.click()
    assert in_all_looks(office.page) == []
    office.open("guide.html#withdraw/trial")
    office.page.get_by_role("button", name="Show what will be written").click()
    office.page.get_by_role("heading", name="Something has to be mended first").wait_for()
    assert in_all_looks(office.page) == []
    (office.editor.store.data / "policies" / "trial.yaml").write_text(TRIAL.replace("Trial", "Other"), "utf-8")
    office.open("publish.html")
    office.page.get_by_role("heading", name="What you changed").wait_for()
    assert in_all_looks(office.page) == []
