"""Telephone numbers and addresses in the text of a policy can be tapped; what only looks like one is left alone."""

from __future__ import annotations

import pytest
from lxml import html

from policy_handbook.pages.contacts import mail, telephone, with_contacts
from policy_handbook.pages.html import esc


def links(text: str) -> list[tuple[str | None, str]]:
    whole = html.fromstring(f"<div>{with_contacts(text, esc)}</div>")
    assert "".join(map(str, whole.itertext())) == text
    return [(link.get("href"), "".join(map(str, link.itertext()))) for link in whole.iter("a")]


@pytest.mark.parametrize(
    ("number", "rung"),
    [
        ("01632 960125", "01632960125"),
        ("020 7946 0018", "02079460018"),
        ("0808 157 0000", "08081570000"),
        ("0113 496 0999", "01134960999"),
        ("0800 1111", "08001111"),
        ("01632\u00a0960125", "01632960125"),
    ],
)
def test_a_number_in_a_sentence_can_be_rung(number: str, rung: str) -> None:
    assert links(f"Ring {number}, or come in.") == [(f"tel:{rung}", number)]


@pytest.mark.parametrize(
    "text",
    [
        "between 2026 and 2027",
        "£01 234 567",
        "clause 01.2",
        "minute 0123456",
        "0.50 100 200",
        "1990 12 0123 456 789 0123",
    ],
)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert links(text) == []


def test_an_address_can_be_written_to_and_ends_before_the_full_stop() -> None:
    address = "office@exampleton.example.org"
    assert links(f"Write to {address}. We answer.") == [(f"mailto:{address}", address)]
    assert mail(address) == f'<a href="mailto:{address}">office@<wbr>exampleton.example.org</a>'


def test_what_is_typed_cannot_leave_its_link() -> None:
    assert '"><b>' not in mail('a"><b>@example.org')
    assert "<b>" not in telephone("01632 <b>")
    assert links('<b>"a@example.org"</b>') == [("mailto:a@example.org", "a@example.org")]
