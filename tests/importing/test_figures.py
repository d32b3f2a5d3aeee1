"""What stands for a number in a document's attributes, and what does not."""

import pytest

from policy_handbook.importing.figures import decimal, whole
from policy_handbook.importing.sources.html import read


@pytest.mark.parametrize(
    ("text", "number"),
    [("3", 3), ("-2", -2), ("007", 7), ("²", -1), ("--5", -1), ("3.5", -1), ("", -1), ("٣", -1), ("9" * 5000, -1)],
)
def test_a_whole_number_or_what_it_stands_for_otherwise(text: str, number: int) -> None:
    assert whole(text, -1) == number


@pytest.mark.parametrize(
    ("text", "number"), [("720", 720), ("-3.5", -3.5), ("1.2.3", 0), (".", 0), ("1e9", 0), ("nan", 0), ("", 0)]
)
def test_a_number_with_a_point_or_what_it_stands_for_otherwise(text: str, number: float) -> None:
    assert decimal(text, 0) == number


def test_a_web_page_with_odd_numbers_is_read() -> None:
    page = '<ol start="²"><li value="--5">One</li></ol><table><tr><td colspan="³">Two</td></tr></table>'
    assert "One" in str(read(page.encode(), "page.html"))
