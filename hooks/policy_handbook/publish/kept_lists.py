"""What lists policies, pages and files, taken from the last build where nothing has changed but texts.

Texts it never sees. The slip, on which staff sign that they have read what has changed, sees those of policies with
earlier issues, which are compared with these, and no others.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from policy_handbook.feeds import UNWRITTEN, Events, list_files
from policy_handbook.keeping import Shelf, Store, key_of, packed, unpacked
from policy_handbook.latest import Latest
from policy_handbook.model import Handbook, SiteName
from policy_handbook.outputs import OutputFile, Page
from policy_handbook.pages import SLIP, ListContext, bare, list_pages
from policy_handbook.pages.outline import ALL
from policy_handbook.publish.held import held_shelf
from policy_handbook.publish.values import Digests, values_of

_NAME = "lists"
_FILES = "files"

_newest: Latest[Mapping[str, Page]] = Latest(most=8)


@dataclass
class KeptLists:
    """The list pages of a view.

    Attributes:
        shelf: where they are kept; ``None`` keeps nothing.
        key: the digest of all that they are made from.
        slip: the digest of all that the slip is made from, which an intranet alone has.
    """

    shelf: Shelf | None = None
    key: bytes = field(default=b"")
    slip: bytes = field(default=b"")

    @classmethod
    def of(cls, view: Handbook, digests: Digests, context: ListContext, shelf: Shelf, frame: bytes) -> KeptLists:
        """Know what is kept for a view.

        Args:
            view: what ``for_audience`` returned.
            digests: what its pages are made from.
            context: what its lists show beside it.
            shelf: where its lists are kept.
            frame: the digest of the program.
        """
        key = key_of(frame, digests.common, digests.listed, repr(context))
        if view.view.site is not SiteName.INTRANET:
            return cls(shelf, key)
        compared = [digests.own[name] for name, issues in view.issues.items() if issues]
        earlier = [values_of(issue) for issues in view.issues.values() for issue in issues.values()]
        return cls(shelf, key, key_of(key, digests.outlines[ALL], *compared, *earlier))

    def pages(self, view: Handbook, context: ListContext) -> Mapping[str, Page]:
        """Return the list pages of a view, by address; make them if they are not kept. The slip is there if it is."""
        if self.shelf is None:
            return list_pages(view, context)
        pages = self._kept(_NAME, self.key)
        if pages is None:
            pages = list_pages(view, context)
            self.shelf.put(_NAME, self.key, _put_together(pages.values()))
        return {**pages, **(self._kept(SLIP, self.slip) or {})} if self.slip else pages

    def _kept(self, name: str, key: bytes) -> Mapping[str, Page] | None:
        found = self.shelf.get(name, key) if self.shelf else None
        if found is None or self.shelf is None:
            return None
        return _newest.get_or((self.shelf.kind, name), found, None, lambda: _pages_from(found))

    def files(self, make: Callable[[], Sequence[OutputFile]]) -> Sequence[OutputFile]:
        """Return the files of a view that say what lists show; make them if they are not kept."""
        if self.shelf is None:
            return make()
        named = self.shelf.get(_FILES, self.key)
        found = [(path, self.shelf.get(path, self.key)) for path in (unpacked(named) if named else ())]
        files = [OutputFile(path, content) for path, content in found if content is not None]
        if named and len(files) == len(found):
            return files
        made = make()
        for file in made:
            self.shelf.put(file.path, self.key, file.content)
        self.shelf.put(_FILES, self.key, packed([file.path for file in made]))
        return made

    def save(self, pages: Iterable[Page]) -> None:
        """Write what is new, the slip among the pages of the view too."""
        if self.shelf is None:
            return
        for page in pages:
            if page.address == SLIP and self.shelf.get(SLIP, self.slip) is None:
                self.shelf.put(SLIP, self.slip, _put_together([page]))
        self.shelf.save()


def files_for(view: Handbook, today: dt.date, store: Store, frame: bytes, lists: KeptLists) -> Sequence[OutputFile]:
    """Return the files of a view that say what lists show, made beside that alone.

    Args:
        view: what ``for_audience`` returned.
        today: the date of the build.
        store: what was kept of earlier builds.
        frame: the digest of the program; empty keeps nothing.
        lists: what is kept of lists.
    """

    def made() -> Sequence[OutputFile]:
        events = Events(held_shelf(store, f"events of {view.audience}"), frame) if frame else UNWRITTEN
        files = list_files(bare(view), today, events)
        events.shelf.save()
        return files

    return lists.files(made)


def _put_together(pages: Iterable[Page]) -> bytes:
    return packed([[page.address, page.title, page.description, page.html, page.kind, page.crumbs] for page in pages])


def _pages_from(data: bytes) -> Mapping[str, Page]:
    return {row[0]: _page_from(*row) for row in unpacked(data)}


def _page_from(address: str, title: str, description: str, html: str, kind: str, crumbs: list[list[str]]) -> Page:
    return Page(address, title, description, html, kind, crumbs=tuple((name, way) for name, way in crumbs))
