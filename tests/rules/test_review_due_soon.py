"""review-due-soon: its examples, and the exact words of what it finds."""

from policy_handbook.rules import review_due_soon as rule
from tests.rules.trial import found

EXPECTED = """\
trial.yaml:9:34: info: the review is due in 40 days (review-due-soon)
    found  next: 2026-12
"""


def test_the_failing_example_is_found_in_these_words() -> None:
    assert found(rule.FAILING, rule.ID) == EXPECTED


def test_the_passing_example_is_clean() -> None:
    assert found(rule.PASSING) == ""
