"""retired-terms: its examples, and the exact words of what it finds."""

from policy_handbook.rules import retired_terms as rule
from policy_handbook.rules.examples import SCHOOL
from tests.rules.school import findings, policy
from tests.rules.trial import found

EXPECTED = """\
trial.yaml:15:10: warning: this word is out of use or means two things (retired-terms)
    found  bi-annually
    write  twice a year or every two years
trial.yaml:15:10: warning: this word is out of use since 2021-09-01 (retired-terms)
    found  NQT
    write  early career teacher (ECT)
"""


def test_the_failing_example_is_found_in_these_words() -> None:
    assert found(rule.FAILING, rule.ID) == EXPECTED


def test_the_passing_example_is_clean() -> None:
    assert found(rule.PASSING) == ""


def test_a_school_has_retired_words_of_its_own_in_any_nation() -> None:
    own = {
        "school.yaml": SCHOOL + "retired_terms: {Otter Trust: Heron Trust}\n",
        "policies/trial.yaml": policy("summary: The Otter Trust decides.\n"),
    }
    assert [(f.found, f.write) for f in findings(own, rule.ID)] == [("Otter Trust", "Heron Trust")]
