"""Knows how far a line is set in with spaces that somebody typed."""

from __future__ import annotations

from collections.abc import Sequence

from policy_handbook.importing.blocks import Run

_TAB = 6


def typed_indent(runs: Sequence[Run], shown: str = " \xa0\t") -> int:
    """Return the columns of the spaces before the first letter, of those that the format shows."""
    text = "".join(run.text for run in runs)
    lead = text[: len(text) - len(text.lstrip())]
    return sum(_TAB if letter == "\t" else 1 for letter in lead if letter in shown)
