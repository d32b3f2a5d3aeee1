"""Where the records of a policy stand that was kept between runs, found out when somebody asks."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from policy_handbook.findings import Place
from policy_handbook.marks import Mark
from policy_handbook.model.base import Marks

Names = tuple[str, ...]


@dataclass(slots=True)
class Stored:
    """A policy on its way out of bytes; see ``stored``.

    Attributes:
        file: the file that it stands in.
        names: the names of fields that records have together.
        lists: the lists of texts in them.
        where: where each record stands: the bytes, or what is in them once somebody has asked.
        count: how many records have come out.
    """

    file: str
    names: list[Names]
    lists: list[Names]
    where: bytes | list[Any]
    count: int = 0

    def marks_of(self, number: int) -> Any:
        """Where a record stands."""
        if isinstance(self.where, bytes):
            self.where = json.loads(self.where.decode("utf-8", "surrogatepass"))
        return self.where[number]


class KeptMarks(Marks):
    """Where a record stands that was kept, found out when somebody asks."""

    __slots__ = ("_number", "_stored")

    def __init__(self, stored: Stored, number: int) -> None:
        self._stored = stored
        self._number = number

    def __reduce__(self) -> tuple[Any, ...]:
        """Be copied as what it is made of, since what it says cannot be set."""
        return KeptMarks, (self._stored, self._number)

    @property
    def file(self) -> str:  # type: ignore[override]
        """The file."""
        return self._stored.file

    @property
    def start(self) -> Mark:  # type: ignore[override]
        """Where the record begins."""
        return Mark(*self._stored.marks_of(self._number)[0])

    @property
    def values(self) -> dict[str, Mark]:  # type: ignore[override]
        """Where the value of each field begins."""
        values: dict[str, Mark] = self._stored.marks_of(self._number)[1]
        return values

    @property
    def items(self) -> dict[str, list[Mark]]:  # type: ignore[override]
        """Where each item of a list begins, by field."""
        items: dict[str, list[Mark]] = self._stored.marks_of(self._number)[2]
        return items

    @property
    def elsewhere(self) -> dict[str, Place]:  # type: ignore[override]
        """The places of fields that were taken from other records."""
        return {}  # a policy of which parts stand elsewhere is not kept
