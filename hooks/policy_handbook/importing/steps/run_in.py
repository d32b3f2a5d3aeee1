"""Sets apart what a conversion or an author ran together: headings before their text, bullets within a line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from policy_handbook.importing.blocks import Block, Run, plain, squeezed
from policy_handbook.importing.steps.notes import divided
from policy_handbook.importing.vocabulary import normal, vocabulary

_CAPS = re.compile(r"(?P<head>[A-Z][A-Z&/’' -]{3,60}?)[\s:.–-]+(?=[A-Z][a-z]|A\s|I\s)")
_BULLET = re.compile(r"\s[•▪●◦\uf0b7\uf0a7]\s+(?=\S)")
_LONG = 8


def set_apart(blocks: Sequence[Block]) -> list[Block]:
    """Split blocks that are more than one thing."""
    return [part for block in blocks for head in _heads(block) for part in _bullets(head)]


def _heads(block: Block) -> Iterator[Block]:
    """Yield a heading that stands in one line with its text as a block of its own."""
    if block.is_table or block.heading or block.label or len(block.text.split()) < _LONG:
        yield block
        return
    runs = squeezed(block.runs)
    position = _bold_head(runs) or _capital_head(plain(runs))
    if not position:
        yield block
        return
    head, rest = divided(runs, position)
    yield replace(block, runs=squeezed(head))
    yield replace(block, runs=squeezed(rest), gap=False)


def _bold_head(runs: tuple[Run, ...]) -> int:
    """Return where a usual heading in bold ends and plain text begins; 0 where there is none."""
    length = 0
    for run in runs:
        if not run.bold or run.note:
            break
        length += len(run.text)
    words = "".join(run.text for run in runs)[:length]
    is_usual = normal(words) in vocabulary().headings and not words.rstrip().endswith(",")
    return length if is_usual and length < len(plain(runs)) else 0


def _capital_head(text: str) -> int:
    """Return where a usual heading in capitals ends and its text begins; 0 where there is none."""
    match = _CAPS.match(text)
    if not match or normal(match["head"]) not in vocabulary().headings or len(match["head"]) < _LONG:
        return 0
    return match.end()


def _bullets(block: Block) -> Iterator[Block]:
    """Yield items that stand in one line, each as a block of its own."""
    found = [] if block.is_table else [match.start() for match in _BULLET.finditer(plain(squeezed(block.runs)))]
    if len(found) < 2:
        yield block
        return
    rest = squeezed(block.runs)
    taken = 0
    for position in found:
        before, rest = divided(rest, position - taken)
        taken = position
        if plain(before):
            yield replace(block, runs=squeezed(before), gap=block.gap and taken == found[0])
    yield replace(block, runs=squeezed(rest), gap=False)
