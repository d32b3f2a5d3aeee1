"""Reads a data folder: every file once, all faults of all of them in one run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from policy_handbook.findings import Finding, Place, Severity
from policy_handbook.marks import MarkedDict
from policy_handbook.model import (
    Duty,
    DutyFile,
    Glossary,
    Guidance,
    GuidanceFile,
    Handbook,
    Nation,
    People,
    Policy,
    School,
    resolve,
    spelt_out,
)
from policy_handbook.model.base import ID_PATTERN, Record
from policy_handbook.read.faults import faults
from policy_handbook.read.source import parse

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading a folder.

    Attributes:
        handbook: the handbook, with every policy that could be read; ``None`` without a readable school.yaml.
        findings: what was wrong with the files.
        unread: ids of policies whose file is there but could not be read, so that links to them are no
            second fault.
    """

    handbook: Handbook | None
    findings: tuple[Finding, ...]
    unread: frozenset[str] = frozenset()


@dataclass
class _Folder:
    """A data folder being read; collects findings."""

    root: Path
    shown: str
    findings: list[Finding] = field(default_factory=list)

    def name_of(self, path: Path) -> str:
        inside = path.relative_to(self.root).as_posix()
        return inside if self.shown in ("", ".") else f"{self.shown}/{inside}"

    def report(self, path: Path, rule: str, message: str, *, found: str = "", write: str = "") -> None:
        place = Place(self.name_of(path))
        self.findings.append(Finding(rule, Severity.ERROR, place, message, found, write))

    def value(self, path: Path) -> Any:
        """Parse one file; ``None`` if it cannot be."""
        data = self._bytes(path)
        if data is None:
            return None
        source = parse(data, self.name_of(path))
        self.findings.extend(source.findings)
        if source.value is None and not source.findings:
            self.report(path, "file-empty", "the file is empty", write="its fields, or delete it")
        return source.value

    def _bytes(self, path: Path) -> bytes | None:
        if not path.resolve().is_relative_to(self.root.resolve()):
            self.report(
                path,
                "file-outside",
                "this is a link to a file outside the data folder",
                write="copy the file into the folder",
            )
            return None
        try:
            return path.read_bytes()
        except OSError as error:
            self.report(path, "file-unreadable", f"the file cannot be read: {error.strerror or error}")
            return None

    def record(self, path: Path, model: type[R], policy: str = "") -> R | None:
        """Read one file as a record; ``None`` if anything is wrong with it."""
        value = self.value(path)
        if value is None:
            return None
        name = self.name_of(path)
        if not isinstance(value, MarkedDict):
            self.report(
                path,
                "field-type",
                "the file has to hold fields, each with a name and a colon",
                write="title: ..." if policy else "",
            )
            return None
        try:
            return model.model_validate(value)
        except ValidationError as error:
            self.findings.extend(faults(error, value, name, model, policy))
            return None


def read_handbook(root: Path, shown: str = "") -> Reading:
    """Read a data folder.

    Args:
        root: the folder that holds school.yaml.
        shown: how findings call the folder; left out, as relative to the working folder as can be.
    """
    folder = _Folder(root, shown or _display(root))
    school = _required(folder, "school.yaml", School)
    people = _required(folder, "people.yaml", People) or People()
    glossary = _optional(folder, "glossary.yaml", Glossary) or Glossary()
    own_guidance = _optional(folder, "guidance.yaml", GuidanceFile) or GuidanceFile()
    own_duties = _optional(folder, "duties.yaml", DutyFile) or DutyFile()
    audiences = list(school.audiences) if school else []
    policies: dict[str, Policy] = {}
    unread: set[str] = set()
    for path in _policy_files(folder):
        policy = folder.record(path, Policy, path.stem)
        if policy is None:
            unread.add(path.stem)
        else:
            policies[path.stem] = resolve(policy, path.stem, audiences)
    if school is None:
        return Reading(None, tuple(folder.findings), frozenset(unread))
    handbook = Handbook(
        root=folder.shown,
        school=school,
        people=_with_readers(people, audiences),
        glossary=Glossary(terms=()) if not glossary.terms else _glossary_with_readers(glossary, audiences),
        guidance=_shipped_guidance() | {item.id: item for item in own_guidance.guidance},
        duties=_shipped_duties(school.nation) | {duty.id: duty for duty in own_duties.duties},
        policies=dict(sorted(policies.items(), key=lambda item: (item[1].title.lower(), item[0]))),
    )
    return Reading(handbook, tuple(folder.findings), frozenset(unread))


def read_file(path: Path, model: type[R], shown: str = "") -> tuple[R | None, tuple[Finding, ...]]:
    """Read one file that stands alone, such as the settings.

    Args:
        path: the file.
        model: the class of its record.
        shown: how findings call its folder; left out, as relative to the working folder as can be.

    Returns:
        The record, ``None`` if anything is wrong with it, and the findings.
    """
    folder = _Folder(path.parent, shown or _display(path.parent))
    record = folder.record(path, model)
    return record, tuple(folder.findings)


def _required(folder: _Folder, name: str, model: type[R]) -> R | None:
    if not (folder.root / name).exists():
        folder.report(
            folder.root / name,
            "file-missing",
            f"the data folder has no {name}",
            write="handbook new school DIR makes one to start from",
        )
        return None
    return folder.record(folder.root / name, model)


def _optional(folder: _Folder, name: str, model: type[R]) -> R | None:
    path = folder.root / name
    return folder.record(path, model) if path.exists() else None


def _policy_files(folder: _Folder) -> Iterator[Path]:
    policies = folder.root / "policies"
    if not policies.is_dir():
        folder.report(
            policies,
            "file-missing",
            "the data folder has no folder called policies",
            write="make it, with one .yaml file for each policy",
        )
        return
    for path in sorted(policies.iterdir()):
        if path.name.startswith((".", "~")):
            continue
        if path.suffix != ".yaml":
            folder.report(
                path,
                "file-name",
                "a policy is a file whose name ends in .yaml",
                found=path.name,
                write=f"{path.stem}.yaml" if path.suffix == ".yml" else "",
            )
        elif not _is_id(path.stem):
            suggestion = "-".join("".join(c if c.isalnum() else " " for c in path.stem.lower()).split())
            folder.report(
                path,
                "file-name",
                "the name of the file is the policy's id and its address: small letters, digits and hyphens only",
                found=path.name,
                write=f"{suggestion}.yaml",
            )
        else:
            yield path


def _is_id(text: str) -> bool:
    return re.fullmatch(ID_PATTERN, text) is not None


def _with_readers(people: People, audiences: list[str]) -> People:
    roles = {
        name: role.model_copy(update={"readers": spelt_out(role.audience or ("everyone",), audiences)})
        for name, role in people.roles.items()
    }
    return people.model_copy(update={"roles": roles})


def _glossary_with_readers(glossary: Glossary, audiences: list[str]) -> Glossary:
    return glossary.model_copy(
        update={
            "terms": tuple(
                entry.model_copy(update={"readers": spelt_out(entry.audience or ("everyone",), audiences)})
                for entry in sorted(glossary.terms, key=lambda entry: entry.term.lower())
            )
        }
    )


def _shipped_guidance() -> dict[str, Guidance]:
    """Read the register of guidance that comes with the package."""
    return {item.id: item for item in _shipped("guidance.yaml", GuidanceFile).guidance}


def _shipped_duties(nation: Nation) -> dict[str, Duty]:
    """Read the register of duties that comes with the package; there is one for England only."""
    if nation is not Nation.ENGLAND:
        return {}
    return {duty.id: duty for duty in _shipped("duties.yaml", DutyFile).duties}


@lru_cache(maxsize=4)
def _shipped(name: str, model: type[R]) -> R:
    resource = files("policy_handbook") / "data" / "england" / name
    return model.model_validate(parse(resource.read_bytes(), name).value)


def _display(root: Path) -> str:
    absolute = Path.cwd() / root  # not resolved: findings name the path that was given
    if absolute.is_relative_to(Path.cwd()):
        return absolute.relative_to(Path.cwd()).as_posix()
    return root.as_posix()
