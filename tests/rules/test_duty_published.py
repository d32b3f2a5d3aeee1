"""duty-published: its examples, and the exact words of what it finds."""

from policy_handbook.rules import duty_published as rule
from tests.rules.trial import found

EXPECTED = """\
trial.yaml:5:11: error: the policy that meets trying-out has to be on the website for everybody (The board’s own decision; checked 2026-07-09) (duty-published)
    found  audience: [parents, staff]
    write  name public too, and narrow the clauses that are not for everybody
"""


def test_the_failing_example_is_found_in_these_words() -> None:
    assert found(rule.FAILING, rule.ID) == EXPECTED


def test_the_passing_example_is_clean() -> None:
    assert found(rule.PASSING) == ""
