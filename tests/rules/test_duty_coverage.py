"""duty-coverage: its examples, and the exact words of what it finds."""

from policy_handbook.rules import duty_coverage as rule
from tests.rules.trial import found

EXPECTED = """\
duties.yaml:2:5: error: no policy in force meets the duty to have: trial policy (The board’s own decision; checked 2026-07-09) (duty-coverage)
    write  satisfies: [trying-out]   in the policy that meets it, or handbook new policy trying-out --satisfies trying-out
"""


def test_the_failing_example_is_found_in_these_words() -> None:
    assert found(rule.FAILING, rule.ID) == EXPECTED


def test_the_passing_example_is_clean() -> None:
    assert found(rule.PASSING) == ""
