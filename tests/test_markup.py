"""Clause text to a tree: marks, values, references, and nothing that could run."""

from hypothesis import given
from hypothesis import strategies as st

from policy_handbook import markup
from policy_handbook.markup import Node, parse, references, values, words


def kinds(text: str) -> list[str]:
    return [node.kind for block in parse(text) for node in block.walk()]


def test_plain_text_is_one_paragraph() -> None:
    assert parse("Pupils hand in phones.") == (Node("paragraph", children=(Node("text", "Pupils hand in phones."),)),)


def test_marks_lists_and_tables_are_read() -> None:
    assert "strong" in kinds("a **b** c")
    assert kinds("- a\n- b").count("item") == 2
    assert kinds("x\n\n| A | B |\n|---|---|\n| 1 | 2 |").count("cell") == 4


def test_the_head_row_of_a_table_is_told_apart() -> None:
    rows = [n for block in parse("| A |\n|---|\n| 1 |") for n in block.walk() if n.kind == "row"]

    assert [row.ordered for row in rows] == [True, False]


def test_html_stays_text() -> None:
    assert words("<script>alert(1)</script> <b>x</b>") == "<script>alert(1)</script> <b>x</b>"
    assert "link" not in kinds("[x](javascript:alert(1))")


def test_references_and_values_are_found() -> None:
    text = "See [[behaviour]], [[social-media#no-photos|the rule]] and [[#9.4]] at {{ school.name }}."

    assert references(text) == ("behaviour", "social-media#no-photos", "#9.4")
    assert values(text) == ("school.name",)


def test_code_holds_no_references() -> None:
    assert references("`[[behaviour]]`") == ()
    assert values("`{{ school.name }}`") == ()


def test_a_value_is_a_name_and_no_expression() -> None:
    assert values("{{ school.__class__ }} {{ 1 + 1 }}") == ("school.__class__", "1 + 1")


def test_a_footnote_belongs_to_its_clause() -> None:
    text = "Kept for a year.[^law]\n\n[^law]: Data Protection Act 2018."

    assert "footnote-reference" in kinds(text)
    assert words(text) == "Kept for a year. Data Protection Act 2018."


@given(st.text(max_size=200))
def test_any_text_can_be_parsed(text: str) -> None:
    assert isinstance(words(text), str)


@given(st.text(alphabet=st.characters(categories=["Lu", "Ll", "Nd"], include_characters=" .,;:’"), max_size=200))
def test_no_letter_of_plain_prose_is_lost(text: str) -> None:
    letters = [character for character in text if character.isalpha()]

    assert [character for character in words(text) if character.isalpha()] == letters


def test_text_after_a_footnote_within_a_footnote_is_not_lost() -> None:
    assert words("[^1]: > [^1]: x\n\nPupils hand in phones.") == "Pupils hand in phones."


PIECES = (
    *("[[behaviour]]", "[[#9.4]]", "[[a#b|our *rules*]]", "[[]]", "[[", "]]", "{{ school.name }}", "{{}}", "{{", "}}"),
    *(
        " ",
        "  ",
        "The",
        "é",
        "7",
        "(",
        "\u00a0",
        "\u2028",
        "|",
        "*",
        "_",
        "`",
        "[",
        "]",
        "\\",
        "<b>",
        "&amp;",
        "@",
        "-",
        ":",
    ),
    *("\n", "\n\n", "\t", "- ", "1. ", "# ", "> ", "~~", "!", "[^1]", "^"),
)


@given(st.lists(st.sampled_from(PIECES), max_size=9).map("".join))
def test_what_is_read_without_the_parser_reads_as_the_parser_has_it(text: str) -> None:
    text = f"See {text}".rstrip()

    assert parse(text) == markup._nodes(iter(markup._parser().parse(text)))
