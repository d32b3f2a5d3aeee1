"""The texts of pages that were kept: read where somebody asks for them, since most of their files stand already.

A text is kept under the digest of that very text, so that what comes back is what was kept with the page. Where it is
gone or damaged, the page is made anew, of the same values that it was made from before.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, overload

from policy_handbook.keeping import Drawer, key_of, packed, unpacked
from policy_handbook.outputs import Page, SearchEntry


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a text, as bytes: what a search finds on the page, then its file, in which its content is.

    Attributes:
        data: all of it.
        at: where the file begins, and within it the content, and where that ends.
    """

    data: bytes
    at: tuple[int, int, int]

    @classmethod
    def of(cls, page: Page, output: str) -> Parts:
        """Put the text of a page together.

        Args:
            page: the page.
            output: its file, in which its content is.
        """
        before, _, after = output.partition(page.html)
        parts = [part.encode("utf-8", "xmlcharrefreplace") for part in (before, page.html, after)]
        entries = packed([[e.address, e.title, e.text, e.policy, e.number, e.synonyms, e.weight] for e in page.entries])
        file = len(entries)
        start = file + len(parts[0])
        return cls(b"".join((entries, *parts)), (file, start, start + len(parts[1])))

    @property
    def file(self) -> bytes:
        """The file."""
        return self.data[self.at[0] :]

    @property
    def html(self) -> str:
        """The content."""
        return self.data[self.at[1] : self.at[2]].decode()

    @property
    def entries(self) -> Sequence[SearchEntry]:
        """What a search finds."""
        return [_entry(values) for values in unpacked(self.data[: self.at[0]])]

    @property
    def digest(self) -> bytes:
        """Tells it from any other."""
        return key_of(self.data, repr(self.at))


def _entry(values: list[Any]) -> SearchEntry:
    address, title, text, policy, number, synonyms, weight = values
    return SearchEntry(address, title, text, policy, number, tuple(synonyms), weight)


@dataclass
class KeptText(Sequence[SearchEntry]):
    """The text of one page; as a sequence, what a search finds on it.

    Attributes:
        name: the id of its policy.
        digest: the digest of it.
        at: where its parts are.
    """

    name: str
    digest: bytes
    at: tuple[int, int, int]
    _parts: Parts | None = None
    _entries: Sequence[SearchEntry] | None = None
    _texts: Drawer | None = None
    _make: Callable[[], Page] | None = None

    def begin(self, texts: Drawer, make: Callable[[], Page]) -> None:
        """Begin a build.

        Args:
            texts: where the text is kept.
            make: makes the page anew.
        """
        self._texts, self._make = texts, make

    def take(self, data: bytes | None) -> bool:
        """Take what was read of it, if anything was; returns whether the text is here now."""
        if data is not None:
            parts = Parts(data, self.at)
            self._parts = parts if parts.digest == self.digest else None
        return self._parts is not None

    @property
    def is_here(self) -> bool:
        """Whether it was read."""
        return self._parts is not None

    def _read(self) -> Parts | None:
        if self._parts is None and self._texts is not None:
            self.take(self._texts.take({self.name: self.digest}).get(self.name))
        return self._parts

    def _anew(self) -> Page:
        if self._make is None:
            raise LookupError(f"nothing makes the page of {self.name}")
        return self._make()

    def file(self) -> bytes:
        """Return the file.

        Raises:
            OSError: it is gone.
        """
        parts = self._read()
        if parts is None:
            raise OSError("what was kept of an earlier build was deleted while this one was under way: build once more")
        return parts.file

    def html(self) -> str:
        """Return the content of the page."""
        parts = self._read()
        return parts.html if parts else self._anew().html

    def _all(self) -> Sequence[SearchEntry]:
        if self._entries is None:
            parts = self._read()
            self._entries = parts.entries if parts else self._anew().entries
        return self._entries

    @overload
    def __getitem__(self, index: int) -> SearchEntry: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[SearchEntry]: ...
    def __getitem__(self, index: int | slice) -> SearchEntry | Sequence[SearchEntry]:
        """Return something that a search finds, or some of it."""
        return self._all()[index]

    def __len__(self) -> int:
        """How much a search finds."""
        return len(self._all())


def read_all(texts: Drawer, wanted: Mapping[str, KeptText]) -> set[str]:
    """Read texts, all at once; returns the names of those that cannot be had."""
    left = {name: text for name, text in wanted.items() if not text.is_here}
    found = texts.take({name: text.digest for name, text in left.items()}) if left else {}
    return {name for name, text in left.items() if not text.take(found.get(name))}
