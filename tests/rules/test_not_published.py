"""not-published: its examples, and the exact words of what it finds."""

from policy_handbook.rules import not_published as rule
from tests.rules.trial import found

EXPECTED = """\
trial.yaml:3:9: info: it is a draft and not published (not-published)
    found  status: draft
"""


def test_the_failing_example_is_found_in_these_words() -> None:
    assert found(rule.FAILING, rule.ID) == EXPECTED


def test_the_passing_example_is_clean() -> None:
    assert found(rule.PASSING) == ""
