"""placeholder-words: its examples, and the exact words of what it finds."""

from policy_handbook.rules import placeholder_words as rule
from tests.rules.trial import found

EXPECTED = """\
trial.yaml:15:10: error: words of a template are left in (placeholder-words)
    found  [insert name of school]
    write  what is meant
"""


def test_the_failing_example_is_found_in_these_words() -> None:
    assert found(rule.FAILING, rule.ID) == EXPECTED


def test_the_passing_example_is_clean() -> None:
    assert found(rule.PASSING) == ""


def test_all_that_is_left_in_a_text_is_named_at_once() -> None:
    assert "found  XXXX, TBC\n" in found("summary: XXXX decides by TBC.\n", rule.ID)


def test_a_policy_in_force_is_not_called_a_draft() -> None:
    expected = "a word is left in that says that this is not finished (placeholder-words)\n    found  DRAFT\n"
    assert expected in found("title: DRAFT Complaints\n", rule.ID)
    assert found("summary: We draft letters together, and a draught excluder keeps us warm.\n", rule.ID) == ""
