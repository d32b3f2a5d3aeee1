"""guidance-changing: its examples, and the exact words of what it finds on the days that matter."""

import datetime as dt

import pytest

from policy_handbook.rules import guidance_changing as rule
from policy_handbook.rules.examples import SCHOOL
from tests.rules.school import messages, policy
from tests.rules.trial import found

EXPECTED = """\
trial.yaml:23:33: info: Keeping children safe in education 2026 applies from 2026-09-01, and the policy from 2026-07-10 already (guidance-changing)
    found  edition: "2026"
    write  effective_from: 2026-09-01, or the edition that applied before
"""


def test_the_failing_example_is_found_in_these_words() -> None:
    assert found(rule.FAILING, rule.ID) == EXPECTED


def test_the_passing_example_is_clean() -> None:
    assert found(rule.PASSING) == ""


GUIDANCE = """\
guidance:
  - id: kcsie
    title: KCSIE
    editions:
      - {label: "2025", in_force: 2025-09-01}
      - {label: "2026", published: 2026-07-06, in_force: 2026-09-01}
"""


def said(day: str, *, edition: str, effective_from: str, school: str = "") -> list[str]:
    text = policy(f'effective_from: {effective_from}\nguidance: [{{id: kcsie, edition: "{edition}"}}]\n')
    own = {"guidance.yaml": GUIDANCE, "policies/trial.yaml": text, "school.yaml": SCHOOL + school}
    return messages(own, rule.ID, today=dt.date.fromisoformat(day))


def test_the_edition_of_september_is_not_cited_in_july() -> None:
    assert said("2026-07-15", edition="2026", effective_from="2026-07-10") == [
        "warning trial.yaml KCSIE 2026 applies from 2026-09-01, and the policy from 2026-07-10 already"
    ]
    assert said("2026-07-15", edition="2026", effective_from="2026-09-01") == []


def test_an_edition_that_ends_before_the_policy_takes_effect() -> None:
    assert said("2026-07-15", edition="2025", effective_from="2026-09-01") == [
        "warning trial.yaml KCSIE 2025 is superseded on 2026-09-01, before the policy takes effect"
    ]


def test_a_new_edition_that_is_out_and_not_yet_in_force() -> None:
    message = "edition 2026 of KCSIE has been published and applies from 2026-09-01: read it and change the policy"
    assert said("2026-07-15", edition="2025", effective_from="2025-09-01") == [
        f"warning trial.yaml {message} for that day, not before"
    ]


@pytest.mark.parametrize(("day", "count"), [("2026-04-01", 0), ("2026-04-13", 1), ("2026-07-05", 1), ("2026-09-01", 0)])
def test_an_edition_that_ends_within_the_next_term_is_for_the_agenda(day: str, count: int) -> None:
    message = "info trial.yaml KCSIE 2025 is superseded on 2026-09-01: put the policy on the agenda"
    assert said(day, edition="2025", effective_from="2025-09-01") == [message] * count


def test_the_schools_own_terms_count() -> None:
    terms = "terms: [{name: Long, starts: 2026-01-05, ends: 2026-04-30}, {name: Short, starts: 2026-05-11, ends: 2026-08-20}]\n"
    assert said("2026-04-13", edition="2025", effective_from="2025-09-01", school=terms) == []


@pytest.mark.parametrize(
    ("day", "end"),
    [
        ("2026-11-21", "2027-04-05"),
        ("2026-12-25", "2027-07-22"),
        ("2027-04-05", "2027-07-22"),
        ("2027-08-01", "2028-04-05"),
    ],
)
def test_the_end_of_the_next_term(day: str, end: str) -> None:
    assert rule.end_of_next_term([], dt.date.fromisoformat(day)) == dt.date.fromisoformat(end)


def test_after_the_schools_last_term_the_usual_ones_count_however_far_ahead_that_is() -> None:
    ends, today = [dt.date(2090, 12, 31)], dt.date(2026, 11, 21)
    assert rule.end_of_next_term(ends, today) == dt.date(2091, 4, 5)
