"""key-point-source: its examples, and the exact words of what it finds."""

from policy_handbook.rules import key_point_source as rule
from tests.rules.trial import found

EXPECTED = """\
trial.yaml:25:41: error: this policy has no clause 1.2 (key-point-source)
    found  1.2
    write  1.1
"""


def test_the_failing_example_is_found_in_these_words() -> None:
    assert found(rule.FAILING, rule.ID) == EXPECTED


def test_the_passing_example_is_clean() -> None:
    assert found(rule.PASSING) == ""
