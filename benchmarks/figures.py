"""Puts figures into a page of docs/, between two marks, with the machine, the day, the version and the command."""

from __future__ import annotations

import datetime as dt
import os
import platform
import re
import subprocess
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
PAGE = PROJECT / "docs" / "speed.md"


def machine() -> str:
    """Name the machine by what matters, without its name."""
    cores = os.cpu_count()
    return f"{cores} cores, Python {platform.python_version()}, {platform.system()} {platform.machine()}"


def commit() -> str:
    """The version of the project that is measured."""
    command = ["git", "-C", str(PROJECT), "describe", "--always", "--dirty"]
    done = subprocess.run(command, capture_output=True, text=True)
    return done.stdout.strip() or "no commit"


def heading(command: str, today: dt.date) -> str:
    """What has to be known to compare figures with others."""
    day = f"{today.day} {today:%B %Y}"
    return f"{day}; {machine()}; project at {commit()}; `{command}`"


def put(page: Path, name: str, text: str) -> None:
    """Replace the figures of a name in a page; all else of it stays.

    Raises:
        SystemExit: the page has no place for them.
    """
    place = re.compile(rf"(<!-- figures: {re.escape(name)} -->\n).*?(<!-- end of figures -->\n)", re.DOTALL)
    old = page.read_text(encoding="utf-8")
    new, found = place.subn(lambda match: f"{match[1]}\n{text.strip()}\n\n{match[2]}", old)
    if found != 1:
        raise SystemExit(f"{page} has no place for the figures of {name}; it has {found}")
    page.write_text(new, encoding="utf-8")
