"""Files that stand already as a build would write them, so that they are not written again.

Most files of a large handbook come out of a build as they came out of the one before. To write them costs as much as
all that has to be made for a policy that was edited; to throw the old ones away costs more still on some disks. So a
folder with an earlier site is brought up to date: what is new is moved in, what is no longer wanted is deleted.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from pathlib import Path

from policy_handbook.publish.listing import files_below


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands in a view's folder, and what of it a build leaves as it is.

    Attributes:
        there: the SHA-256 of each file, by name within the view.
        left: the same of those that stay.
    """

    there: Mapping[str, bytes] = field(default_factory=dict)
    left: dict[str, bytes] = field(default_factory=dict)

    def has(self, name: str, content: bytes) -> bool:
        """Whether a file stands there with this very content; if so, it is noted that it stays."""
        return name in self.there and self.has_digest(name, hashlib.sha256(content).digest())

    def has_digest(self, name: str, digest: bytes) -> bool:
        """Whether a file stands there whose content has this SHA-256; if so, it is noted that it stays."""
        if self.there.get(name) != digest:
            return False
        self.left[name] = digest
        return True


def digests_below(folder: Path) -> dict[str, bytes]:
    """Return the SHA-256 of every file below a folder, by name within it."""
    return {name: hashlib.sha256((folder / name).read_bytes()).digest() for name in files_below(folder)}


def move_into(new: Path, folder: Path) -> None:
    """Move all that is in one folder into another, in the place of what has the same name there.

    Nothing is written into a file that stands there: it may be a file of another site as well (see ``tree``).
    """
    if folder.is_symlink():
        folder.unlink()
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        new.rename(folder)
        return
    with os.scandir(new) as entries:
        for entry in [*entries]:
            target = folder / entry.name
            if entry.is_dir(follow_symlinks=False):
                if target.is_file():
                    target.unlink()
                move_into(Path(entry.path), target)
            else:
                if target.is_dir() and not target.is_symlink():
                    delete_others(target, frozenset())
                Path(entry.path).replace(target)


def delete_others(folder: Path, wanted: Set[str]) -> list[str]:
    """Delete every file below a folder that is not wanted, every link, and every folder that is left empty.

    Args:
        folder: the folder; it is deleted, too, if nothing is left in it.
        wanted: the names of the files that stay, relative to the folder.

    Returns:
        the names of the files that are left.
    """
    left: list[str] = []
    _delete_others(str(folder), "", wanted, left)
    return left


def _delete_others(folder: str, before: str, wanted: Set[str], left: list[str]) -> None:
    """Do it for one folder, and note what is left there."""
    at_first = len(left)
    with os.scandir(folder) as entries:
        for entry in [*entries]:
            name = f"{before}{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                _delete_others(entry.path, f"{name}/", wanted, left)
            elif name in wanted and entry.is_file(follow_symlinks=False):
                left.append(name)
            else:
                Path(entry.path).unlink()
    if len(left) == at_first:
        Path(folder).rmdir()
