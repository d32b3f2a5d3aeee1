"""Reading and the rules together: what is wrong with a data folder."""

from __future__ import annotations

import datetime as dt
import gc
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from policy_handbook.acknowledgement import FOLDER, read_register
from policy_handbook.findings import Finding, Place, Severity, count, in_order
from policy_handbook.keeping import NOTHING_KEPT, Store
from policy_handbook.model import Handbook
from policy_handbook.print import NO_CACHE, Cache
from policy_handbook.print.survey import survey
from policy_handbook.program import program_digest
from policy_handbook.publish.docs import docs_pages, unreadable_pages
from policy_handbook.publish.errors import UnusableError
from policy_handbook.publish.held import held_shelf
from policy_handbook.publish.kept_folder import kept_folder
from policy_handbook.read import Earlier, read_handbook
from policy_handbook.rules import RULE_IDS, Context, DocsFile, Keeping, check_all, look_at_each, printable
from policy_handbook.settings import applied, read_project


@dataclass(frozen=True, slots=True)
class Checked:
    """A handbook with all that was found in it.

    Attributes:
        handbook: the whole handbook; ``None`` where school.yaml could not be read.
        findings: everything found, in order, after the project's settings.
    """

    handbook: Handbook | None
    findings: tuple[Finding, ...]

    @property
    def publishable(self) -> Handbook | None:
        """The handbook, if nothing stops it from being published."""
        return None if count(self.findings, Severity.ERROR) else self.handbook


def usable_handbook(data: Path) -> Handbook:
    """Read a handbook of which only the school's own facts are needed; faults of single policies do not matter.

    Raises:
        UnusableError: there is no such folder, or its school.yaml cannot be read.
    """
    return read_usable(data)[0]


def read_usable(data: Path) -> tuple[Handbook, frozenset[str]]:
    """Read a handbook of which whatever can be read will do; return it with the ids of policies that cannot.

    Raises:
        UnusableError: there is no such folder, or its school.yaml cannot be read.
    """
    _refuse_absent(data)
    reading = read_handbook(data)
    if reading.handbook is None:
        raise UnusableError(f"{data.as_posix()}/school.yaml cannot be read", "handbook check says why")
    return reading.handbook, reading.unread


def _refuse_absent(data: Path) -> None:
    if not data.is_dir():
        advice = "name it with --data, or make one with handbook new school"
        raise UnusableError(f"there is no data folder {data.as_posix()}", advice)


@dataclass
class _Collector:
    """What is known of Python's collector."""

    left_some: bool = False

    def leaves_some(self) -> bool:
        """Whether it leaves objects alone for good; once it does, they need not be counted again, one by one."""
        self.left_some = self.left_some or gc.get_freeze_count() > 0
        return self.left_some


_collector = _Collector()


@contextmanager
def all_stays() -> Iterator[None]:
    """Make objects that stay, such as a handbook: Python does not look among them for circles that nobody holds.

    It would look through each of a million objects, to find none; afterwards they count as old ones, which it leaves
    alone. Where it leaves some alone for good already, as while pages are served, few are made, and nothing is done.
    """
    if not gc.isenabled() or _collector.leaves_some():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.unfreeze()
        gc.enable()


@all_stays()
def check(data: Path, *, root: Path, today: dt.date) -> Checked:
    """Read a data folder and apply every rule.

    Args:
        data: the folder that holds school.yaml.
        root: the project's folder, which may hold docs/.
        today: the date by which reviews are due.

    Raises:
        UnusableError: there is no such folder, or what is kept between builds is in git.
    """
    _refuse_absent(data)
    kept_folder(root, anew=True)
    project = read_project(root)
    store, program = _kept_for(root, data)
    reading = read_handbook(data, earlier=Earlier(store, program) if store.file else None)
    found = list(reading.findings)
    if reading.handbook:
        pages = docs_pages(root / "docs", list(reading.handbook.school.audiences))
        docs = tuple(DocsFile(f"docs/{page.path}", page.declared) for page in pages)
        sections = project.settings.required_sections
        context = Context(reading.handbook, today, reading.unread, docs, sections)
        keeping = Keeping(held_shelf(store, "findings"), program, reading.made_of) if store.file else None
        looked = look_at_each(context, keeping)
        crest = crest_of(reading.handbook, data)
        on_paper = tuple(survey(reading.handbook, crest, printable.noted(looked), printed(root)))
        found += check_all(replace(context, on_paper=on_paper), looked)
        found += _unread_pages(root / "docs")
        folder = f"{reading.handbook.root}/{FOLDER}"
        found += read_register(data / FOLDER, reading.handbook, today, folder).findings
    return Checked(reading.handbook, tuple(in_order(applied(project, found, RULE_IDS))))


def _unread_pages(docs: Path) -> Iterator[Finding]:
    """Report what is called like a page and cannot be read; it is in no view."""
    for path in unreadable_pages(docs):
        place = Place(f"docs/{path.relative_to(docs).as_posix()}")
        message = "this is called like a page, and cannot be read as a file"
        yield Finding("file-unreadable", Severity.ERROR, place, message, write="the page itself, or take it away")


def _kept_for(root: Path, data: Path) -> tuple[Store, bytes]:
    """Where a project keeps what was read and found, and this program's digest; another folder is left as it is."""
    if not (root / "mkdocs.yml").is_file():
        return NOTHING_KEPT, b""
    try:
        return kept_between(root, data), program_digest()
    except OSError:  # the program cannot be read whole
        return NOTHING_KEPT, b""


def crest_of(handbook: Handbook, data: Path) -> bytes | None:
    """The file of the school's crest; ``None`` if it names none, or one that is not there."""
    folder = data / "assets"
    path = folder / handbook.school.crest
    try:
        inside = path.resolve().is_relative_to(folder.resolve())
        return path.read_bytes() if handbook.school.crest and inside and path.is_file() else None
    except (OSError, ValueError, RuntimeError):  # not to be read, no name of a file, a link that leads to itself
        return None


def kept_between(root: Path, data: Path, *, serving: bool = False) -> Store:
    """What is kept between the builds of a project, in a file for each of a trust's schools.

    Args:
        root: the project's folder.
        data: the folder that holds school.yaml.
        serving: whether pages are served, which are others than built ones and kept apart.

    Raises:
        UnusableError: what is kept is in git.
    """
    folder = kept_folder(root)
    if folder is None:
        return NOTHING_KEPT
    return Store(folder / ("served" if serving else "kept") / f"{_name_of(root, data)}.sqlite")


def spare_site(root: Path, data: Path) -> Path | None:
    """Where the site before the last is kept for the next build; ``None`` where nothing is to be kept.

    Raises:
        UnusableError: what is kept is in git.
    """
    folder = kept_folder(root)
    return folder / "spare" / _name_of(root, data) if folder else None


def _name_of(root: Path, data: Path) -> str:
    """What a data folder is called among those of a project."""
    home, place = root.absolute(), data.absolute()
    shown = place.relative_to(home) if place.is_relative_to(home) else place
    return re.sub(r"[^a-z0-9]+", "-", shown.as_posix().lower()).strip("-")


def printed(root: Path) -> Cache:
    """What was typeset before in a project.

    Raises:
        UnusableError: what is kept between builds is in git.
    """
    folder = kept_folder(root)
    return Cache(folder / "printed") if folder else NO_CACHE
