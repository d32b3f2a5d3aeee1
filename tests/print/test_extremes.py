"""The smallest and the largest, the longest and the widest: nothing runs off the paper and nothing is lost."""

import shutil
from pathlib import Path

import pytest
from pypdfium2 import PdfDocument

from policy_handbook.outputs import Printed
from policy_handbook.print import NO_CACHE, prints_of
from tests.print.sheets import SMALL, assert_accessible, page_texts, view_of, words

HEAD = """\
title: {title}
kind: statement
status: in-force
owner: headteacher
audience: everyone
issue: 1
effective_from: 2026-09-01
approval: {{by: board, date: 2026-07-01}}
review: {{every: 12 months, next: 2027-07-31}}
changes: [{{issue: 1, date: 2026-07-01, by: headteacher, kind: material, summary: First}}]
summary: What it is about.
sections:
"""
LONG_TITLE = "How the school and everybody in it arranges, checks, notes and reports upon all that may happen, " * 2


@pytest.fixture(name="data")
def fixture_data(tmp_path: Path) -> Path:
    shutil.copytree(SMALL, tmp_path / "data")
    return tmp_path / "data"


def printed(data: Path, title: str, sections: str) -> Printed:
    (data / "policies" / "extreme.yaml").write_text(HEAD.format(title=title) + sections)
    prints = prints_of(view_of("staff", data), "", NO_CACHE)
    assert prints.failed == ()
    return prints.policies["extreme"]


def outside(pdf: bytes) -> list[str]:
    """The letters that reach into the margins at the sides."""
    found = []
    for page in PdfDocument(pdf):
        text = page.get_textpage()
        for at in range(text.count_chars()):
            left, _, right, _ = text.get_charbox(at)
            letter = text.get_text_range(at, 1)
            if letter.strip() and (left < 55 or right > page.get_width() - 55):
                found.append(letter)
    return found


def test_a_policy_of_one_clause_is_one_page_without_contents(data: Path) -> None:
    sheet = printed(data, "Tiny", "  - {id: one, title: One, clauses: [We are kind.]}\n")

    assert sheet.pages == 1
    assert "Contents" not in words(sheet.content)
    assert_accessible(sheet.content, "Tiny – Exampleton Primary School")


def test_a_title_of_two_hundred_letters_stays_on_the_paper(data: Path) -> None:
    title = LONG_TITLE.strip().rstrip(",")
    sheet = printed(data, f'"{title}"', f'  - {{id: one, title: "{title}", clauses: [We are kind.]}}\n')

    assert len(title) > 190
    assert words(sheet.content).count(title) >= 2
    assert outside(sheet.content) == []


def table(columns: int) -> str:
    rows = [[f"Heading{n}" for n in range(columns)], ["---"] * columns]
    rows += [
        ["Supercalifragilistic", "https://example.org/a/very/long/address/of-a-page", *["word"] * (columns - 2)]
    ] * 3
    lines = "".join(f"        | {' | '.join(row)} |\n" for row in rows)
    return f"  - id: one\n    title: One\n    clauses:\n      - |\n{lines}"


@pytest.mark.parametrize("columns", [2, 3, 5, 8, 9, 16])
def test_a_table_of_any_width_stays_on_the_paper(data: Path, columns: int) -> None:
    sheet = printed(data, "Wide", table(columns))

    assert outside(sheet.content) == []
    assert_accessible(sheet.content, "Wide – Exampleton Primary School")
    for n in range(columns):
        assert f"Heading{n}" in words(sheet.content).replace(" ", "")


@pytest.mark.parametrize("word", ["a" * 300, "`" + "x" * 300 + "`", "https://example.org/" + "b" * 200])
def test_a_word_without_an_end_is_broken(data: Path, word: str) -> None:
    sheet = printed(data, "Long", f'  - {{id: one, title: One, clauses: ["See {word} now."]}}\n')

    assert outside(sheet.content) == []


def test_sixty_pages_have_their_contents_and_numbers(data: Path) -> None:
    clause = "This clause says what is to be done when something happens, by whom, and by when. " * 4
    items = "items: [first, {text: second, items: [inner]}]"
    clauses = f"      - {{text: '{clause.strip()}', {items}}}\n" * 10
    sections = "".join(f"  - id: s{n}\n    title: Section {n}\n    clauses:\n{clauses}" for n in range(45))
    sheet = printed(data, "Sixty", sections)
    texts = page_texts(sheet.content)

    assert sheet.pages == len(texts) > 60
    assert f"Page {sheet.pages} of {sheet.pages}" in texts[-1]
    last = next(number for number, text in enumerate(texts[3:], 4) if "45 Section 44 45.1" in text)
    contents = next(text for text in texts[1:4] if "45 Section 44" in text)
    assert contents.partition("45 Section 44")[2].strip(" .").startswith(f"{last} ")
    assert "45.10" in words(sheet.content)
