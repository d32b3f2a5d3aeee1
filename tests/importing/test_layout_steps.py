"""Steps that undo what a layout or a conversion did to a text."""

from __future__ import annotations

from policy_handbook.importing.blocks import Block, Run
from policy_handbook.importing.markers import Sort, marker_of
from policy_handbook.importing.sources import plain
from policy_handbook.importing.steps.bullets import with_bullets
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
