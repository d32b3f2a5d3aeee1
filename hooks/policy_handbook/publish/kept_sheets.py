"""Which printed policies would come out as they did at the last build, so that their data is not put together again.

What was typeset is kept in any case, by all that went into it (see ``print.cache``). To know that, everything has to
be put together first, the texts as trees and the trees as text; here the entry is known from the policy's own digest.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from policy_handbook.keeping import Shelf, key_of
from policy_handbook.outputs import Printed
from policy_handbook.publish.values import Digests


@dataclass
class KeptSheets:
    """The entries of the cache in which the printed policies of a view are.

    Attributes:
        shelf: where the names of entries are kept; ``None`` keeps nothing.
        entries: those that are known, by id of the policy.
    """

    shelf: Shelf | None = None
    entries: dict[str, str] = field(default_factory=dict)
    _keys: Mapping[str, bytes] = field(default_factory=dict)

    @classmethod
    def of(cls, digests: Digests, crest: str, shelf: Shelf, frame: bytes) -> KeptSheets:
        """Look through what is kept for a view.

        Args:
            digests: what its sheets are made from.
            crest: the school's crest as SVG, which is on every sheet.
            shelf: where the names are kept.
            frame: the digest of the program.
        """
        keys = {name: key_of(frame, crest, digests.common, own) for name, own in digests.own.items()}
        found = ((name, shelf.get(name, key)) for name, key in keys.items())
        return cls(shelf, {name: entry.decode() for name, entry in found if entry}, keys)

    def save(self, printed: Mapping[str, Printed]) -> None:
        """Keep the names of the entries of what was printed, by id of the policy."""
        if self.shelf is None:
            return
        for name, sheet in printed.items():
            if sheet.entry and self.entries.get(name) != sheet.entry:
                self.shelf.put(name, self._keys[name], sheet.entry.encode())
        self.shelf.save()
