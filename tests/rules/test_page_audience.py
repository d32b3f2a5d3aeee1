"""page-audience: its examples, and the exact words of what it finds."""

from policy_handbook.rules import page_audience as rule
from tests.rules.trial import found

EXPECTED = """\
docs/welcome.md:1:1: error: the school has no audience called partners (page-audience)
    found  partners
    write  parents
"""


def test_the_failing_example_is_found_in_these_words() -> None:
    assert found(rule.FAILING, rule.ID, on_a_page=True) == EXPECTED


def test_the_passing_example_is_clean() -> None:
    assert found(rule.PASSING, on_a_page=True) == ""
