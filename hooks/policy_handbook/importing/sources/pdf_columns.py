"""Finds out whether a page of a PDF has two columns of text, and in what order its parts are read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

Box = tuple[float, float, float, float]
"""Left, top, right and bottom."""

_MIDDLE = (0.35, 0.65)
_STEP = 3
_FEWEST, _FEW_ROWS = 3, 8
"""The last column of a text may be short; both being short is no text."""
_CROSSING = 0.2
"""The share of rows that may go over both columns: a title, a table."""
_FULL, _HALF_FULL = 0.5, 0.25
"""Lines of text reach over more than this share of their column; of a column of short items, over less."""
_FARTHEST = 0.12
"""The share of the page that the gap between two columns of text may take up."""
_WORDS = 5
"""Fewer words on the usual line are labels and values, and not text."""
_SPACE = 0.9
"""A gap between two words that is wider than this share of their size is more than a space."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Where a page with two columns is divided.

    Attributes:
        gutter: the middle of the gap between them.
        starts: where each begins.
        ends: where each ends.
    """

    gutter: float
    starts: tuple[float, float]
    ends: tuple[float, float]

    def parts(self, row: Sequence[Any]) -> Iterator[list[Any]]:
        """Yield the words of a row column by column, or all together where it goes over both."""
        left = [word for word in row if word["x1"] <= self.gutter]
        right = [word for word in row if word["x0"] >= self.gutter]
        if left and right and len(left) + len(right) == len(row) and not _is_one(left, right):
            yield left
            yield right
        else:
            yield list(row)

    def number(self, left: float, right: float) -> int | None:
        """Return in which column something stands; ``None`` where it goes over both."""
        if right <= self.gutter + 1:
            return 0
        return 1 if left >= self.gutter - 1 else None

    def stretched(self, left: float, right: float) -> tuple[float, float]:
        """Return where something would stand if its column were as wide as both."""
        column = self.number(left, right)
        if column is None:
            return left, right
        start, end = self.starts[column], self.ends[column]
        factor = (self.ends[1] - self.starts[0]) / max(end - start, 1)
        return self.starts[0] + (left - start) * factor, self.starts[0] + (right - start) * factor


def columns_of(rows: Sequence[Sequence[Any]], width: float) -> Columns | None:
    """Return the columns of a page, from the words of each of its rows; nothing where it has only one."""
    first, last = (round(width * share) for share in _MIDDLE)
    best = min(range(first, last, _STEP), key=lambda at: (_crossing(rows, at), abs(at - width / 2)), default=0)
    if not rows or _crossing(rows, best) > _CROSSING * len(rows):
        return None
    split = [row for row in rows if not _crosses(row, best)]
    left = [part for row in split if (part := [word for word in row if word["x1"] <= best])]
    right = [part for row in split if (part := [word for word in row if word["x0"] >= best])]
    fewer, more = sorted((len(left), len(right)))
    if fewer < _FEWEST or more < _FEW_ROWS or not _are_beside(left, right):
        return None
    starts = _edge(left, "x0", min), _edge(right, "x0", min)
    ends = _edge(left, "x1", max), _edge(right, "x1", max)
    fullness = sorted(map(_fullness, (left, right), starts, ends))
    if fullness[1] < _FULL or fullness[0] < _HALF_FULL or starts[1] - ends[0] > _FARTHEST * width:
        return None
    words = max(median(len(part) for part in parts) for parts in (left, right))
    return Columns((ends[0] + starts[1]) / 2, starts, ends) if words >= _WORDS else None


def _crossing(rows: Iterable[Sequence[Any]], at: float) -> int:
    return sum(_crosses(row, at) for row in rows)


def _crosses(row: Sequence[Any], at: float) -> bool:
    if any(word["x0"] < at < word["x1"] for word in row):
        return True
    left = [word for word in row if word["x1"] <= at]
    right = [word for word in row if word["x0"] >= at]
    return bool(left) and bool(right) and _is_one(left, right)


def _is_one(left: Sequence[Any], right: Sequence[Any]) -> bool:
    """Whether there is only a space between the words on the left and those on the right."""
    return bool(right[0]["x0"] - left[-1]["x1"] < _SPACE * left[-1]["size"])


def _are_beside(left: Sequence[Sequence[Any]], right: Sequence[Sequence[Any]]) -> bool:
    top = max(left[0][0]["top"], right[0][0]["top"])
    bottom = min(left[-1][0]["bottom"], right[-1][0]["bottom"])
    return bool(bottom > top)


def _edge(parts: Sequence[Sequence[Any]], side: str, choose: Any) -> float:
    return float(choose(word[side] for part in parts for word in part))


def _fullness(parts: Sequence[Sequence[Any]], start: float, end: float) -> float:
    """Return over how much of its column the usual line reaches."""
    return float(median(part[-1]["x1"] - part[0]["x0"] for part in parts)) / max(end - start, 1)


def reading_order(boxes: Sequence[Box], columns: Columns | None) -> list[int]:
    """Return the indexes of parts of a page in the order in which they are read.

    What goes over both columns divides them: all above it is read before it, the left column first.
    """
    across = sorted(box[1] for box in boxes if columns and columns.number(box[0], box[2]) is None)

    def rank(index: int) -> tuple[float, int, float, float]:
        left, top, right, _ = boxes[index]
        column = columns.number(left, right) if columns else 0
        above = sum(other < top for other in across)
        return (above, 0, top, left) if column is None else (above - 0.5, column, top, left)

    return sorted(range(len(boxes)), key=rank)
