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
class _Held:
    """The shelves of the file that was used last, and what it looked like then."""

    file: Path | None = None
    stamp: _Stamp = None
    shelves: dict[str, HeldShelf] = field(default_factory=dict)


_held = _Held()


@contextmanager
def of_our_own(file: Path | None) -> Iterator[None]:
    """Write in the file of the shelves that are open: they stay so, unless somebody else has written in it."""
    known = _held.file == file and _held.stamp == _stamp_of(file)
    yield
    if known:
        _held.stamp = _stamp_of(file)


def held_shelf(store: Store, kind: str) -> Shelf:
    """Open what is kept of one kind, unless it is open."""
    if store.file is None:
        return store.shelf(kind)
    stamp = _stamp_of(store.file)
    if _held.file != store.file or _held.stamp != stamp:
        _held.file, _held.stamp = store.file, stamp
        _held.shelves.clear()
    if kind in _held.shelves:
        _held.shelves[kind].begin()
    else:
        _held.shelves[kind] = HeldShelf(store.file, kind)
    return _held.shelves[kind]


def _stamp_of(file: Path | None) -> _Stamp:
    try:
        state = file.stat() if file else None
    except OSError:
        return None
    return (state.st_ino, state.st_mtime_ns, state.st_size) if state else None
