"""duty-approval: its examples, and the exact words of what it finds."""

from policy_handbook.rules import duty_approval as rule
from tests.rules.trial import found

EXPECTED = """\
trial.yaml:8:16: error: the policy that meets trying-out is approved by the governing board as a whole (The board’s own decision; checked 2026-07-09) (duty-approval)
    found  by: headteacher
    write  have it approved there, and record who and when
"""


def test_the_failing_example_is_found_in_these_words() -> None:
    assert found(rule.FAILING, rule.ID) == EXPECTED


def test_the_passing_example_is_clean() -> None:
    assert found(rule.PASSING) == ""
