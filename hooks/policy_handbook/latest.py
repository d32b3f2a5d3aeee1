"""What was made last of an object, for as long as that is the very same: while pages are served, most of them are."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass
class Latest(Generic[T]):
    """What was made last under each name.

    It is returned for the object of which it was made and for no other, however alike: two policies with the same words
    may stand in different places of a file.

    Attributes:
        most: how many names are known at most; beyond it, the one that was put in first is forgotten.
    """

    most: int = 1 << 13
    _held: dict[Hashable, tuple[object, object, T]] = field(default_factory=dict)

    def get_or(self, name: Hashable, source: object, beside: object, make: Callable[[], T]) -> T:
        """Return what was made of this object, or make it.

        Args:
            name: the name.
            source: the object, which never changes.
            beside: whatever else it is made from; it is the same where it is equal.
            make: makes it.
        """
        held = self._held.get(name)
        if held is not None and held[0] is source and held[1] == beside:
            return held[2]
        made = make()
        self._held[name] = source, beside, made
        if len(self._held) > self.most:
            self._held.pop(next(iter(self._held)), None)  # another thread may have been quicker
        return made
