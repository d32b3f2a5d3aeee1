"""required-sections: its examples, and the exact words of what it finds."""

from policy_handbook.rules import required_sections as rule
from tests.rules.trial import found

EXPECTED = """\
trial.yaml:17:3: error: a policy needs a section on how it is kept under review (required-sections)
    write  - {id: monitoring, title: ..., clauses: [...]}   or   covers: monitoring   in the section that has it
"""


def test_the_failing_example_is_found_in_these_words() -> None:
    assert found(rule.FAILING, rule.ID) == EXPECTED


def test_the_passing_example_is_clean() -> None:
    assert found(rule.PASSING) == ""
