"""What the command has read and checked, given to the processes that build the views, so that none reads it again."""

from __future__ import annotations

from policy_handbook.publish.checking import Checked

_given: list[Checked] = []
"""What this process was given, if it is one that builds a view; MkDocs, which calls the hook, has no way to pass it."""


def hand_over(checked: Checked) -> None:
    """Give this process what was read."""
    _given[:] = [checked]


def handed_over() -> Checked | None:
    """Return what this process was given; ``None`` where nothing was, and the hook has to read for itself."""
    return _given[0] if _given else None
