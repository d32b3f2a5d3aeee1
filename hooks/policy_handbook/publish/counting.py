"""The words of files as numbers: every way to read a file, one after another.

The pages of a view have most of their lines and tags in common. What was counted out once is not counted again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np

from policy_handbook.publish.legible import (
    ESCAPED_TAG,
    MARKED_UP,
    pieces_of,
    suffix_of,
    texts_in,
    unescaped,
    without_names,
)
from policy_handbook.publish.wording import Numbers, numbers_of, words_of

_APART = numbers_of([b" "]).tobytes()
"""What stands between two texts: the number of what is no word, so that no run goes from one into the other."""

_MANY = 1 << 18


class _Counted(dict[str, bytes]):
    """The numbers of pieces of text, in bytes, which are joined in no time.

    Attributes:
        escaped: those of the pieces in which a tag is written with escapes.
    """

    def __init__(self, prepared: Callable[[str], str]) -> None:
        super().__init__()
        self._prepared = prepared
        self.escaped: set[str] = set()

    def __missing__(self, piece: str) -> bytes:
        if len(self) > _MANY:
            self.clear()  # a handbook of any size is looked through in the same memory
        if ESCAPED_TAG.search(piece):
            self.escaped.add(piece)
        self[piece] = counted = _bytes_of(self._prepared(piece))
        return counted


def _bytes_of(text: str) -> bytes:
    return numbers_of(words_of(text)).tobytes()


class Counter:
    """Counts out files, and remembers the pieces that they are made of."""

    def __init__(self) -> None:
        self._pieces = _Counted(unescaped)
        self._tags = _Counted(lambda tag: unescaped(without_names(tag)))
        self._lines = _Counted(str)

    def of_file(self, name: str, data: bytes) -> Numbers:
        """Return the words of a file, read in every way, its name first."""
        return self.of_texts([name.replace("/", " ")], self._ways(name, data))

    def of_lines(self, name: str, text: str) -> Numbers:
        """Return the words of a text, the name of its file first; the sheets of several views share most lines."""
        return self.of_texts([name.replace("/", " ")], [b"".join(map(self._lines.__getitem__, text.split("\n")))])

    def of_texts(self, texts: Iterable[str], counted: Iterable[bytes] = ()) -> Numbers:
        """Return the words of some texts, and of what was counted out before."""
        return np.frombuffer(_APART.join([*map(_bytes_of, texts), *counted]), np.uint64)

    def _ways(self, name: str, data: bytes) -> Iterable[bytes]:
        """What ``texts_in`` yields; tags and line ends part words, so that a text can be taken piece by piece there."""
        if suffix_of(name) not in MARKED_UP:
            return map(_bytes_of, texts_in(name, data))
        pieces = pieces_of(data.decode("utf-8", "replace"))
        between, tags = pieces[::2], pieces[1::2]
        counted: list[bytes] = [b""] * len(pieces)
        counted[::2] = apart = [*map(self._pieces.__getitem__, between)]
        counted[1::2] = map(self._tags.__getitem__, tags)
        if not (self._pieces.escaped.isdisjoint(between) and self._tags.escaped.isdisjoint(tags)):
            return map(_bytes_of, texts_in(name, data))
        together = map(self._pieces.__getitem__, "".join(between).split("\n"))
        return (b"".join(counted), b"".join(apart), b"".join(together))
