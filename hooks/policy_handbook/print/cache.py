"""What was typeset before, kept by what it was made from, so that nothing is typeset twice.

The folder may be deleted at any time. An entry carries the digest of its own content, so that one that was cut
short is made again and never published.
"""

from __future__ import annotations

import hashlib
import math
import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

KEPT = 300_000_000
"""More bytes than this are too many: the entries unused for longest go."""

IN_USE = 7 * 24 * 60 * 60.0
"""What was used in the week before a build counts as used by it: few builds ask for all that they may need, since of a
policy that has not changed nobody reads the printed words again."""

_DIGEST = hashlib.sha256().digest_size


@dataclass(frozen=True, slots=True)
class Cache:
    """A folder of results by key; without a folder nothing is kept.

    Attributes:
        folder: where the entries are; ``None`` keeps nothing.
    """

    folder: Path | None = None

    def get_or(self, key: str, make: Callable[[], bytes]) -> bytes:
        """Return the entry of a key, or make it and keep it."""
        found = self.get(key)
        if found is not None:
            return found
        made = make()
        self._write(key, made)
        return made

    def trim(self, since: float = math.inf, most: int = KEPT) -> None:
        """Delete the entries unused for longest where there is too much.

        Args:
            since: what was used in the week before this moment or after it stays, however much it is: a build that
                finds half of its own entries gone typesets them again, and again the next time. In seconds, as files
                bear their times.
            most: so many bytes are not too much.
        """
        if self.folder is None:
            return
        with suppress(OSError):
            with os.scandir(self.folder) as found:
                entries = [(entry.stat(), entry.path) for entry in found]
            held = 0
            for state, path in sorted(entries, key=lambda entry: entry[0].st_mtime, reverse=True):
                held += state.st_size
                if held > most and state.st_mtime < since - IN_USE:
                    Path(path).unlink(missing_ok=True)

    def has(self, key: str) -> bool:
        """Whether there is an entry of a key, however it is; if so, it is noted that it is used, and it stays."""
        if self.folder is None:
            return False
        try:
            os.utime(self.folder / key)
        except OSError:
            return False
        return True

    def get(self, key: str) -> bytes | None:
        """Return the entry of a key; ``None`` if there is none, or it is damaged."""
        if self.folder is None:
            return None
        path = self.folder / key
        try:
            entry = path.read_bytes()
            os.utime(path)  # what is used is kept
        except OSError:
            return None
        content = entry[_DIGEST:]
        return content if hashlib.sha256(content).digest() == entry[:_DIGEST] else None

    def _write(self, key: str, content: bytes) -> None:
        """Keep an entry; a folder that cannot be written only costs time."""
        if self.folder is None:
            return
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self.folder)
            with os.fdopen(handle, "wb") as file:
                file.write(hashlib.sha256(content).digest() + content)
            Path(name).replace(self.folder / key)


NO_CACHE = Cache()
"""Keeps nothing."""


def key_of(*parts: bytes) -> str:
    """Return the key of what is made from these parts alone."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()
