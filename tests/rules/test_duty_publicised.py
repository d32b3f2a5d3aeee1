"""duty-publicised: its examples, and the exact words of what it finds."""

from policy_handbook.rules import duty_publicised as rule
from tests.rules.trial import found

EXPECTED = """\
trial.yaml:22:13: warning: parents were last told on 2025-09-05; the policy that meets trying-out is made known to them every 12 months (recommended: The board’s own decision; checked 2026-07-09) (duty-publicised)
    write  - {to: parents, date: ..., how: ...}   when it has been done
"""


def test_the_failing_example_is_found_in_these_words() -> None:
    assert found(rule.FAILING, rule.ID) == EXPECTED


def test_the_passing_example_is_clean() -> None:
    assert found(rule.PASSING) == ""
