"""The repository of a trust: ``trust.yaml``, what it says for all, and a folder for each school."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from policy_handbook.findings import Finding, Place, Severity
from policy_handbook.inheritance import Trust
from policy_handbook.publish import UnusableError
from policy_handbook.read import read_file
from policy_handbook.read.trusts import FILE, SCHOOLS

STATUS_FOLDER = "trust"
"""Where the trust's own page is, beside the folders of the schools."""


@dataclass(frozen=True, slots=True)
class Repository:
    """A trust's repository.

    Attributes:
        root: its folder.
        trust: what trust.yaml says.
        findings: what is wrong with it as a whole.
    """

    root: Path
    trust: Trust
    findings: tuple[Finding, ...] = ()

    @property
    def schools(self) -> tuple[str, ...]:
        """The ids of its schools, in the order of trust.yaml."""
        return tuple(map(str, self.trust.schools))

    def data_of(self, school: str) -> Path:
        """The data folder of a school."""
        return self.root / SCHOOLS / school / "policy_data"


def open_trust(root: Path) -> Repository | tuple[Finding, ...]:
    """Read trust.yaml; return what is wrong with it if it cannot be read.

    Raises:
        UnusableError: there is none.
    """
    path = root / FILE
    if not path.is_file():
        raise UnusableError(f"there is no {FILE} in {root.absolute().name or '/'}", "run this in the trust's folder")
    trust, findings = read_file(path, Trust)
    if trust is None:
        return findings
    return Repository(root, trust, (*findings, *_folders(root, trust)))


def _folders(root: Path, trust: Trust) -> Iterator[Finding]:
    """Compare the schools of trust.yaml with the folders that are there."""
    place = trust.place_of("schools")
    for school, named in trust.schools.items():
        if school == STATUS_FOLDER:
            message = f"no school can be called {STATUS_FOLDER}, which is the folder of the trust's own page"
            yield _fault(named.place, message, school, "another id")
        elif not (root / SCHOOLS / school / "policy_data").is_dir():
            message = f"there is no folder {SCHOOLS}/{school}/policy_data"
            yield _fault(place, message, school, "make it, with school.yaml and people.yaml; or take the school out")
    home = root / SCHOOLS
    for path in sorted(home.iterdir()) if home.is_dir() else ():
        if path.is_dir() and not path.name.startswith(".") and path.name not in trust.schools:
            message = f"there is a folder {SCHOOLS}/{path.name}, and no such school here"
            yield _fault(place, message, "", f"{path.name}: ...   (its title)")


def _fault(place: Place, message: str, found: str, write: str) -> Finding:
    return Finding("trust-school", Severity.ERROR, place, message, found, write)
