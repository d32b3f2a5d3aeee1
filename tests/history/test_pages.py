"""The pages of earlier issues: the banner, the marks with words, and the ways between them."""

import datetime as dt
from pathlib import Path

import pytest

from policy_handbook.audience import for_audience
from policy_handbook.feeds.changes import changes_feed
from policy_handbook.history.fragments import redline_html
from policy_handbook.history.redline import Redline
from policy_handbook.history.summary import groups
from policy_handbook.history.text import redline_text
from policy_handbook.model import Handbook
from policy_handbook.outputs import Page
from policy_handbook.pages import PageContext, pages_of
from policy_handbook.publish.leaks import Scanner
from policy_handbook.read import read_handbook
from tests.history.issues import compared

SAMPLE = Path(__file__).parents[2] / "policy_data"
TODAY = dt.date(2026, 11, 21)


@pytest.fixture(name="sample", scope="module")
def fixture_sample() -> Handbook:
    reading = read_handbook(SAMPLE, "policy_data")
    assert reading.handbook is not None
    return reading.handbook


@pytest.fixture(name="pages", scope="module")
def fixture_pages(sample: Handbook) -> dict[str, dict[str, Page]]:
    return {
        audience: {page.address: page for page in pages_of(for_audience(sample, audience), PageContext(TODAY))}
        for audience in sample.school.audiences
    }


def test_the_sample_has_four_policies_with_two_earlier_issues(sample: Handbook) -> None:
    assert sum(len(issues) >= 2 for issues in sample.issues.values()) >= 4


def test_every_earlier_issue_has_a_page_and_every_step_a_comparison(
    sample: Handbook, pages: dict[str, dict[str, Page]]
) -> None:
    for name, issues in sample.issues.items():
        for number in issues:
            assert f"policies/{name}/issues/{number}/" in pages["staff"]
            assert f"policies/{name}/changes/{number + 1}/" in pages["staff"]


def test_the_archive_says_first_that_an_issue_no_longer_applies(pages: dict[str, dict[str, Page]]) -> None:
    page = pages["public"]["policies/social-media/issues/8/"]

    assert page.kind == "archive"
    assert page.entries == ()
    assert page.html.index("It no longer applies") < page.html.index("<h1>")
    assert "from 1 September 2025 to 31 August 2026" in page.html
    assert 'href="../../../../policies/social-media/"' in page.html


def test_the_policy_leads_to_its_earlier_issues_and_to_what_changed(pages: dict[str, dict[str, Page]]) -> None:
    html = pages["public"]["policies/social-media/"].html

    for way in ("issues/7/", "issues/8/", "changes/8/", "changes/9/"):
        assert f'href="{way}"' in html
    assert 'href="changes/7/"' not in html


def test_the_note_comes_first_then_the_list_then_the_marks(pages: dict[str, dict[str, Page]]) -> None:
    html = pages["parents"]["policies/social-media/changes/9/"].html
    order = ["class chats and pictures from school events", "At a glance", "Word by word", "<ins>"]

    assert [html.index(text) for text in order] == sorted(html.index(text) for text in order)


def test_a_clause_that_went_from_an_audience_is_named_without_its_text(pages: dict[str, dict[str, Page]]) -> None:
    public = pages["public"]["policies/mobile-phones/changes/4/"].html
    staff = pages["staff"]["policies/mobile-phones/changes/4/"].html

    assert "clause 6.4 of issue 3" in public
    assert "Authorised to search" not in public
    assert "For other readers than before" in staff
    assert "Authorised to search" not in pages["public"]["policies/mobile-phones/issues/3/"].html


@pytest.mark.parametrize("audience", ["public", "parents", "pupils", "staff"])
def test_the_scan_finds_nothing_on_any_page_of_the_past(
    sample: Handbook, pages: dict[str, dict[str, Page]], audience: str
) -> None:
    scanner = Scanner(sample, audience)
    past = [page for page in pages[audience].values() if page.kind in ("archive", "redline")]

    assert past
    assert [str(leak) for page in past for leak in scanner.scan_file(page.file_name, page.html.encode())] == []


def test_the_scan_turns_red_where_staff_pages_of_the_past_are_shown_to_others(
    sample: Handbook, pages: dict[str, dict[str, Page]]
) -> None:
    page = pages["staff"]["policies/mobile-phones/issues/3/"]

    assert list(Scanner(sample, "parents").scan_file(page.file_name, page.html.encode()))


OLD = """\
- id: s
  title: S
  clauses:
    - Phones are <kept> in bags all day.
    - {text: "Staff bring:", items: [a pen, a hat]}
    - |
      | When | What |
      |---|---|
      | Same day | We listen |
"""
NEW = (
    OLD.replace("in bags", "at the door")
    .replace("a hat", "a whistle & a coat")
    .replace("We listen", "We listen to you")
)


def test_marks_are_said_in_words_too() -> None:
    html = redline_html(compared(OLD, NEW))

    assert (
        'Phones are &lt;kept&gt; <del><span class="visually-hidden">[removed: </span>in bags'
        '<span class="visually-hidden">] </span></del><ins><span class="visually-hidden">[added: </span>at the door'
        '<span class="visually-hidden">] </span></ins> all day.'
    ) in html


def test_the_space_beside_new_words_is_not_marked() -> None:
    html = redline_html(compared(OLD, OLD.replace("in bags", "in their own bags")))

    assert "in <ins>" in html
    assert "</span>their own<span" in html


def test_a_row_of_a_table_is_marked_within_its_table() -> None:
    html = redline_html(compared(OLD, NEW))

    assert '<th scope="col">When</th>' in html
    assert '<td data-title="What">We listen <ins>' in html


def test_an_item_comes_with_the_words_that_lead_in_to_it() -> None:
    html = redline_html(compared(OLD, NEW))

    assert html.index("Staff bring:") < html.index("a whistle &amp; a coat")


def test_what_did_not_change_is_left_out() -> None:
    html = redline_html(
        compared(
            f"{OLD}- {{id: t, title: Another, clauses: [Nothing new.]}}",
            f"{NEW}- {{id: t, title: Another, clauses: [Nothing new.]}}",
        )
    )

    assert "Nothing new" not in html
    assert "Another" not in html


def test_the_list_names_a_clause_once_and_leaves_out_what_goes_without_saying() -> None:
    made = compared(OLD, f"{NEW}- {{id: t, title: Another, clauses: [Something new.]}}")

    assert [(group.heading, [entry.name for entry in group.entries]) for group in groups(made)] == [
        ("Added", ["1.2(b)", "section 2, Another"]),
        ("Removed", ["1.2(b)"]),
        ("Reworded", ["1.1", "1.3"]),
    ]


def test_a_comparison_as_text() -> None:
    assert redline_text(compared(OLD, OLD.replace("in bags", "at the door"))) == (
        "Reworded: 1.1\n\n\n1 S\n  1.1 (reworded)\n      Phones are <kept> [-in bags-]{+at the door+} all day.\n"
    )


def test_nothing_changed_is_said() -> None:
    assert redline_text(Redline(1, 2, ())) == "Issue 2 changed nothing in what these readers read.\n"


def test_the_slip_names_the_clauses_and_those_whom_they_concern(pages: dict[str, dict[str, Page]]) -> None:
    html = pages["staff"]["changes/slip/"].html
    row = html[html.index("Behaviour</a>, issue 11") - 400 : html.index("Behaviour</a>, issue 11") + 900]

    assert 'data-changed="2025-07-03"' in row
    assert "4.6, 7.1, 6.2 of issue 10" in row
    assert "changes/slip/" not in pages["public"]


def test_the_list_of_changes_leads_to_the_comparisons(pages: dict[str, dict[str, Page]]) -> None:
    html = pages["public"]["changes/"].html

    assert 'href="../policies/social-media/changes/9/"' in html
    assert 'data-kind="editorial" data-id="social-media/8"' in html


def test_the_feed_leads_to_the_comparisons_and_tells_kinds_apart(sample: Handbook) -> None:
    feed = changes_feed(for_audience(sample, "public"), TODAY).decode()

    assert "/policies/social-media/changes/9/" in feed
    assert '<category term="editorial"/>' in feed
