"""What was made of something when it was last read, for as long as that is the same."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, TypeVar

T = TypeVar("T")


@dataclass
class Newest:
    """What was made of the newest bytes under each name; nothing of older ones, which an editor makes many of.

    Attributes:
        most: how many names are known at most; beyond it, the one that was put in first is forgotten.
    """

    most: int
    _held: dict[Hashable, tuple[bytes, Any]] = field(default_factory=dict)

    def get_or(self, name: Hashable, data: bytes, make: Callable[[], T]) -> T:
        """Return what was made of these very bytes under a name, or make it.

        Args:
            name: the name, with whatever else decides what is made.
            data: the bytes.
            make: makes it.
        """
        held = self._held.get(name)
        if held is None or held[0] != data:
            held = data, make()
            self._held[name] = held
            if len(self._held) > self.most:
                self._held.pop(next(iter(self._held)), None)  # another thread may have been quicker
        made: T = held[1]
        return made
