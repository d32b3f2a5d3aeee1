"""duty-interval: its examples, and the exact words of what it finds."""

from policy_handbook.rules import duty_interval as rule
from tests.rules.trial import found

EXPECTED = """\
trial.yaml:9:17: error: the policy that meets trying-out has to be reviewed every 12 months (The board’s own decision; checked 2026-07-09) (duty-interval)
    found  every: 24 months
    write  every: 12 months
"""


def test_the_failing_example_is_found_in_these_words() -> None:
    assert found(rule.FAILING, rule.ID) == EXPECTED


def test_the_passing_example_is_clean() -> None:
    assert found(rule.PASSING) == ""
