"""The folder in which a new site comes about; it begins as an earlier one, of which most stays as it is.

The site before the last is kept aside for this, in the folder of what is kept between builds. Where there is none, the
new site begins with the files of the present one, which cost no room: both have them by links. What stands there is
taken for what its manifest says of it, and looked at at the end, with all that was built.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from policy_handbook.model import View
from policy_handbook.publish.errors import UnusableError
from policy_handbook.publish.manifest import EarlierSite, leads_inside, read_manifest
from policy_handbook.publish.standing import delete_others, move_into


@dataclass(frozen=True)
class Tree:
    """The folder of all sites of a build under way.

    Attributes:
        folder: where it is.
        there: the SHA-256 of the files that stood there at the beginning, by name.
        left: the same of those that stay as they are.
        wanted: the names of all files that are to be there in the end.
    """

    folder: Path
    there: Mapping[str, bytes] = field(default_factory=dict)
    left: dict[str, bytes] = field(default_factory=dict)
    wanted: set[str] = field(default_factory=set)

    @classmethod
    def begin(cls, folder: Path, *, spare: Path | None, last: EarlierSite) -> Tree:
        """Begin with the site before the last, with links to the files of the last, or with nothing.

        Args:
            folder: where to; it is not there yet.
            spare: where the site before the last may be.
            last: the last, if there is any.
        """
        if spare is not None and spare.is_dir():
            with suppress(OSError):  # on another disk
                spare.rename(folder)
        try:
            if folder.is_dir():
                there = _bytes_of(EarlierSite(folder))
            else:
                _link_all(last, folder)
                there = _bytes_of(last)
        except (OSError, ValueError, LookupError, TypeError):  # no links here, or a manifest that somebody wrote in
            there = {}
        if not there:  # of what stands there without a manifest, nothing may stay
            shutil.rmtree(folder, ignore_errors=True)
        return cls(folder, there)

    def of_view(self, view: View, views: Sequence[View]) -> Mapping[str, bytes]:
        """Return what stands there of a view, by name within it.

        Args:
            view: the view.
            views: all views, of which some are in folders within others.
        """
        home, inner = f"{view.folder}/", _inner(view, views)
        names = ((name.removeprefix(home), digest) for name, digest in self.there.items() if name.startswith(home))
        return {name: digest for name, digest in names if not name.startswith(inner)}

    def put(self, view: View, built: Path, written: Sequence[str], left: Mapping[str, bytes]) -> None:
        """Put what was built of a view where it belongs.

        Args:
            view: the view.
            built: the folder with what was written for it.
            written: the names of these files.
            left: the SHA-256 of those that stay as they were, by name within the view.
        """
        if built.is_dir():
            move_into(built, self.folder / view.folder)
        self.wanted.update(f"{view.folder}/{name}" for name in (*written, *left))
        self.left.update({f"{view.folder}/{name}": digest for name, digest in left.items()})

    def keep(self, view: View, site: Path) -> None:
        """Take over a view from the present site, as it is there."""
        for entry in (read_manifest(site) or {"files": []})["files"]:
            name = entry["path"]
            if entry["view"] == view.audience and leads_inside(name) and (site / name).is_file():
                self.wanted.add(name)
                if name in self.there and self.there[name].hex() == entry.get("sha256"):
                    self.left[name] = self.there[name]
                else:
                    _take(site / name, self.folder / name)

    def finish(self) -> Sequence[str]:
        """Delete whatever stood there and is not wanted any more; returns the names of all files that are there now."""
        return delete_others(self.folder, self.wanted)

    def is_as_said(self, digests: Mapping[str, bytes]) -> bool:
        """Whether the files that were left as they were are what they were taken for.

        Args:
            digests: the SHA-256 of all files, by name, as they were read at the end.
        """
        return all(digests.get(name) == digest for name, digest in self.left.items())


def refuse_clash(view: View, names: Iterable[str], views: Sequence[View]) -> None:
    """Refuse a view with a page or file where another view has its folder.

    Raises:
        UnusableError: it has one.
    """
    for other in views:
        inside = other.folder.removeprefix(f"{view.folder}/")
        if inside != other.folder and any(f"{name}/".startswith(f"{inside}/") for name in names):
            raise UnusableError(
                f"a page of the view {view.site} has the address of the view {other.title}", "rename that page"
            )


def keep_spare(old: Path, spare: Path | None) -> None:
    """Keep the site that has been replaced, for the next build; where that cannot be, it is deleted with the rest."""
    if spare is not None and old.is_dir():
        with suppress(OSError):
            spare.parent.mkdir(parents=True, exist_ok=True)
            old.rename(spare)


def _inner(view: View, views: Sequence[View]) -> tuple[str, ...]:
    """The folders of views within the folder of one, as names within it begin with them."""
    home = f"{view.folder}/"
    return tuple(f"{other.folder.removeprefix(home)}/" for other in views if other.folder.startswith(home))


def _bytes_of(site: EarlierSite) -> Mapping[str, bytes]:
    return {name: bytes.fromhex(digest) for name, digest in site.digests.items()}


def _link_all(site: EarlierSite, folder: Path) -> None:
    """Make a folder with links to all files of a site that are listed."""
    folder.mkdir(parents=True)
    for home in sorted({name.rpartition("/")[0] for name in site.digests}):
        (folder / home).mkdir(parents=True, exist_ok=True)
    for name in site.digests:
        os.link(f"{site.folder}/{name}", f"{folder}/{name}")


def _take(path: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    shutil.copy2(path, target)
