"""The whole build: check, build every view, scan for leaks, and swap the new site in whole.

Until the last step everything happens in a folder of its own beside the site; whatever goes wrong, the site that
was there stays as it was.
"""

from __future__ import annotations

import datetime as dt
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from policy_handbook.findings import Finding, in_order
from policy_handbook.keeping import Shelf, Store
from policy_handbook.model import Handbook, View
from policy_handbook.print import can_typeset
from policy_handbook.program import program_digest
from policy_handbook.publish.ahead import make_ahead
from policy_handbook.publish.apart import Handed, makes_copies
from policy_handbook.publish.checking import all_stays, check, kept_between, printed, spare_site
from policy_handbook.publish.docs import docs_pages
from policy_handbook.publish.errors import UnusableError
from policy_handbook.publish.making import Making, Progress, build_views
from policy_handbook.publish.manifest import EarlierSite, write_manifest
from policy_handbook.publish.place import locked, refuse_foreign, swap, workplace
from policy_handbook.publish.tree import Tree, keep_spare
from policy_handbook.publish.unchanged import BuiltView, Kept, keep_build, last_build, origin_of

if TYPE_CHECKING:
    from policy_handbook.publish.corpus import Corpus
    from policy_handbook.publish.inspection import Inspected


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What came of a build: the findings, and the views where nothing stopped it.

    ``unchanged`` says that the site is left as it was, because it is what would have been built.
    """

    findings: tuple[Finding, ...]
    views: tuple[BuiltView, ...] = ()
    unchanged: bool = False

    @property
    def ok(self) -> bool:
        """Whether the site was swapped in."""
        return bool(self.views)


def build(
    data: Path,
    site: Path,
    *,
    root: Path,
    today: dt.date,
    views: Sequence[str] = (),
    progress: Progress = lambda _line: None,
    cores: int = 0,
    trims: bool = True,
    replaces: EarlierSite | None = None,
) -> BuildResult:
    """Check the data and build its views into a folder.

    Args:
        data: the folder that holds school.yaml.
        site: where the sites go; it is replaced whole.
        root: the project's folder, with mkdocs.yml and docs/.
        today: the date of the build.
        views: the audiences to build for; none means all. The others stay as they are.
        progress: is told what is being done, a line at a time.
        cores: how many of the machine's to use; 0 means all.
        trims: whether printed sheets that were unused for longest are deleted afterwards, where there are many; whoever
            builds many schools with the same ones does so once, after the last.
        replaces: the site in whose place the new one will be put by somebody else; left out, that at ``site``. Where
            nothing has changed since it was built, none is built.

    Raises:
        UnusableError: the build cannot run: the folder is not ours to replace, cannot be written, or is in use.
    """
    began = time.time()  # of the machine, as files bear it
    last = replaces or EarlierSite(site)
    origin = partial(origin_of, data, last.folder, root=root, today=today, views=views, commit=replaces is None)
    begun_with = origin()
    if same := last_build(root, data, last, begun_with):
        return BuildResult(same.findings, same.views, unchanged=True)
    checked = check(data, root=root, today=today)
    handbook = checked.publishable
    if handbook is None:
        return BuildResult(checked.findings)
    wanted = _wanted(handbook, views)
    config = _config_of(root)
    refuse_foreign(site)
    if not can_typeset():
        progress("Nothing is printed: there is no Typst for this machine. Pages can be printed by the browser")
    try:
        with locked(site), workplace(site) as work:
            first = _First.of(root, data)
            if first.is_so and len(wanted) > 1 and makes_copies():
                with all_stays():
                    make_ahead(handbook)  # what most pages need; after that, most are kept
            making = Making(config, data.absolute(), work, today, Handed(checked), cores or os.cpu_count() or 1)
            spare = spare_site(root, data)
            made = _made(handbook, wanted, making, Tree.begin(work / "site", spare=spare, last=last), site, progress)
            if not made.is_sound:  # somebody wrote in an earlier site: nothing of it is taken
                spare, afresh = None, work / "afresh"
                afresh.mkdir()
                made = _made(handbook, wanted, replace(making, work=afresh), Tree(afresh / "site"), site, progress)
            if made.seen.findings:
                return BuildResult(tuple(in_order([*checked.findings, *made.seen.findings])))
            new = made.tree.folder
            known = {name: made.seen.digests.get(name) for name in made.names}
            content = write_manifest(new, handbook.views, known, data=data, today=today)
            keep_spare(swap(new, site, work), spare)
            printed(root).trim(began if trims else 0)
            first.note()
    except OSError as error:
        raise UnusableError(
            f"{site.as_posix()} cannot be written: {error.strerror or error}",
            "free some room, or name another folder with --site",
        ) from None
    if begun_with == origin():  # nobody saved a file meanwhile
        keep_build(root, data, Kept(begun_with, content, checked.findings, made.built, made.seen.signs))
    return BuildResult(checked.findings, made.built)


@dataclass(frozen=True, slots=True)
class _First:
    """Whether this is the first build by this program, for which no page is kept."""

    shelf: Shelf
    key: bytes
    is_so: bool

    @classmethod
    def of(cls, root: Path, data: Path) -> _First:
        """Look for the note of an earlier one."""
        shelf, key = kept_between(root, data).shelf("first"), program_digest()
        return cls(shelf, key, shelf.get("built", key) is None)

    def note(self) -> None:
        """Note that there has been one."""
        if self.is_so:
            self.shelf.put("built", self.key, b"")
            self.shelf.save()


@dataclass(frozen=True, slots=True)
class _Made:
    """A new site, before it is put where it belongs.

    Attributes:
        tree: its folder.
        built: the views that were built.
        names: the names of all files in it.
        seen: what came of the last look at it.
    """

    tree: Tree
    built: tuple[BuiltView, ...]
    names: Sequence[str]
    seen: Inspected

    @property
    def is_sound(self) -> bool:
        """Whether what was taken over from an earlier site is what its manifest says of it."""
        return self.tree.is_as_said(self.seen.digests)


def _made(
    handbook: Handbook, wanted: Sequence[View], making: Making, tree: Tree, site: Path, progress: Progress
) -> _Made:
    """Build views into a tree, and take the others over from the present site."""
    store = kept_between(making.config.parent, making.data)
    counted: list[Corpus] = []

    def meanwhile() -> None:
        from policy_handbook.publish.inspection import corpus_of  # what no other part of a build needs

        counted.append(corpus_of(handbook, store))

    built = build_views(wanted, making, tree, handbook.views, progress, meanwhile)
    for view in handbook.views:
        if view not in wanted:
            tree.keep(view, site)
    names = tree.finish()
    progress("Looking for text that a view must not hold, and following every link")
    return _Made(tree, tuple(built), names, _inspected(counted[0], tree.folder, names, making, store))


def _inspected(corpus: Corpus, site: Path, names: Sequence[str], making: Making, store: Store) -> Inspected:
    """Look for leaks in a built site, and for links that lead nowhere."""
    from policy_handbook.publish.inspection import Inspection, inspect

    handbook, root = corpus.whole, making.config.parent
    docs = tuple(docs_pages(root / "docs", list(handbook.school.audiences)))
    look = Inspection(handbook, site, printed(root), root / "docs", docs, store, time.time_ns(), names, corpus)
    return inspect(look, making.cores)


def _config_of(root: Path) -> Path:
    """The project's configuration.

    Raises:
        UnusableError: it has none, or no hand-written pages.
    """
    config = root / "mkdocs.yml"
    if not config.is_file():
        raise UnusableError(
            f"there is no {config.name} in {root.as_posix() or '.'}", "run this in the handbook's folder"
        )
    if not (root / "docs").is_dir():
        raise UnusableError(f"there is no folder docs beside {config.name}", "make one; it may be empty")
    return config


def _wanted(handbook: Handbook, names: Sequence[str]) -> list[View]:
    known = {view.audience: view for view in handbook.views}
    for name in names:
        if name not in known:
            raise UnusableError(f"there is no view called {name}", f"the views are {', '.join(known)}")
    return [view for view in handbook.views if not names or view.audience in names]
