"""linked-policies: its examples, and the exact words of what it finds."""

from policy_handbook.rules import linked_policies as rule
from tests.rules.trial import found

EXPECTED = """\
trial.yaml:23:19: error: the policy is linked to itself (linked-policies)
    found  trial
    write  take it out
trial.yaml:23:26: error: there is no policy with the id behavior (linked-policies)
    found  behavior
    write  behaviour
trial.yaml:23:36: warning: the linked policy is a draft (linked-policies)
    found  visitors
trial.yaml:23:79: error: the linked policy is at issue 2 only (linked-policies)
    found  checked_against: 3
    write  checked_against: 2
"""


def test_the_failing_example_is_found_in_these_words() -> None:
    assert found(rule.FAILING, rule.ID) == EXPECTED


def test_the_passing_example_is_clean() -> None:
    assert found(rule.PASSING) == ""
