"""readability: its examples, the exact words of what it finds, and how texts are measured."""

import datetime as dt
import tempfile
from pathlib import Path

import pytest

from policy_handbook.publish import check
from policy_handbook.read import read_handbook
from policy_handbook.rules import readability as rule
from policy_handbook.rules.examples import files, with_fields
from policy_handbook.rules.reading import as_read, reading_age, sentences, syllables
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


def messages(tmp_path: Path, *, school: str = "", **added: str) -> list[str]:
    """What the rule says of a school with these lines added to school.yaml and, by their ids, to policies."""
    for name, text in files("").items():
        path = tmp_path / "policy_data" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        own = school if name == "school.yaml" else added.get(path.stem, "")
        path.write_text(with_fields(text, own) if own else text, encoding="utf-8")
    findings = check(tmp_path / "policy_data", root=tmp_path, today=dt.date(2026, 11, 21)).findings
    return [f"{f.severity} {f.place.file.rpartition('/')[2]} {f.message}" for f in findings if f.rule == rule.ID]


def points(audience: str, text: str) -> str:
    return f"key_points:\n  {audience}:\n    - {text}\n"


def test_a_little_above_the_target_is_information(tmp_path: Path) -> None:
    assert messages(tmp_path, trial=points("parents", PLAIN * 8), school="reading_ages: {parents: 7}\n") == [
        "info trial.yaml the short version for parents has a reading age of about 9; 7 is what to aim at"
    ]


def test_the_school_may_aim_at_nothing(tmp_path: Path) -> None:
    hard = points("parents", HARD * 12)
    assert len(messages(tmp_path, trial=hard)) == 1
    assert messages(tmp_path, trial=hard, school="reading_ages: {parents: null}\n") == []


def test_a_reading_age_for_an_audience_that_the_school_has_not(tmp_path: Path) -> None:
    assert messages(tmp_path, school="reading_ages: {parent: 11}\n") == [
        "warning school.yaml there is a reading age for parent, which is no audience of the school"
    ]


def test_short_texts_are_measured_together_and_never_alone(tmp_path: Path) -> None:
    few = points("parents", HARD * 6)
    assert messages(tmp_path, trial=few) == []
    message = "the short versions for parents of fewer than 100 words, read together, have a reading age of"
    assert messages(tmp_path, trial=few, behaviour=few) == [
        f"warning school.yaml {message} more than 18; 11 is what to aim at"
    ]


def test_the_full_text_on_the_website_is_information(tmp_path: Path) -> None:
    sections = f"sections:\n  - {{id: purpose, title: Purpose, clauses: [{HARD * 15}]}}\n"
    assert messages(tmp_path, trial=sections) == [
        "info trial.yaml the full text for public has a reading age of more than 18; 14 is what to aim at"
    ]


def test_a_text_that_the_public_does_not_read_is_not_measured_for_it(tmp_path: Path) -> None:
    sections = f"sections:\n  - {{id: purpose, title: Purpose, audience: [staff], clauses: [{HARD * 15}]}}\n"
    assert messages(tmp_path, trial=sections) == []


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
