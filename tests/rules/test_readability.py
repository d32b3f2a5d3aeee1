"""readability: its examples, the exact words of what it finds, and how texts are measured."""

import tempfile
from pathlib import Path

import pytest

from policy_handbook.read import read_handbook
from policy_handbook.rules import readability as rule
from policy_handbook.rules.examples import SCHOOL, files, with_fields
from policy_handbook.rules.reading import as_read, reading_age, sentences, syllables
from tests.rules.school import messages as school_messages
from tests.rules.trial import found

EXPECTED = """\
trial.yaml:25:7: warning: the short version for parents has a reading age of more than 18; 11 is what to aim at (readability)
    write  shorter sentences and everyday words
"""
PLAIN = "We look after one another and we say so when we are sad. "
HARD = "Individuals exercising parental responsibility familiarise themselves with institutional expectations. "


def test_the_failing_example_is_found_in_these_words() -> None:
    assert found(rule.FAILING, rule.ID) == EXPECTED


def test_the_passing_example_is_clean() -> None:
    assert found(rule.PASSING) == ""


def messages(*, school: str = "", **added: str) -> list[str]:
    """What the rule says of a school with these lines added to school.yaml and, by their ids, to policies."""
    own = {
        f"policies/{name}.yaml": with_fields(files("")[f"policies/{name}.yaml"], text) for name, text in added.items()
    }
    return school_messages({"school.yaml": SCHOOL + school} | own, rule.ID)


def points(audience: str, text: str) -> str:
    return f"key_points:\n  {audience}:\n    - {text}\n"


def test_a_little_above_the_target_is_information() -> None:
    assert messages(trial=points("parents", PLAIN * 8), school="reading_ages: {parents: 7}\n") == [
        "info trial.yaml the short version for parents has a reading age of about 9; 7 is what to aim at"
    ]


def test_the_school_may_aim_at_nothing() -> None:
    hard = points("parents", HARD * 12)
    assert len(messages(trial=hard)) == 1
    assert messages(trial=hard, school="reading_ages: {parents: null}\n") == []


def test_a_reading_age_for_an_audience_that_the_school_has_not() -> None:
    assert messages(school="reading_ages: {parent: 11}\n") == [
        "warning school.yaml there is a reading age for parent, which is no audience of the school"
    ]


def test_short_texts_are_measured_together_and_never_alone() -> None:
    few = points("parents", HARD * 6)
    assert messages(trial=few) == []
    message = "the short versions for parents of fewer than 100 words, read together, have a reading age of"
    assert messages(trial=few, behaviour=few) == [f"warning school.yaml {message} more than 18; 11 is what to aim at"]


def test_the_full_text_on_the_website_is_information() -> None:
    sections = f"sections:\n  - {{id: purpose, title: Purpose, clauses: [{HARD * 15}]}}\n"
    assert messages(trial=sections) == [
        "info trial.yaml the full text for public has a reading age of more than 18; 14 is what to aim at"
    ]


def test_a_text_that_the_public_does_not_read_is_not_measured_for_it() -> None:
    sections = f"sections:\n  - {{id: purpose, title: Purpose, audience: [staff], clauses: [{HARD * 15}]}}\n"
    assert messages(trial=sections) == []


def test_what_stands_for_something_is_read_as_its_reader_sees_it() -> None:
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files("").items():
            path = Path(folder) / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        handbook = read_handbook(Path(folder)).handbook
    assert handbook is not None
    text = "**Ask** the {{ roles.headteacher.title }} or read [[behaviour]], [[#a|this]] and [that](https://x.example).\n\n- one\n- two"
    assert as_read(handbook, text) == "Ask the Headteacher or read Behaviour, this and that.\n\none\ntwo"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Ask Mr A. Smith. He knows.", ["Ask Mr A. Smith.", "He knows."]),
        ("Bring a coat, e.g. Monday’s. Ring 999!", ["Bring a coat, e.g. Monday’s.", "Ring 999!"]),
        ("We say “Stop.” Then we wait", ["We say “Stop.”", "Then we wait"]),
        ("First line\nSecond line.", ["First line", "Second line."]),
        ("It is open from 8.45am to 3.15pm.", ["It is open from 8.45am to 3.15pm."]),
        ("", []),
    ],
)
def test_a_text_is_split_into_its_sentences(text: str, parts: list[str]) -> None:
    assert sentences(text) == parts


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("school", 1),
        ("pupil's", 2),
        ("parents'", 2),
        ("headteacher", 3),
        ("safeguarding", 3),
        ("whistleblowing", 4),
        ("behaviour", 3),
        ("organise", 3),
        ("favourites", 3),
        ("carers", 2),
        ("2026", 1),
    ],
)
def test_the_syllables_of_british_school_words_are_counted(word: str, count: int) -> None:
    assert syllables(word) == count


def test_the_age_is_that_of_the_formula() -> None:
    # a sentence of 13 words, each of one syllable but for "after" and "another"
    assert reading_age((PLAIN * 8,)) == pytest.approx(0.39 * 13 + 11.8 * 16 / 13 - 15.59 + 5)
    assert reading_age((PLAIN * 7,)) is None
