"""Shelves that stay open between the builds of one process, which is what serving pages is.

The file is read again once anybody else has written it or has deleted it. That is for tidiness: a result comes back for
its own key alone, however old the shelf.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from policy_handbook.keeping import Shelf, Store

_Stamp = tuple[int, int, int] | None


class HeldShelf(Shelf):
    """A shelf for one build after another."""

    def begin(self) -> None:
        """Begin another build: what is not asked for in it is thrown away when it is saved."""
        self._asked.clear()

    def save(self) -> None:
        """Write what is new, and drop every name that was not asked for in this build."""
        gone = self._held.keys() - self._asked
        with of_our_own(self.file):
            super().save()
        for name in gone:
            del self._held[name]


@dataclass
class _Open:
    """The shelves of a file that are open, and what the file looked like then."""

    stamp: _Stamp = None
    shelves: dict[str, HeldShelf] = field(default_factory=dict)


@dataclass
class _Held:
    """The files that were used last: while pages are served, one for what is served and one for what was found."""

    files: dict[Path, _Open] = field(default_factory=dict)


_MOST = 2
"""A build of many schools uses as many files one after another, and none of them again."""

_held = _Held()


@contextmanager
def of_our_own(file: Path | None) -> Iterator[None]:
    """Write in a file with shelves that are open: they stay so, unless somebody else has written in it."""
    held = _held.files.get(file) if file else None
    known = held is not None and held.stamp == _stamp_of(file)
    yield
    if held and known:
        held.stamp = _stamp_of(file)


def held_shelf(store: Store, kind: str) -> Shelf:
    """Open what is kept of one kind, unless it is open."""
    if store.file is None:
        return store.shelf(kind)
    shelves = _shelves_of(store.file)
    if kind in shelves:
        shelves[kind].begin()
    else:
        shelves[kind] = HeldShelf(store.file, kind)
    return shelves[kind]


def _shelves_of(file: Path) -> dict[str, HeldShelf]:
    """The shelves of a file that are open, which are none where somebody else has written it."""
    stamp = _stamp_of(file)
    held = _held.files.pop(file, None)
    if held is None or held.stamp != stamp:
        held = _Open(stamp)
    _held.files[file] = held
    while len(_held.files) > _MOST:
        del _held.files[next(iter(_held.files))]
    return held.shelves


def _stamp_of(file: Path | None) -> _Stamp:
    try:
        state = file.stat() if file else None
    except OSError:
        return None
    return (state.st_ino, state.st_mtime_ns, state.st_size) if state else None
