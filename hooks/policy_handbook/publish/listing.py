"""The files of a folder and of all folders in it."""

from __future__ import annotations

import os
from pathlib import Path


def files_below(folder: Path) -> list[str]:
    """Return the name of every file below a folder, relative to it and with forward slashes, in order."""
    found: list[str] = []
    left = [(str(folder), "")]
    while left:
        path, before = left.pop()
        with os.scandir(path) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    left.append((entry.path, f"{before}{entry.name}/"))
                elif entry.is_file():
                    found.append(f"{before}{entry.name}")
    return sorted(found)


def bytes_of(path: str) -> bytes:
    """Return what is in a file: without a way round by a buffer, as thousands of files are read one after another."""
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - for the same reason
        return file.read()
