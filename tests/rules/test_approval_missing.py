"""approval-missing: its examples, and the exact words of what it finds."""

from policy_handbook.rules import approval_missing as rule
from tests.rules.trial import found

EXPECTED = """\
trial.yaml:3:9: error: it is in force, but nobody has approved it (approval-missing)
    found  status: in-force
    write  approval: {by: governing-board, date: 2026-07-09, minute: FGB 26/31}
"""


def test_the_failing_example_is_found_in_these_words() -> None:
    assert found(rule.FAILING, rule.ID) == EXPECTED


def test_the_passing_example_is_clean() -> None:
    assert found(rule.PASSING) == ""
