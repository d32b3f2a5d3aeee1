"""Steps that undo what a layout or a conversion did to a text."""

from __future__ import annotations

import io
from itertools import groupby
from typing import Any

import docx
import pdfplumber
import pytest

from policy_handbook.importing.blocks import Block, Run
from policy_handbook.importing.markers import Sort, marker_of
from policy_handbook.importing.sources import html, markdown, pdf, plain, word
from policy_handbook.importing.sources.markdown_of_pandoc import plain_markdown
from policy_handbook.importing.sources.pdf_columns import columns_of
from policy_handbook.importing.steps.bullets import with_bullets
from policy_handbook.importing.steps.changes import change_record
from policy_handbook.importing.steps.control import control_data, table_pairs
from policy_handbook.importing.steps.cover import clean_title
from policy_handbook.importing.steps.tables import flattened
from policy_handbook.importing.steps.unwrap import unwrapped
from tests.importing import layouts_other


def texts(blocks: list[Block]) -> list[str]:
    return [block.text for block in blocks]


def of(text: str) -> tuple[Block, ...]:
    return plain.read(text.encode(), "a.txt").blocks


def cell(*paragraphs: str) -> tuple[Block, ...]:
    return tuple(Block(runs=(Run(text),)) for text in paragraphs)


# --- bullets --------------------------------------------------------------------------------------------


def test_a_bullet_on_a_line_of_its_own_belongs_to_the_next_line() -> None:
    mended = with_bullets(of("Bring:\n•\ngrain\n•\na lead for the dog\no\nor a rope"), plain_text=True)
    assert texts(mended) == ["Bring:", "• grain", "• a lead for the dog", "o or a rope"]


def test_a_lone_bullet_without_a_text_after_it_stays() -> None:
    assert texts(with_bullets(of("Bring:\n•\n\ngrain\n•\n• bread"), plain_text=True)) == [
        "Bring:",
        "•",
        "grain",
        "•",
        "• bread",
    ]


def test_question_marks_in_place_of_bullets_become_bullets() -> None:
    assert texts(with_bullets(of("Bring:\n? grain\n?\tbread"), plain_text=True)) == ["Bring:", "• grain", "• bread"]
    assert texts(with_bullets(of("Bring:\n? grain\nbread"), plain_text=True)) == ["Bring:", "? grain", "bread"]


def test_a_bullet_before_a_tab_makes_no_table() -> None:
    assert not any(block.is_table for block in of("?\tgrain\n·\tbread\n\t·\tcrumbs"))


# --- headings -------------------------------------------------------------------------------------------


def test_section_with_a_number_counts_as_the_number() -> None:
    marker = marker_of("SECTION 4 – ON SWANS")
    assert (marker.sort, marker.number, "SECTION 4 – ON SWANS"[marker.length :]) == (Sort.DECIMAL, "4", "ON SWANS")
    assert marker_of("Section 4").sort is Sort.PART
    assert marker_of("Section 4 of the Act says").sort is Sort.NONE


# --- tables ---------------------------------------------------------------------------------------------

LONG = "Swans are fed at noon by two adults, who carry a list of names and keep dogs and small children off the bank."


def test_a_table_that_holds_the_whole_text_is_a_layout() -> None:
    table = Block(
        rows=(
            (cell("On feeding"), cell(LONG, "Bread is not given.")),
            (cell("On nests"), cell(LONG)),
            (cell("On visitors"), cell("They ask first.", LONG)),
        )
    )
    blocks = flattened([Block(runs=(Run("Swans"),)), table])
    assert texts(blocks) == [
        "Swans",
        "On feeding",
        LONG,
        "Bread is not given.",
        "On nests",
        LONG,
        "On visitors",
        "They ask first.",
        LONG,
    ]
    assert [block.text for block in blocks if block.heading] == ["On feeding", "On nests", "On visitors"]


def test_a_table_of_numbers_and_texts_is_a_layout() -> None:
    table = Block(
        rows=(
            (cell("1."), cell("On feeding")),
            (cell("1.1"), cell(LONG)),
            (cell("(a)"), cell("grain")),
            (cell(""), cell("And more.")),
        )
    )
    assert texts(flattened([table])) == ["1. On feeding", f"1.1 {LONG}", "(a) grain", "And more."]


def test_a_table_of_data_stays_a_table() -> None:
    head = (cell("Who"), cell("What they do"))
    roles = Block(rows=(head, (cell("Keeper"), cell(LONG)), (cell("Warden"), cell(LONG)), (cell("Vet"), cell(LONG))))
    beside = Block(rows=((cell("Feeding"), cell(LONG)), (cell("Nests"), cell(LONG)), (cell("Noise"), cell(LONG))))
    rest = [Block(runs=(Run(LONG),))] * 6
    assert flattened([roles])[0].is_table
    assert flattened([beside, *rest])[0].is_table


# --- control data ---------------------------------------------------------------------------------------


def test_a_line_among_control_data_is_control_data_though_no_field_is_for_it() -> None:
    found = control_data(
        [
            Block(runs=(Run("School Swan Policy"),)),
            *of(
                "Approved by: Governors\nPolicy number SW-14\nStatus Statutory\nNext review: May 2027\nStatus\nWritten"
            ),
            Block(runs=(Run("Crest", bold=True), Run(" two swans"))),
            *of("Swans are birds."),
        ]
    )
    assert [(pair.label, pair.value) for pair in found.pairs][1:] == [
        ("Policy number", "SW-14"),
        ("Status", "Statutory"),
        ("Next review", "May 2027"),
        ("Status", "Written"),
        ("Crest", "two swans"),
    ]
    assert texts(list(found.blocks)) == ["School Swan Policy", "Swans are birds."]


def test_labels_may_stand_above_their_values_in_a_table() -> None:
    table = Block(
        rows=(
            (cell("Last review"), cell("Next review"), cell("Author")),
            (cell("May 2025"), cell("May 2027"), cell("Head")),
        )
    )
    assert [(pair.label, pair.value) for pair in table_pairs(table)] == [
        ("Last review", "May 2025"),
        ("Next review", "May 2027"),
        ("Author", "Head"),
    ]


def test_control_data_under_a_heading_is_no_change_record() -> None:
    lines = of("Document control\nIssued01.09.2022\nApproved Governors, 12 October 2022\nTo be reviewed October 2024")
    assert not change_record(lines).rows


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("School Swan Policy", "School Swan Policy"),
        ("Home School Agreement Policy", "Home School Agreement Policy"),
        ("Before and After School Club Policy", "Before and After School Club Policy"),
        ("The Exampleton School Swan Policy", "Swan Policy"),
    ],
)
def test_a_title_about_school_keeps_the_word(text: str, title: str) -> None:
    assert clean_title(text, "") == title


# --- readers --------------------------------------------------------------------------------------------


def test_classes_tell_the_look_of_a_page_that_google_docs_wrote() -> None:
    page = (
        "<html><head><style>@import url('x');.c1{font-weight:700}.c2{display:none;font-style:italic}"
        ".lst-kix_a-1 > li:before{content:'' counter(lst-ctn-kix_a-1,lower-latin) '. '}</style></head><body>"
        "<p><span class='c1'>Feeding</span></p><p class='c2'>We feed <b style='font-weight:normal'>them</b>:</p>"
        "<ul class='lst-kix_a-0'><li>grain</li></ul><ol class='lst-kix_a-1'><li>oats</li></ol></body></html>"
    )
    head, text, outer, inner = html.read(page.encode(), "a.html").blocks
    assert (head.bold, text.italic, text.bold) == (True, True, False)
    assert (outer.depth, inner.depth, inner.label) == (0, 1, "a.")


def test_spaces_before_a_line_set_it_in() -> None:
    page = "<p>Bring:<br/>• grain, such as:<br/>&nbsp;&nbsp;&nbsp;– oats<br/>• bread</p>"
    assert [block.indent for block in html.read(page.encode(), "a.html").blocks] == [0, 0, 3, 0]
    document = docx.Document()
    paragraph = document.add_paragraph("Bring:")
    for line in ("• grain, such as:", "    – oats"):
        paragraph.add_run().add_break()
        paragraph.add_run(line)
    assert [block.indent for block in word.read(saved(document), "a.docx").blocks] == [0, 0, 4]


@pytest.mark.parametrize(
    ("lines", "count"),
    [
        (["Issue – 3", "Approved by – Governors", "Crest – two swans"], 3),
        (["Swans are fed at noon.", "Nobody feeds them alone."], 2),
        (["Swans are fed at noon by two", "adults. Nobody feeds them."], 1),
        (["Policy on", "Swans"], 1),
    ],
)
def test_a_paragraph_broken_by_hand_is_one_or_several(lines: list[str], count: int) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph(lines[0])
    for line in lines[1:]:
        paragraph.add_run().add_break()
        paragraph.add_run(line)
    assert len(word.read(saved(document), "a.docx").blocks) == count


def saved(document: Any) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def test_an_item_whose_text_is_a_paragraph_is_one_item() -> None:
    page = "<ul>\n<li>\n<p>grain</p>\n</li>\n<li><p>bread</p><p>no crusts</p></li></ul><p>a <b>b</b>\n<i>c</i></p>"
    made = [(block.label, block.text) for block in html.read(page.encode(), "a.html").blocks]
    assert made == [("•", "grain"), ("•", "bread"), ("", "no crusts"), ("", "a b c")]


def test_what_only_pandoc_reads_is_turned_into_plain_markdown() -> None:
    text = (
        "Feeding swans {#feeding .unnumbered}\n=============\n\n::: {.note}\nOn [noon]{.underline} we feed.\n:::\n\n"
        "# On bread {.x}\n\n```\n::: {#kept}\n```\n"
    )
    assert plain_markdown(text) == (
        "Feeding swans\n=============\n\nOn noon we feed.\n\n# On bread\n\n```\n::: {#kept}\n```\n"
    )


@pytest.mark.parametrize(
    "drawn",
    [
        "Who     What\n------  -----------\nKeeper  feeds | them\nVet     looks\n",
        (
            "------  -----------\nWho     What\n------  -----------\nKeeper  feeds | them\n"
            "Vet     looks\n------  -----------\n"
        ),
        (
            "-------------------\nWho     What\n------  -----------\nKeeper  feeds |\n        them\n\n"
            "Vet     looks\n-------------------\n"
        ),
        (
            "+--------+-------+\n| Who | What |\n+========+=======+\n| Keeper | feeds \u2223 |\n|  | them |\n"
            "+---+---+\n| Vet | looks |\n+---+---+\n"
        ),
    ],
)
def test_a_table_drawn_with_lines_is_a_table(drawn: str) -> None:
    blocks = markdown.read(f"Before it.\n\n{drawn}\nAfter it.\n".encode(), "a.md").blocks
    before, table, after = blocks
    assert (before.text, after.text) == ("Before it.", "After it.")
    assert table.text.replace("\u2223", "|") == "Who\tWhat\nKeeper\tfeeds | them\nVet\tlooks"


def test_a_heading_with_a_long_line_under_it_is_no_table() -> None:
    text = "Feeding\n-----------\n\nWe feed.\n\nWho   What\n----  ----\nVet   looks\n"
    heading, sentence, table = markdown.read(text.encode(), "a.md").blocks
    assert (heading.text, heading.heading, sentence.text, table.is_table) == ("Feeding", 2, "We feed.", True)


def test_a_page_in_two_columns_is_read_one_column_after_the_other() -> None:
    text = (
        "Swans are fed at noon by two adults, who carry a list of names with them. They keep dogs and children off"
        " the bank. Nobody feeds a swan alone."
    )
    source = (
        '#set page(columns: 2)\n#place(top + center, float: true, scope: "parent")'
        "[= The feeding of swans on the pond]\n" + "\n\n".join(f"*Rule of the pond*\n\n{text}" for _ in range(9))
    )
    document = pdf.read(layouts_other.compile_pdf(source), "a.pdf")
    made = texts(unwrapped(document.blocks, plain_text=False))
    assert made[0] == "The feeding of swans on the pond"
    assert made[1:] == ["Rule of the pond", text] * 9


@pytest.mark.parametrize(
    "source",
    [
        "#grid(columns: (8cm, 8cm), row-gutter: 1em, " + "[Label], [a value of some words], " * 12 + ")",
        "#lorem(300)",
        "#table(columns: (8cm, 8cm), " + "[Who does this work at noon], [two adults with a list of names], " * 12 + ")",
    ],
)
def test_labels_and_tables_are_no_columns_of_text(source: str) -> None:
    with pdfplumber.open(io.BytesIO(layouts_other.compile_pdf(source))) as document:
        words = document.pages[0].extract_words(extra_attrs=["size"])
    rows = [list(row) for _, row in groupby(words, key=lambda word: round(word["bottom"]))]
    assert columns_of(rows, 595) is None


def test_a_line_drawn_under_words_makes_them_a_heading() -> None:
    headings = "Swans\n=====\nOn feeding\n----------\n"
    text = headings + "We feed.\n--\nWho      What\n------------\nA sentence of words.\n=====\n---"
    made = [(block.text, block.heading) for block in of(text)]
    assert made[:3] == [("Swans", 1), ("On feeding", 2), ("We feed.", 0)]
    assert not any(level for _, level in made[3:])


@pytest.mark.parametrize(
    ("line", "sort", "number", "rest"),
    [
        ("IV – On feeding", Sort.ROMAN, "IV", "On feeding"),
        ("I – we feed them", Sort.NONE, "", "I – we feed them"),
        ("=> grain", Sort.BULLET, "", "grain"),
        ("-- oats", Sort.BULLET, "", "oats"),
    ],
)
def test_less_usual_marks_are_known(line: str, sort: Sort, number: str, rest: str) -> None:
    marker = marker_of(line)
    assert (marker.sort, marker.number, line[marker.length :]) == (sort, number, rest)


def test_text_without_a_size_has_the_usual_one_beside_text_that_has_one() -> None:
    page = "<div><span style='font-size:18px'>Feeding</span></div><div>We feed them at noon.</div>"
    assert [block.size for block in html.read(page.encode(), "a.html").blocks] == [13.5, 12]
    assert [block.size for block in html.read(b"<div>We feed.</div>", "a.html").blocks] == [0]


def test_a_cell_that_holds_a_whole_page_is_no_cell() -> None:
    page = Block(rows=((cell("Swans"), ()), (cell("Home", "News"), cell(*[LONG] * 9))))
    assert texts(flattened([page])) == ["Swans", "Home", "News", *[LONG] * 9]
    small = Block(rows=((cell("Who"), cell("What")), (cell("Keeper"), cell(*["grain"] * 9))))
    assert flattened([small, *[Block(runs=(Run(LONG),))] * 2])[0].is_table


def test_the_lines_of_a_large_heading_belong_together() -> None:
    text = "Swans are fed at noon by two adults, who carry a list of names with them and keep dogs off the bank." * 3
    source = "#set text(size: 10pt)\n" + "\n\n".join(
        f'#block(width: 8cm, text(size: 16pt, weight: "bold")[What happens when a swan is ill {number}])\n\n{text}'
        for number in ("today", "tomorrow", "at night")
    )
    document = pdf.read(layouts_other.compile_pdf(source), "a.pdf")
    heads = [block for block in document.blocks if block.size > 12]
    assert len(heads) == 6
    assert [block.gap for block in heads[1::2]] == [False] * 3
