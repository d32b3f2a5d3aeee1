"""audience-widened: its examples, and the exact words of what it finds."""

from policy_handbook.rules import audience_widened as rule
from tests.rules.trial import found

EXPECTED = """\
trial.yaml:21:47: error: parents may not read what this is part of, so that they cannot read this either (audience-widened)
    found  parents
    write  audience: [staff]
"""


def test_the_failing_example_is_found_in_these_words() -> None:
    assert found(rule.FAILING, rule.ID) == EXPECTED


def test_the_passing_example_is_clean() -> None:
    assert found(rule.PASSING) == ""
