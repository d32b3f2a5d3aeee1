"""The folder for what is kept between builds, which is used only where nobody can have sent it along with the data.

What is kept there is taken for this program's own work: pages and verdicts as they are, and compiled templates, which
are run. A file of it that is in git may be anybody's who can suggest a change, and no review shows what is in it.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from policy_handbook.publish.errors import UnusableError

CACHE = ".handbook-cache"
"""The folder in the project for what may be kept between builds and deleted at any time."""

_ANOTHER = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE")
"""With these, as a hook of git has them, git answers for what they name and not for the folder that is asked for."""

_tracked: dict[Path, tuple[str, ...] | None] = {}
"""What git has of the folder of each project, as it was asked for last."""


def kept_folder(root: Path, *, anew: bool = False) -> Path | None:
    """Return the folder for what may be kept between builds; it need not be there yet.

    Args:
        root: the project's folder.
        anew: whether git is asked again; else once in the life of a process will do. Whatever begins a build or a check
            asks again, since somebody may have fetched the work of others while pages were served.

    Returns:
        The folder; ``None`` where nothing is to be kept, because the project is in git and git does not answer.

    Raises:
        UnusableError: something of it is in git.
    """
    home = root.resolve()
    if anew or home not in _tracked:
        _tracked[home] = _in_git(home)
    found = _tracked[home]
    if found is None:
        return None
    if found:
        raise UnusableError(_refusal(found), _advice(found[0]))
    return root / CACHE


def compiled_templates(root: Path) -> Path | None:
    """A folder for compiled templates, which are run as they are; ``None`` where it cannot be made or trusted.

    Raises:
        UnusableError: something of it is in git.
    """
    kept = kept_folder(root)
    if kept is None:
        return None
    folder = kept / "templates"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return folder


def _refusal(found: tuple[str, ...]) -> str:
    others = len(found) - 1
    more = f" and {others} more file{'s' * (others > 1)} there" if others else ""
    is_in = "are" if others else "is"
    return f"{found[0]}{more} {is_in} in git, and would count as work of this program whoever wrote it"


def _advice(name: str) -> str:
    folder = name.split("/")[0]
    return f"run git rm -r --cached {folder}, commit that, and delete the folder {folder}; the next build makes it anew"


def _in_git(home: Path) -> tuple[str, ...] | None:
    """What git has of the folder, by name within the project; ``None`` if it should know and does not say."""
    is_elsewhere = any(name in os.environ for name in _ANOTHER)
    if not is_elsewhere and not any((folder / ".git").exists() for folder in (home, *home.parents)):
        return ()
    # a file system that makes no difference between capitals and small letters finds the folder by either
    command = ["git", "-C", str(home), "--icase-pathspecs", "ls-files", "-z", "--", CACHE]
    environment = {name: value for name, value in os.environ.items() if name not in _ANOTHER}
    try:
        done = subprocess.run(command, capture_output=True, check=False, env=environment)  # noqa: S603 - fixed
    except OSError:  # there is no git on this machine
        return None
    return tuple(filter(None, os.fsdecode(done.stdout).split("\0"))) if done.returncode == 0 else None
