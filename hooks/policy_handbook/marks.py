"""Values read from YAML that remember where they stood.

The reader makes them, the model keeps their marks, and rules turn these into places. A mark is a line
and a column, both counted from 1.
"""

from __future__ import annotations

from typing import Any, NamedTuple


class Mark(NamedTuple):
    """A line and a column, counted from 1."""

    line: int
    column: int


class MarkedDict(dict[str, Any]):
    """A YAML mapping.

    Attributes:
        file: the file that it stands in.
        mark: where it begins.
        keys_at: where each key stands.
        values_at: where each value begins.
    """

    __slots__ = ("file", "keys_at", "mark", "values_at")

    def __init__(self, file: str, mark: Mark) -> None:  # the dict itself was made empty before
        self.file = file
        self.mark = mark
        self.keys_at: dict[str, Mark] = {}
        self.values_at: dict[str, Mark] = {}


class MarkedList(list[Any]):
    """A YAML list; ``items_at`` says where each item begins."""

    __slots__ = ("items_at", "mark")

    def __init__(self, mark: Mark) -> None:  # the list itself was made empty before
        self.mark = mark
        self.items_at: list[Mark] = []


class MarkedText(str):
    """A text in a list, which has no key by which to look its mark up."""

    __slots__ = ("file", "mark")
    file: str
    mark: Mark

    def __new__(cls, text: str, file: str, mark: Mark) -> MarkedText:
        """Make the text with its place."""
        self = super().__new__(cls, text)
        self.file = file
        self.mark = mark
        return self


class Misread(MarkedText):
    """An unquoted word that other programs read as something else than text.

    ``reads_as`` says as what, for a person: ``"false"`` for ``no``, ``the number 1.1`` for ``1.10``.
    """

    __slots__ = ("reads_as",)
    reads_as: str

    @classmethod
    def make(cls, text: str, file: str, mark: Mark, reads_as: str) -> Misread:
        """Make the word with its place and its other reading."""
        self = cls(text, file, mark)
        self.reads_as = reads_as
        return self
