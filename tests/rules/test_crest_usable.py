"""crest-usable: its examples, and the exact words of what it finds."""

from policy_handbook.rules import crest_usable as rule
from tests.rules.trial import found

EXPECTED = """\
school.yaml:12:8: error: there is no file crest.svg in the folder assets (crest-usable)
    found  crest: crest.svg
    write  put it there, or leave crest out
"""


def test_the_failing_example_is_found_in_these_words() -> None:
    assert found(rule.FAILING, rule.ID) == EXPECTED


def test_the_passing_example_is_clean() -> None:
    assert found(rule.PASSING) == ""
