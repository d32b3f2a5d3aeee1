"""What a file points to, and what can be pointed to in it.

A page whose every tag is written in the plain way, as templates write them, is taken apart tag by tag, and the same tag
is read once for all pages. Every other page is read as a browser reads it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from typing import NamedTuple

from policy_handbook.publish.documents import SEARCH_INDEX, addresses_in, found_by_search, reader_of
from policy_handbook.publish.legible import pieces_of

_SPACE = r"[ \t\n\r\f]"
_NAME = r"[A-Za-z_:][A-Za-z0-9_.:-]*"
_PLAIN_TAG = re.compile(rf'</?([a-z][a-z0-9]*)((?:{_SPACE}+{_NAME}(?:="[^"<>]*")?)*){_SPACE}*/?>')
_ATTRIBUTE = re.compile(rf'{_SPACE}({_NAME})(?:="([^"]*)")?')
_ODD_VALUE = re.compile(r"&(?!(?:amp|lt|gt|quot|#39|#34);)|[\x00-\x1f]")
_LEADING = frozenset(("href", "src", "srcset", "action", "data", "poster", "xlink:href"))
_TELLING = frozenset((*_LEADING, "id", "name"))

_HOLD_TEXT = frozenset(("script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes", "plaintext"))
"""Elements in which what looks like a tag may be none."""

_ONCE = frozenset(("html", "head", "body"))
"""Elements that are there once, so that a browser may leave one out."""

_KNOWN = 1 << 18


class Pointers(NamedTuple):
    """What a file says of links: the addresses that it leads to, and the places on it that can be led to."""

    addresses: frozenset[str] = frozenset()
    anchors: frozenset[str] = frozenset()


class _Tag(NamedTuple):
    """What matters of a tag.

    Attributes:
        addresses: where it leads.
        anchors: what can be led to.
        holds_text: the name of its element, if that holds text alone.
    """

    addresses: tuple[str, ...]
    anchors: tuple[str, ...]
    holds_text: str


_ODD = _Tag((), (), "odd")
"""A tag that is not written in the plain way: nothing ends it."""


class _Tags(dict[str, _Tag | None]):
    """What matters of tags that were read before; ``None`` if nothing does."""

    def __missing__(self, tag: str) -> _Tag | None:
        if len(self) > _KNOWN:
            self.clear()  # a handbook of any size is looked through in the same memory
        self[tag] = found = _tag_of(tag)
        return found


class Reader:
    """Reads files, and remembers the tags that they have in common."""

    def __init__(self) -> None:
        self._tags = _Tags()

    def pointers_of(self, name: str, data: bytes) -> Pointers | None:
        """What a file says of links; ``None`` if it is of a kind that says nothing of any."""
        reader = reader_of(name)
        if reader is None:
            return None
        if name.endswith(SEARCH_INDEX):  # ten thousands of links in one line, of which nobody asks where they stand
            return Pointers(frozenset(found_by_search(data)), frozenset())
        found = self._plainly(data) if name.endswith(".html") else None
        if found is None:
            document = reader(name, data)
            found = Pointers(frozenset(link.address for link in document.links), document.anchors)
        return found

    def _plainly(self, data: bytes) -> Pointers | None:
        """Take a page apart tag by tag; ``None`` if a browser might take it apart in another way."""
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            return None
        tags = pieces_of(text)[1::2]
        if text.count("<") != len(tags) or "\0" in text or text.startswith("\ufeff"):
            return None
        if tags and tags[0].lower() == "<!doctype html>":
            tags = tags[1:]
        different = [*set(tags)]
        found = [*map(self._tags.__getitem__, different)]
        for tag, says in zip(different, found, strict=True):
            if says and says.holds_text and not _ends_next(tag, says.holds_text, tags):
                return None
        return Pointers(
            frozenset(address for says in found if says for address in says.addresses),
            frozenset(anchor for says in found if says for anchor in says.anchors),
        )


def _ends_next(tag: str, name: str, tags: Sequence[str]) -> bool:
    """Whether an element of text ends with the next tag, each time that it begins."""
    at = -1
    for _ in range(tags.count(tag)):
        at = tags.index(tag, at + 1)
        if tags[at + 1 : at + 2] != (f"</{name}>",):
            return False
    return True


def _tag_of(text: str) -> _Tag | None:
    """Read a tag."""
    match = _PLAIN_TAG.fullmatch(text)
    if match is None:
        return _ODD
    name, attributes = match[1], _ATTRIBUTE.findall(match[2])
    names = [attribute.lower() for attribute, _ in attributes]
    telling = [(attribute, value) for attribute, value in attributes if attribute.lower() in _TELLING]
    if len(set(names)) < len(names) or not all(_is_plain(match[2], *each) for each in telling):
        return _ODD
    if text.startswith("</"):
        return None
    values = {attribute: html.unescape(value) for attribute, value in telling}
    led_to = [addresses_in(value, attribute, name) for attribute, value in values.items() if attribute in _LEADING]
    anchors = [value for attribute, value in values.items() if attribute == "id" or (attribute, name) == ("name", "a")]
    holds_text = name if name in _HOLD_TEXT else ""
    found = _Tag(tuple(address for each in led_to for address in each), tuple(anchors), holds_text)
    if not any(found):
        return None
    return _ODD if name in _ONCE else found


def _is_plain(attributes: str, name: str, value: str) -> bool:
    """Whether an attribute has a value that means the same to everybody."""
    return f'{name}="' in attributes and name.islower() and not _ODD_VALUE.search(value)
