"""categories-known: its examples, and the exact words of what it finds."""

from policy_handbook.rules import categories_known as rule
from tests.rules.trial import found

EXPECTED = """\
trial.yaml:23:11: error: school.yaml has no category called onlin (categories-known)
    found  category: onlin
    write  online
"""


def test_the_failing_example_is_found_in_these_words() -> None:
    assert found(rule.FAILING, rule.ID) == EXPECTED


def test_the_passing_example_is_clean() -> None:
    assert found(rule.PASSING) == ""
