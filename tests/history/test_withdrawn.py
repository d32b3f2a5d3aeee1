"""What an audience reads of an earlier issue: what was for it then and still is; the rest leaves no text behind."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from policy_handbook.audience import for_audience
from policy_handbook.history import redline
from policy_handbook.model import Handbook, Policy
from policy_handbook.publish.leaks import Scanner
from policy_handbook.read import read_handbook
from tests.history.issues import issue

SMALL = Path(__file__).parents[1] / "data" / "small"

HELD = "The spare key hangs behind the blue door in the office"
OPEN = f"""\
- id: doors
  title: Doors
  clauses:
    - The gate is open from eight until nine.
    - {{id: key, text: "{HELD}."}}
    - Visitors come to the office first.
"""


@pytest.fixture(name="small", scope="module")
def fixture_small() -> Handbook:
    handbook = read_handbook(SMALL, "small").handbook
    assert handbook is not None
    return handbook


def with_issues(small: Handbook, *sections: str, **fields: object) -> Handbook:
    """The small handbook with a policy called trial, whose issues have these sections, the present one last."""
    issues = [issue(text, issue=number, **fields) for number, text in enumerate(sections, 1)]
    everyone = tuple(small.school.audiences)
    for one in issues:
        assert set(one.readers) <= set(everyone)
    return replace(
        small,
        policies=dict(small.policies) | {"trial": issues[-1]},
        issues={"trial": {one.issue: one for one in issues[:-1]}},
    )


def texts(policy: Policy) -> list[str]:
    return [clause.text for clause in policy.all_clauses()]


def test_an_earlier_issue_is_read_as_its_readers_read_it_then(small: Handbook) -> None:
    old = OPEN.replace("id: key,", "id: key, audience: [staff],")
    handbook = with_issues(small, old, old)

    assert len(texts(for_audience(handbook, "staff").issues["trial"][1])) == 3
    assert HELD not in str(for_audience(handbook, "parents").issues["trial"][1])


@pytest.mark.parametrize(
    ("name", "new"),
    {
        "for staff only": OPEN.replace("id: key,", "id: key, audience: [staff],"),
        "for staff only, without its id": OPEN.replace("id: key,", "audience: [staff],"),
        "for staff only and reworded": OPEN.replace("id: key,", "audience: [staff],").replace(
            "spare key", "spare keys"
        ),
        "for staff only in another section": OPEN.replace(f'    - {{id: key, text: "{HELD}."}}\n', "")
        + f"- {{id: keys, title: Keys, audience: [staff], clauses: ['{HELD}.', Keep it there.]}}",
        "within a longer clause for staff": OPEN.replace(f'    - {{id: key, text: "{HELD}."}}\n', "")
        + f"- {{id: keys, title: Keys, audience: [staff], clauses: ['Tell nobody. {HELD}, on a nail, "
        + "and is counted each evening by whoever locks up, before the alarm is set.']}",
        "in a longer clause for staff, a few words of it": OPEN.replace(f'    - {{id: key, text: "{HELD}."}}\n', "")
        + "- {id: keys, title: Keys, audience: [staff], clauses: [The spare key hangs behind the blue door now.]}",
        "in a section for staff": OPEN.replace("title: Doors", "title: Doors\n  audience: [staff]")
        + "- {id: other, title: Other, clauses: [Anything else.]}",
    }.items(),
)
def test_a_clause_taken_from_an_audience_leaves_no_text(small: Handbook, name: str, new: str) -> None:
    handbook = with_issues(small, OPEN, new)
    view = for_audience(handbook, "parents")

    assert HELD[:30] not in str(view.issues)
    made = redline(view, view.issues["trial"][1], view.policies["trial"])
    assert HELD[:30] not in str(made)
    assert "1.2" in made.no_longer
    assert HELD in str(for_audience(handbook, "staff").issues)


def test_a_clause_that_was_dropped_for_everybody_may_be_read_as_it_was(small: Handbook) -> None:
    view = for_audience(with_issues(small, OPEN, OPEN.replace(f'    - {{id: key, text: "{HELD}."}}\n', "")), "parents")
    made = redline(view, view.issues["trial"][1], view.policies["trial"])

    assert [row.unit.text for row in made.changed if row.new is None] == [f"{HELD}."]
    assert made.no_longer == ()


def test_what_was_taken_and_given_back_may_be_read(small: Handbook) -> None:
    closed = OPEN.replace("id: key,", "id: key, audience: [staff],")
    view = for_audience(with_issues(small, OPEN, closed, OPEN), "parents")

    assert HELD in str(view.issues["trial"][1])
    assert HELD not in str(view.issues["trial"][2])


def test_what_was_taken_two_issues_ago_is_said_of_that_issue_alone(small: Handbook) -> None:
    closed = OPEN.replace("id: key,", "id: key, audience: [staff],")
    view = for_audience(with_issues(small, OPEN, OPEN, closed, closed), "parents")
    issues = [*view.issues["trial"].values(), view.policies["trial"]]

    assert HELD not in str(view.issues)
    assert [redline(view, *pair).no_longer for pair in pairwise(issues)] == [(), ("1.2",), ()]


def test_an_issue_that_was_for_others_is_not_there(small: Handbook) -> None:
    handbook = with_issues(small, OPEN, OPEN)
    old = issue(OPEN, audience=["staff"])
    handbook = replace(handbook, issues={"trial": {1: old}})

    assert for_audience(handbook, "parents").issues == {}
    assert list(for_audience(handbook, "staff").issues["trial"]) == [1]


def test_no_issue_of_a_policy_outlives_it_in_a_view(small: Handbook) -> None:
    handbook = with_issues(small, OPEN, OPEN, audience=["staff"])
    handbook = replace(handbook, issues={"trial": {1: issue(OPEN)}})

    assert for_audience(handbook, "parents").issues == {}


def test_one_field_takes_an_issue_off_the_website_and_leaves_it_to_staff(small: Handbook) -> None:
    handbook = with_issues(small, OPEN, OPEN)
    handbook = replace(handbook, issues={"trial": {1: issue(OPEN, withdrawn_from_archive=True)}})

    assert for_audience(handbook, "public").issues == {}
    assert list(for_audience(handbook, "staff").issues["trial"]) == [1]


def test_filtering_twice_changes_nothing(small: Handbook) -> None:
    once = for_audience(with_issues(small, OPEN, OPEN.replace("id: key,", "id: key, audience: [staff],")), "parents")

    assert for_audience(once, "parents") == once


@pytest.mark.parametrize("audience", ["public", "parents", "staff"])
def test_the_scan_finds_what_the_filter_takes_out_of_earlier_issues(small: Handbook, audience: str) -> None:
    """The pages of an archive made without the filter turn the scan red; those made with it are clean."""
    closed = OPEN.replace("id: key,", "id: key, audience: [staff],")
    handbook = with_issues(small, OPEN, closed)
    scanner = Scanner(handbook, audience)
    unfiltered = str(handbook.issues["trial"][1].sections).encode()
    filtered = str(for_audience(handbook, audience).issues["trial"][1].sections).encode()

    assert bool(list(scanner.scan_file("archive.txt", unfiltered))) == (audience != "staff")
    assert list(scanner.scan_file("archive.txt", filtered)) == []


def test_the_scan_finds_what_was_never_for_an_audience(small: Handbook) -> None:
    old = OPEN.replace("id: key,", "id: key, audience: [staff],")
    handbook = with_issues(small, old, OPEN.replace(f'    - {{id: key, text: "{HELD}."}}\n', ""))

    assert list(Scanner(handbook, "parents").scan_file("archive.txt", HELD.encode()))
    assert not list(Scanner(handbook, "staff").scan_file("archive.txt", HELD.encode()))


def test_the_scan_finds_an_issue_that_was_taken_off_the_website(small: Handbook) -> None:
    handbook = with_issues(small, OPEN, OPEN.replace(f'    - {{id: key, text: "{HELD}."}}\n', ""))
    handbook = replace(handbook, issues={"trial": {1: issue(OPEN, withdrawn_from_archive=True)}})

    assert list(Scanner(handbook, "parents").scan_file("archive.txt", HELD.encode()))
    assert not list(Scanner(handbook, "staff").scan_file("archive.txt", HELD.encode()))
