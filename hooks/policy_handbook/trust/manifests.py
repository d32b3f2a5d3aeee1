"""The one manifest of a trust's site: every file of every school, and how the schools stood on that day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from policy_handbook import __version__
from policy_handbook.outputs import json_lines
from policy_handbook.publish.listing import files_below
from policy_handbook.publish.manifest import NAME, entry_of, read_manifest
from policy_handbook.trust.repository import STATUS_FOLDER
from policy_handbook.trust.status import Status


@dataclass(frozen=True, slots=True)
class TrustManifest:
    """What the manifest of a trust's site says.

    Attributes:
        made_by: the program and its version.
        today: the day of the build.
        commit: the commit of the data, if it is kept in git.
        shard: which part of the schools was built, as ``3/20``; empty for all.
        schools: the schools that are in the site.
        every_school: all schools of the trust, in its order.
        status: how the schools stand to the trust's policies; in a part, those of the part.
        files: what is said of each file of a school, in order of path.
    """

    today: str
    commit: str | None
    shard: str
    schools: tuple[str, ...]
    every_school: tuple[str, ...]
    status: Status
    files: tuple[Mapping[str, Any], ...]
    made_by: str = f"Policy Handbook {__version__}"

    @classmethod
    def read(cls, site: Path) -> TrustManifest | None:
        """Read that of a site; ``None`` where there is none, or one that this version does not know."""
        data = read_manifest(site)
        if data is None or "trust" not in data:
            return None
        try:
            return cls(
                data["today"],
                data["data_commit"],
                data["shard"],
                tuple(data["schools"]),
                tuple(data["every_school"]),
                Status.of_data(data["trust"]),
                tuple(entry for entry in data["files"] if entry.get("school")),
                data["made_by"],
            )
        except (KeyError, TypeError, AttributeError):
            return None

    def of(self, school: str) -> tuple[Mapping[str, Any], ...]:
        """What is said of the files of one school."""
        return tuple(entry for entry in self.files if entry["school"] == school)

    def write(self, site: Path) -> None:
        """Write it, with the trust's own pages, which are in the site already."""
        status = site / STATUS_FOLDER
        names = [f"{STATUS_FOLDER}/{name}" for name in (files_below(status) if status.is_dir() else ())]
        own = [entry_of(str(site), name, ()) for name in names]
        data = {
            "made_by": self.made_by,
            "today": self.today,
            "data_commit": self.commit,
            "shard": self.shard,
            "schools": list(self.schools),
            "every_school": list(self.every_school),
            "trust": self.status.as_data(),
            "files": [*self.files, *own],
        }
        (site / NAME).write_text(json_lines(data), encoding="utf-8")


def school_files(folder: Path, school: str) -> tuple[Mapping[str, Any], ...]:
    """Take over what the manifest of a school that was just built says, and take that manifest away."""
    manifest = read_manifest(folder)
    assert manifest is not None  # noqa: S101 - a build always leaves one
    (folder / NAME).unlink()
    return tuple({**entry, "path": f"{school}/{entry['path']}", "school": school} for entry in manifest["files"])


def in_path_order(files: Sequence[Mapping[str, Any]]) -> tuple[Mapping[str, Any], ...]:
    """Put entries in an order that does not depend on who built what."""
    return tuple(sorted(files, key=lambda entry: entry["path"]))
