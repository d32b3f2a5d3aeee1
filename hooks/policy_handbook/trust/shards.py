"""A part of a trust's schools, so that several machines can share the work with no word between them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from policy_handbook.publish import UnusableError


@dataclass(frozen=True, slots=True)
class Shard:
    """One of several parts, counted from 1: ``3/20`` is the third of twenty."""

    number: int
    of: int

    @classmethod
    def parse(cls, text: str) -> Shard:
        """Read ``3/20``.

        Raises:
            UnusableError: it is written otherwise, or there is no such part.
        """
        match = re.fullmatch(r"(\d{1,5})/(\d{1,5})", text.strip())
        if not match or not 1 <= int(match[1]) <= int(match[2]):
            raise UnusableError(f"{text} is no part of a whole", "write it as 3/20, the third of twenty")
        return cls(int(match[1]), int(match[2]))

    def part_of(self, schools: Sequence[str]) -> tuple[str, ...]:
        """Return every so many of the schools: each school is in one part, and parts differ by one school at most."""
        return tuple(sorted(schools)[self.number - 1 :: self.of])

    def __str__(self) -> str:
        return f"{self.number}/{self.of}"
