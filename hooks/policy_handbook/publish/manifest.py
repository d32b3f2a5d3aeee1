"""What a site holds, file by file, so that a copy can be checked and a build compared with another."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import re
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePath
from typing import Any

from policy_handbook import __version__
from policy_handbook.model import View
from policy_handbook.outputs import json_lines
from policy_handbook.publish.listing import bytes_of, files_below
from policy_handbook.publish.signs import sign_of

NAME = "manifest.json"

_SHA256 = re.compile("[0-9a-f]{64}")
_PLAIN = re.compile(r"\w[\w-]*(?:[/.]\w[\w-]*)*")
"""A path that leads down whatever the system: names, with single dots and slashes between."""


def write_manifest(
    site: Path, views: Sequence[View], files: Mapping[str, bytes | None], *, data: Path, today: dt.date
) -> str:
    """Write the manifest of a site: every file with size, SHA-256 and view.

    Args:
        site: the folder of all sites.
        views: the views of the handbook.
        files: the SHA-256 of every file by name; ``None`` of those that were not read since they were written.
        data: the folder that holds school.yaml.
        today: the date of the build.

    Returns:
        The digest of all that the site holds, as ``content_of`` has it.
    """
    folders = sorted(((view.folder, view.audience) for view in views), key=lambda row: -len(row[0]))
    in_order = sorted(files, key=lambda name: name.split("/"))
    entries = [entry_of(str(site), name, folders, files[name]) for name in in_order]
    manifest = {
        "made_by": f"Policy Handbook {__version__}",
        "today": today.isoformat(),
        "data_commit": commit_of(data),
        "files": entries,
    }
    (site / NAME).write_text(json_lines(manifest), encoding="utf-8")
    return content_of({entry["path"]: entry["sha256"] for entry in entries})


def entry_of(site: str, name: str, folders: Sequence[tuple[str, str]], digest: bytes | None = None) -> dict[str, Any]:
    """What a manifest says of a file.

    Args:
        site: the folder of all sites.
        name: the file, relative to it.
        folders: those of the views with their audiences, the deepest first.
        digest: the SHA-256 of the file, if it is known.
    """
    path = f"{site}/{name}"
    return {
        "path": name,
        "size": os.stat(path).st_size,  # noqa: PTH116 - one after another, thousands of files
        "sha256": (digest or hashlib.sha256(bytes_of(path)).digest()).hex(),
        "view": next((audience for folder, audience in folders if name.startswith(f"{folder}/")), ""),
    }


def read_manifest(site: Path) -> Mapping[str, Any] | None:
    """Return the manifest of a site that this program built; ``None`` if it has none."""
    try:
        manifest = json.loads((site / NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if not isinstance(manifest, dict) or not str(manifest.get("made_by", "")).startswith("Policy Handbook"):
        return None
    listed = manifest.get("files")
    return {**manifest, "files": [entry for entry in listed if _is_sound(entry)] if isinstance(listed, list) else []}


def _is_sound(entry: object) -> bool:
    """Whether an entry names a file and a view; others may have written in the manifest since."""
    if not isinstance(entry, dict) or not isinstance(entry.get("view"), str):
        return False
    return isinstance(entry.get("path"), str) and bool(entry["path"])


def leads_inside(name: str) -> bool:
    """Whether the path of an entry stays within the site."""
    if _PLAIN.fullmatch(name):
        return True  # as almost all of them do, of thousands
    path = PurePath(name)
    return not path.is_absolute() and ".." not in path.parts


@dataclass(frozen=True)
class EarlierSite:
    """A site that was built before.

    Attributes:
        folder: where it is, or would be.
        listed: the SHA-256 of its files in hexadecimal by name, where something else than its own manifest says so.
    """

    folder: Path
    listed: Mapping[str, str] | None = None

    @cached_property
    def digests(self) -> Mapping[str, str]:
        """The SHA-256 of its files in hexadecimal, by name; nothing if no manifest says so."""
        if self.listed is not None:
            return self.listed
        return listed_in((read_manifest(self.folder) or {"files": []})["files"])

    @property
    def content(self) -> str:
        """The digest of all of it; empty where nothing is there."""
        return content_of(self.digests)

    def is_whole(self, signs: Mapping[str, str]) -> bool:
        """Whether it holds all files that are listed, as they were built, and no others.

        Args:
            signs: what files looked like from outside when they were what is listed, as far as that is known.
        """
        try:
            there = set(files_below(self.folder)) - {NAME}
            return there == self.digests.keys() and all(
                self._holds(name, digest, signs.get(name, "")) for name, digest in self.digests.items()
            )
        except OSError:
            return False

    def _holds(self, name: str, digest: str, sign: str) -> bool:
        path = f"{self.folder}/{name}"
        return (bool(sign) and sign_of(path) == sign) or hashlib.sha256(bytes_of(path)).hexdigest() == digest


def listed_in(entries: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Return the SHA-256 in hexadecimal by name that the entries of a manifest tell, as far as they are sound."""
    told = ((entry["path"], entry.get("sha256")) for entry in entries if leads_inside(entry["path"]))
    return {name: digest for name, digest in told if isinstance(digest, str) and _SHA256.fullmatch(digest)}


def content_of(digests: Mapping[str, str]) -> str:
    """Return the digest of what a site holds, in hexadecimal; empty for nothing.

    Args:
        digests: the SHA-256 of its files in hexadecimal, by name.
    """
    listed = "".join(f"{digest} {name}\n" for name, digest in sorted(digests.items()))
    return hashlib.sha256(listed.encode("utf-8", "surrogateescape")).hexdigest() if listed else ""


def commit_of(data: Path) -> str | None:
    """The commit that the data is at, if it is kept in git."""
    try:
        done = subprocess.run(  # noqa: S603 - nothing in it comes from outside
            ["git", "-C", str(data), "rev-parse", "HEAD"],  # noqa: S607 - whichever git the person uses
            capture_output=True,
            text=True,
            check=False,
        )
    except OSError:
        return None
    return done.stdout.strip() or None if done.returncode == 0 else None
