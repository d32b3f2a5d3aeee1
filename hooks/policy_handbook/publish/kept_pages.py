"""The pages of policies that would come out as they did at the last build, taken from there, frame and all.

The key of a page holds the very values that it is made from: the policy as its readers see it, whatever the view holds
beside policies, and what the frame shows. The day alone is no part of it: the frame names it, and no page of a policy
does. So on another day the page is still taken from there, and its frame is made anew. Of the other policies, a page is
made beside outlines, never beside their texts (see ``pages.outline``), and those that it asked for are kept with it. So
there is nothing else that could have changed.

Of every page it is read how it is called and which file it became; its text only where that file does not stand yet, or
somebody asks for it (see ``kept_texts``).
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from policy_handbook.addresses import policy_address
from policy_handbook.feeds import digest_of
from policy_handbook.keeping import NOTHING_KEPT, Drawer, Shelf, Store, key_of, packed, unpacked
from policy_handbook.latest import Latest
from policy_handbook.model import Handbook, Policy
from policy_handbook.outputs import OutputFile, Page, Printed, Unread
from policy_handbook.pages import Beside, PageContext, Terms, policy_page
from policy_handbook.publish.held import held_shelf, of_our_own
from policy_handbook.publish.kept_texts import KeptText, Parts, read_all
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
        shelf: where it is kept what pages are called; ``None`` keeps nothing.
        texts: where their texts are.
        today: the date of the build.
        pages: those that need not be made, by id of the policy.
        files: those of them whose frame, which names the day, need not be made either, as they were finished; by
            address.
    """

    shelf: Shelf | None = None
    texts: Drawer = field(default_factory=lambda: NOTHING_KEPT.drawer("texts"))
    today: dt.date = dt.date.min
    pages: dict[str, Page] = field(default_factory=dict)
    files: dict[str, OutputFile] = field(default_factory=dict)
    _due: dict[str, _Due] = field(default_factory=dict)
    _new: dict[str, tuple[bytes, bytes]] = field(default_factory=dict)
    _gone: frozenset[str] = frozenset()

    @classmethod
    def of(
        cls,
        view: Handbook,
        beside: Beside,
        digests: Digests,
        context: PageContext,
        store: Store,
        frame: bytes,
        there: Mapping[str, bytes],
    ) -> KeptPages:
        """Look through what is kept for a view.

        Args:
            view: what ``for_audience`` returned.
            beside: its outlines.
            digests: what its pages are made from.
            context: what its pages show beside it.
            store: where its pages are kept.
            frame: the digest of what every page is made with: the program and its configuration.
            there: the SHA-256 of the files that stand already, by name within the view.
        """
        shelf = held_shelf(store, f"pages of {view.audience}")
        gone = frozenset(shelf.entries().keys() - view.policies.keys())
        kept = cls(shelf, store.drawer(f"texts of pages of {view.audience}"), context.today, _gone=gone)
        keys = _keys_of(view, digests, context, frame)
        taken = {name: found for name, key in keys.items() if (found := _taken(name, shelf.get(name, key), digests))}
        terms = Terms(view.glossary.terms)
        for name, found in taken.items():
            found.text.begin(kept.texts, partial(_made, view.policies[name], beside, context, terms))
        written = {name: found.text for name, found in taken.items() if not found.stands(there, context.today)}
        for name in read_all(kept.texts, written):
            del taken[name]
        for name, key in keys.items():
            kept._note(name, key, taken.get(name), beside, digests)
        return kept

    def _note(self, name: str, key: bytes, found: _Taken | None, beside: Beside, digests: Digests) -> None:
        """Note what there is of a page, and whether it has to be finished."""
        if found:
            self.pages[name] = found.page
        if found and found.day == self.today:
            self.files[found.page.address] = found.file
        else:
            asked = beside.asked.setdefault(name, set())  # more may be added until the page is finished
            asked.update(found.seen if found else ())
            self._due[policy_address(name)] = _Due(name, key, partial(digests.seen, asked))

    def finished(self, page: Page, output: str) -> None:
        """Keep a page as it was finished, if it is one of those that had to be made."""
        if self.shelf is not None and page.address in self._due and page.html in output:
            due, text = self._due[page.address], Parts.of(page, output)
            self._new[due.name] = text.digest, text.data
            self.shelf.put(due.name, due.key, _put_together(page, text, due.seen(), self.today))

    def save(self) -> None:
        """Write what is new: texts first, so that none is missing of what is known."""
        if self.shelf is not None and (self._new or self._gone):
            with of_our_own(self.texts.file):
                self.texts.put(self._new, self._gone)
            self._new.clear()
        if self.shelf is not None:
            self.shelf.save()


def _made(policy: Policy, beside: Beside, context: PageContext, terms: Terms) -> Page:
    return policy_page(beside.view_for(policy), policy, context, terms)


def _keys_of(view: Handbook, digests: Digests, context: PageContext, frame: bytes) -> Mapping[str, bytes]:
    """The keys of the pages of all policies: what each is made from."""
    common = key_of(frame, digests.common, values_of(context.help_pages))
    return {
        policy.id: key_of(common, digests.own[policy.id], values_of(_on_paper(policy, view, context)))
        for policy in view.policies.values()
    }


def _on_paper(policy: Policy, view: Handbook, context: PageContext) -> list[Any]:
    """What one page says of what can be printed: of its policy, and of the fliers that are made from it."""
    fliers = [name for name, flier in view.fliers.items() if any(part.policy == policy.id for part in flier.sources)]
    printed = context.printed.get(policy.id)
    sheets = [[_facts(sheet) for sheet in context.fliers.get(name, ())] for name in fliers]
    return [printed and _facts(printed), sheets]


def _facts(sheet: Printed) -> list[Any]:
    """What a page shows of a printed sheet: all but its content, of which the size."""
    return [sheet.address, sheet.title, sheet.pages, sheet.facts, sheet.language, sheet.language_name]


def _put_together(page: Page, text: Parts, seen: Mapping[str, str], today: dt.date) -> bytes:
    """What is known of a page without its text."""
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
        "text": text.digest.hex(),
        "at": text.at,
        "size": len(text.file),
        "sha256": hashlib.sha256(text.file).hexdigest(),
    }
    return packed(known)


@dataclass(frozen=True, slots=True)
class _Taken:
    """A page as it was taken from what is kept.

    Attributes:
        seen: the digests of the outlines that it asked for.
        page: the page.
        day: the day of its file.
        file: its file.
        text: its text.
    """

    seen: Mapping[str, str]
    page: Page
    day: dt.date
    file: OutputFile
    text: KeptText

    def stands(self, there: Mapping[str, bytes], today: dt.date) -> bool:
        """Whether its file stands there as it would be written."""
        return self.day == today and there.get(self.file.path) == self.file.sha256


_newest: Latest[_Taken] = Latest()


def _taken(name: str, found: bytes | None, digests: Digests) -> _Taken | None:
    """The page that was kept, if the outlines that it asked for are as they were."""
    if found is None:
        return None
    taken = _newest.get_or(name, found, None, lambda: _page_from(name, found))
    return taken if digests.still(taken.seen) else None


def _page_from(name: str, found: bytes) -> _Taken:
    """A page, of which the text is not read yet."""
    known = unpacked(found)
    start, content, end = known["at"]
    text = KeptText(name, bytes.fromhex(known["text"]), (start, content, end))
    page = Page(
        known["address"],
        known["title"],
        known["description"],
        text.html,
        known["kind"],
        dt.date.fromisoformat(known["updated"]) if known["updated"] else None,
        text,
        tuple((name, address) for name, address in known["crumbs"]),
        bytes.fromhex(known["found"]),
    )
    file = OutputFile(page.file_name, Unread(known["size"], bytes.fromhex(known["sha256"]), text.file))
    return _Taken(known["seen"], page, dt.date.fromisoformat(known["day"]), file, text)
