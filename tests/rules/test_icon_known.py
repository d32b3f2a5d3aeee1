"""icon-known: its examples, and the exact words of what it finds."""

from policy_handbook.rules import icon_known as rule
from tests.rules.trial import found

EXPECTED = """\
fliers/trial.yaml:6:17: error: there is no icon called telefone (icon-known)
    found  icon: telefone
    write  icon: telescope
"""


def test_the_failing_example_is_found_in_these_words() -> None:
    assert found(rule.FAILING, rule.ID) == EXPECTED


def test_the_passing_example_is_clean() -> None:
    assert found(rule.PASSING) == ""
