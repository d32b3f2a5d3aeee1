"""What the command has read and checked, handed to the processes that build the views, so that none reads it again."""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from pathlib import Path

from policy_handbook.publish.checking import Checked

VARIABLE = "HANDBOOK_CHECKED"
"""The variable of the environment that names the file."""


def hand_over(checked: Checked, file: Path) -> None:
    """Write what was read into a file of the build's own folder."""
    file.write_bytes(pickle.dumps(checked, pickle.HIGHEST_PROTOCOL))


def handed_over(environment: Mapping[str, str]) -> Checked | None:
    """Return what the command that started this process has read; ``None`` where none did."""
    file = environment.get(VARIABLE)
    return pickle.loads(Path(file).read_bytes()) if file else None  # noqa: S301 - our own, in a folder made for it
