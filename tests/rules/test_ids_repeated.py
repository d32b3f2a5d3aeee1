"""ids-repeated: its examples, and the exact words of what it finds."""

from policy_handbook.rules import ids_repeated as rule
from tests.rules.trial import found

EXPECTED = """\
trial.yaml:1:8: warning: another policy has the same title: behaviour (ids-repeated)
    found  title: Behaviour
"""


def test_the_failing_example_is_found_in_these_words() -> None:
    assert found(rule.FAILING, rule.ID) == EXPECTED


def test_the_passing_example_is_clean() -> None:
    assert found(rule.PASSING) == ""
