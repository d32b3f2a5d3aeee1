"""review-in-future: its examples, and the exact words of what it finds."""

from policy_handbook.rules import review_in_future as rule
from tests.rules.trial import found

EXPECTED = """\
trial.yaml:11:12: error: a review can only be recorded once it has happened (review-in-future)
    found  date: 2108-06-12   (today is 2026-11-21)
    write  date: 2018-06-12 ?
"""


def test_the_failing_example_is_found_in_these_words() -> None:
    assert found(rule.FAILING, rule.ID) == EXPECTED


def test_the_passing_example_is_clean() -> None:
    assert found(rule.PASSING) == ""
