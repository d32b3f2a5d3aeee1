"""Follows every link of what was built that leads to another part of it: page, picture, style sheet or anchor.

Links to other hosts are not asked for here; ``handbook links --external`` does that, and never stops a build.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from posixpath import dirname, normpath
from typing import Any
from urllib.parse import unquote, urlsplit

from lxml import etree

from policy_handbook.findings import Finding, Place, Severity
from policy_handbook.model import Handbook, View
from policy_handbook.publish.docs import DocsPage

RULE = "broken-link"

_ADDRESSES = etree.XPath("//@href | //@src | //@srcset | //@action | //@data | //@poster | //@*[name()='xlink:href']")
_ANCHORS = etree.XPath("//@id | //a/@name")
_CSS_ADDRESS = re.compile(r"""url\(\s*['"]?([^'")]+)['"]?\s*\)""")
_XML_ADDRESS = re.compile(r"""<loc>([^<]+)</loc>|<link [^>]*?href="([^"]+)\"""")
_ALWAYS_THERE = frozenset(("", "top"))
"""Anchors that mean the top of a page, whatever is on it."""


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
class Broken:
    """A link that leads nowhere, and why."""

    link: Link
    why: str


@dataclass(frozen=True, slots=True)
class _Document:
    """What matters of a file: where it leads, and what can be led to."""

    links: tuple[Link, ...]
    anchors: frozenset[str]


class BuiltSite:
    """The folder of all sites, as somebody who follows its links meets it.

    Args:
        folder: the folder that holds the sites.
        hosts: for each site folder (``website``), the address at which it will be, as school.yaml gives it.
        views: the folders of all views (``website``, ``website/parents``), those included that were not built.
    """

    def __init__(self, folder: Path, hosts: Mapping[str, str], views: Iterable[str] = ()) -> None:
        self._folder = folder
        self._hosts = {name: address.rstrip("/") for name, address in hosts.items() if address}
        self._files = frozenset(
            path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*")) if path.is_file()
        )
        sites = {name.partition("/")[0] for name in self._files if "/" in name}
        # the longest first, so that a file is the parents' before it is the website's
        self._views = sorted({*sites, *views}, key=lambda view: -len(view))
        self._built = {self._view_of(name) for name in self._files} - {""}

    @cached_property
    def _documents(self) -> Mapping[str, _Document]:
        return {
            name: reader(name, (self._folder / name).read_bytes())
            for name in sorted(self._files)
            if (reader := _reader_of(name))
        }

    def links(self) -> Iterator[Link]:
        """Yield every link, in order of page; those to the same address once for a page."""
        for document in self._documents.values():
            yield from document.links

    def broken(self) -> Iterator[Broken]:
        """Yield each link that leads nowhere."""
        for link in self.links():
            if why := self._fault(link):
                yield Broken(link, why)

    def external(self) -> dict[str, list[Link]]:
        """The addresses of other hosts, each with the links to it."""
        found: dict[str, list[Link]] = {}
        for link in self.links():
            address = link.address.partition("#")[0]
            if urlsplit(address).scheme in ("http", "https") and not self._own(address):
                found.setdefault(address, []).append(link)
        return dict(sorted(found.items()))

    def _fault(self, link: Link) -> str:
        """Say what is wrong with a link; an empty text if nothing is, or if it leads to another host."""
        path, _, anchor = link.address.partition("#")
        target = self._target(link.page, path)
        if target is None:
            return ""
        return self._missing(target) or self._no_anchor(target, unquote(anchor))

    def _missing(self, target: str) -> str:
        if target in self._files or self._view_of(target) not in self._built:
            return ""  # a view that is not there, as when one alone was built, is checked where it is built
        if f"{target}/index.html" in self._files:
            return "it is a folder, and needs a slash at the end"
        return "there is no such page or file"

    def _view_of(self, target: str) -> str:
        """The folder of the view that a file or a folder is of; empty for what is of none that is known."""
        return next((view for view in self._views if f"{target}/".startswith(f"{view}/")), "")

    def _no_anchor(self, target: str, anchor: str) -> str:
        document = self._documents.get(target)
        if not document or not target.endswith(".html") or anchor.startswith(":~:"):
            return ""
        if anchor in document.anchors or anchor in _ALWAYS_THERE:
            return ""
        return f"that page has no place called {anchor}"

    def _target(self, page: str, address: str) -> str | None:
        """The file that an address means, relative to the folder of all sites; ``None`` on another host."""
        parts = urlsplit(address)
        if parts.scheme or parts.netloc:
            own = self._own(address)
            return _file(own) if own else None
        path = parts.path
        if not path:
            return page
        if path.startswith("/"):
            return _file(self._from_root(page.partition("/")[0], path))
        return _file(f"{dirname(page)}/{unquote(path)}")

    def _own(self, address: str) -> str:
        """The path within the folder of all sites of an address at one of our hosts; empty for others."""
        for name, host in self._hosts.items():
            if address == host or address.startswith((f"{host}/", f"{host}?")):
                return f"{name}/{unquote(urlsplit(address[len(host) :]).path).lstrip('/')}"
        return ""

    def _from_root(self, site: str, path: str) -> str:
        base = urlsplit(self._hosts.get(site, "")).path.rstrip("/")
        return f"{site}/{unquote(path).removeprefix(base).lstrip('/')}"


def _file(path: str) -> str:
    """The file that a web server sends for a path."""
    plain = normpath(path)
    return f"{plain}/index.html" if path.endswith(("/", "/.", "/..")) else plain


def _reader_of(name: str) -> Callable[[str, bytes], _Document] | None:
    if name.endswith("/search-index.js"):
        return _read_search_index
    return {".html": _read_page, ".css": _read_style, ".xml": _read_feed}.get(Path(name).suffix)


def _read_page(name: str, data: bytes) -> _Document:
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True)
    try:
        tree = etree.fromstring(data, parser)
    except etree.ParserError:  # an empty file
        tree = None
    if tree is None:
        return _Document((), frozenset())
    links: dict[str, Link] = {}
    values: Any = _ADDRESSES(tree)
    for value in values:
        if value not in links:
            element = value.getparent()
            for address in _addresses_in(value, value.attrname, element.tag):
                links.setdefault(address, Link(name, address, element.sourceline or 0))
    anchors: Any = _ANCHORS(tree)
    return _Document(tuple(links.values()), frozenset(map(str, anchors)))


def _addresses_in(value: str, attribute: str, tag: str) -> list[str]:
    """The addresses of an attribute; in a srcset, each may have a width or a density after it."""
    if attribute == "srcset":
        return [part.split()[0] for part in value.split(",") if part.strip()]
    return [] if attribute == "data" and tag != "object" else [str(value).strip()]


def _read_search_index(name: str, data: bytes) -> _Document:
    """Where hits lead: to a page, and to places on it. The addresses in the file begin at the top of the view."""
    text = data.decode("utf-8")
    index = json.loads(text[text.index("=") + 1 :].rstrip(";\n"))
    addresses = [
        address
        for page, *_, clauses in index["pages"]
        for address in (page, *(f"{page}#{anchor}" for anchor, *_ in clauses))
    ]
    return _Document(tuple(Link(name, f"../{address}", 1) for address in addresses), frozenset())


def _read_style(name: str, data: bytes) -> _Document:
    return _Document(tuple(_matches(name, data, _CSS_ADDRESS)), frozenset())


def _read_feed(name: str, data: bytes) -> _Document:
    return _Document(tuple(_matches(name, data, _XML_ADDRESS)), frozenset())


def _matches(name: str, data: bytes, pattern: re.Pattern[str]) -> Iterator[Link]:
    text = data.decode("utf-8", "replace")
    for match in pattern.finditer(text):
        address = next(filter(None, match.groups())).replace("&amp;", "&")
        yield Link(name, address, text.count("\n", 0, match.start()) + 1)


# --- as findings ------------------------------------------------------------------------------------------


def hosts_of(handbook: Handbook) -> dict[str, str]:
    """The address of each site, as the school gives it."""
    return {"website": handbook.school.handbook_url, "intranet": handbook.school.intranet_url}


def broken_links(folder: Path, handbook: Handbook, docs: Iterable[DocsPage] = ()) -> list[Finding]:
    """Report every link of the built views that leads nowhere.

    Args:
        folder: the folder of all sites.
        handbook: the handbook that they were built from.
        docs: the hand-written pages.
    """
    known = frozenset(page.path for page in docs)
    found = []
    for broken in BuiltSite(folder, hosts_of(handbook), [view.folder for view in handbook.views]).broken():
        place, policy = source_of(handbook, broken.link, known)
        message = f"a link on the page {broken.link.page.removesuffix('index.html')} leads nowhere: {broken.why}"
        write = "the right address, or no link; if the other view is not up to date, build every view"
        found.append(
            Finding(RULE, Severity.ERROR, place, message, found=broken.link.address, write=write, policy=policy)
        )
    return found


def source_of(handbook: Handbook, link: Link, docs: frozenset[str]) -> tuple[Place, str]:
    """Where the text of a built page was written, as far as that can be told, and the policy that it shows."""
    view = _view_of(handbook.views, link.page)
    inside = link.page.removeprefix(f"{view.folder}/") if view else link.page
    address = inside.removesuffix("index.html")
    policy = handbook.policies.get(address.removeprefix("policies/").rstrip("/"))
    if policy and address.startswith("policies/"):
        return Place(policy.place.file), policy.id
    for page in (f"{address.rstrip('/')}.md", f"{address}index.md"):
        if page in docs:
            return Place(f"docs/{page}"), ""
    return Place(link.page, link.line, 1 if link.line else 0), ""


def _view_of(views: Sequence[View], page: str) -> View | None:
    holding = [view for view in views if page.startswith(f"{view.folder}/")]
    return max(holding, key=lambda view: len(view.folder), default=None)
