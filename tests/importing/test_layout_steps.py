"""Steps that undo what a layout or a conversion did to a text."""

from __future__ import annotations

import io
from typing import Any

import docx
import pytest

from policy_handbook.importing.blocks import Block, Run
from policy_handbook.importing.markers import Sort, marker_of
from policy_handbook.importing.sources import html, plain, word
from policy_handbook.importing.steps.bullets import with_bullets
from policy_handbook.importing.steps.changes import change_record
from policy_handbook.importing.steps.control import control_data, table_pairs
from policy_handbook.importing.steps.cover import clean_title
from policy_handbook.importing.steps.tables import flattened


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
