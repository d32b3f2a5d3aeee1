"""What the command has read and checked, given to the processes that build the views, so that none reads it again."""

from __future__ import annotations

from typing import NamedTuple

from policy_handbook.publish.checking import Checked
from policy_handbook.publish.standing import Standing


class Given(NamedTuple):
    """What a process that builds a view is given.

    Attributes:
        checked: what was read, and found in it.
        standing: what stands in the folder of the view already.
    """

    checked: Checked
    standing: Standing


_given: list[Given] = []
"""What this process was given, if it is one that builds a view; MkDocs, which calls the hook, has no way to pass it."""


def hand_over(given: Given) -> None:
    """Give this process what was read."""
    _given[:] = [given]


def handed_over() -> Given | None:
    """Return what this process was given; ``None`` where nothing was, and the hook has to read for itself."""
    return _given[0] if _given else None
