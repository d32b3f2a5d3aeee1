"""title-kind: its examples, and the exact words of what it finds."""

from policy_handbook.rules import title_kind as rule
from tests.rules.trial import found

EXPECTED = """\
trial.yaml:1:8: info: the title calls it a statement, and its kind is policy (title-kind)
    found  kind: policy
    write  kind: statement, or another title
"""


def test_the_failing_example_is_found_in_these_words() -> None:
    assert found(rule.FAILING, rule.ID) == EXPECTED


def test_the_passing_example_is_clean() -> None:
    assert found(rule.PASSING) == ""


def test_one_right_word_is_enough() -> None:
    assert found("title: Pay policy statement\n", rule.ID) == ""


def test_a_word_within_another_is_no_kind() -> None:
    assert found("title: Planning and noticeboards\n", rule.ID) == ""
