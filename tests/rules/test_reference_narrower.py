"""reference-narrower: its examples, and the exact words of what it finds."""

from policy_handbook.rules import reference_narrower as rule
from tests.rules.trial import found

EXPECTED = """\
trial.yaml:15:10: error: this can be read by public, parents, who may not read what it points to (reference-narrower)
    found  [[lockdown]]
    write  say it without a link, for example: the school’s own procedure
"""


def test_the_failing_example_is_found_in_these_words() -> None:
    assert found(rule.FAILING, rule.ID) == EXPECTED


def test_the_passing_example_is_clean() -> None:
    assert found(rule.PASSING) == ""
