"""What is written reads back letter by letter, to the handbook and to other programs."""

import datetime as dt

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from policy_handbook import markup
from policy_handbook.importing import inline
from policy_handbook.importing.blocks import Block, Run
from policy_handbook.importing.data_of import Check, PolicyData
from policy_handbook.importing.naming import id_of
from policy_handbook.importing.writing import policy_text
from policy_handbook.read.source import parse

LETTERS = st.text(alphabet="ab 1.)(*_[]<>{}|~`\\#+-=&;:!^@/'\"’é", max_size=40)


@given(LETTERS)
def test_plain_text_reads_as_it_stood(text: str) -> None:
    line = " ".join(text.split())
    assert markup.words(inline.literal(line)) == line


@given(st.lists(st.tuples(LETTERS, st.booleans(), st.booleans()), max_size=4))
def test_emphasis_never_changes_the_words(parts: list[tuple[str, bool, bool]]) -> None:
    runs = tuple(Run(text, bold=bold, italic=italic) for text, bold, italic in parts)
    wanted = " ".join("".join(run.text for run in runs).split())
    assert markup.words(inline.markdown(runs)) == wanted


@given(st.lists(st.lists(LETTERS, min_size=2, max_size=2), min_size=2, max_size=3))
def test_a_table_keeps_its_words(rows: list[list[str]]) -> None:
    made = Block(rows=tuple(tuple((Block(runs=(Run(" ".join(cell.split())),)),) for cell in row) for row in rows))
    wanted = " ".join(" ".join(" ".join(row) for row in rows).split())
    assert markup.words(inline.table(made)) == wanted


def test_links_and_notes_are_written_as_markdown() -> None:
    runs = (Run("See "), Run("this [one]", link="https://example.org/a(b)"), Run("", note="fn2"), Run("."))
    text = inline.with_notes(inline.markdown(runs, lambda _: "1"), {"1": "Of 2024."})
    assert text == "See [this \\[one\\]](https://example.org/a%28b%29)[^1].\n\n[^1]: Of 2024."
    assert markup.words(text) == "See this [one]. Of 2024."


def test_a_link_that_could_run_something_is_only_text() -> None:
    assert inline.markdown((Run("here", link="javascript:alert(1)"),)) == "here"


TRICKY = [
    "no", "Yes", "4.10", "2023", "12:30", "null", "~", "on", "- dash", "a: b", "# not a comment", "'quoted'", "@at",
    "[x]", "{{ school.name }}", "1e3", "0x1F", "=", "!tag", "&anchor", "*star", "%percent", "trailing ", "tab\there",
    "x" * 400, "word " * 60, "line one\n\nline two", "| a | b |\n| --- | --- |\n| c | d |", "2024-05-01",
    "**Bold** and *slanted*, ***both***; 5 \\* 3 = 15, a\\_b\\_c, \\[no link\\], \\<b\\>no tag\\</b\\>, & more: x",
]  # fmt: skip


@pytest.mark.parametrize("text", TRICKY, ids=lambda text: text[:12])
def test_any_text_comes_back_to_the_handbook_and_to_other_programs(text: str) -> None:
    data = PolicyData(
        {"title": "T", "sections": [{"id": "a", "title": "A", "clauses": [text, {"text": text, "items": [text]}]}]}
    )
    written = policy_text(data, ["About"])
    read = parse(written.encode(), "x.yaml")
    assert not read.findings
    section = read.value["sections"][0]
    assert [str(section["clauses"][0]), str(section["clauses"][1]["text"])] == [text, text]
    other = yaml.safe_load(written)["sections"][0]["clauses"][0]
    assert str(other) == text


@given(st.text(st.characters(blacklist_categories=["Cs", "Cc", "Cn", "Co"]), min_size=1, max_size=150))
def test_any_letters_come_back(text: str) -> None:
    line = " ".join(text.split()) or "x"
    written = policy_text(PolicyData({"title": "T", "sections": [{"clauses": [line]}]}), ())
    assert str(parse(written.encode(), "x.yaml").value["sections"][0]["clauses"][0]) == line


@pytest.mark.parametrize("marks", range(3, 9))
def test_no_space_gets_into_a_long_text_with_marks(marks: int) -> None:
    words = "\\< \\>" * marks + "  \\*" * marks + " a"
    for length in range(60, 200, 5):
        text = f"{(words * 9)[:length]}: z"
        data = PolicyData({"title": "T", "sections": [{"id": "a", "title": "A", "clauses": [text, {"text": text}]}]})
        assert yaml.safe_load(policy_text(data, []))["sections"][0]["clauses"] == [text, {"text": text}]


def test_checks_stand_above_what_they_are_about() -> None:
    data = PolicyData({"title": "T", "sections": [{"id": "a", "clauses": ["one", "two"]}]})
    data.checks.append(Check(("sections", 0, "clauses", 1), "is this right?"))
    data.remarks["sections", 0] = "4 in the source"
    lines = policy_text(data, ()).split("\n")
    assert lines[lines.index("      - two") - 1] == "      # CHECK: is this right?"
    assert lines[lines.index("  - id: a") - 1] == "  # 4 in the source"


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("Swan Policy 2023 v9 FINAL.docx", "swan"),
        ("Swan_Feeding_Policy_Sept_2024 (1).pdf", "swan-feeding"),
        ("SwanFeedingPolicy.docx", "swan-feeding"),
        ("Swans in Key Stage 2 - 12.09.23.docx", "swans-in-key-stage-2"),
        ("Swans & Geese.docx", "swans-and-geese"),
        ("Policy.docx", "the-title"),
        ("2024.pdf", "the-title"),
        ("Équipe.docx", "equipe"),
        ("学校.docx", "the-title"),
    ],
)
def test_file_names_become_sensible_ids(name: str, made: str) -> None:
    assert id_of(name, "The Title Policy") == made


def test_today_is_an_argument() -> None:
    assert policy_text(PolicyData({"title": "T", "effective_from": str(dt.date(2024, 5, 1))}), ()).endswith(
        "2024-05-01\n"
    )
