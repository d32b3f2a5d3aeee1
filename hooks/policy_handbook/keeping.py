"""Results kept between builds, each with the key of all that it was made from, in one SQLite file.

The file may be deleted at any time. A result is returned for the very key under which it was put and no other, so that
nothing out of date comes back. Whatever is wrong with the file only costs time: what cannot be read is made again.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_TABLE = (
    "CREATE TABLE IF NOT EXISTS kept (shelf TEXT, name TEXT, key BLOB, value BLOB, seal BLOB, "
    "PRIMARY KEY (shelf, name)) WITHOUT ROWID"
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
        with suppress(sqlite3.Error, OSError), self._open() as connection:
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
        rows = [
            (self.kind, name, key, value, _sealed(self.kind, name, key, value))
            for name in sorted(self._new)
            for key, value in (self._held[name],)
        ]
        with suppress(OSError):
            try:
                self._write(gone, rows)
            except sqlite3.OperationalError:  # locked by another for a minute, or no room: others may be using it
                pass
            except sqlite3.DatabaseError:  # no database, or cut short
                self.file.unlink(missing_ok=True)
        self._new.clear()

    def _write(self, gone: set[str], rows: Sequence[tuple[object, ...]]) -> None:
        if self.file:
            self.file.parent.mkdir(parents=True, exist_ok=True)
        with self._open() as connection, connection:
            connection.execute(_TABLE)
            connection.executemany("DELETE FROM kept WHERE shelf = ? AND name = ?", [(self.kind, n) for n in gone])
            connection.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?, ?, ?, ?)", rows)

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        if self.file is None:
            raise OSError("nothing is kept")
        with closing(sqlite3.connect(self.file, timeout=_PATIENCE)) as connection:
            connection.execute("PRAGMA synchronous = OFF")  # what a power cut leaves is told by its seal
            yield connection


@dataclass(frozen=True, slots=True)
class Store:
    """Where results are kept; without a file nothing is."""

    file: Path | None = None

    def shelf(self, kind: str) -> Shelf:
        """Open what is kept of one kind."""
        return Shelf(self.file, kind)


NOTHING_KEPT = Store()
"""Keeps nothing."""


def key_of(*parts: bytes | str) -> bytes:
    """Return the key of what is made from these parts alone."""
    digest = hashlib.blake2b(digest_size=32)
    for part in parts:
        data = part.encode("utf-8", "surrogateescape") if isinstance(part, str) else part
        digest.update(len(data).to_bytes(8))
        digest.update(data)
    return digest.digest()


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
