"""Parts of a trust's site, built on several machines, joined into one: complete and unaltered, or not at all."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from policy_handbook.model.base import ID_PATTERN
from policy_handbook.publish import UnusableError
from policy_handbook.publish.manifest import NAME
from policy_handbook.publish.place import locked, refuse_foreign, swap, workplace
from policy_handbook.trust.manifests import TrustManifest, in_path_order
from policy_handbook.trust.page import write_status
from policy_handbook.trust.status import Status, TrustPolicy


@dataclass(frozen=True, slots=True)
class _Part:
    """A folder that one machine built."""

    folder: Path
    manifest: TrustManifest

    @property
    def shown(self) -> str:
        """How a message calls it."""
        return self.folder.as_posix()


def merge(folders: Sequence[Path], site: Path) -> TrustManifest:
    """Join the parts of a trust's site into one folder with one manifest.

    Args:
        folders: the parts, each as ``handbook build --shard`` left it.
        site: where the whole goes; it is replaced as a whole.

    Raises:
        UnusableError: two parts clash or do not belong together, a school is missing, or a file is not what its
            manifest says; then the site stays as it was.
    """
    parts = [_Part(folder, _manifest(folder)) for folder in folders]
    if not parts:
        raise UnusableError("there is nothing to join", "name the folders that handbook build --shard left")
    _refuse_clashes(parts)
    refuse_foreign(site, trust=True)
    with locked(site), workplace(site) as work:
        new = work / "site"
        for part in parts:
            _copy(part, new)
        files = in_path_order([entry for part in parts for entry in part.manifest.files])
        schools = tuple(sorted(school for part in parts for school in part.manifest.schools))
        whole = replace(parts[0].manifest, shard="", schools=schools, status=_status(parts), files=files)
        write_status(whole.status, new, dt.date.fromisoformat(whole.today))
        whole.write(new)
        swap(new, site, work)
    return whole


def _manifest(folder: Path) -> TrustManifest:
    manifest = TrustManifest.read(folder)
    if manifest is None:
        raise UnusableError(
            f"{folder.as_posix()} is no part of a trust's site",
            f"a part has a {NAME}, as handbook build --shard leaves it",
        )
    return manifest


def _refuse_clashes(parts: Sequence[_Part]) -> None:
    first = parts[0]
    facts = (("made_by", "by another version"), ("today", "on another day"), ("commit", "from another commit"))
    for part in parts[1:]:
        for name, how in facts:
            if getattr(part.manifest, name) != getattr(first.manifest, name):
                raise UnusableError(
                    f"{part.shown} was built {how} than {first.shown}",
                    "build all parts of one commit, with one --today",
                )
        if _trust_of(part) != _trust_of(first):
            raise UnusableError(f"{part.shown} and {first.shown} are of other trusts or data", "build all parts anew")
    holders: dict[str, _Part] = {}
    for part in parts:
        for school in part.manifest.schools:
            if school in holders:
                raise UnusableError(
                    f"{school} is in {holders[school].shown} and in {part.shown}", "leave one of the two out"
                )
            holders[school] = part
    missing = [school for school in first.manifest.every_school if school not in holders]
    if missing:
        raise UnusableError(f"no part holds {', '.join(missing)}", "add the part that does")


def _trust_of(part: _Part) -> tuple[str, Mapping[str, TrustPolicy], tuple[str, ...]]:
    """What all parts say alike."""
    manifest = part.manifest
    return manifest.status.trust, manifest.status.policies, manifest.every_school


def _status(parts: Sequence[_Part]) -> Status:
    """Put together how all schools stand, in the trust's order."""
    standings = {name: one for part in parts for name, one in part.manifest.status.schools.items()}
    first = parts[0].manifest
    return replace(first.status, schools={name: standings[name] for name in first.every_school if name in standings})


def _copy(part: _Part, new: Path) -> None:
    """Copy what a part's manifest names, and refuse what it does not name or what is not what it says."""
    named = {entry["path"]: entry for entry in part.manifest.files}
    for school in part.manifest.schools:
        for path in _files(part.folder / school):
            name = path.relative_to(part.folder).as_posix()
            if name not in named:
                raise UnusableError(f"{part.shown} holds {name}, which its manifest does not name", "build it anew")
    for name, entry in named.items():
        _copy_file(part, name, entry, new)


def _copy_file(part: _Part, name: str, entry: Mapping[str, Any], new: Path) -> None:
    source = part.folder / name
    if not _is_within(part, name, entry["school"]):
        raise UnusableError(f"{part.shown} names {name}, which is in no folder of its schools", "build it anew")
    try:
        data = source.read_bytes()
    except OSError:
        raise UnusableError(f"{part.shown} lacks {name}, which its manifest names", "fetch or build it anew") from None
    if hashlib.sha256(data).hexdigest() != entry["sha256"]:
        raise UnusableError(f"{part.shown}: {name} is not what its manifest says", "fetch or build it anew")
    target = new / name
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)


def _is_within(part: _Part, name: str, school: str) -> bool:
    """Whether a file is where a school's files are, links and dots taken into account."""
    home = part.folder / school
    ours = re.fullmatch(ID_PATTERN, school) is not None and school in part.manifest.schools
    return ours and name.startswith(f"{school}/") and (part.folder / name).resolve().is_relative_to(home.resolve())


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())
