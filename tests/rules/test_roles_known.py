"""roles-known: its examples, and the exact words of what it finds."""

from policy_handbook.rules import roles_known as rule
from tests.rules.trial import found

EXPECTED = """\
trial.yaml:4:8: error: people.yaml has no role or body called headtaecher (roles-known)
    found  headtaecher
    write  headteacher
trial.yaml:8:16: error: the school council may not approve policies (roles-known)
    found  by: school-council
"""


def test_the_failing_example_is_found_in_these_words() -> None:
    assert found(rule.FAILING, rule.ID) == EXPECTED


def test_the_passing_example_is_clean() -> None:
    assert found(rule.PASSING) == ""
