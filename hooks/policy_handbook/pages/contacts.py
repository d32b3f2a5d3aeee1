"""Telephone numbers and e-mail addresses as links, so that somebody with a phone in hand need not copy them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import escape

from markupsafe import Markup

_SPACE = "[ \u00a0]"
_CONTACT = re.compile(
    r"(?P<mail>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    rf"|(?<![\d.,£-])(?<!\d{_SPACE})(?P<phone>0\d{{2,4}}{_SPACE}\d{{3,4}}(?:{_SPACE}?\d{{3,4}})?)(?!{_SPACE}?\d)"
)
_LENGTHS = (10, 11)
"""How many digits a British number has, with its leading nought."""
_SHORT = frozenset(("0800 1111",))
"""Numbers that have fewer: Childline's."""


def telephone(number: str) -> Markup:
    """A number that one can ring by tapping it."""
    return Markup(f'<a href="tel:{escape(re.sub(r"[^+0-9]", "", number))}">{escape(number)}</a>')


def mail(address: str) -> Markup:
    """An address that one can write to by tapping it, and that breaks after its @ where it has to."""
    name, _, host = escape(address).partition("@")
    return Markup(f'<a href="mailto:{escape(address)}">{name}@<wbr>{host}</a>')


def has_contacts(text: str) -> bool:
    """Whether there may be a contact in a text: every address has an @, and every number begins with a nought."""
    return ("@" in text or "0" in text) and _CONTACT.search(text) is not None


def with_contacts(text: str, rest: Callable[[str], str]) -> str:
    """Write a text with its contacts as links, and all between them as ``rest`` does."""
    if not has_contacts(text):
        return rest(text)
    return "".join(_pieces(text, rest))


def _pieces(text: str, rest: Callable[[str], str]) -> Iterator[str]:
    done = 0
    for match in _CONTACT.finditer(text):
        number = match["phone"]
        if number and number not in _SHORT and sum(sign.isdigit() for sign in number) not in _LENGTHS:
            continue
        yield rest(text[done : match.start()])
        yield telephone(number) if number else mail(match["mail"])
        done = match.end()
    yield rest(text[done:])
