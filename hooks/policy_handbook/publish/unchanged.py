"""Whether anything has changed since the last build: if nothing has, the site that is there is what would come of it.

All that a build is made from is put into one digest: the data, the hand-written pages, the configuration, this program,
every package that is installed beside it, the day, and what is asked for. Where a build may be made from more than
that, it has no digest and is done.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import TypeAdapter
from yaml import YAMLError

from policy_handbook.acknowledgement import FOLDER
from policy_handbook.findings import Finding
from policy_handbook.model import View
from policy_handbook.program import add_to, below, own_hook, program_digest
from policy_handbook.publish.kept_folder import kept_folder
from policy_handbook.publish.manifest import EarlierSite, commit_of
from policy_handbook.read.plain import plain_yaml
from policy_handbook.read.trusts import DATA as TRUST_DATA
from policy_handbook.read.trusts import FILE as TRUST_FILE
from policy_handbook.read.trusts import trust_root

NAME = "last-build"

_ELSEWHERE = ("custom_dir", "INHERIT", "snippets", "!")
"""What stands in a mkdocs.yml that is made from more than the files known here."""


@dataclass(frozen=True, slots=True)
class BuiltView:
    """A view that was built: how many pages and files it has and how long it took, in seconds.

    ``said`` is what there was to say about it, such as a policy that could not be printed.
    """

    view: View
    pages: int
    files: int
    seconds: float
    said: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """What came of the last build of a project.

    Attributes:
        origin: the digest of what it was made from.
        content: the digest of what came of it.
        findings: what was found in it.
        views: the views that were built.
        signs: what the files of the site look like from outside for as long as they are what they are, by name.
    """

    origin: str
    content: str
    findings: tuple[Finding, ...]
    views: tuple[BuiltView, ...]
    signs: Mapping[str, str] = field(default_factory=dict)


def origin_of(data: Path, site: Path, *, root: Path, today: dt.date, views: Sequence[str], commit: bool = True) -> str:
    """Return the digest of all that a build is made from; empty where it may be made from more than is known here.

    Args:
        data: the folder that holds school.yaml.
        site: where the sites go.
        root: the project's folder, with mkdocs.yml and docs/.
        today: the date of the build.
        views: the audiences to build for, as they were asked for.
        commit: whether the site says of which commit it is.
    """
    trust = trust_root(data)
    given = () if trust is None else (trust / TRUST_DATA,)
    digest = hashlib.sha256()
    try:
        add_to(digest, frame_of(root))
        facts = (
            today.isoformat(),
            *views,
            str(site.absolute()),
            str(data.absolute()),
            (commit and commit_of(data)) or "",
        )
        for fact in facts:
            add_to(digest, fact.encode("utf-8", "surrogateescape"))
        register = Path(os.environ.get("HANDBOOK_ACKNOWLEDGEMENTS") or data / FOLDER)
        if trust is not None:
            add_to(digest, (trust / TRUST_FILE).read_bytes())
        for home in (data, root / "docs", register, *given):
            for path, content in below(home):
                add_to(digest, str(path).encode("utf-8", "surrogateescape"), content)
    except OSError:
        return ""  # the build says what cannot be read
    return digest.hexdigest()


def frame_of(root: Path) -> bytes:
    """Return the digest of what every page is made with: this program, the configuration and its hooks.

    Raises:
        OSError: pages may be made with more than that, or something cannot be read.
    """
    if not _is_plain(root):
        raise OSError("MkDocs takes more than is known here")
    digest = hashlib.sha256(program_digest())
    for path in sorted(root.glob("*.y*ml")):
        add_to(digest, path.name.encode("utf-8", "surrogateescape"), path.read_bytes())
    for path, content in below(root / "hooks"):
        add_to(digest, str(path).encode("utf-8", "surrogateescape"), content)
    return digest.digest()


def _is_plain(root: Path) -> bool:
    """Whether MkDocs takes nothing from elsewhere: pages from docs/, hooks that are hashed here, and no plugins.

    Raises:
        OSError: there is no mkdocs.yml that can be read.
    """
    text = (root / "mkdocs.yml").read_text("utf-8", "replace")
    if any(word in text for word in _ELSEWHERE):
        return False
    try:
        config = plain_yaml(text)
    except YAMLError:
        return False
    if not isinstance(config, dict) or config.get("docs_dir", "docs") != "docs" or config.get("plugins"):
        return False
    hooks = config.get("hooks") or []
    known = ((root / "hooks").resolve(), own_hook().resolve())
    return isinstance(hooks, list) and all(
        isinstance(hook, str) and any((root / hook).resolve().is_relative_to(home) for home in known) for hook in hooks
    )


def last_build(root: Path, data: Path, site: EarlierSite, origin: str) -> Kept | None:
    """Return what came of the last build, if it was of the same origin and its site is whole; else ``None``.

    Args:
        root: the project's folder.
        data: the folder that holds school.yaml.
        site: the site of the last build.
        origin: the digest of what would be built.

    Raises:
        UnusableError: what is kept is in git.
    """
    folder = kept_folder(root, anew=True)
    if not origin or folder is None:
        return None
    try:
        kept = TypeAdapter(Kept).validate_json((folder / _name_of(data)).read_bytes())
    except (OSError, ValueError):  # whatever is wrong with it, the build is done
        return None
    return kept if kept.origin == origin and kept.content == site.content and site.is_whole(kept.signs) else None


def keep_build(root: Path, data: Path, kept: Kept) -> None:
    """Keep what came of a build; a folder that cannot be written, or a name that is no text, only costs time."""
    folder = kept_folder(root)
    if not kept.origin or folder is None:
        return
    with suppress(OSError, ValueError):
        folder.mkdir(exist_ok=True)
        new = folder / f"{_name_of(data)}.{os.getpid()}"
        new.write_bytes(TypeAdapter(Kept).dump_json(kept))
        new.replace(folder / _name_of(data))


def _name_of(data: Path) -> str:
    """The name of what is kept of the build of a school; a trust keeps as much for each of its schools."""
    return NAME if trust_root(data) is None else f"{NAME}-{data.absolute().parent.name}"
