"""Records are copied and compared as pydantic would, faster; and no character that has no place in a text is missed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from policy_handbook.findings import Place
from policy_handbook.model import Clause
from policy_handbook.read.encoding import UNPRINTABLE, decoded
from policy_handbook.read.source import parse

WRITTEN = "text: Be kind.\naudience: [staff]\nitems: [To all., {text: To each other., id: each}]\n"


def clause() -> Clause:
    return Clause.model_validate(parse(WRITTEN.encode(), "a.yaml").value)


def test_a_copy_is_what_pydantic_would_make_of_it_at_the_same_place() -> None:
    record = clause()
    changed = {"number": "4.2", "readers": ("staff",)}

    copy, slow = record.model_copy(update=changed), BaseModel.model_copy(record, update=changed)

    assert copy == slow
    assert copy.__pydantic_fields_set__ == slow.__pydantic_fields_set__
    assert copy.model_dump() == slow.model_dump()
    assert copy.place_of("items", 1) == slow.place_of("items", 1) == Place("a.yaml", 3, 18)
    assert (record.number, record.readers) == ("", ())


def test_a_deep_copy_is_another_record_of_the_same_words() -> None:
    record = clause()
    copy = record.model_copy(deep=True)
    assert copy == record
    assert copy.items[0] is not record.items[0]


def test_a_copy_cannot_be_changed_either() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        clause().model_copy(update={"number": "4.2"}).number = "4.3"  # type: ignore[misc]


def test_where_a_record_stands_is_no_part_of_what_it_says() -> None:
    made = Clause(
        text="Be kind.", audience=("staff",), items=(Clause(text="To all."), Clause(text="To each other.", id="each"))
    )
    assert made == clause()
    assert made.place == Place("")


def test_fields_taken_from_another_record_stand_where_that_one_has_them() -> None:
    other = Clause.model_validate(parse(b"\n\ntext: Be calm.\n", "b.yaml").value)
    both = clause().with_fields_of(other, {"text": other.text})
    assert (both.text, both.place_of("text"), both.place_of("items")) == (
        "Be calm.",
        Place("b.yaml", 3, 7),
        Place("a.yaml", 3, 8),
    )


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_every_character_that_has_no_place_in_a_text_is_found(text: str) -> None:
    _, found = decoded(text.encode(), "a.yaml")
    assert bool([one for one in found if "printed" in one.message]) == bool(UNPRINTABLE.search(text))


@pytest.mark.parametrize("code", [0x00, 0x08, 0x0B, 0x1F, 0x7F, 0x80, 0x84, 0x86, 0x9F, 0xFFFE, 0xFFFF])
def test_each_end_of_the_ranges_of_such_characters_is_found(code: int) -> None:
    assert decoded(f"title: a{chr(code)}b".encode(), "a.yaml")[1]


@pytest.mark.parametrize("text", ["title: a\tb\r\n", "title: café £5 – “so”", "title: \N{REPLACEMENT CHARACTER}"])
def test_a_common_text_has_none(text: str) -> None:
    assert decoded(text.encode(), "a.yaml")[1] == []
