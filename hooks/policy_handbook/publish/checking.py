"""Reading and the rules together: what is wrong with a data folder."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from policy_handbook.findings import Finding, Severity, count, in_order
from policy_handbook.model import Handbook
from policy_handbook.publish.docs import docs_pages
from policy_handbook.publish.errors import UnusableError
from policy_handbook.read import read_handbook
from policy_handbook.rules import RULE_IDS, Context, DocsFile, check_all
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


def check(data: Path, *, root: Path, today: dt.date) -> Checked:
    """Read a data folder and apply every rule.

    Args:
        data: the folder that holds school.yaml.
        root: the project's folder, which may hold docs/.
        today: the date by which reviews are due.

    Raises:
        UnusableError: there is no such folder.
    """
    _refuse_absent(data)
    project = read_project(root)
    reading = read_handbook(data)
    found = list(reading.findings)
    if reading.handbook:
        pages = docs_pages(root / "docs", list(reading.handbook.school.audiences))
        docs = tuple(DocsFile(f"docs/{page.path}", page.declared) for page in pages)
        found += check_all(Context(reading.handbook, today, reading.unread, docs, project.settings.required_sections))
    return Checked(reading.handbook, tuple(in_order(applied(project, found, RULE_IDS))))
