"""guidance-known: its examples, and the exact words of what it finds."""

import datetime as dt

from policy_handbook.rules import guidance_known as rule
from tests.rules.school import findings, policy
from tests.rules.trial import found

EXPECTED = """\
trial.yaml:23:17: error: no guidance has the id kcsi; add it to guidance.yaml if it is the school's own (guidance-known)
    found  kcsi
    write  kcsie
trial.yaml:23:62: warning: Keeping children safe in education 2025 was superseded on 2026-09-01 (guidance-known)
    found  edition: "2025"
    write  edition: "2026"
"""


def test_the_failing_example_is_found_in_these_words() -> None:
    assert found(rule.FAILING, rule.ID) == EXPECTED


def test_the_passing_example_is_clean() -> None:
    assert found(rule.PASSING) == ""


def test_what_to_write_is_the_edition_in_force_and_not_the_one_to_come() -> None:
    own = {"policies/trial.yaml": policy('guidance: [{id: kcsie, edition: "2024"}]\n')}
    assert [f.write for f in findings(own, rule.ID, today=dt.date(2026, 8, 31))] == ['edition: "2025"']
    assert [f.write for f in findings(own, rule.ID, today=dt.date(2026, 9, 1))] == ['edition: "2026"']
