"""flier-translation: its examples, and the exact words of what it finds."""

from policy_handbook.rules import flier_translation as rule
from tests.rules.trial import found

EXPECTED = """\
fliers/trial.yaml:8:54: warning: the Polish text is of issue 1, and the flier is at 2 (flier-translation)
    found  of_issue: 1
    write  have it brought up to date, then put the new number and date
fliers/trial.yaml:9:82: warning: the flier has 2 under points, and its Romanian text has 1 (flier-translation)
    found  points: 1
fliers/trial.yaml:10:7: error: po is no language that sheets are printed in: English (en), Polish (pl), Romanian (ro), Somali (so), Arabic (ar), Urdu (ur), Bengali (bn), Chinese (zh) (flier-translation)
    found  po:
"""


def test_the_failing_example_is_found_in_these_words() -> None:
    assert found(rule.FAILING, rule.ID) == EXPECTED


def test_the_passing_example_is_clean() -> None:
    assert found(rule.PASSING) == ""
