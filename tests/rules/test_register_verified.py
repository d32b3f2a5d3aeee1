"""register-verified: its examples, and the exact words of what it finds."""

from policy_handbook.rules import register_verified as rule
from tests.rules.trial import found

EXPECTED = """\
duties.yaml:3:79: info: this entry was last checked more than a year ago (register-verified)
    found  verified_on: 2025-07-09
    write  check it against its source, and set the day
"""


def test_the_failing_example_is_found_in_these_words() -> None:
    assert found(rule.FAILING, rule.ID) == EXPECTED


def test_the_passing_example_is_clean() -> None:
    assert found(rule.PASSING) == ""
