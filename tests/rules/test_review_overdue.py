"""review-overdue: its examples, and the exact words of what it finds."""

from policy_handbook.rules import review_overdue as rule
from tests.rules.trial import found

EXPECTED = """\
trial.yaml:9:34: warning: the review was due 21 days ago (review-overdue)
    found  next: 2026-10-31   (today is 2026-11-21)
    write  review it, and record the review and the next date
"""


def test_the_failing_example_is_found_in_these_words() -> None:
    assert found(rule.FAILING, rule.ID) == EXPECTED


def test_the_passing_example_is_clean() -> None:
    assert found(rule.PASSING) == ""
