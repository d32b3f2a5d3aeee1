"""private-contacts: its examples, and the exact words of what it finds."""

from policy_handbook.rules import private_contacts as rule
from tests.rules.trial import found

EXPECTED = """\
trial.yaml:15:10: warning: a mobile number stands in the text; numbers belong to roles, in people.yaml (private-contacts)
    write  {{ roles.<id>.phone }}
trial.yaml:15:10: warning: a personal e-mail address stands in the text; addresses belong to roles, in people.yaml (private-contacts)
    write  {{ roles.<id>.email }}
"""


def test_the_failing_example_is_found_in_these_words() -> None:
    assert found(rule.FAILING, rule.ID) == EXPECTED


def test_the_passing_example_is_clean() -> None:
    assert found(rule.PASSING) == ""
