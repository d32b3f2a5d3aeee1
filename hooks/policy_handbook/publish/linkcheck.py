"""Follows every link of what was built that leads to another part of it: page, picture, style sheet or anchor.

Links to other hosts are not asked for here; ``handbook links --external`` does that, and never stops a build.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from posixpath import dirname, normpath
from urllib.parse import unquote, urlsplit

from policy_handbook.findings import Finding, Place, Severity
from policy_handbook.keeping import key_of, packed
from policy_handbook.model import Handbook, View
from policy_handbook.publish.docs import DocsPage
from policy_handbook.publish.documents import Link, reader_of
from policy_handbook.publish.listing import files_below
from policy_handbook.publish.pointers import Pointers, Reader

__all__ = ["RULE", "Broken", "BuiltSite", "Link", "as_findings", "broken_links", "hosts_of", "site_of", "source_of"]

RULE = "broken-link"

_ALWAYS_THERE = frozenset(("", "top"))
"""Anchors that mean the top of a page, whatever is on it."""


@dataclass(frozen=True, slots=True)
class Broken:
    """A link that leads nowhere, and why."""

    link: Link
    why: str


class BuiltSite:
    """The folder of all sites, as somebody who follows its links meets it.

    Args:
        folder: the folder that holds the sites.
        hosts: for each site folder (``website``), the address at which it will be, as school.yaml gives it.
        views: the folders of all views (``website``, ``website/parents``), those included that were not built.
        said: tells what a file says of links, and nothing of those that say nothing; left out, files are read.
        names: the names of all files below the folder; left out, they are looked for.
    """

    def __init__(
        self,
        folder: Path,
        hosts: Mapping[str, str],
        views: Iterable[str] = (),
        said: Callable[[str], Pointers | None] | None = None,
        names: Iterable[str] | None = None,
    ) -> None:
        self._folder = folder
        self._read = said or self._read_file
        self._reader = Reader()
        self._said: dict[str, Pointers | None] = {}
        self._hosts = {name: address.rstrip("/") for name, address in hosts.items() if address}
        self.files = frozenset(files_below(folder) if names is None else names)
        homes = {name.rpartition("/")[0] for name in self.files if "/" in name}
        sites = {home.partition("/")[0] for home in homes}
        # the longest first, so that a file is the parents' before it is the website's
        self._views = sorted({*sites, *views}, key=lambda view: (-len(view), view))
        self._built = set(map(self._view_of, homes)) - {""}

    @property
    def surroundings(self) -> bytes:
        """The digest of all that decides where an address leads, but for the files."""
        return key_of(packed([sorted(self._hosts.items()), self._views, sorted(self._built)]))

    def _pointers(self, name: str) -> Pointers | None:
        """What a file says of links; ``None`` if it is not there, or says nothing of any."""
        if name not in self._said:
            self._said[name] = self._read(name) if name in self.files and reader_of(name) else None
        return self._said[name]

    def _read_file(self, name: str) -> Pointers | None:
        return self._reader.pointers_of(name, (self._folder / name).read_bytes())

    def links(self) -> Iterator[Link]:
        """Yield every link, in order of page; those to the same address once for a page."""
        for name in sorted(self.files):
            yield from self._links_of(name)

    def _links_of(self, name: str) -> Iterator[Link]:
        if reader := reader_of(name):
            yield from reader(name, (self._folder / name).read_bytes()).links

    def broken(self, due: Mapping[str, Collection[str]] | None = None) -> Iterator[Broken]:
        """Yield each link that leads nowhere.

        Args:
            due: the files whose links are followed, with the addresses of each that are known to lead somewhere; left
                out, all links of all files are.
        """
        for name in sorted(self.files if due is None else due):
            pointers = self._pointers(name)
            if pointers and not self._all_lead(name, pointers.addresses.difference(due[name] if due else ())):
                for link in self._links_of(name):
                    if why := self._fault(link):
                        yield Broken(link, why)

    def _all_lead(self, page: str, addresses: Iterable[str]) -> bool:
        """Whether every address on a page leads somewhere; those that are written in the usual way are soon told."""
        above = _folders_above(page)
        for address in addresses:
            up, rest, anchor = _usual(address)
            target = page if up < 0 else f"{above[up]}{rest}" if up < len(above) else ""
            if not self._is_there(target, anchor) and self._fault(Link(page, address, 0)):
                return False
        return True

    def _is_there(self, target: str, anchor: str) -> bool:
        """Whether a file is there, and a place on it; what is not may still be no fault."""
        if not anchor:
            return target in self.files
        pointers = self._pointers(target)
        return pointers is not None and anchor in pointers.anchors

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
        if target in self.files or self._view_of(target) not in self._built:
            return ""  # a view that is not there, as when one alone was built, is checked where it is built
        if f"{target}/index.html" in self.files:
            return "it is a folder, and needs a slash at the end"
        return "there is no such page or file"

    def _view_of(self, target: str) -> str:
        """The folder of the view that a file or a folder is of; empty for what is of none that is known."""
        return next((view for view in self._views if f"{target}/".startswith(f"{view}/")), "")

    def _no_anchor(self, target: str, anchor: str) -> str:
        pointers = self._pointers(target)
        if not pointers or not target.endswith(".html") or anchor.startswith(":~:"):
            return ""
        if anchor in pointers.anchors or anchor in _ALWAYS_THERE:
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


_USUAL = re.compile(
    r"((?:\.\./)*)((?:[A-Za-z0-9_-][A-Za-z0-9_.-]*/)*(?:[A-Za-z0-9_-][A-Za-z0-9_.-]*)?)(?:#([A-Za-z0-9_-]*))?"
)


@lru_cache(maxsize=1 << 17)
def _usual(address: str) -> tuple[int, str, str]:
    """How many folders up an address leads, to which file below, and to which place on it.

    Minus one folder up is the page itself. An address that is not written in the usual way is given more folders up
    than any page has above it.
    """
    match = _USUAL.fullmatch(address)
    if match is None:
        return _TOO_MANY, "", ""
    up, rest, anchor = match[1], match[2], match[3] or ""
    if not up and not rest:
        return -1, "", anchor
    return len(up) // 3, f"{rest}index.html" if not rest or rest.endswith("/") else rest, anchor


_TOO_MANY = 1 << 30


def _folders_above(page: str) -> list[str]:
    """The folder of a page and those above it, each with a slash at its end, up to that of all sites."""
    parts = page.split("/")[:-1]
    return ["".join(f"{part}/" for part in parts[: len(parts) - up]) for up in range(len(parts) + 1)]


# --- as findings ------------------------------------------------------------------------------------------


def hosts_of(handbook: Handbook) -> dict[str, str]:
    """The address of each site, as the school gives it."""
    return {"website": handbook.school.handbook_url, "intranet": handbook.school.intranet_url}


def site_of(
    folder: Path,
    handbook: Handbook,
    said: Callable[[str], Pointers | None] | None = None,
    names: Iterable[str] | None = None,
) -> BuiltSite:
    """The folder of all sites of a handbook."""
    return BuiltSite(folder, hosts_of(handbook), [view.folder for view in handbook.views], said, names)


def broken_links(folder: Path, handbook: Handbook, docs: Iterable[DocsPage] = ()) -> list[Finding]:
    """Report every link of the built views that leads nowhere.

    Args:
        folder: the folder of all sites.
        handbook: the handbook that they were built from.
        docs: the hand-written pages.
    """
    return as_findings(site_of(folder, handbook).broken(), handbook, docs)


def as_findings(broken_ones: Iterable[Broken], handbook: Handbook, docs: Iterable[DocsPage]) -> list[Finding]:
    """Say of links that lead nowhere where they were written."""
    known = frozenset(page.path for page in docs)
    found = []
    for broken in broken_ones:
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
