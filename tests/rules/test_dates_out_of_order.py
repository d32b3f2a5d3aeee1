"""dates-out-of-order: its examples, and the exact words of what it finds."""

from policy_handbook.rules import dates_out_of_order as rule
from tests.rules.trial import found

EXPECTED = """\
trial.yaml:7:17: error: it takes effect before it was approved on 2026-07-09 (dates-out-of-order)
    found  effective_from: 2026-06-01
    write  effective_from: 2026-07-09
"""


def test_the_failing_example_is_found_in_these_words() -> None:
    assert found(rule.FAILING, rule.ID) == EXPECTED


def test_the_passing_example_is_clean() -> None:
    assert found(rule.PASSING) == ""
