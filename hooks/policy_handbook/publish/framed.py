"""Pages that came out of the last edit as they went in, with the frames that were put round them then.

While pages are served, most of an edit would be spent on frames that come out as they were. The pages of policies are
kept in any case (see ``kept_pages``); these are the others, which are few, and known to this process alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from policy_handbook.outputs import OutputFile, Page


@dataclass(frozen=True, slots=True)
class _Framed:
    """A page that was finished: with what, what it was, and its file."""

    key: bytes
    page: tuple[Any, ...]
    file: OutputFile


_newest: dict[tuple[str, str], _Framed] = {}


@dataclass
class Framed:
    """The pages of a view that need no frame.

    Attributes:
        audience: whose view it is.
        key: the digest of all that frames show and are made with; empty where nothing is held.
        files: the pages as they were finished, by address.
    """

    audience: str = ""
    key: bytes = b""
    files: dict[str, OutputFile] = field(default_factory=dict)
    _due: dict[str, tuple[Any, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, audience: str, key: bytes, pages: Iterable[Page]) -> Framed:
        """Look through what was finished last.

        Args:
            audience: whose view it is.
            key: the digest of all that frames show and are made with.
            pages: pages of which nobody else keeps what they became, and to which no page of docs/ adds anything.
        """
        framed = cls(audience, key)
        for page in pages:
            shown = _shown_of(page)
            held = _newest.get((audience, page.address))
            if held is not None and held.key == key and held.page == shown:
                framed.files[page.address] = held.file
            else:
                framed._due[page.address] = shown
        return framed

    def finished(self, page: Page, output: str) -> None:
        """Hold a page as it was finished, if it is one of those that had to be made."""
        shown = self._due.get(page.address)
        if shown is not None and page.html in output:
            file = OutputFile(page.file_name, output.encode("utf-8", "xmlcharrefreplace"))
            _newest[self.audience, page.address] = _Framed(self.key, shown, file)


def _shown_of(page: Page) -> tuple[Any, ...]:
    """All of a page but what a search finds on it, which no frame shows."""
    return page.title, page.description, page.html, page.kind, page.updated, page.crumbs
