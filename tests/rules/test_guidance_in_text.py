"""guidance-in-text: its examples, the exact words of what it finds, and what is no citation."""

import pytest

from policy_handbook.rules import guidance_in_text as rule
from tests.rules.trial import found

EXPECTED = """\
trial.yaml:15:10: warning: Keeping children safe in education 2024 was superseded on 2025-09-01 (guidance-in-text)
    found  KCSIE 2024
    write  KCSIE 2026; or no year here, and the edition under guidance
trial.yaml:15:10: warning: no edition 2020 of Behaviour in schools is known; known are 2022, 2024 (guidance-in-text)
    found  Behaviour in schools (2020)
    write  Behaviour in schools 2024; or no year here, and the edition under guidance
trial.yaml:15:10: info: the text names Mobile phones in schools, which guidance does not list (guidance-in-text)
    found  Mobile phones in schools
    write  guidance: [{id: mobile-phones-in-schools, edition: "2026"}]
"""
LISTED = """\
guidance:
  - {id: kcsie, edition: "2026"}
  - {id: rshe, edition: "2025"}
  - {id: prevent-duty, edition: "2023"}
  - {id: suspensions-exclusions, edition: "2026"}
"""


def test_the_failing_example_is_found_in_these_words() -> None:
    assert found(rule.FAILING, rule.ID) == EXPECTED


def test_the_passing_example_is_clean() -> None:
    assert found(rule.PASSING) == ""


def said(sentence: str) -> list[str]:
    """The messages and found words of the rule on a sentence."""
    lines = found(f"# nation: england\nsummary: >-\n  {sentence}\n{LISTED}", rule.ID).splitlines()
    messages = [line.split(": ", 1)[1].removesuffix(" (guidance-in-text)") for line in lines if line[0] != " "]
    return messages + [line.split("found  ")[1] for line in lines if line.startswith("    found")]


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("We follow Keeping children safe in education (2023).", "Keeping children safe in education (2023)"),
        ("We follow KCSiE, September 2023.", "KCSiE, September 2023"),
        ("See _Keeping children safe in education_ (DfE, 2023).", "Keeping children safe in education (DfE, 2023)"),
        (
            "See the 2023 edition of Keeping children safe in education.",
            "2023 edition of Keeping children safe in education",
        ),
        (
            "See [Keeping children safe in education](https://www.gov.uk/2026) (KCSIE) (2023).",
            "Keeping children safe in education (KCSIE) (2023)",
        ),
        (
            "See Keeping children safe in education: statutory guidance for schools and colleges 2023.",
            "Keeping children safe in education: statutory guidance for schools and colleges 2023",
        ),
    ],
)
def test_a_superseded_edition_is_found_however_it_is_cited(sentence: str, words: str) -> None:
    assert said(sentence) == [
        "warning: Keeping children safe in education 2023 was superseded on 2024-09-02",
        words,
    ]


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        (
            "We follow Keeping Children Safe in Education 2026 (statutory from 03/09/2018).",
            "Keeping Children Safe in Education 2026 (statutory from 03/09/2018)",
        ),
        ("We follow KCSIE 2026, in force from 1 September 2024.", "KCSIE 2026, in force from 1 September 2024"),
    ],
)
def test_an_edition_and_a_date_that_contradict_each_other(sentence: str, words: str) -> None:
    message = "the edition and the date contradict each other: Keeping children safe in education 2026 applies from"
    assert said(sentence) == [f"warning: {message} 2026-09-01", words]


@pytest.mark.parametrize(
    "sentence",
    [
        "We follow KCSIE, and the Equality Act 2010.",
        "We follow KCSIE 2026 (in force from 1 September 2026).",
        "Since KCSIE 2023 we have checked our filters every year.",
        "We follow KCSIE. 2024 was the year in which we began.",
        "We teach relationships and sex education in 2024, and in 2025 again.",
        "Relationships and sex education (in force from September 2026) is taught in every year.",
        "Relationships and sex education guidance (September 2026) is what we follow.",
        "Suspension and permanent exclusion are the last resort.",
        "We make it safe to use mobile phones in schools.",
    ],
)
def test_what_is_current_or_no_citation_is_no_finding(sentence: str) -> None:
    assert said(sentence) == []


def test_an_entry_that_rests_on_memory_makes_no_warning() -> None:
    assert said("We follow the Prevent duty guidance 2011.")[0].startswith("info: no edition 2011")


def test_elsewhere_the_guidance_for_england_is_not_looked_for() -> None:
    assert found("summary: We follow KCSIE 2024.\n", rule.ID) == ""
