"""issue-dates: its examples, and the exact words of what it finds."""

from policy_handbook.rules import issue_dates as rule
from tests.rules.trial import found

EXPECTED = """\
trial.yaml:7:17: error: issue 2 takes effect before issue 1, which did so on 2026-10-01 (issue-dates)
    found  effective_from: 2026-09-01
trial.yaml:8:39: error: issue 2 was approved before issue 1, which was on 2026-09-01 (issue-dates)
    found  date: 2026-07-09
"""


def test_the_failing_example_is_found_in_these_words() -> None:
    assert found(rule.FAILING, rule.ID) == EXPECTED


def test_the_passing_example_is_clean() -> None:
    assert found(rule.PASSING) == ""
