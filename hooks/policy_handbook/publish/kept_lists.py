"""The pages that list policies, taken from the last build where nothing has changed but texts, which they never see."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from policy_handbook.feeds import UNWRITTEN, Events, list_files
from policy_handbook.keeping import Shelf, Store, key_of, packed, unpacked
from policy_handbook.latest import Latest
from policy_handbook.model import Handbook
from policy_handbook.outputs import OutputFile, Page
from policy_handbook.pages import ListContext, Same, bare, list_pages
from policy_handbook.publish.held import held_shelf
from policy_handbook.publish.values import Digests

_NAME = "lists"

_newest: Latest[Mapping[str, Page]] = Latest(most=8)
_files: Latest[Sequence[OutputFile]] = Latest(most=8)


@dataclass
class KeptLists:
    """The list pages of a view.

    Attributes:
        shelf: where they are kept; ``None`` keeps nothing.
        key: the digest of all that they are made from.
    """

    shelf: Shelf | None = None
    key: bytes = field(default=b"")

    @classmethod
    def of(cls, digests: Digests, context: ListContext, shelf: Shelf, frame: bytes) -> KeptLists:
        """Know what is kept for a view.

        Args:
            digests: what its pages are made from.
            context: what its lists show beside it.
            shelf: where its lists are kept.
            frame: the digest of the program.
        """
        return cls(shelf, key_of(frame, digests.common, digests.listed, repr(context)))

    def pages(self, view: Handbook, context: ListContext) -> Mapping[str, Page]:
        """Return the list pages of a view, by address; make and keep them if they are not kept."""
        if self.shelf is None:
            return list_pages(view, context)
        found = self.shelf.get(_NAME, self.key)
        if found is not None:
            return _newest.get_or(self.shelf.kind, found, None, lambda: _pages_from(found))
        pages = list_pages(view, context)
        self.shelf.put(_NAME, self.key, _put_together(pages))
        self.shelf.save()
        return pages


def files_for(
    view: Handbook, today: dt.date, store: Store, frame: bytes, same: Same | None = None
) -> Sequence[OutputFile]:
    """Return the files of a view that say what lists show, made beside that alone.

    Args:
        view: what ``for_audience`` returned.
        today: the date of the build.
        store: what was kept of earlier builds.
        frame: the digest of the program; empty keeps nothing.
        same: tells whether what was made of it before is still the same.
    """

    def made() -> Sequence[OutputFile]:
        events = Events(held_shelf(store, f"events of {view.audience}"), frame) if frame else UNWRITTEN
        files = list_files(bare(view), today, events)
        events.shelf.save()
        return files

    return _files.get_or(view.audience, None, same.lists, made) if same else made()


def _put_together(pages: Mapping[str, Page]) -> bytes:
    rows = [[page.address, page.title, page.description, page.html, page.kind, page.crumbs] for page in pages.values()]
    return packed(rows)


def _pages_from(data: bytes) -> Mapping[str, Page]:
    return {row[0]: _page_from(*row) for row in unpacked(data)}


def _page_from(address: str, title: str, description: str, html: str, kind: str, crumbs: list[list[str]]) -> Page:
    return Page(address, title, description, html, kind, crumbs=tuple((name, way) for name, way in crumbs))
