"""Which printed policies would come out as they did at the last build, so that their data is not put together again.

What was typeset is kept in any case, by all that went into it (see ``print.cache``). To know that, everything has to
be put together first, the texts as trees and the trees as text; here the entry is known from the policy's own digest.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from policy_handbook.keeping import Shelf, key_of, packed, unpacked
from policy_handbook.outputs import Printed
from policy_handbook.pages.outline import Beside
from policy_handbook.print import Stored
from policy_handbook.publish.values import Digests


@dataclass
class KeptSheets:
    """Where in the cache the printed policies of a view are.

    Attributes:
        shelf: where the names of entries are kept; ``None`` keeps nothing.
        stored: those that are known, by id of the policy.
    """

    shelf: Shelf | None = None
    stored: dict[str, Stored] = field(default_factory=dict)
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
        kept = cls(shelf, _keys={name: key_of(frame, crest, digests.common, own) for name, own in digests.own.items()})
        for name, key in kept._keys.items():
            if found := shelf.get(name, key):
                entry, pages, size, sha256, seen = unpacked(found)
                if digests.still(seen):
                    kept.stored[name] = Stored(entry, pages, size, bytes.fromhex(sha256))
        return kept

    def save(self, printed: Mapping[str, Printed], digests: Digests, beside: Beside) -> None:
        """Keep the names of the entries of what was printed.

        Args:
            printed: what was printed, by id of the policy.
            digests: what it was made from.
            beside: knows which outlines were asked for.
        """
        if self.shelf is None:
            return
        for name, sheet in printed.items():
            if sheet.entry and name not in self.stored:
                facts = [sheet.entry, sheet.pages, len(sheet.content), sheet.file.sha256.hex()]
                self.shelf.put(name, self._keys[name], packed([*facts, digests.seen(beside.asked.get(name, ()))]))
        self.shelf.save()
