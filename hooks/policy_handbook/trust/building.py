"""The sites of many schools: each built by itself, side by side in processes, and swapped in together."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from policy_handbook.findings import Finding, Severity, count, in_order
from policy_handbook.publish import UnusableError
from policy_handbook.publish.build import BuildResult, build
from policy_handbook.publish.checking import printed
from policy_handbook.publish.manifest import NAME, EarlierSite, commit_of, listed_in
from policy_handbook.publish.place import locked, refuse_foreign, swap, workplace
from policy_handbook.trust.manifests import TrustManifest, in_path_order, school_files
from policy_handbook.trust.page import write_status
from policy_handbook.trust.processes import begin
from policy_handbook.trust.repository import Repository
from policy_handbook.trust.shards import Shard
from policy_handbook.trust.status import status_of

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Built:
    """What came of building several schools.

    Attributes:
        findings: everything found, once, in order.
        pages: how many pages each school has that was built.
        failed: the schools that were not built.
        swapped: whether the site was replaced.
    """

    findings: tuple[Finding, ...]
    pages: dict[str, int]
    failed: tuple[str, ...]
    swapped: bool


@dataclass(frozen=True, slots=True)
class _Task:
    """The work on one school."""

    school: str
    title: str
    data: Path
    site: Path
    root: Path
    today: dt.date
    cores: int
    replaces: EarlierSite


@dataclass(frozen=True, slots=True)
class _Done:
    """What came of one school."""

    task: _Task
    result: BuildResult
    said: tuple[str, ...]
    seconds: float

    @property
    def pages(self) -> int:
        """How many pages it has."""
        return sum(view.pages for view in self.result.views)


def build_schools(
    repository: Repository,
    site: Path,
    *,
    today: dt.date,
    schools: Sequence[str] = (),
    shard: Shard | None = None,
    keep_going: bool = False,
    progress: Progress = lambda _line: None,
) -> Built:
    """Build schools of a trust into a folder, each in a folder of its own.

    Args:
        repository: the trust's repository.
        site: where the sites go; it is replaced as a whole.
        today: the date of the build.
        schools: the schools to build; none means all. The others stay as they are.
        shard: the part of all schools to build; the site then holds this part alone.
        keep_going: whether to replace what could be built although some schools could not; these stay as they are.
        progress: is told what is being done, a line at a time.

    Raises:
        UnusableError: the build cannot run.
    """
    began = time.time()  # of the machine, as files bear it
    if count(repository.findings, Severity.ERROR):
        return Built(repository.findings, {}, repository.schools, swapped=False)
    wanted = _wanted(repository, schools, shard)
    refuse_foreign(site, trust=True)
    old = TrustManifest.read(site)
    if old is None and (site / NAME).exists() and not shard and set(wanted) != set(repository.schools):
        raise UnusableError(f"{site.as_posix()} was built by another version", "build all schools anew")
    try:
        with locked(site), workplace(site) as work:
            earlier = {school: EarlierSite(site / school, {}) for school in wanted}
            earlier |= _earlier_sites(site, old) if old else {}
            done = _build_all(_tasks(repository, earlier, wanted, work / "schools", today), progress)
            failed = tuple(school for school in wanted if not done[school].result.ok)
            findings = in_order([*repository.findings, *(f for one in done.values() for f in one.result.findings)])
            pages = {school: done[school].pages for school in wanted if school not in failed}
            can_keep = old is not None or not (site / NAME).exists()
            if failed and not (keep_going and pages and can_keep):
                return Built(tuple(findings), pages, failed, swapped=False)
            new = work / "site"
            same = {school for school in pages if done[school].result.unchanged}
            others = () if shard else tuple(name for name in repository.schools if name not in pages)
            kept = (*(school for school in pages if school in same), *others)
            fresh = [school for school in pages if school not in same]
            _gather(repository, work / "schools", new, fresh, (site, old, kept), shard, today)
            swap(new, site, work)
            printed(repository.root).trim(began)
    except OSError as error:
        raise UnusableError(
            f"{site.as_posix()} cannot be written: {error.strerror or error}",
            "free some room, or name another folder with --site",
        ) from None
    return Built(tuple(findings), pages, failed, swapped=True)


def _wanted(repository: Repository, schools: Sequence[str], shard: Shard | None) -> tuple[str, ...]:
    for school in schools:
        if school not in repository.schools:
            known = ", ".join(repository.schools)
            raise UnusableError(f"the trust has no school called {school}", f"its schools are {known}")
    chosen = tuple(school for school in repository.schools if not schools or school in schools)
    return shard.part_of(chosen) if shard else chosen


def _tasks(
    repository: Repository, earlier: Mapping[str, EarlierSite], schools: Sequence[str], home: Path, today: dt.date
) -> list[_Task]:
    home.mkdir(parents=True)
    cores = max(1, (os.cpu_count() or 1) // max(1, len(schools)))
    return [
        _Task(
            school,
            str(repository.trust.schools[school].title),
            repository.data_of(school),
            home / school,
            repository.root,
            today,
            cores,
            earlier[school],
        )
        for school in schools
    ]


def _earlier_sites(site: Path, manifest: TrustManifest) -> dict[str, EarlierSite]:
    """The sites of schools as they are in a trust's."""
    schools: dict[str, list[Mapping[str, Any]]] = {}
    for entry in manifest.files:
        school = str(entry["school"])
        schools.setdefault(school, []).append({**entry, "path": entry["path"].removeprefix(f"{school}/")})
    return {school: EarlierSite(site / school, listed_in(entries)) for school, entries in schools.items()}


def _build_all(tasks: Sequence[_Task], progress: Progress) -> dict[str, _Done]:
    """Build schools side by side, as many at a time as there are cores."""
    done: dict[str, _Done] = {}
    for one in _side_by_side(tasks) if len(tasks) > 1 else map(_build_one, tasks):
        done[one.task.school] = one
        progress(f"{_what(one)} ({len(done)} of {len(tasks)})")
        for line in one.said:
            progress(f"{one.task.title}: {line}")
    return done


def _what(done: _Done) -> str:
    """What came of a school, in a line."""
    if not done.result.ok:
        return f"Not built: {done.task.title}"
    if done.result.unchanged:
        return f"Left as it is: {done.task.title}, of which nothing has changed"
    return f"Built {done.task.title}: {done.pages} pages in {done.seconds:.1f} s"


def _link(source: str, target: str) -> None:
    """Let a file be in two sites, of which the old one goes; where that cannot be, copy it."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def _side_by_side(tasks: Sequence[_Task]) -> Iterator[_Done]:
    # a process builds one school after another, so that it reads the trust's own policies once
    pool = ProcessPoolExecutor(min(len(tasks), os.cpu_count() or 1), get_context("spawn"), begin)
    jobs: list[Future[_Done]] = [pool.submit(_build_one, task) for task in tasks]
    try:
        for job in as_completed(jobs):
            yield job.result()
    except BrokenProcessPool:
        raise UnusableError("a part of the build was ended from outside", "try again, with more memory free") from None
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _build_one(task: _Task) -> _Done:
    lines: list[str] = []
    started = time.perf_counter()
    result = build(
        task.data,
        task.site,
        root=task.root,
        today=task.today,
        progress=lines.append,
        cores=task.cores,
        replaces=task.replaces,
        trims=False,  # what one school does not use, the next one may
    )
    said = tuple(line for line in lines if not line.startswith(_USUAL))
    return _Done(task, result, said, time.perf_counter() - started)


_USUAL = ("Built ", "Looking for ", "Following ")
"""How those lines begin that say what every build does."""


def _gather(
    repository: Repository,
    built: Path,
    new: Path,
    schools: Sequence[str],
    before: tuple[Path, TrustManifest | None, Sequence[str]],
    shard: Shard | None,
    today: dt.date,
) -> None:
    """Put the schools that were built, and those that stay as they were, into one site."""
    site, old, kept = before
    new.mkdir()
    files: list[Mapping[str, Any]] = []
    for school in schools:
        files += school_files(built / school, school)
        (built / school).rename(new / school)
    present = [*schools]
    for school in kept if old else ():
        entries = old.of(school) if old else ()
        if entries:
            present.append(school)
            files += entries
            shutil.copytree(site / school, new / school, copy_function=_link)
    status = status_of(repository, present if shard else None)
    manifest = TrustManifest(
        today.isoformat(),
        commit_of(repository.root),
        str(shard or ""),
        tuple(sorted(present)),
        repository.schools,
        status,
        in_path_order(files),
    )
    if not shard:  # whoever joins the parts writes it for the whole
        write_status(status, new, today)
    manifest.write(new)
