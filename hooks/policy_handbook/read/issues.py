"""Reads what lies below ``issues/``: earlier issues as ``issues/<policy>/<number>.yaml``, and the lock file."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol, TypeVar

from policy_handbook.model import Policy, Status
from policy_handbook.model.base import Record
from policy_handbook.model.lock import Lock
from policy_handbook.read.words import visible

R = TypeVar("R", bound=Record)

FOLDER = "issues"
LOCK = "lock.yaml"


class DataFolder(Protocol):
    """A data folder that is being read and gathers findings."""

    root: Path

    def report(self, path: Path, rule: str, message: str, *, found: str = "", write: str = "") -> None:
        """Note what is wrong with a file."""

    def record(self, path: Path, model: type[R], policy: str = "") -> R | None:
        """Read one file; ``None`` if anything is wrong with it."""

    def issue(self, path: Path, policy: str, audiences: Sequence[str]) -> Policy | None:
        """Read the issue of a policy that a file holds, with its numbers and readers; ``None`` if anything is wrong."""


def read_issues(
    folder: DataFolder, policies: Collection[str], audiences: Sequence[str]
) -> tuple[Mapping[str, Mapping[int, Policy]], frozenset[str]]:
    """Read the earlier issues.

    Args:
        folder: the data folder.
        policies: the ids of all policies, those that cannot be read included.
        audiences: the school's audiences.

    Returns:
        The issues by policy and number, oldest first, and the files that could not be read, as
        ``issues/<policy>/<number>.yaml``.
    """
    issues: dict[str, Mapping[int, Policy]] = {}
    unread: set[str] = set()
    for home in _homes(folder, folder.root / FOLDER, policies):
        read: dict[int, Policy] = {}
        for path in _files_of(folder, home):
            policy = folder.issue(path, home.name, audiences)
            if policy is None:
                unread.add(f"{FOLDER}/{home.name}/{path.name}")
            else:
                read[int(path.stem)] = policy
        issues[home.name] = dict(sorted(read.items()))
    return issues, frozenset(unread)


def read_lock(folder: DataFolder) -> Lock:
    """Read the lock file; an empty one where there is none or it cannot be read."""
    path = folder.root / FOLDER / LOCK
    return (folder.record(path, Lock) if os.path.lexists(path) else None) or Lock()


def with_ends(
    issues: Mapping[str, Mapping[int, Policy]], policies: Mapping[str, Policy]
) -> Mapping[str, Mapping[int, Policy]]:
    """Tell each earlier issue when the next one took its place; the last one before a draft is still in force."""
    return {name: dict(_ended(earlier, policies.get(name))) for name, earlier in issues.items() if earlier}


def _ended(earlier: Mapping[int, Policy], present: Policy | None) -> Iterator[tuple[int, Policy]]:
    later = present if present and present.status is not Status.DRAFT else None
    following = [*list(earlier.values())[1:], later]
    for (number, issue), after in zip(earlier.items(), following, strict=True):
        yield number, issue.model_copy(update={"superseded_on": after.effective_from if after else None})


def _homes(folder: DataFolder, path: Path, policies: Collection[str]) -> Iterator[Path]:
    """Yield the folders of policies that have earlier issues; report what else lies there."""
    for home in _listed(folder, path):
        if home.name == LOCK:
            continue
        if not home.is_dir():
            message = "earlier issues lie in a folder with the id of their policy"
            folder.report(home, "file-name", message, found=visible(home.name), write="issues/social-media/8.yaml")
        elif home.name not in policies:
            message = "there is no policy with the id of this folder, so nothing in it is read"
            folder.report(home, "file-name", message, found=visible(home.name), write="the id of the policy")
        else:
            yield home


def _files_of(folder: DataFolder, home: Path) -> Iterator[Path]:
    """Yield the files that may be issues; report what is called otherwise."""
    for path in _listed(folder, home):
        if not re.fullmatch(r"[1-9]\d{0,4}\.yaml", path.name):
            digits = re.search(r"\d+", path.stem)
            write = f"{int(digits[0])}.yaml" if digits and int(digits[0]) else ""
            message = "an earlier issue is a file that is called by its number alone"
            folder.report(path, "file-name", message, found=visible(path.name), write=write)
        else:
            yield path


def _listed(folder: DataFolder, path: Path) -> list[Path]:
    """List a folder; nothing where there is none, and a finding where it cannot be read."""
    try:
        return sorted(entry for entry in path.iterdir() if not entry.name.startswith((".", "~")))
    except FileNotFoundError:
        return []
    except OSError as error:
        folder.report(path, "file-unreadable", f"the folder cannot be read: {error.strerror or error}")
        return []
