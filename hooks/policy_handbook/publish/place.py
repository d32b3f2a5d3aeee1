"""The folder of a site: whose it is, that one build at a time writes it, and that it is replaced as a whole."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from policy_handbook.publish.errors import UnusableError
from policy_handbook.publish.manifest import read_manifest


def refuse_foreign(site: Path, *, trust: bool = False) -> None:
    """Refuse a folder that holds what this program did not make, or the sites of many schools where one is built.

    Args:
        site: the folder.
        trust: whether the sites of a trust's schools are to go there.

    Raises:
        UnusableError: it is not ours to replace.
    """
    if site.exists() and not site.is_dir():
        raise UnusableError(f"{site.as_posix()} is a file", "name a folder with --site")
    if not site.is_dir() or not any(site.iterdir()):
        return
    manifest = read_manifest(site)
    if manifest is None:
        raise UnusableError(
            f"{site.as_posix()} holds something that this program did not build",
            "empty it, or name another folder with --site",
        )
    if ("trust" in manifest) is not trust:
        whose = "a single school" if trust else "a trust's schools"
        advice = "name another folder with --site" + ("" if trust else "; or build the school with --school")
        raise UnusableError(f"{site.as_posix()} holds the site of {whose}", advice)


@contextmanager
def locked(site: Path) -> Iterator[None]:
    """Let one build at a time write a site."""
    site.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(site.parent / f".{site.name}.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise UnusableError(f"another build of {site.as_posix()} is under way", "wait until it has ended") from None
    try:
        yield
    finally:
        lock.release()


@contextmanager
def workplace(site: Path) -> Iterator[Path]:
    """A fresh folder beside the site, so that swapping is a rename; gone afterwards, whatever happened."""
    work = Path(tempfile.mkdtemp(prefix=f".{site.name}-", dir=site.parent))
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


def swap(new: Path, site: Path, work: Path) -> Path:
    """Put the new site in the place of the old; if the second rename fails, the old one comes back.

    Returns:
        where the old one is now, if there was one.
    """
    aside = work / "old"
    if not site.exists():
        new.rename(site)
        return aside
    site.rename(aside)
    try:
        new.rename(site)
    except OSError:
        aside.rename(site)
        raise
    return aside
