"""duties-known: its examples, and the exact words of what it finds."""

from policy_handbook.rules import duties_known as rule
from tests.rules.trial import found

EXPECTED = """\
trial.yaml:21:13: error: there is no duty with the id trying-outt; there is no shipped register for this nation, so duties.yaml has to hold it (duties-known)
    found  trying-outt
    write  trying-out
"""


def test_the_failing_example_is_found_in_these_words() -> None:
    assert found(rule.FAILING, rule.ID) == EXPECTED


def test_the_passing_example_is_clean() -> None:
    assert found(rule.PASSING) == ""
