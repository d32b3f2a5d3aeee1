"""flier-fits: its examples, and the exact words of what it finds."""

from policy_handbook.rules import flier_fits as rule
from tests.rules.trial import found

EXPECTED = """\
fliers/trial.yaml:17:5: error: side 1 is 49 mm too long at the smallest print, 11 point (flier-fits)
    found  layout: a4
    write  about 77 words fewer; the longest are point 10, point 11, point 12
"""


def test_the_failing_example_is_found_in_these_words() -> None:
    assert found(rule.FAILING, rule.ID) == EXPECTED


def test_the_passing_example_is_clean() -> None:
    assert found(rule.PASSING) == ""
