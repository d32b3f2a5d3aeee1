"""Which files changed since a revision, as git knows them, so that a pull request hears of its own findings only."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

from policy_handbook.findings import Finding
from policy_handbook.publish.errors import UnusableError

_WITHOUT = "leave --changed-since out to check everything"


def changed_files(folder: Path, revision: str) -> frozenset[Path]:
    """Return the files that differ from a revision, those that nobody has committed yet included.

    What counts is the last commit that the revision and the present one have in common: what others changed on their
    branch since then is not of this one's making.

    Args:
        folder: a folder of the repository.
        revision: a branch, a tag or a commit.

    Raises:
        UnusableError: there is no git, no repository or no such revision.
    """
    top = Path(_git(folder, "rev-parse", "--show-toplevel").rstrip("\n"))
    commit = _commit(top, revision)
    try:
        since = _git(top, "merge-base", commit, "HEAD").strip()
    except UnusableError:
        since = commit  # no common history, as in a shallow copy
    changed = _git(top, "diff", "--name-only", "--no-renames", "-z", since, "--")
    fresh = _git(top, "ls-files", "--others", "--exclude-standard", "-z")
    return frozenset((top / name).resolve() for name in f"{changed}{fresh}".split("\0") if name)


def _commit(top: Path, revision: str) -> str:
    try:
        return _git(top, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}").strip()
    except UnusableError:
        advice = "name a branch, a tag or a commit, such as origin/main; on a server, fetch the whole history first"
        raise UnusableError(f"git knows no revision called {revision}", advice) from None


def _git(folder: Path, *arguments: str) -> str:
    command = ["git", "-C", str(folder), *arguments]
    try:
        done = subprocess.run(command, capture_output=True, check=False, env=os.environ | {"LC_ALL": "C"})  # noqa: S603 - fixed
    except FileNotFoundError:
        raise UnusableError("git is not installed", _WITHOUT) from None
    if done.returncode:
        said = os.fsdecode(done.stderr).strip().splitlines()
        if said and "not a git repository" in said[0]:
            raise UnusableError(f"{folder.as_posix()} is in no git repository", _WITHOUT)
        raise UnusableError(f"git could not read {folder.as_posix()}", said[0] if said else _WITHOUT)
    return os.fsdecode(done.stdout)


def in_files(findings: Sequence[Finding], files: frozenset[Path]) -> tuple[list[Finding], list[Finding]]:
    """Part findings into those in some files and all others."""
    inside = [finding for finding in findings if Path(finding.place.file).resolve() in files]
    return inside, [finding for finding in findings if Path(finding.place.file).resolve() not in files]
