"""Two texts compared word by word, and two lists of lines line by line.

Both comparisons are complete: what stayed and what went make the old text, what stayed and what came the new one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from rapidfuzz.distance import Indel

from policy_handbook.history.lines import Line, LineKind

_TOKEN = re.compile(r"\w+(?:[’'.-]\w+)*|\s+|[^\w\s]")
_WORD = re.compile(r"\w+(?:[’'.-]\w+)*")

KEPT_AT_LEAST = 0.35
"""Below this share of common words a text reads better as taken out and put in whole."""

SAME_LINE = 0.4
"""From this likeness on, two lines in the same place are one line that was reworded."""


class Mark(StrEnum):
    """What became of some words."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Run:
    """Some words in a row with one fate."""

    mark: Mark
    text: str


@dataclass(frozen=True, slots=True)
class LineChange:
    """What became of a line.

    Attributes:
        old: the line as it was; ``None`` for a new one.
        new: the line as it is; ``None`` for one that went.
        cells: the words of each cell, run by run.
    """

    old: Line | None
    new: Line | None
    cells: tuple[tuple[Run, ...], ...]

    @property
    def mark(self) -> Mark:
        """What became of the line as a whole; ``SAME`` for one that was kept or reworded."""
        if self.old is None:
            return Mark.ADDED
        return Mark.REMOVED if self.new is None else Mark.SAME

    @property
    def shown(self) -> Line:
        """The line that says what it is on the page."""
        line = self.new or self.old
        if line is None:
            raise ValueError("a change of no line")
        return line

    @property
    def changed(self) -> bool:
        """Whether any word of it changed."""
        return any(run.mark is not Mark.SAME for cell in self.cells for run in cell)


def bare_words(text: str) -> list[str]:
    """Return the words of a text for likeness: no marks, no capitals."""
    return [word.casefold() for word in _WORD.findall(text)]


def likeness(old: Sequence[str], new: Sequence[str]) -> float:
    """How alike two lists of words are, in their order: 0 to 1."""
    return float(Indel.normalized_similarity(old, new))


def word_runs(old: str, new: str) -> tuple[Run, ...]:
    """Compare two texts word by word."""
    if old == new:
        return (Run(Mark.SAME, old),) if old else ()
    if likeness(bare_words(old), bare_words(new)) < KEPT_AT_LEAST:
        return tuple(_runs([(Mark.REMOVED, old), (Mark.ADDED, new)]))
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    steps: list[tuple[str, str, str]] = []  # what stayed, what went, what came
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        gone, came = "".join(before[i1:i2]), "".join(after[j1:j2])
        steps.append((gone, "", "") if tag == "equal" else ("", gone, came))
    while len(merged := _without_islands(steps)) < len(steps):  # what was merged may outweigh the next word that stayed
        steps = merged
    return tuple(_runs(_marked(steps)))


def _without_islands(steps: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """Take a word or a space that stayed between two longer changes into them: it helps nobody to read it so."""
    merged: list[tuple[str, str, str]] = []
    for index, step in enumerate(steps):
        following = steps[index + 1] if index + 1 < len(steps) else None
        if step[0] and merged and not merged[-1][0] and following and _is_island(merged[-1], step[0], following):
            _, gone, came = merged.pop()
            merged.append(("", gone + step[0], came + step[0]))
        elif merged and not merged[-1][0] and not step[0]:
            _, gone, came = merged.pop()
            merged.append(("", gone + step[1], came + step[2]))
        else:
            merged.append(step)
    return merged


def _is_island(before: tuple[str, str, str], kept: str, after: tuple[str, str, str]) -> bool:
    def length(step: tuple[str, str, str]) -> int:
        return max(len(_WORD.findall(step[1])), len(_WORD.findall(step[2])))

    return 2 * len(_WORD.findall(kept)) <= min(length(before), length(after))


def _marked(steps: Iterable[tuple[str, str, str]]) -> Iterator[tuple[Mark, str]]:
    for kept, gone, came in steps:
        yield from ((Mark.SAME, kept), (Mark.REMOVED, gone), (Mark.ADDED, came))


def _runs(marked: Iterable[tuple[Mark, str]]) -> Iterator[Run]:
    return (Run(mark, text) for mark, text in marked if text)


def line_changes(old: Sequence[Line], new: Sequence[Line]) -> tuple[LineChange, ...]:
    """Compare two lists of lines."""
    changes: list[LineChange] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            changes += [reworded(line, line) for line in old[i1:i2]]
        else:
            changes += _paired(old[i1:i2], new[j1:j2])
    return tuple(changes)


def _paired(old: Sequence[Line], new: Sequence[Line]) -> Iterator[LineChange]:
    """Pair the lines of a stretch that changed, in order, so that the pairs are as alike as can be."""
    best = {0: 0} if _one_each(old, new) else _best_pairs(old, new)
    done = 0
    for i, line in enumerate(old):
        j = best.get(i)
        if j is None:
            yield removed(line)
            continue
        yield from (added(other) for other in new[done:j])
        yield reworded(line, new[j])
        done = j + 1
    yield from (added(other) for other in new[done:])


def _one_each(old: Sequence[Line], new: Sequence[Line]) -> bool:
    """Whether there is one line for one, which then took its place whatever it says."""
    return len(old) == len(new) == 1 and old[0].kind is new[0].kind and len(old[0].cells) == len(new[0].cells)


def _best_pairs(old: Sequence[Line], new: Sequence[Line]) -> dict[int, int]:
    total = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    alike = [[_line_likeness(line, other) for other in new] for line in old]
    for i in reversed(range(len(old))):
        for j in reversed(range(len(new))):
            total[i][j] = max(total[i + 1][j], total[i][j + 1], alike[i][j] + total[i + 1][j + 1])
    pairs: dict[int, int] = {}
    i = j = 0
    while i < len(old) and j < len(new):
        if alike[i][j] and total[i][j] == alike[i][j] + total[i + 1][j + 1]:
            pairs[i] = j
            i, j = i + 1, j + 1
        elif total[i][j] == total[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


def _line_likeness(old: Line, new: Line) -> float:
    if old.kind is not new.kind or len(old.cells) != len(new.cells):
        return 0.0
    if old.kind in (LineKind.RESPONSIBLE, LineKind.HEAD):
        return 1.0  # a clause has one of each at most
    alike = likeness(bare_words(" ".join(old.cells)), bare_words(" ".join(new.cells)))
    return alike if alike >= SAME_LINE else 0.0


def reworded(old: Line, new: Line) -> LineChange:
    """The change of a line into another of the same kind and number of cells."""
    return LineChange(old, new, tuple(word_runs(*pair) for pair in zip(old.cells, new.cells, strict=True)))


def added(line: Line) -> LineChange:
    """The change that puts a line in."""
    return LineChange(None, line, tuple(tuple(_runs([(Mark.ADDED, cell)])) for cell in line.cells))


def removed(line: Line) -> LineChange:
    """The change that takes a line out."""
    return LineChange(line, None, tuple(tuple(_runs([(Mark.REMOVED, cell)])) for cell in line.cells))
