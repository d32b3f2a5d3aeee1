"""long-sentences: its examples, and the exact words of what it finds."""

from policy_handbook.rules import long_sentences as rule
from tests.rules.trial import found

EXPECTED = """\
trial.yaml:25:7: info: a sentence for parents has 38 words; 25 is the most (long-sentences)
    write  two sentences, or a point for each thought
"""


def test_the_failing_example_is_found_in_these_words() -> None:
    assert found(rule.FAILING, rule.ID) == EXPECTED


def test_the_passing_example_is_clean() -> None:
    assert found(rule.PASSING) == ""


def test_the_limit_itself_is_no_finding() -> None:
    assert found(f"key_points:\n  parents: [{'word ' * 24}word.]\n") == ""
    assert "has 26 words" in found(f"key_points:\n  parents: [{'word ' * 25}word.]\n")
