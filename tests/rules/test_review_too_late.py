"""review-too-late: its examples, and the exact words of what it finds."""

from policy_handbook.rules import review_too_late as rule
from tests.rules.trial import found

EXPECTED = """\
trial.yaml:9:34: warning: the next review is later than 12 months after the last one, on 2026-07-09 (review-too-late)
    found  next: 2027-09-30
    write  next: 2027-07-09
"""


def test_the_failing_example_is_found_in_these_words() -> None:
    assert found(rule.FAILING, rule.ID) == EXPECTED


def test_the_passing_example_is_clean() -> None:
    assert found(rule.PASSING) == ""
