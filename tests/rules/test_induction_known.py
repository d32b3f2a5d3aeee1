"""induction-known: its examples, and the exact words of what it finds."""

from policy_handbook.rules import induction_known as rule
from tests.rules.trial import found

EXPECTED = """\
people.yaml:3:95: error: there is no policy trail (induction-known)
    found  trail
    write  trial
people.yaml:3:102: warning: this policy is not in force, so the induction pack goes without it (induction-known)
    found  visitors
"""


def test_the_failing_example_is_found_in_these_words() -> None:
    assert found(rule.FAILING, rule.ID) == EXPECTED


def test_the_passing_example_is_clean() -> None:
    assert found(rule.PASSING) == ""
