"""Texts as runs of words, each run a number, so that millions of them are compared in a moment.

A word is what is left of a text without marks, capitals and curly quotes. It is stood for by 64 bits of a digest, and a
run of words by those of its words, mixed in order. That two runs have the same number by chance is to be expected once
in tens of thousands of builds of a thousand policies; such a build would be refused, and none would hold too much.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import blake2b
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.uint64]
Indices = NDArray[np.int64]
Flags = NDArray[np.bool_]

_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
_SOFT = frozenset("\u00ad\u200b\u200c\u200d\ufeff")
_APOSTROPHES = frozenset("’‘ʼ")
_LETTER = rb"[a-z0-9\x80-\xff]"
_CLOSING = re.compile(rb"'(?!" + _LETTER + rb")")
_OPENING = re.compile(rb"'(?<!" + _LETTER + rb"')")
_FOLDED = bytes(
    byte if byte > 127 or byte == ord("'") else ord(chr(byte).lower()) if chr(byte).isalnum() else ord(" ")
    for byte in range(256)
)

_MIX = np.uint64(0x9E3779B97F4A7C15)
_SALTS = [np.uint64(0xC2B2AE3D27D4EB4F * length % (1 << 64)) for length in range(16)]
"""Runs of different lengths never have the same number but by chance."""

_SPARE = 5
"""The filter of a lookup has about two to this power as many places as there are runs."""


def words_of(text: str) -> list[bytes]:
    """Return the words of a text as they are compared."""
    if not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", text)
    if not text.isascii():
        text = _BEYOND_ASCII.sub(lambda match: _folded(match[0]), text)
    data = text.encode("utf-8", "replace").translate(_FOLDED)
    if b"'" in data:
        data = _OPENING.sub(b" ", _CLOSING.sub(b" ", data))
    return data.split()


@lru_cache(maxsize=1 << 14)
def _folded(signs: str) -> str:
    """Letters beyond ASCII without capitals, apostrophes as plain ones, and everything else as a space."""
    return "".join(
        "" if sign in _SOFT else "'" if sign in _APOSTROPHES else sign.casefold() if sign.isalnum() else " "
        for sign in signs
    )


class _Numbers(dict[bytes, int]):
    """The number of each word; a dictionary, because that is how looking one up costs least."""

    def __missing__(self, word: bytes) -> int:
        self[word] = number = int.from_bytes(blake2b(word, digest_size=8).digest())
        return number


_number_of = _Numbers()


def numbers_of(words: Sequence[bytes]) -> Numbers:
    """Return the number of each word."""
    return np.fromiter(map(_number_of.__getitem__, words), np.uint64, len(words))


def runs_by_length(words: Numbers, longest: int) -> Iterator[tuple[int, Numbers]]:
    """Yield, for each length from one, the runs that begin at each word and end within the text."""
    runs = words
    for length in range(1, min(longest, len(words)) + 1):
        if length > 1:
            runs = runs[:-1] * _MIX + words[length - 1 :]
        yield length, runs ^ _SALTS[length]


def runs_at(words: Numbers, starts: Indices, length: int) -> Numbers:
    """Return the runs of one length that begin at some words; each has to end within the text."""
    runs = words[starts]
    for offset in range(1, length):
        runs = runs * _MIX + words[starts + offset]
    return runs ^ _SALTS[length]


def firsts_of(values: NDArray[Any]) -> Flags:
    """Which values are others than the one before."""
    return np.concatenate((np.ones(min(1, len(values)), np.bool_), values[1:] != values[:-1]))


@dataclass(frozen=True, eq=False)
class Texts:
    """Many texts one after another.

    Attributes:
        words: the numbers of all their words.
        bounds: where each text begins in them, and at last where the last one ends.
    """

    words: Numbers
    bounds: Indices

    @classmethod
    def of(cls, texts: Iterable[str]) -> Texts:
        """Take the words of some texts."""
        return cls.of_words([words_of(text) for text in texts])

    @classmethod
    def of_words(cls, texts: Sequence[Sequence[bytes]]) -> Texts:
        """Take texts that are words already."""
        bounds = np.zeros(len(texts) + 1, np.int64)
        np.cumsum([len(words) for words in texts], out=bounds[1:])
        return cls(numbers_of([word for words in texts for word in words]), bounds)

    @cached_property
    def lengths(self) -> Indices:
        """How many words each text has."""
        return np.diff(self.bounds)

    @cached_property
    def owners(self) -> Indices:
        """Of which text each word is."""
        return np.repeat(np.arange(len(self.lengths)), self.lengths)

    @cached_property
    def offsets(self) -> Indices:
        """Where in its text each word is."""
        return np.arange(len(self.words)) - self.bounds[:-1][self.owners]

    def runs(self, longest: int) -> Iterator[tuple[int, Numbers, Indices]]:
        """Yield, for each length, the runs that are within one text, and where each begins."""
        for length, runs in runs_by_length(self.words, longest):
            inside = self.owners[: len(runs)] == self.owners[length - 1 :]
            starts = np.flatnonzero(inside)
            yield length, runs[starts], starts


class Lookup:
    """Finds those of some runs that are in a text, by a coarse filter first."""

    def __init__(self, runs: Numbers) -> None:
        """Take runs in rising order, each once."""
        self.runs = runs
        bits = max(10, len(runs).bit_length() + _SPARE)
        self._shift = np.uint64(64 - bits)
        self._filter = np.zeros(1 << bits, np.bool_)
        self._filter[runs >> self._shift] = True

    def found_at(self, runs: Numbers) -> tuple[Indices, Indices]:
        """Return where in ``runs`` one of those looked for is, and which it is."""
        places = np.flatnonzero(self._filter[runs >> self._shift])
        if not len(places) or not len(self.runs):
            return places[:0], places[:0]
        asked = runs[places]
        which = np.minimum(np.searchsorted(self.runs, asked), len(self.runs) - 1)
        same = self.runs[which] == asked
        return places[same], which[same]

    def among(self, runs: Numbers) -> Indices:
        """Return which of those looked for are among ``runs``."""
        return self.found_at(runs)[1]
