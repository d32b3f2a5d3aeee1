"""retired-terms: its examples, and the exact words of what it finds."""

from policy_handbook.rules import retired_terms as rule
from tests.rules.trial import found

EXPECTED = """\
trial.yaml:15:10: warning: this word is out of use or means two things (retired-terms)
    found  bi-annually
    write  twice a year or every two years
trial.yaml:15:10: warning: this word is out of use since 2021-09-01 (retired-terms)
    found  NQT
    write  early career teacher (ECT)
"""


def test_the_failing_example_is_found_in_these_words() -> None:
    assert found(rule.FAILING, rule.ID) == EXPECTED


def test_the_passing_example_is_clean() -> None:
    assert found(rule.PASSING) == ""
