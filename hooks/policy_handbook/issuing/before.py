"""The text of an issue as it was in force, for a file that somebody has gone on to edit.

It is looked for in the history of the folder: the newest version whose text has the fingerprint that the lock file
has for the issue, or, without a lock, the version that was committed last.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from policy_handbook.history.lock import text_fingerprint
from policy_handbook.model import Policy
from policy_handbook.model.lock import LockedIssue
from policy_handbook.publish.errors import UnusableError
from policy_handbook.read.source import parse

VERSIONS = 200
"""How far back to look."""


def policy_of(text: str, name: str) -> Policy | None:
    """Read the text of a policy; ``None`` if anything is wrong with it."""
    source = parse(text.encode(), name)
    try:
        return None if source.findings else Policy.model_validate(source.value)
    except ValidationError:
        return None


def text_in_force(path: Path, locked: LockedIssue | None) -> str:
    """Return the text of the issue that was in force before somebody edited a file.

    Args:
        path: the file of the policy.
        locked: what the lock file has for it.

    Raises:
        UnusableError: it is not to be had.
    """
    for text in _versions(path):
        policy = policy_of(text, path.name)
        if policy and (locked is None or (policy.issue == locked.issue and text_fingerprint(policy) == locked.text)):
            return text
    what = f"the text of issue {locked.issue}" if locked else "the text of the last issue"
    raise UnusableError(
        f"{what} as it was in force was not found in the history of this folder",
        "name the file that has it with --from",
    )


def _versions(path: Path) -> Iterator[str]:
    """Yield the committed versions of a file, the newest first; none where there is no history."""
    command = ["log", f"--max-count={VERSIONS}", "--format=%H", "--", path.name]
    for commit in (_git(path, command) or "").split():
        text = _git(path, ["show", f"{commit}:./{path.name}"])
        if text is not None:
            yield text


def _git(path: Path, arguments: list[str]) -> str | None:
    try:
        done = subprocess.run(  # noqa: S603 - our own arguments
            ["git", *arguments],  # noqa: S607 - whichever git this machine has
            cwd=path.parent,
            capture_output=True,
            check=False,
        )
    except OSError:
        return None
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else None
