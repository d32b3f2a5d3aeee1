"""The whole build: check, build every view, scan for leaks, and swap the new site in whole.

Until the last step everything happens in a folder of its own beside the site; whatever goes wrong, the site that
was there stays as it was.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from policy_handbook.findings import Finding, in_order
from policy_handbook.keeping import Shelf, key_of
from policy_handbook.model import Handbook, View
from policy_handbook.pages import prepare
from policy_handbook.pages.templates import load_all
from policy_handbook.print import can_typeset
from policy_handbook.program import program_digest
from policy_handbook.publish.apart import Ended, Handed, Job, each_apart, makes_copies
from policy_handbook.publish.checking import Checked, check, kept_between, printed
from policy_handbook.publish.docs import docs_pages
from policy_handbook.publish.errors import UnusableError
from policy_handbook.publish.manifest import leads_inside, read_manifest, write_manifest
from policy_handbook.publish.place import locked, refuse_foreign, swap, workplace
from policy_handbook.publish.unchanged import BuiltView, Kept, keep_build, last_build, origin_of

if TYPE_CHECKING:
    from policy_handbook.publish.inspection import Inspected

Progress = Callable[[str], None]


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

    Raises:
        UnusableError: the build cannot run: the folder is not ours to replace, cannot be written, or is in use.
    """
    began = time.time()  # of the machine, as files bear it
    origin = origin_of(data, site, root=root, today=today, views=views)
    if last := last_build(root, site, origin):
        return BuildResult(last.findings, last.views, unchanged=True)
    checked = check(data, root=root, today=today)
    handbook = checked.publishable
    if handbook is None:
        return BuildResult(checked.findings)
    wanted = _wanted(handbook, views)
    config = root / "mkdocs.yml"
    if not config.is_file():
        raise UnusableError(
            f"there is no {config.name} in {root.as_posix() or '.'}", "run this in the handbook's folder"
        )
    if not (root / "docs").is_dir():
        raise UnusableError(f"there is no folder docs beside {config.name}", "make one; it may be empty")
    refuse_foreign(site)
    if not can_typeset():
        progress("Nothing is printed: there is no Typst for this machine. Pages can be printed by the browser")
    try:
        with locked(site), workplace(site) as work:
            first = _First.of(root, data, today)
            if first.is_so and len(wanted) > 1 and makes_copies():
                prepare(handbook)  # what most pages need; after that, most are kept
            making = _Making(config, data.absolute(), work, today, Handed(checked))
            built = _build_views(wanted, making, progress, cores)
            _arrange(handbook, wanted, work, work / "site", site)
            progress("Looking for text that a view must not hold, and following every link")
            seen = _inspected(handbook, work / "site", root, data, cores)
            if seen.findings:
                return BuildResult(tuple(in_order([*checked.findings, *seen.findings])))
            write_manifest(work / "site", handbook.views, data=data, today=today, digests=seen.digests)
            swap(work / "site", site, work)
            printed(root).trim(began if trims else 0)
            first.note()
    except OSError as error:
        raise UnusableError(
            f"{site.as_posix()} cannot be written: {error.strerror or error}",
            "free some room, or name another folder with --site",
        ) from None
    if origin == origin_of(data, site, root=root, today=today, views=views):  # nobody saved a file meanwhile
        keep_build(root, Kept(origin, checked.findings, tuple(built)))
    return BuildResult(checked.findings, tuple(built))


@dataclass(frozen=True, slots=True)
class _First:
    """Whether this is the first build of a day by this program, for which no page is kept."""

    shelf: Shelf
    key: bytes
    is_so: bool

    @classmethod
    def of(cls, root: Path, data: Path, today: dt.date) -> _First:
        """Look for the note of an earlier one."""
        shelf, key = kept_between(root, data).shelf("day"), key_of(program_digest(), today.isoformat())
        return cls(shelf, key, shelf.get("built", key) is None)

    def note(self) -> None:
        """Note that there has been one."""
        if self.is_so:
            self.shelf.put("built", self.key, b"")
            self.shelf.save()


def _inspected(handbook: Handbook, site: Path, root: Path, data: Path, cores: int) -> Inspected:
    """Look for leaks in a built site, and for links that lead nowhere."""
    from policy_handbook.publish.inspection import Inspection, inspect  # what no other part of a build needs

    docs = tuple(docs_pages(root / "docs", list(handbook.school.audiences)))
    store = kept_between(root, data)
    return inspect(Inspection(handbook, site, printed(root), root / "docs", docs, store), cores)


def _wanted(handbook: Handbook, names: Sequence[str]) -> list[View]:
    known = {view.audience: view for view in handbook.views}
    for name in names:
        if name not in known:
            raise UnusableError(f"there is no view called {name}", f"the views are {', '.join(known)}")
    return [view for view in handbook.views if not names or view.audience in names]


@dataclass(frozen=True, slots=True)
class _Making:
    """What the processes that build the views are given.

    Attributes:
        config: the project's mkdocs.yml.
        data: the folder that holds school.yaml.
        work: the folder of this build.
        today: the date of the build.
        checked: what was read, and found in it.
    """

    config: Path
    data: Path
    work: Path
    today: dt.date
    checked: Handed[Checked]

    def folder(self, view: View) -> Path:
        """Where a view is built."""
        return self.work / "views" / view.audience

    def output(self, view: View) -> Path:
        """The file for whatever its process says."""
        return self.work / f"{view.audience}.txt"

    def job(self, view: View) -> Job:
        """The work of building a view."""
        from policy_handbook.publish.runner import build_view  # MkDocs, which no other command needs

        midnight = dt.datetime.combine(self.today, dt.time(), dt.UTC)
        environment = {
            "HANDBOOK_VIEW": view.audience,
            "HANDBOOK_DATA": str(self.data),
            "HANDBOOK_TODAY": self.today.isoformat(),
            "SOURCE_DATE_EPOCH": str(int(midnight.timestamp())),
            "NO_MKDOCS_2_WARNING": "1",
        }
        arguments = (str(self.config), str(self.folder(view)), environment, self.checked)
        return Job(build_view, arguments, self.output(view))


def _build_views(views: Sequence[View], making: _Making, progress: Progress, cores: int) -> list[BuiltView]:
    """Build the views side by side, as many at a time as there are cores."""
    load_all()
    built = {}
    for ended in each_apart([making.job(view) for view in views], cores or os.cpu_count() or 1):
        result = _built(views[ended.index], making, ended)
        built[ended.index] = result
        progress(f"Built {result.view.title}: {result.pages} pages in {result.seconds:.1f} s")
        for line in result.said:
            progress(f"{result.view.title}: {line}")
    return [built[index] for index in sorted(built)]


def _built(view: View, making: _Making, ended: Ended) -> BuiltView:
    """What came of a view.

    Raises:
        UnusableError: it could not be built.
    """
    output = making.output(view)
    said = [line for line in output.read_text("utf-8").splitlines() if line.strip()] if output.is_file() else []
    if ended.code:
        why = "; ".join(said[-3:]) or ("its process was ended from outside" if ended.code < 0 else "")
        raise UnusableError(f"the view {view.title} could not be built", why or "MkDocs ended without a word")
    files = [path for path in making.folder(view).rglob("*") if path.is_file()]
    pages = sum(path.suffix == ".html" for path in files)
    return BuiltView(view, pages, len(files), ended.seconds, tuple(said))


def _arrange(handbook: Handbook, built: Sequence[View], work: Path, new: Path, old: Path) -> None:
    """Put the views where they belong, a site's top view first; keep those of the old site that were not built."""
    fresh = {view.audience for view in built}
    for view in sorted(handbook.views, key=lambda view: (view.site, not view.is_top)):
        target = new / view.folder
        if view.audience in fresh:
            target.parent.mkdir(parents=True, exist_ok=True)
            if target.exists():
                raise UnusableError(
                    f"a page of the view {view.site} has the address of the view {view.title}", "rename that page"
                )
            (work / "views" / view.audience).rename(target)
        else:
            _keep(view, new, old)


def _keep(view: View, new: Path, old: Path) -> None:
    manifest = read_manifest(old) or {"files": []}
    for entry in manifest["files"]:
        ours = entry["view"] == view.audience and leads_inside(entry["path"])
        if ours and (old / entry["path"]).is_file():
            target = new / entry["path"]
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(old / entry["path"], target)
