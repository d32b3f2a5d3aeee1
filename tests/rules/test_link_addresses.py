"""link-addresses: its examples, and the exact words of what it finds."""

from policy_handbook.rules import link_addresses as rule
from tests.rules.trial import found

EXPECTED = """\
trial.yaml:15:10: error: a link to another policy is written [[id]], and to another site with https:// (link-addresses)
    found  ../behaviour.html
"""


def test_the_failing_example_is_found_in_these_words() -> None:
    assert found(rule.FAILING, rule.ID) == EXPECTED


def test_the_passing_example_is_clean() -> None:
    assert found(rule.PASSING) == ""
