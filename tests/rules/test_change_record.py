"""change-record: its examples, and the exact words of what it finds."""

from policy_handbook.rules import change_record as rule
from tests.rules.trial import found

EXPECTED = """\
trial.yaml:6:8: error: this is issue 3, but the change record sheet ends with issue 2 (change-record)
    found  issue: 3
    write  issue: 2
"""


def test_the_failing_example_is_found_in_these_words() -> None:
    assert found(rule.FAILING, rule.ID) == EXPECTED


def test_the_passing_example_is_clean() -> None:
    assert found(rule.PASSING) == ""
