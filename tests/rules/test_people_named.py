"""people-named: its examples, and the exact words of what it finds."""

from policy_handbook.rules import people_named as rule
from tests.rules.trial import found

EXPECTED = """\
trial.yaml:15:10: warning: a person is named; people change, roles stay (people-named)
    found  Mr A. Smith
    write  the title of the role
trial.yaml:15:10: warning: a person is named; people change, roles stay (people-named)
    found  Mrs Marchbank
    write  the title of the role, or {{ roles.headteacher.holder }}
"""


def test_the_failing_example_is_found_in_these_words() -> None:
    assert found(rule.FAILING, rule.ID) == EXPECTED


def test_the_passing_example_is_clean() -> None:
    assert found(rule.PASSING) == ""
