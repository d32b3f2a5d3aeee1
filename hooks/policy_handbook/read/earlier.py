"""Policies as an earlier run of this program read them: to take one from there takes a third of the time to read it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property

from policy_handbook.findings import Finding
from policy_handbook.keeping import Shelf, Store, key_of
from policy_handbook.model import Policy
from policy_handbook.model.stored import as_bytes, from_bytes

SHELF = "policies"

Read = tuple[Policy | None, tuple[Finding, ...]]
"""What a file came to: a policy, unless something is wrong with it, and the findings."""


@dataclass
class Earlier:
    """What earlier runs read, opened when the first policy is asked for.

    Attributes:
        store: where it is kept.
        program: the digest of this program: another may read the same file otherwise.
    """

    store: Store
    program: bytes

    @cached_property
    def _shelf(self) -> Shelf:
        return self.store.shelf(SHELF)

    def get_or(self, name: str, data: bytes, about: tuple[str, ...], make: Callable[[], Read]) -> Read:
        """Return what a file came to before, or else what it comes to now. Only what is sound is kept.

        Args:
            name: how findings call the file.
            data: its bytes.
            about: whatever else decides what it comes to.
            make: reads it.
        """
        key = key_of(self.program, name, data, *about)
        kept = self._shelf.get(name, key)
        if kept is not None:
            with suppress(ValueError):
                return from_bytes(kept), ()
        policy, findings = made = make()
        if policy and not findings and (stored := as_bytes(policy)) is not None:
            self._shelf.put(name, key, stored)
        return made

    def save(self) -> None:
        """Write what is new, if anything was asked for."""
        if "_shelf" in self.__dict__:
            self._shelf.save()
