"""What the files of a site say of links, read as browsers read them: where each leads, and what can be led to."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

_ADDRESSES = etree.XPath("//@href | //@src | //@srcset | //@action | //@data | //@poster | //@*[name()='xlink:href']")
_ANCHORS = etree.XPath("//@id | //a/@name")
_CSS_ADDRESS = re.compile(r"""url\(\s*['"]?([^'")]+)['"]?\s*\)""")
_XML_ADDRESS = re.compile(r"""<loc>([^<]+)</loc>|<link [^>]*?href="([^"]+)\"""")


@dataclass(frozen=True, slots=True)
class Link:
    """A link as it stands on a page.

    Attributes:
        page: the file that holds it, relative to the folder of all sites.
        address: what it leads to, as it was written.
        line: the line of the file that it is on.
    """

    page: str
    address: str
    line: int


@dataclass(frozen=True, slots=True)
class Document:
    """What matters of a file: where it leads, and what can be led to."""

    links: tuple[Link, ...]
    anchors: frozenset[str]


SEARCH_INDEX = "/search-index.js"
"""How the name of a search index ends."""


def reader_of(name: str) -> Callable[[str, bytes], Document] | None:
    """How to read a file; ``None`` if it has neither links nor places."""
    if name.endswith(SEARCH_INDEX):
        return _read_search_index
    return {".html": _read_page, ".css": _read_style, ".xml": _read_feed}.get(Path(name).suffix)


def _read_page(name: str, data: bytes) -> Document:
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True)
    try:
        tree = etree.fromstring(data, parser)
    except etree.ParserError:  # an empty file
        tree = None
    if tree is None:
        return Document((), frozenset())
    links: dict[str, Link] = {}
    values: Any = _ADDRESSES(tree)
    for value in values:
        if value not in links:
            element = value.getparent()
            for address in addresses_in(value, value.attrname, element.tag):
                links.setdefault(address, Link(name, address, element.sourceline or 0))
    anchors: Any = _ANCHORS(tree)
    return Document(tuple(links.values()), frozenset(map(str, anchors)))


def addresses_in(value: str, attribute: str, tag: str) -> list[str]:
    """The addresses of an attribute; in a srcset, each may have a width or a density after it."""
    if attribute == "srcset":
        return [part.split()[0] for part in value.split(",") if part.strip()]
    return [] if attribute == "data" and tag != "object" else [str(value).strip()]


def _read_search_index(name: str, data: bytes) -> Document:
    return Document(tuple(Link(name, address, 1) for address in found_by_search(data)), frozenset())


def found_by_search(data: bytes) -> list[str]:
    """Where the hits of an index lead: to a page, and to places on it. In it, addresses begin at the top of the view.

    Args:
        data: the file of the index.
    """
    text = data.decode("utf-8")
    index = json.loads(text[text.index("=") + 1 :].rstrip(";\n"))
    addresses = []
    for page, *_, clauses in index["pages"]:
        here = f"../{page}"
        addresses.append(here)
        addresses += [f"{here}#{clause[0]}" for clause in clauses]
    return addresses


def _read_style(name: str, data: bytes) -> Document:
    return Document(tuple(_matches(name, data, _CSS_ADDRESS)), frozenset())


def _read_feed(name: str, data: bytes) -> Document:
    return Document(tuple(_matches(name, data, _XML_ADDRESS)), frozenset())


def _matches(name: str, data: bytes, pattern: re.Pattern[str]) -> Iterator[Link]:
    text = data.decode("utf-8", "replace")
    for match in pattern.finditer(text):
        address = next(filter(None, match.groups())).replace("&amp;", "&")
        yield Link(name, address, text.count("\n", 0, match.start()) + 1)
