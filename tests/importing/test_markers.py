"""Numbers, letters and bullets at the beginning of a line."""

import pytest

from policy_handbook.importing.markers import marker_of, roman_value


@pytest.mark.parametrize(
    ("line", "sort", "number", "rest"),
    [
        ("- 1.1. The body", "decimal", "1.1", "The body"),
        ("1. Introduction", "decimal", "1", "Introduction"),
        ("7 – Behaviour", "decimal", "7", "Behaviour"),
        ("4.1Reputation", "decimal", "4.1", "Reputation"),
        ("2.1.3. text", "decimal", "2.1.3", "text"),
        ("(a) text", "letter", "a", "text"),
        ("a). Direct", "letter", "a", "Direct"),
        ("(iv) text", "roman", "iv", "text"),
        ("• text", "bullet", "", "text"),
        ("\uf0b7text", "bullet", "", "text"),
        ("o text", "bullet", "", "text"),
        ("Part A : Use", "part", "Part A", "Use"),
        ("Appendix 1: Form", "part", "Appendix 1", "Form"),
    ],
)
def test_a_marker_is_told_from_the_words(line: str, sort: str, number: str, rest: str) -> None:
    marker = marker_of(line)
    assert (marker.sort, marker.number, line[marker.length :]) == (sort, number, rest)


@pytest.mark.parametrize(
    "line",
    [
        "12 months of cover",
        "24 hours after the event",
        "2023",
        "10th March",
        "Part of the policy",
        "Appendix 1 sets out the form",
        "Section 5 of the Act",
        "J. Sample",
        "I agree",
        "other",
        "3-year plan",
        "16 - 18 year olds",
    ],
)
def test_what_only_looks_like_a_marker_is_none(line: str) -> None:
    assert marker_of(line).sort == "none"


def test_roman_numbers_have_a_value() -> None:
    assert [roman_value(text) for text in ("i", "iv", "ix", "xii", "abc")] == [1, 4, 9, 12, 0]
