"""numbers-in-text: its examples, and the exact words of what it finds."""

import pytest

from policy_handbook.rules import numbers_in_text as rule
from tests.rules.trial import found

EXPECTED = """\
trial.yaml:15:10: warning: this policy has no appendix F (numbers-in-text)
    found  Appendix F
    write  [[#id-of-the-clause]], which follows it; or the title of the document that has it
trial.yaml:15:10: warning: this policy has no clause 9.4 (numbers-in-text)
    found  clause 9.4
    write  [[#id-of-the-clause]], which follows it; or the title of the document that has it
"""


def test_the_failing_example_is_found_in_these_words() -> None:
    assert found(rule.FAILING, rule.ID) == EXPECTED


def test_the_passing_example_is_clean() -> None:
    assert found(rule.PASSING) == ""


@pytest.mark.parametrize(
    "sentence",
    [
        "Appendix B of the guidance lists them.",
        "Schedule 10 and section 6.2 of the code say so.",
        "The Equality Act 2010, section 20 and paragraph 3.1, says so.",
        "The code of practice (paragraph 6.17) says so.",
        "KCSIE, Annex C, lists the changes.",
        "It costs 2.50 a day, see section 2.",
        "Section 1.1 of this policy says why.",
    ],
)
def test_what_is_elsewhere_or_there_is_no_finding(sentence: str) -> None:
    assert found(f'summary: "{sentence}"\n', rule.ID) == ""


@pytest.mark.parametrize("sentence", ["See section 12.", "See clause 1.7 of this policy.", "Look at Appendix 3."])
def test_what_is_not_there_is_found(sentence: str) -> None:
    assert found(f"summary: {sentence}\n", rule.ID).count("this policy has no") == 1


def test_an_appendix_may_be_called_by_its_letter_or_its_place() -> None:
    sections = "sections:\n  - {id: purpose, title: Purpose, clauses: [See Appendix A and Appendix 1.]}\n"
    sections += "  - {id: form, title: Form, appendix: true, clauses: [Name and date.]}\n"
    assert found(sections, rule.ID) == ""
