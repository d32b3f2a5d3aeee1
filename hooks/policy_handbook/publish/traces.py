"""What is kept of a file that was looked through: enough to tell, without reading it again, what it cannot hold.

A file that has not changed and held nothing withheld has to be read again only for what is withheld now and was not
then. Of most of that, its trace says that it is not there: a trace is a row of bits, one of which is set for every
word, pair and triple of words of the file. A bit may be set by chance, and then the file is read for nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from policy_handbook.publish.sought import Sought
from policy_handbook.publish.wording import Flags, Indices, Numbers, runs_by_length

_TRIPLE = 3
_SPARE = 2
"""A trace has at least four times as many bits as its file has words; pages say most of theirs more than once."""

_LEAST = 8


def trace_of(words: Numbers) -> bytes:
    """Return the trace of a file with these words."""
    bits = max(_LEAST, len(words).bit_length() + _SPARE)
    found = np.zeros(1 << bits, np.bool_)
    for _, runs in runs_by_length(words, _TRIPLE):
        found[runs >> np.uint64(64 - bits)] = True
    return np.packbits(found).tobytes()


def groups_of(sought: Sought) -> tuple[Indices, Numbers]:
    """Return the texts of which something is looked for, and a number for all that is looked for of each.

    The same runs have the same number, whatever else is looked for, and a file is clean of one text or not, whatever
    else it holds.
    """
    order = np.argsort(sought.owners, kind="stable")
    owners = sought.owners[order]
    firsts = np.flatnonzero(np.diff(owners, prepend=-1))
    if not len(firsts):
        return owners, np.zeros(0, np.uint64)
    together = np.add.reduceat(_mixed(sought.runs[order]), firsts)
    return owners[firsts], _mixed(together + sought.needed[owners[firsts]].astype(np.uint64))


def _mixed(numbers: Numbers) -> Numbers:
    """Numbers stirred so that sums of them are the same by chance alone."""
    numbers = (numbers ^ (numbers >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    numbers = (numbers ^ (numbers >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return numbers ^ (numbers >> np.uint64(31))


@dataclass(frozen=True, eq=False)
class Suspects:
    """Runs of texts that are newly looked for, to be asked of traces.

    Attributes:
        sought: all the runs of these texts.
    """

    sought: Sought

    @classmethod
    def of(cls, sought: Sought, known: Numbers) -> Suspects:
        """Those of what is looked for that are not among the known numbers of ``groups_of``."""
        owners, numbers = groups_of(sought)
        new = np.zeros(len(sought.needed), np.bool_)
        new[owners[~np.isin(numbers, known)]] = True
        return cls(sought.only(new[sought.owners]))

    def __bool__(self) -> bool:
        return len(self.sought.runs) > 0

    def may_be_in(self, trace: bytes) -> bool:
        """Whether a file with this trace may hold enough of any text."""
        at, shifts = self._bits.get(len(trace)) or self._bits_in(len(trace))
        there = (np.frombuffer(trace, np.uint8)[at] >> shifts) & 1
        whole: Flags = np.logical_and.reduceat(there, self._firsts)
        counts = np.bincount(self._of[whole], minlength=len(self._needed))
        return bool((counts >= self._needed).any())

    def _bits_in(self, size: int) -> tuple[Indices, NDArray[np.uint8]]:
        """Where the bits of all parts are in a trace of so many bytes: the byte, and by how much it is shifted."""
        places = self._parts >> np.uint64(64 - (size * 8).bit_length() + 1)
        found = (places >> np.uint64(3)).astype(np.int64), (~places & np.uint64(7)).astype(np.uint8)
        self._bits[size] = found
        return found

    @cached_property
    def _bits(self) -> dict[int, tuple[Indices, NDArray[np.uint8]]]:
        """The same for traces of every size that there has been; there are as many sizes as a number has bits."""
        return {}

    @cached_property
    def _parts(self) -> Numbers:
        """The words, pairs or triples of every run."""
        parts: NDArray[np.uint64] = np.zeros(int(self._sizes.sum()), np.uint64)
        offsets = np.arange(len(parts)) - np.repeat(self._firsts, self._sizes)
        starts = np.repeat(self.sought.starts, self._sizes) + offsets
        spans = np.repeat(np.minimum(self.sought.lengths, _TRIPLE), self._sizes)
        for length, runs in runs_by_length(self.sought.texts.words, _TRIPLE):
            parts[spans == length] = runs[starts[spans == length]]
        return parts

    @cached_property
    def _sizes(self) -> Indices:
        return np.maximum(self.sought.lengths - _TRIPLE + 1, 1)

    @cached_property
    def _firsts(self) -> Indices:
        return np.cumsum(self._sizes) - self._sizes

    @cached_property
    def _of(self) -> Indices:
        """For each run the number of its text among those that are asked for."""
        return np.unique(self.sought.owners, return_inverse=True)[1]

    @cached_property
    def _needed(self) -> Indices:
        return np.minimum(np.bincount(self._of), self.sought.needed[np.unique(self.sought.owners)])
