"""acts-known: its examples, and the exact words of what it finds."""

from policy_handbook.rules import acts_known as rule
from tests.rules.trial import found

EXPECTED = """\
trial.yaml:15:10: warning: there is no Equality Act of that year in our list (acts-known)
    found  Equality Act 2000
    write  Equality Act 2006 or Equality Act 2010
"""


def test_the_failing_example_is_found_in_these_words() -> None:
    assert found(rule.FAILING, rule.ID) == EXPECTED


def test_the_passing_example_is_clean() -> None:
    assert found(rule.PASSING) == ""


def test_an_act_that_is_no_longer_law_is_the_matter_of_retired_terms_alone() -> None:
    assert found("# nation: england\nsummary: The Data Protection Act 1998 applies.\n", rule.ID) == ""
    assert "no Data Protection Act" in found("summary: The Data Protection Act 1998 applies.\n", rule.ID)
