"""role-unfilled: its examples, and the exact words of what it finds."""

from policy_handbook.rules import role_unfilled as rule
from tests.rules.trial import found

EXPECTED = """\
people.yaml:3:18: warning: nobody holds this role, on which these policies rely: trial (role-unfilled)
    write  holder: ...   or   held_by_many: true
"""


def test_the_failing_example_is_found_in_these_words() -> None:
    assert found(rule.FAILING, rule.ID) == EXPECTED


def test_the_passing_example_is_clean() -> None:
    assert found(rule.PASSING) == ""
