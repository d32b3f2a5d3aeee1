"""printable: its examples, and the exact words of what it finds."""

from policy_handbook.rules import printable as rule
from tests.rules.trial import found

EXPECTED = """\
trial.yaml:15:10: warning: no font here has the letters ꦱꦸꦒꦼꦁ, so this policy has its page and is not printed (printable)
    found  ꦱꦸꦒꦼꦁ
    write  it in letters that can be printed
"""


def test_the_failing_example_is_found_in_these_words() -> None:
    assert found(rule.FAILING, rule.ID) == EXPECTED


def test_the_passing_example_is_clean() -> None:
    assert found(rule.PASSING) == ""
