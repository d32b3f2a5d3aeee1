"""What is kept of the files of a view that were looked through and held nothing that they must not.

Kept are the digest of each file, its trace and what it says of links; and, once for all of them, what was looked for.
All of it is from one and the same build: a mixture of two is taken for nothing. Of a build that found anything, nothing
is kept, so that it is found again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from policy_handbook.findings import Finding
from policy_handbook.keeping import Store, key_of, packed, unpacked
from policy_handbook.model import View
from policy_handbook.program import program_digest
from policy_handbook.publish.leaks import Scanner
from policy_handbook.publish.named import Addresses
from policy_handbook.publish.pointers import Pointers
from policy_handbook.publish.traces import Suspects, groups_of
from policy_handbook.publish.wording import Numbers

_ALL = ""
"""The name under which it is kept what was looked for; no file has it."""


class Facts(NamedTuple):
    """What is kept of a file."""

    trace: bytes
    pointers: bytes

    def packed(self) -> bytes:
        """Return them as one."""
        return len(self.trace).to_bytes(8) + self.trace + self.pointers

    @classmethod
    def unpacked(cls, data: bytes) -> Facts:
        """Return what was packed."""
        end = 8 + int.from_bytes(data[:8])
        return cls(data[8:end], data[end:])


class Seen(NamedTuple):
    """A file that was looked at.

    Attributes:
        name: its name within the view.
        digest: the SHA-256 of its bytes.
        facts: what is to be kept of it; empty if that is there already.
    """

    name: str
    digest: bytes
    facts: bytes


def pointers_packed(pointers: Pointers | None) -> bytes:
    """What a file says of links, as bytes."""
    return packed([sorted(pointers.addresses), sorted(pointers.anchors)]) if pointers else b""


def pointers_unpacked(data: bytes) -> Pointers | None:
    """Return what was packed."""
    if not data:
        return None
    addresses, anchors = unpacked(data)
    return Pointers(frozenset(addresses), frozenset(anchors))


@dataclass(frozen=True)
class Cleared:
    """What the files of a view were clean of.

    Attributes:
        groups: the numbers of the texts.
        addresses: the ids of the policies.
        quoted: those of them that were to be no value of their own either.
    """

    groups: Numbers
    addresses: frozenset[str]
    quoted: frozenset[str]

    @classmethod
    def of(cls, scanner: Scanner) -> Cleared:
        """All that a scanner looks for."""
        addresses = scanner.addresses
        return cls(groups_of(scanner.sought)[1], frozenset(addresses.places), addresses.quoted)

    def packed(self) -> bytes:
        """Return it as bytes."""
        head = packed([sorted(self.addresses), sorted(self.quoted)])
        return head + b"\n" + np.sort(self.groups).tobytes()

    @classmethod
    def unpacked(cls, data: bytes) -> Cleared:
        """Return what was packed."""
        head, _, groups = data.partition(b"\n")
        addresses, quoted = unpacked(head)
        return cls(np.frombuffer(groups, np.uint64), frozenset(addresses), frozenset(quoted))

    def left_of(self, scanner: Scanner) -> tuple[Suspects, Addresses]:
        """What a scanner looks for beside this."""
        addresses = scanner.addresses
        places = {
            name: place
            for name, place in addresses.places.items()
            if name not in self.addresses or (name in addresses.quoted and name not in self.quoted)
        }
        return Suspects.of(scanner.sought, self.groups), Addresses(places, addresses.quoted & places.keys())


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a part of the work.

    Attributes:
        folder: the folder of the view.
        findings: the leaks.
        seen: the files that were looked at.
        cleared: what was looked for in them.
    """

    folder: str
    findings: list[Finding]
    seen: list[Seen]
    cleared: Cleared


class Looked:
    """What the last build left of a view.

    Attributes:
        cleared: what its files were clean of; ``None`` where nothing is known of them.
        stamp: tells what is kept of them from anything else; empty where nothing is.
    """

    def __init__(self, store: Store, view: View) -> None:
        """Open what is kept of a view."""
        self._shelf = store.shelf(f"looked through {view.folder}")
        files = {name: entry for name, entry in self._shelf.entries().items() if name != _ALL}
        stamp = _stamp({name: key for name, (key, _) in files.items()})
        found = self._shelf.get(_ALL, stamp)
        self.cleared = Cleared.unpacked(found) if found is not None else None
        self._files: Mapping[str, tuple[bytes, bytes]] = files if self.cleared else {}
        self.stamp = stamp if self.cleared else b""

    def facts(self, name: str, digest: bytes) -> Facts | None:
        """What is kept of a file, if it is the same as it was."""
        held = self._files.get(name)
        return Facts.unpacked(held[1]) if held and held[0] == _key(digest) else None

    def before(self, name: str) -> Facts | None:
        """What is kept of a file, whatever it is now."""
        return Facts.unpacked(self._files[name][1]) if name in self._files else None

    def save(self, seen: Iterable[Seen], cleared: Cleared) -> None:
        """Keep what was seen of all files of a view, and what they are clean of."""
        keys = {}
        for file in seen:
            keys[file.name] = key = _key(file.digest)
            if file.facts:
                self._shelf.put(file.name, key, file.facts)
            else:
                self._shelf.get(file.name, key)
        self.stamp = _stamp(keys)
        self._shelf.put(_ALL, self.stamp, cleared.packed())
        self._shelf.save()


def _key(digest: bytes) -> bytes:
    return program_digest() + digest


def _stamp(keys: Mapping[str, bytes]) -> bytes:
    """The key of what was looked for: that in these files, and no others."""
    return key_of(program_digest(), *(part for name in sorted(keys) for part in (name, keys[name])))
