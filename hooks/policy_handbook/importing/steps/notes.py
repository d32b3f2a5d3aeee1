"""Makes footnotes of starred notes: ``parents*`` in the text and ``* or carers`` below it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from policy_handbook.importing.account import Entry, Why
from policy_handbook.importing.blocks import Block, Run, dropped, plain, squeezed, texts_of

_NOTE = re.compile(r"(?P<mark>\*{1,3}|†|‡)\s?(?=[A-Za-z“‘'\"(])")
_MARK = {
    "*": re.compile(r"(?<=[\w)’'\"”])\*(?!\*)|(?<![\w*])\*(?=[a-z])"),
    "**": re.compile(r"(?<=[\w)’'\"”])\*\*(?!\*)"),
    "***": re.compile(r"(?<=[\w)’'\"”])\*\*\*"),
    "†": re.compile(r"(?<=[\w)’'\"”])†"),
    "‡": re.compile(r"(?<=[\w)’'\"”])‡"),
}


def starred_notes(
    blocks: Sequence[Block], notes: Mapping[str, tuple[Block, ...]]
) -> tuple[list[Block], dict[str, tuple[Block, ...]]]:
    """Take the notes that stars refer to out of the text.

    Returns:
        What is left, with references in place of stars, and all notes.
    """
    left = list(blocks)
    found = dict(notes)
    for index in range(len(blocks) - 1, -1, -1):
        match = None if blocks[index].is_table or blocks[index].label else _NOTE.match(blocks[index].text)
        if not match or _are_bullets(blocks, match["mark"]):
            continue
        marked = [other for other in range(index) if _place_of(left[other], match["mark"]) is not None]
        if len(marked) != 1:
            continue
        label = f"star-{len(found) + 1}"
        found[label] = (replace(blocks[index], runs=dropped(squeezed(blocks[index].runs), match.end())),)
        left[marked[0]] = _with_reference(left[marked[0]], match["mark"], label)
        left[index] = Block()
    return [block for block in left if block.is_table or block.runs or block.label], found


_NUMBERED = re.compile(r"(?P<number>\d{1,2})\s?(?=[A-Za-z“‘'\"(])")
_SMALLER = 1.5
"""Points by which the letters of a note are smaller than those of the text."""


def numbered_notes(
    blocks: Sequence[Block], notes: Mapping[str, tuple[Block, ...]]
) -> tuple[list[Block], dict[str, tuple[Block, ...]], list[Entry]]:
    """Take notes out of the text that stand in smaller letters below it, and begin with the number that refers to them.

    Returns:
        What is left, with references in place of the numbers; all notes; and the numbers that were taken out.
    """
    entries: list[Entry] = []
    sizes = Counter[float]()
    for block in blocks:
        sizes[block.size] += len(block.text) if block.size and not block.is_table else 0
    usual = max(sizes, key=lambda size: sizes[size], default=0)
    left = list(blocks)
    found = dict(notes)
    for index, block in enumerate(blocks):
        small = 0 < block.size <= usual - _SMALLER and not block.is_table and not block.label
        match = _NUMBERED.match(block.text) if small else None
        place = _referring(left, index, match["number"]) if match else None
        if match and place is not None:
            label = f"number-{len(found) + 1}"
            found[label] = (replace(block, runs=dropped(squeezed(block.runs), match.end())),)
            left[place] = _with_number(left[place], match["number"], label)
            entries += [Entry(match["number"], Why.NUMBER, place=at.place) for at in (left[place], block)]
            left[index] = Block()
    return [block for block in left if block.is_table or block.runs or block.label], found, entries


def _referring(blocks: Sequence[Block], index: int, number: str) -> int | None:
    """Return the nearest block before a note that has its number glued to a word."""
    pattern = _glued(number)
    return next(
        (place for place in range(index - 1, -1, -1) if any(pattern.search(text) for text in texts_of(blocks[place]))),
        None,
    )


def _glued(number: str) -> re.Pattern[str]:
    word = r"(?<=[a-z)’”'\"])|(?<=[a-z)’”'\"][.,;:?!])|(?<=\d{4}[.,;])"
    return re.compile(rf"(?:{word}){number}(?=[\s.,;:?!)]|$)")


def _with_number(block: Block, number: str, label: str) -> Block:
    if block.is_table:
        return _with_number_in_table(block, number, label)
    *_, last = _glued(number).finditer(plain(squeezed(block.runs)))
    before, rest = divided(block.runs, last.start())
    return replace(block, runs=(*before, Run("", note=label), *rest_without(rest, len(number))))


def _with_number_in_table(table: Block, number: str, label: str) -> Block:
    """Put the reference into the first cell that has the number."""
    done = False
    rows = []
    for row in table.rows:
        cells = []
        for cell in row:
            blocks = []
            for block in cell:
                is_here = not done and any(_glued(number).search(text) for text in texts_of(block))
                blocks.append(_with_number(block, number, label) if is_here else block)
                done = done or is_here
            cells.append(tuple(blocks))
        rows.append(tuple(cells))
    return replace(table, rows=tuple(rows))


def _are_bullets(blocks: Sequence[Block], mark: str) -> bool:
    """Whether so many lines begin with the mark that it is a bullet."""
    begun = [match["mark"] for match in (_NOTE.match(block.text) for block in blocks) if match]
    return begun.count(mark) > 1


def _place_of(block: Block, mark: str) -> re.Match[str] | None:
    if block.is_table or _NOTE.match(block.text):
        return None
    return _MARK[mark].search(plain(squeezed(block.runs)))


def _with_reference(block: Block, mark: str, label: str) -> Block:
    place = _place_of(block, mark)
    if place is None:
        return block
    before, rest = divided(block.runs, place.start())
    return replace(block, runs=(*before, Run("", note=label), *rest_without(rest, len(mark))))


def divided(runs: Sequence[Run], position: int) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
    """Return the runs before and after a position in their text, spaces kept."""
    whole = squeezed(runs)
    before: list[Run] = []
    after: list[Run] = []
    for run in whole:
        if position >= len(run.text):
            before.append(run)
            position -= len(run.text)
        else:
            before.append(replace(run, text=run.text[:position]))
            after.append(replace(run, text=run.text[position:]))
            position = 0
    return tuple(before), tuple(after)


def rest_without(runs: Sequence[Run], count: int) -> tuple[Run, ...]:
    """Return runs without their first letters, spaces kept."""
    result: list[Run] = []
    for run in runs:
        taken = min(count, len(run.text))
        result.append(replace(run, text=run.text[taken:]))
        count -= taken
    return tuple(result)
