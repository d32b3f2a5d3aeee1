"""guidance-known: its examples, and the exact words of what it finds."""

from policy_handbook.rules import guidance_known as rule
from tests.rules.trial import found

EXPECTED = """\
trial.yaml:23:17: error: no guidance has the id kcsi; add it to guidance.yaml if it is the school's own (guidance-known)
    found  kcsi
    write  kcsie
trial.yaml:23:62: warning: Keeping children safe in education 2025 was superseded on 2026-09-01 (guidance-known)
    found  edition: "2025"
    write  edition: "2026"
"""


def test_the_failing_example_is_found_in_these_words() -> None:
    assert found(rule.FAILING, rule.ID) == EXPECTED


def test_the_passing_example_is_clean() -> None:
    assert found(rule.PASSING) == ""
