"""The pages of policies that would come out as they did at the last build, taken from there, frame and all.

The key of a page holds the very values that it is made from: the policy as its readers see it, whatever the view holds
beside policies, and what the frame shows. The day alone is no part of it: the frame names it, and no page of a policy
does. So on another day the page is still taken from there, and its frame is made anew. Of the other policies, a page is
made beside outlines, never beside their texts (see ``pages.outline``), and those that it asked for are kept with it. So
there is nothing else that could have changed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any, overload

from policy_handbook.addresses import policy_address
from policy_handbook.feeds import digest_of
from policy_handbook.keeping import Shelf, key_of, packed, unpacked
from policy_handbook.latest import Latest
from policy_handbook.model import Handbook, Policy
from policy_handbook.outputs import Page, Printed, SearchEntry
from policy_handbook.pages import Beside, PageContext
from policy_handbook.publish.values import Digests, values_of


@dataclass(frozen=True, slots=True)
class _Due:
    """A page that has to be finished.

    Attributes:
        name: the id of its policy.
        key: the key under which it is to be kept.
        seen: says which outlines it asked for.
    """

    name: str
    key: bytes
    seen: Callable[[], Mapping[str, str]]


@dataclass
class KeptPages:
    """The pages of a view's policies that need not be made, and the keys of those that have to be.

    Attributes:
        shelf: where pages are kept; ``None`` keeps nothing.
        today: the date of the build.
        pages: those that need not be made, by id of the policy.
        files: those of them whose frame, which names the day, need not be made either, as they were finished; by
            address.
    """

    shelf: Shelf | None = None
    today: dt.date = dt.date.min
    pages: dict[str, Page] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    _due: dict[str, _Due] = field(default_factory=dict)

    @classmethod
    def of(
        cls, view: Handbook, beside: Beside, digests: Digests, context: PageContext, shelf: Shelf, frame: bytes
    ) -> KeptPages:
        """Look through what is kept for a view.

        Args:
            view: what ``for_audience`` returned.
            beside: its outlines.
            digests: what its pages are made from.
            context: what its pages show beside it.
            shelf: where its pages are kept.
            frame: the digest of what every page is made with: the program and its configuration.
        """
        kept = cls(shelf, context.today)
        common = key_of(frame, digests.common, values_of(context.help_pages))
        for policy in view.policies.values():
            key = key_of(common, digests.own[policy.id], values_of(_on_paper(policy, view, context)))
            address = policy_address(policy.id)
            found = shelf.get(policy.id, key)
            taken = _taken(policy.id, found) if found else None
            if taken and not digests.still(taken.seen):
                taken = None
            if taken:
                kept.pages[policy.id] = taken.page
            if taken and taken.day == context.today:
                kept.files[address] = taken.file
            else:
                asked = beside.asked.setdefault(policy.id, set())  # more may be added until the page is finished
                asked.update(taken.seen if taken else ())
                kept._due[address] = _Due(policy.id, key, partial(digests.seen, asked))
        return kept

    def finished(self, page: Page, output: str) -> None:
        """Keep a page as it was finished, if it is one of those that had to be made."""
        if self.shelf is not None and page.address in self._due and page.html in output:
            due = self._due[page.address]
            self.shelf.put(due.name, due.key, _put_together(page, output, due.seen(), self.today))

    def save(self) -> None:
        """Write what is new."""
        if self.shelf is not None:
            self.shelf.save()


def _on_paper(policy: Policy, view: Handbook, context: PageContext) -> list[Any]:
    """What one page says of what can be printed: of its policy, and of the fliers that are made from it."""
    fliers = [name for name, flier in view.fliers.items() if any(part.policy == policy.id for part in flier.sources)]
    printed = context.printed.get(policy.id)
    sheets = [[_facts(sheet) for sheet in context.fliers.get(name, ())] for name in fliers]
    return [printed and _facts(printed), sheets]


def _facts(sheet: Printed) -> list[Any]:
    """What a page shows of a printed sheet: all but its content, of which the size."""
    return [sheet.address, sheet.title, sheet.pages, sheet.facts, sheet.language, sheet.language_name]


def _put_together(page: Page, output: str, seen: Mapping[str, str], today: dt.date) -> bytes:
    """A page and its file in one: what is known of the page, its entries, then the file, in which its content is."""
    before, _, after = output.partition(page.html)
    parts = [part.encode("utf-8", "xmlcharrefreplace") for part in (before, page.html, after)]
    entries = packed([[e.address, e.title, e.text, e.policy, e.number, e.synonyms, e.weight] for e in page.entries])
    start = len(entries)
    known = {
        "address": page.address,
        "title": page.title,
        "description": page.description,
        "kind": page.kind,
        "updated": page.updated.isoformat() if page.updated else None,
        "found": digest_of(page.address, page.entries).hex() if page.entries else "",
        "crumbs": page.crumbs,
        "seen": seen,
        "day": today.isoformat(),
        "at": [start, start + len(parts[0]), start + len(parts[0]) + len(parts[1])],
    }
    return b"".join((packed(known), b"\n", entries, *parts))


@dataclass(frozen=True, slots=True)
class _Taken:
    """A page as it was taken from what is kept: what it asked for, the page, the day of its file, and that."""

    seen: Mapping[str, str]
    page: Page
    day: dt.date
    file: bytes


_newest: Latest[_Taken] = Latest()


def _taken(name: str, found: bytes) -> _Taken:
    return _newest.get_or(name, found, None, lambda: _page_from(found))


def _page_from(found: bytes) -> _Taken:
    """A page and its file, as they were put together."""
    head, _, rest = found.partition(b"\n")
    known = unpacked(head)
    entries, start, end = known["at"]
    page = Page(
        known["address"],
        known["title"],
        known["description"],
        rest[start:end].decode(),
        known["kind"],
        dt.date.fromisoformat(known["updated"]) if known["updated"] else None,
        KeptEntries(rest[:entries]),
        tuple((name, address) for name, address in known["crumbs"]),
        bytes.fromhex(known["found"]),
    )
    return _Taken(known["seen"], page, dt.date.fromisoformat(known["day"]), rest[entries:])


class KeptEntries(Sequence[SearchEntry]):
    """What a search finds on a page that was kept: read when it is asked for, which after most edits nobody does."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    @cached_property
    def _entries(self) -> tuple[SearchEntry, ...]:
        return tuple(map(_entry, unpacked(self._data)))

    @overload
    def __getitem__(self, index: int) -> SearchEntry: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[SearchEntry]: ...
    def __getitem__(self, index: int | slice) -> SearchEntry | Sequence[SearchEntry]:
        """Return one of the entries, or some."""
        return self._entries[index]

    def __len__(self) -> int:
        """How many there are."""
        return len(self._entries)


def _entry(values: list[Any]) -> SearchEntry:
    address, title, text, policy, number, synonyms, weight = values
    return SearchEntry(address, title, text, policy, number, tuple(synonyms), weight)
