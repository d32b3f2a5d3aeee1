"""references-known: its examples, and the exact words of what it finds."""

from policy_handbook.rules import references_known as rule
from tests.rules.trial import found

EXPECTED = """\
trial.yaml:15:10: error: there is no clause behaviour#9.9 (references-known)
    found  [[behaviour#9.9]]
trial.yaml:15:10: error: there is no policy behavour (references-known)
    found  [[behavour]]
    write  [[behaviour]]
trial.yaml:15:10: error: there is nothing called roles.headtecher.title (references-known)
    found  {{ roles.headtecher.title }}
    write  {{ roles.headteacher.title }}
"""


def test_the_failing_example_is_found_in_these_words() -> None:
    assert found(rule.FAILING, rule.ID) == EXPECTED


def test_the_passing_example_is_clean() -> None:
    assert found(rule.PASSING) == ""


def test_nothing_between_the_braces() -> None:
    assert "nothing stands between the braces (references-known)" in found('summary: "Ask {{ }}."\n', rule.ID)
