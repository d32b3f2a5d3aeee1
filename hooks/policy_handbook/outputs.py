"""What renderers hand to publishing: pages, search entries and files, as plain values."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

WORD_EXPORT = "Policy Handbook"
"""The category in the properties of a Word document that ``handbook export`` made."""

NOT_IN_WORD: tuple[str, ...] = (
    "audiences, and whatever its reader might not see",
    "ids, but for clauses and sections that the text links to",
    "the roles that are responsible for a clause",
    "category, satisfies, covers, to_be_read_by and publicised",
    "reviews but for the date of the last one",
    "short versions for others than its reader",
    "the issue that a linked policy was checked against",
    "code, quotations, breaks of lines and hard spaces within a text, whose words are there",
    "in a policy without numbers: which sections are appendices, and lists within a text, which come as items",
    "names of values such as {{ school.name }}, whose words are there",
)
"""What a Word document that ``handbook export`` made never holds."""


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """Something that a search can find.

    Attributes:
        address: where a hit leads, relative to the view: ``policies/behaviour/#clause-4-2``.
        title: the line that a hit shows, such as ``4.2 Rewards``.
        text: the words that are searched and shown in part.
        policy: the title of the policy that it belongs to; empty for other pages.
        number: the clause number, so that a search for ``9.4`` finds it.
        synonyms: other words that find it.
        weight: how much a hit counts beside others; a policy more than a clause.
    """

    address: str
    title: str
    text: str
    policy: str = ""
    number: str = ""
    synonyms: tuple[str, ...] = ()
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a view, before the site's frame is put round it.

    Attributes:
        address: relative to the view, with a slash at the end; empty for the home page; ``404.html`` alone
            is a file.
        title: what the browser and search engines show, as plain text.
        description: one or two sentences for search engines, as plain text.
        body: the content, escaped and ready, with one h1; or what reads it once somebody has to know it.
        kind: what sort of page it is, for the style sheet: home, policy, register, ...
        updated: when what it says last changed, for the site map.
        entries: what a search finds on it.
        found: the digest of that, where it is known.
        crumbs: the pages above it, as (title, address).
    """

    address: str
    title: str
    description: str
    body: str | Callable[[], str]
    kind: str
    updated: dt.date | None = None
    entries: Sequence[SearchEntry] = ()
    crumbs: tuple[tuple[str, str], ...] = field(default=())
    found: bytes = b""

    @property
    def html(self) -> str:
        """The content, escaped and ready, with one h1."""
        return self.body if isinstance(self.body, str) else self.body()

    @property
    def file_name(self) -> str:
        """The file within the view."""
        return self.address if self.address.endswith(".html") else f"{self.address}index.html"


@dataclass(frozen=True, slots=True)
class Unread:
    """The content of a file that is not read until somebody has to write it, and is known well enough until then.

    Attributes:
        size: how many bytes it has.
        sha256: its SHA-256.
        read: reads it.
    """

    size: int
    sha256: bytes
    read: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class OutputFile:
    """A file of a view that is no page: a feed, a picture, a printed policy."""

    path: str
    body: bytes | Unread

    @property
    def content(self) -> bytes:
        """What is in it."""
        return self.body if isinstance(self.body, bytes) else self.body.read()

    @property
    def sha256(self) -> bytes:
        """The SHA-256 of its content, which need not be read for it where that is known."""
        return hashlib.sha256(self.body).digest() if isinstance(self.body, bytes) else self.body.sha256


@dataclass(frozen=True, slots=True)
class Printed:
    """A document to print, as the pages that offer it see it.

    Attributes:
        address: where it is, relative to the view.
        title: what a link to it says.
        body: the file.
        pages: how many pages it has.
        language: the language that it is in, as ``en`` or ``ur``.
        language_name: that language's own name.
        entry: the entry of the cache that it is in; empty if it is in none.
    """

    address: str
    title: str
    body: bytes | Unread
    pages: int
    language: str = "en"
    language_name: str = "English"
    entry: str = ""

    @property
    def file(self) -> OutputFile:
        """The file of the view."""
        return OutputFile(self.address, self.body)

    @property
    def content(self) -> bytes:
        """What is in the file."""
        return self.file.content

    @property
    def facts(self) -> str:
        """What a reader wants to know before opening it: the kind of file, its pages and its size."""
        size = self.body.size if isinstance(self.body, Unread) else len(self.body)
        shown = f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{max(1, round(size / 1000))} kB"
        return f"PDF, {self.pages} {'page' if self.pages == 1 else 'pages'}, {shown}"


def json_lines(value: Mapping[str, object]) -> str:
    """Write a mapping as JSON, each field and each item of a list on a line of its own.

    A change shows as the lines that it is in. The library's own way to break lines takes ten times as long, which
    counts for the thousands of files of a site.
    """

    def written(part: object) -> str:
        if not isinstance(part, list) or not part:
            return json.dumps(part, ensure_ascii=False)
        return "[\n  " + ",\n  ".join(json.dumps(item, ensure_ascii=False) for item in part) + "\n ]"

    fields = (f" {json.dumps(name, ensure_ascii=False)}: {written(part)}" for name, part in value.items())
    return "{\n" + ",\n".join(fields) + "\n}\n"
