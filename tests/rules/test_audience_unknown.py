"""audience-unknown: its examples, and the exact words of what it finds."""

from policy_handbook.rules import audience_unknown as rule
from tests.rules.trial import found

EXPECTED = """\
trial.yaml:5:29: error: the school has no audience called staf; it has public, parents, pupils, staff, everyone (audience-unknown)
    found  staf
    write  staff
"""


def test_the_failing_example_is_found_in_these_words() -> None:
    assert found(rule.FAILING, rule.ID) == EXPECTED


def test_the_passing_example_is_clean() -> None:
    assert found(rule.PASSING) == ""
