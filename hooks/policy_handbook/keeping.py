"""Results kept between builds, each with the key of all that it was made from, in one SQLite file.

The file may be deleted at any time. A result is returned for the very key under which it was put and no other, so that
nothing out of date comes back. Whatever is wrong with the file only costs time: what cannot be read is made again.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

_TABLE = (
    "CREATE TABLE IF NOT EXISTS kept (shelf TEXT, name TEXT, key BLOB, value BLOB, seal BLOB, "
    "PRIMARY KEY (shelf, name))"  # with an index of its own: a search among whole rows reads each on its way, whole
)
_PATIENCE = 60.0
"""Seconds to wait for another process that is writing: the views are built side by side."""

_SEAL = 16


@dataclass
class Shelf:
    """What was kept of one kind, by name: of each name the newest alone.

    Attributes:
        file: the SQLite file; ``None`` keeps nothing.
        kind: what is kept here, such as ``page of staff``.
    """

    file: Path | None
    kind: str
    _held: dict[str, tuple[bytes, bytes]] = field(default_factory=dict)
    _asked: set[str] = field(default_factory=set)
    _new: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Read what is there, whole, so that no connection is open while processes are copied."""
        if self.file is None or not self.file.is_file():
            return
        with suppress(sqlite3.Error, OSError), _opened(self.file) as connection:
            rows = connection.execute("SELECT name, key, value, seal FROM kept WHERE shelf = ?", (self.kind,))
            self._held = {
                name: (key, value) for name, key, value, seal in rows if seal == _sealed(self.kind, name, key, value)
            }

    def get(self, name: str, key: bytes) -> bytes | None:
        """Return what was put under a name with this very key; ``None`` if nothing was."""
        self._asked.add(name)
        held = self._held.get(name)
        return held[1] if held and held[0] == key else None

    def put(self, name: str, key: bytes, value: bytes) -> None:
        """Keep a result from the next ``save`` on."""
        self._held[name] = key, value
        self._asked.add(name)
        self._new.add(name)

    def entries(self) -> Mapping[str, tuple[bytes, bytes]]:
        """Return all that is here: for each name the key and the result."""
        return dict(self._held)

    def save(self) -> None:
        """Write what is new, and drop every name that was not asked for since this shelf was opened."""
        gone = self._held.keys() - self._asked
        if self.file is None or not (gone or self._new):
            return
        _write(self.file, self.kind, {name: self._held[name] for name in sorted(self._new)}, gone)
        self._new.clear()


@dataclass(frozen=True, slots=True)
class Drawer:
    """What was kept of one kind where most of it is seldom asked for: nothing is read but what is.

    Attributes:
        file: the SQLite file; ``None`` keeps nothing.
        kind: what is kept here.
    """

    file: Path | None
    kind: str

    def take(self, keys: Mapping[str, bytes]) -> dict[str, bytes]:
        """Return what was put under some names, each with this very key."""
        if self.file is None or not self.file.is_file() or not keys:
            return {}
        rows: list[tuple[str, bytes, bytes, bytes]] = []
        with suppress(sqlite3.Error, OSError), _opened(self.file) as connection:
            rows.extend(self._rows(connection, keys))
        return {
            name: value
            for name, key, value, seal in rows
            if keys.get(name) == key and seal == _sealed(self.kind, name, key, value)
        }

    def _rows(self, connection: sqlite3.Connection, names: Iterable[str]) -> Iterator[tuple[str, bytes, bytes, bytes]]:
        query = "SELECT name, key, value, seal FROM kept WHERE shelf = ? AND name IN ({})"
        for some in batched(names, _AT_ONCE):
            yield from connection.execute(query.format(", ".join("?" * len(some))), (self.kind, *some))

    def put(self, new: Mapping[str, tuple[bytes, bytes]], gone: Iterable[str] | None = None) -> None:
        """Keep results, each with its key, and drop some names; unless they are given, whatever was here before."""
        if self.file is not None:
            _write(self.file, self.kind, new, gone)


_AT_ONCE = 500
"""Names that are asked for in one query."""


def batched(items: Iterable[str], size: int) -> Iterator[tuple[str, ...]]:
    """Yield items, so many at a time."""
    left = iter(items)
    while some := tuple(islice(left, size)):
        yield some


def _write(file: Path, kind: str, new: Mapping[str, tuple[bytes, bytes]], gone: Iterable[str] | None) -> None:
    """Write results, each with its key, and drop some names, or all others."""
    dropped = [(kind, name) for name in gone or ()]
    rows = [(kind, name, key, value, _sealed(kind, name, key, value)) for name, (key, value) in new.items()]
    if not dropped and not rows and gone is not None:
        return
    with suppress(OSError):
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            with _opened(file) as connection, connection:
                connection.execute(_TABLE)
                if gone is None:
                    connection.execute("DELETE FROM kept WHERE shelf = ?", (kind,))
                connection.executemany("DELETE FROM kept WHERE shelf = ? AND name = ?", dropped)
                connection.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?, ?, ?, ?)", rows)
        except sqlite3.OperationalError:  # locked by another for a minute, or no room: others may be using it
            pass
        except sqlite3.DatabaseError:  # no database, or cut short
            file.unlink(missing_ok=True)


@contextmanager
def _opened(file: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(file, timeout=_PATIENCE)) as connection:
        connection.execute("PRAGMA synchronous = OFF")  # what a power cut leaves is told by its seal
        yield connection


@dataclass(frozen=True, slots=True)
class Store:
    """Where results are kept; without a file nothing is."""

    file: Path | None = None

    def shelf(self, kind: str) -> Shelf:
        """Open what is kept of one kind."""
        return Shelf(self.file, kind)

    def drawer(self, kind: str) -> Drawer:
        """Name what is kept of one kind, of which nothing is read but what is asked for."""
        return Drawer(self.file, kind)


NOTHING_KEPT = Store()
"""Keeps nothing."""


def key_of(*parts: bytes | str) -> bytes:
    """Return the key of what is made from these parts alone."""
    pieces: list[bytes] = []
    for part in parts:
        data = part.encode("utf-8", "surrogateescape") if isinstance(part, str) else part
        pieces += (len(data).to_bytes(8), data)
    return hashlib.blake2b(b"".join(pieces), digest_size=32).digest()


def packed(value: object) -> bytes:
    """Put plain values into bytes: texts, numbers, lists, and mappings with texts for keys.

    JSON, so that nothing in a file that somebody else may have written is ever run.
    """
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def unpacked(data: bytes) -> Any:
    """Return the values that were packed; tuples come back as lists."""
    return json.loads(data.decode("utf-8", "surrogatepass"))


def _sealed(kind: str, name: str, key: bytes, value: bytes) -> bytes:
    return key_of(kind, name, key, value)[:_SEAL]
