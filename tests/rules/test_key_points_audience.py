"""key-points-audience: its examples, and the exact words of what it finds."""

from policy_handbook.rules import key_points_audience as rule
from tests.rules.trial import found

EXPECTED = """\
trial.yaml:24:3: error: there are key points for pupils, but the policy does not name them in its audience (key-points-audience)
    found  pupils:
"""


def test_the_failing_example_is_found_in_these_words() -> None:
    assert found(rule.FAILING, rule.ID) == EXPECTED


def test_the_passing_example_is_clean() -> None:
    assert found(rule.PASSING) == ""
