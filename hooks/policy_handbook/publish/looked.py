"""What is kept of the files of a view that were looked through and held nothing that they must not.

Kept are the digest of each file, its trace and what it says of links; and, once for all of them, what was looked for.
What says that the files are clean of it is from one and the same build as their digests: a mixture of two is taken for
nothing. Of a build that found anything, nothing is kept, so that it is found again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
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

_CLEARED = ""
"""The name under which it is kept what was looked for."""

_FILES = "files"
"""The name under which the digests of the files are kept."""


class Facts(NamedTuple):
    """What is kept of a file, beside its digest."""

    trace: bytes
    pointers: bytes


class Seen(NamedTuple):
    """A file that was looked at.

    Attributes:
        name: its name within the view.
        digest: the SHA-256 of its bytes.
        facts: what is to be kept of it; ``None`` if that is there already.
        sign: what it looks like from outside for as long as it is what it is; empty where that cannot be told.
    """

    name: str
    digest: bytes
    facts: Facts | None
    sign: str = ""


def in_view(name: str) -> str:
    """The name by which a file of a view is read, which tells by its end what is in it; above it is the view."""
    return name if "/" in name else f"/{name}"


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
        return cls(groups_of(scanner.sought)[1], frozenset(addresses.policies), addresses.quoted)

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
        policies = {
            name: policy
            for name, policy in addresses.policies.items()
            if name not in self.addresses or (name in addresses.quoted and name not in self.quoted)
        }
        newly = Addresses(policies, addresses.quoted & policies.keys())
        return Suspects.of(scanner.sought, self.groups), newly


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
        folder: the folder of the view.
        cleared: what its files were clean of; ``None`` where nothing is known of them.
        stamp: tells what is kept of them from anything else; empty where nothing is.
        digests: the SHA-256 of each of them.
        signs: what they look like from outside, where that tells them from what they may become.
    """

    def __init__(self, store: Store, view: View) -> None:
        """Open what is kept of a view."""
        self.folder = view.folder
        self._shelf = store.shelf(f"looked through {view.folder}")
        self._traces = store.drawer(f"traces of {view.folder}")
        self._pointers = store.drawer(f"links of {view.folder}")
        files = self._shelf.get(_FILES, program_digest()) or packed([])
        stamp = _stamp(files)
        found = self._shelf.get(_CLEARED, stamp)
        self.cleared = Cleared.unpacked(found) if found is not None else None
        self.stamp = stamp if self.cleared else b""
        listed = unpacked(files) if self.cleared else []
        self.digests: Mapping[str, bytes] = {name: bytes.fromhex(digest) for name, digest, _ in listed}
        self.signs: Mapping[str, str] = {name: sign for name, _, sign in listed if sign}

    @cached_property
    def traces(self) -> Mapping[str, bytes]:
        """The traces of the files, as far as they are kept."""
        return self._traces.take(self._keys(self.digests))

    @cached_property
    def pointers(self) -> Mapping[str, bytes]:
        """What the files say of links, as far as it is kept."""
        return self.pointers_of(self.digests)

    def pointers_of(self, names: Iterable[str]) -> Mapping[str, bytes]:
        """What some files said of links, as far as it is kept, whatever they say now."""
        return self._pointers.take(self._keys(names))

    def _keys(self, names: Iterable[str]) -> Mapping[str, bytes]:
        return {name: _key(self.digests[name]) for name in names if name in self.digests}

    def save(self, seen: Sequence[Seen], cleared: Cleared) -> None:
        """Keep what was seen of all files of a view, and what they are clean of."""
        new = [(file.name, _key(file.digest), file.facts) for file in seen if file.facts]
        gone = self.digests.keys() - {file.name for file in seen} if self.cleared else None
        self._traces.put({name: (key, facts.trace) for name, key, facts in new}, gone)
        self._pointers.put({name: (key, facts.pointers) for name, key, facts in new}, gone)
        files = packed(sorted((file.name, file.digest.hex(), file.sign) for file in seen))
        self.stamp = _stamp(files)
        self._shelf.put(_FILES, program_digest(), files)
        self._shelf.put(_CLEARED, self.stamp, cleared.packed())
        self._shelf.save()


def _key(digest: bytes) -> bytes:
    return program_digest() + digest


def _stamp(files: bytes) -> bytes:
    """The key of what was looked for: that in these files, and no others."""
    return key_of(program_digest(), files)
