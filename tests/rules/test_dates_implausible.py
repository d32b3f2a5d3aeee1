"""dates-implausible: its examples, and the exact words of what it finds."""

from policy_handbook.rules import dates_implausible as rule
from tests.rules.trial import found

EXPECTED = """\
trial.yaml:23:23: error: the year 1926 cannot be right (dates-implausible)
    found  equality_assessed_on: 1926-06-20
"""


def test_the_failing_example_is_found_in_these_words() -> None:
    assert found(rule.FAILING, rule.ID) == EXPECTED


def test_the_passing_example_is_clean() -> None:
    assert found(rule.PASSING) == ""


def test_digits_that_changed_places_are_put_back() -> None:
    text = found("review: {every: 12 months, next: 2207-07-31}\n")
    assert "next: 2207-07-31" in text
    assert "write  next: 2027-07-31 ?" in text
    assert text.count("trial.yaml:") == 1
