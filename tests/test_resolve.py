"""Numbers and readers are computed once, before anything is filtered."""

from typing import Any

import pytest

from policy_handbook.model import Policy, resolve
from policy_handbook.model.resolve import letter, roman

ALL = ("public", "parents", "pupils", "staff")

BASE: dict[str, Any] = {
    "title": "Trial",
    "kind": "policy",
    "status": "in-force",
    "owner": "headteacher",
    "audience": ["public", "staff"],
    "issue": 1,
    "effective_from": "2026-09-01",
    "review": {"every": "12 months", "next": "2027-07-31"},
    "summary": "A trial.",
}


def policy(*sections: dict[str, Any], **fields: Any) -> Policy:
    return resolve(Policy.model_validate(BASE | fields | {"sections": list(sections)}), "trial", ALL)


def section(name: str, *clauses: Any, **fields: Any) -> dict[str, Any]:
    return {"id": name, "title": name.title(), "clauses": list(clauses), **fields}


def numbers(made: Policy) -> list[str]:
    return [clause.number for clause in made.all_clauses()]


def test_sections_clauses_and_items_are_numbered() -> None:
    made = policy(section("a", "x", {"text": "y", "items": ["p", {"text": "q", "items": ["r"]}]}), section("b", "z"))

    assert [s.number for s in made.all_sections()] == ["1", "2"]
    assert numbers(made) == ["1.1", "1.2", "1.2(a)", "1.2(b)", "1.2(b)(i)", "2.1"]
    assert [c.label for c in made.all_clauses()] == ["1.1", "1.2", "(a)", "(b)", "(i)", "2.1"]


def test_sub_sections_go_on_counting_after_the_clauses_of_their_section() -> None:
    made = policy(section("a", "x", sections=[section("b", "y", "z"), section("c", "w")]))

    assert [s.number for s in made.all_sections()] == ["1", "1.2", "1.3"]
    assert numbers(made) == ["1.1", "1.2.1", "1.2.2", "1.3.1"]


def test_parts_are_lettered_and_their_sections_numbered_through() -> None:
    parts = [section("p", sections=[section("a", "x"), section("b", "y")]), section("q", sections=[section("c", "z")])]
    made = policy(*parts, numbering="Part A")

    assert [s.number for s in made.all_sections()] == ["Part A", "1", "2", "Part B", "3"]
    assert numbers(made) == ["1.1", "2.1", "3.1"]


def test_an_appendix_has_a_letter() -> None:
    made = policy(section("a", "x"), section("form", "y", appendix=True))

    assert [s.number for s in made.all_sections()] == ["1", "Appendix A"]
    assert numbers(made) == ["1.1", "A.1"]


def test_anchors_are_made_from_numbers() -> None:
    made = policy(section("a", {"text": "y", "items": ["p"]}))

    assert [c.anchor for c in made.all_clauses()] == ["clause-1-1", "clause-1-1-a"]


@pytest.mark.parametrize("style", ["1.1 (a) (i)", "Part A", "none"])
def test_no_two_clauses_have_the_same_number(style: str) -> None:
    made = policy(
        section("p", "x", "y", sections=[section("a", "x", "x")]),
        section("q", "x", sections=[section("b", {"text": "x", "items": ["u", "v"]})]),
        section("r", "x", "y", appendix=True, sections=[section("c", "x")]),
        numbering=style,
    )

    assert len(set(numbers(made))) == len(numbers(made))


def test_readers_are_inherited_and_only_narrowed() -> None:
    made = policy(section("a", "x", {"text": "y", "audience": ["staff", "pupils"]}, audience=["staff"]))

    assert made.readers == ("public", "staff")
    assert [c.readers for c in made.all_clauses()] == [("staff",), ("staff",)]


def test_everyone_means_all_of_the_schools_audiences() -> None:
    assert policy(section("a", "x"), audience="everyone").readers == ALL


def test_an_unknown_audience_reads_nothing() -> None:
    assert policy(section("a", "x"), audience=["partners"]).readers == ()


def test_letters_and_roman_numbers_go_on() -> None:
    assert [letter(i) for i in (0, 25, 26, 51, 52)] == ["A", "Z", "AA", "AZ", "BA"]
    assert [roman(i) for i in (1, 4, 9, 14, 40, 99)] == ["i", "iv", "ix", "xiv", "xl", "xcix"]
