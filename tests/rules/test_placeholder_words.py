"""placeholder-words: its examples, and the exact words of what it finds."""

from policy_handbook.rules import placeholder_words as rule
from tests.rules.trial import found

EXPECTED = """\
trial.yaml:15:10: error: words of a template are left in (placeholder-words)
    found  [insert name of school]
    write  what is meant
"""


def test_the_failing_example_is_found_in_these_words() -> None:
    assert found(rule.FAILING, rule.ID) == EXPECTED


def test_the_passing_example_is_clean() -> None:
    assert found(rule.PASSING) == ""
