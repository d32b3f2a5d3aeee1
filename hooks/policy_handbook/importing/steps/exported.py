"""Knows the parts of a document that ``handbook export`` wrote, in which nothing has to be guessed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from policy_handbook.importing.blocks import Block
from policy_handbook.importing.vocabulary import is_reading_heading, is_record_heading, normal

_CONTROL = "about this issue"


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of an exported document.

    Attributes:
        front: the school's name, the title, the summary and the short version.
        control: the heading over the control data, and its table.
        text: the sections.
        ending: what the policy is read with, and the change record sheet.
    """

    front: tuple[Block, ...]
    control: tuple[Block, ...]
    text: tuple[Block, ...]
    ending: tuple[Block, ...]


def parts_of(blocks: Sequence[Block]) -> Parts | None:
    """Return the parts of an exported document; none where somebody has taken out what tells them apart."""
    at = next((index for index in range(len(blocks) - 1) if _is_over(blocks, index, _CONTROL)), None)
    if at is None or not any(block.title for block in blocks[:at]):
        return None
    end = len(blocks)
    while end - 2 > at + 1 and _is_ending(blocks, end - 2):
        end -= 2
    text = at + 2
    return Parts(tuple(blocks[:at]), tuple(blocks[at:text]), tuple(blocks[text:end]), tuple(blocks[end:]))


def _is_over(blocks: Sequence[Block], index: int, heading: str = "") -> bool:
    """Whether a heading without a number stands at once over a table."""
    block = blocks[index]
    is_heading = bool(block.heading) and not block.label and (not heading or normal(block.text) == heading)
    return is_heading and blocks[index + 1].is_table


def _is_ending(blocks: Sequence[Block], index: int) -> bool:
    text = blocks[index].text
    return _is_over(blocks, index) and (is_reading_heading(text) or is_record_heading(text))
