"""Reads what a trust gives to one of its schools: ``trust.yaml`` and the folder ``trust_data`` beside ``schools/``.

A data folder at ``schools/<id>/policy_data`` below a trust.yaml is a school of that trust, for every command alike.
"""

from __future__ import annotations

import difflib
import re
import shutil
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, TypeVar

from policy_handbook.findings import Finding, Place, Severity
from policy_handbook.inheritance import OwnPolicy, Trust, filled, inherit
from policy_handbook.marks import MarkedDict
from policy_handbook.model import People, Policy, Status, resolve
from policy_handbook.model.base import Record
from policy_handbook.read.encoding import MAX_BYTES
from policy_handbook.read.issues import read_issues

R = TypeVar("R", bound=Record)

FILE, DATA, SCHOOLS = "trust.yaml", "trust_data", "schools"
ISSUE, SAME_ID = "trust-issue", "trust-policy"
_INHERITS = re.compile(rb"^inherits[ \t]*:", re.MULTILINE)
_DEPTH = 3
"""A school's data folder is so many folders below the trust's."""


class TrustDataFolder(Protocol):
    """A data folder that is being read, and keeps findings."""

    root: Path
    findings: list[Finding]

    def report(self, path: Path, rule: str, message: str, *, found: str = "", write: str = "") -> None:
        """Note what is wrong with a file."""

    def record(self, path: Path, model: type[R], policy: str = "") -> R | None:
        """Read one file; ``None`` if anything is wrong with it."""

    def issue(self, path: Path, policy: str, audiences: Sequence[str]) -> Policy | None:
        """Read the issue of a policy that a file holds, with its numbers and readers; ``None`` if anything is wrong."""

    def fields(self, path: Path) -> MarkedDict | None:
        """Read the fields of one file that may be missing, as they are."""

    def policy_files(self) -> Iterator[Path]:
        """Yield the files that may be policies."""


@dataclass(frozen=True)
class Above:
    """What a trust gives to one of its schools.

    Attributes:
        trust: the trust.
        school: the id of the school.
        folder: the trust's data folder.
        facts: what the trust says of every school's facts and people, by the file of the school.
        policies: the trust's policies by id, not numbered yet.
        unread: ids of those that cannot be read.
    """

    trust: Trust
    school: str
    folder: TrustDataFolder
    facts: Mapping[str, MarkedDict] = field(default_factory=dict)
    policies: Mapping[str, Policy] = field(default_factory=dict)
    unread: frozenset[str] = frozenset()

    def fill(self, name: str, own: MarkedDict) -> list[Finding]:
        """Put what the trust says into the fields of one of the school's files."""
        return filled(own, self.facts[name]) if name in self.facts else []


def trust_root(data: Path) -> Path | None:
    """The folder of the trust to which a data folder belongs; ``None`` for a school by itself."""
    above = data.absolute().parents
    if len(above) < _DEPTH or above[1].name != SCHOOLS or not (above[2] / FILE).is_file():
        return None
    return above[2]


def copied(data: Path, folder: Path) -> Path:
    """Copy a data folder, to try something in the copy; that of a school of a trust with what the trust gives to it.

    Args:
        data: the data folder.
        folder: an empty folder for the copy.

    Returns:
        The copy of the data folder.
    """
    root = trust_root(data)
    copy = folder / "policy_data"
    if root:
        copy = folder / SCHOOLS / data.absolute().parent.name / "policy_data"
        shutil.copy2(root / FILE, folder / FILE)
        if (root / DATA).is_dir():
            shutil.copytree(root / DATA, folder / DATA, symlinks=True)
    shutil.copytree(data, copy, symlinks=True)
    return copy


def read_above(data: Path, home: Callable[[Path], TrustDataFolder], report: Callable[[Finding], None]) -> Above | None:
    """Read what the trust of a school gives to it; ``None`` for a school by itself, or if trust.yaml is not readable.

    Args:
        data: the school's data folder.
        home: makes the reader of a folder.
        report: takes what is found beside the files' own faults.
    """
    root = trust_root(data)
    if root is None:
        return None
    top = home(root)
    trust = top.record(root / FILE, Trust)
    if trust is None:
        return None
    school = data.absolute().parent.name
    if school not in trust.schools:
        message = f"the trust has no school called {school}, and there is a folder {SCHOOLS}/{school}"
        write = f"{school}: {{title: ...}}, or the folder somewhere else"
        report(Finding("trust-school", Severity.ERROR, trust.place_of("schools"), message, "", write))
    folder = home(root / DATA)
    said = (top.fields(root / FILE) or {"every_school": None}).get("every_school")
    home_of_people = folder.root / "people.yaml"
    if home_of_people.exists():
        folder.record(home_of_people, People)
    people = folder.fields(home_of_people)
    facts = {name: value for name, value in (("school.yaml", said), ("people.yaml", people)) if value}
    read = {path.stem: folder.record(path, Policy, path.stem) for path in folder.policy_files()}
    return Above(
        trust,
        school,
        folder,
        facts,
        {name: policy for name, policy in read.items() if policy},
        frozenset(name for name, policy in read.items() if not policy),
    )


@dataclass
class Inheritance:
    """The policies that a school has from its trust, put together one by one.

    To whatever reads earlier issues it is the school's data folder.
    """

    above: Above
    audiences: Sequence[str]
    folder: TrustDataFolder
    root: Path
    earlier: Mapping[str, Mapping[int, Policy]] = field(default_factory=dict)

    @classmethod
    def of(cls, above: Above, audiences: Sequence[str], folder: TrustDataFolder) -> Inheritance:
        """Read the earlier issues of the trust's policies, too.

        Args:
            above: what the trust gives.
            audiences: the school's audiences.
            folder: the school's data folder.
        """
        known = above.policies.keys() | above.unread
        return cls(above, audiences, folder, folder.root, read_issues(above.folder, known, audiences)[0])

    def report(self, path: Path, rule: str, message: str, *, found: str = "", write: str = "") -> None:
        """Note what is wrong with a file of the school."""
        self.folder.report(path, rule, message, found=found, write=write)

    def record(self, path: Path, model: type[R], policy: str = "") -> R | None:
        """Read one file of the school."""
        return self.folder.record(path, model, policy)

    def issue(self, path: Path, policy: str, audiences: Sequence[str]) -> Policy | None:
        """Read an earlier issue; one of the trust's as this school had it."""
        if policy not in self.above.policies:
            return self.folder.issue(path, policy, audiences)
        own = self.folder.record(path, OwnPolicy, policy)
        return self._issue(policy, path, own) if own else None

    def read(self, path: Path) -> Policy | None:
        """Read a policy of the school's own, or what it says of one of the trust's; not numbered yet."""
        name = path.stem
        of_trust = name in self.above.policies or name in self.above.unread
        is_own = inherits(path)
        if of_trust and not is_own:
            message = f"the trust has a policy called {name}, and this file does not inherit it"
            self.report(path, SAME_ID, message, write=f"inherits: {name}; or another name for the file")
        elif is_own and not of_trust:
            message = f"this file inherits a policy, and the trust has none called {name}"
            near = difflib.get_close_matches(name, self.above.policies, n=1)
            self.report(path, SAME_ID, message, found=path.name, write=f"{near[0]}.yaml" if near else "")
        elif not is_own:
            return self.folder.record(path, Policy, name)
        elif name in self.above.policies:  # else the trust's file cannot be read, which is said already
            own = self.folder.record(path, OwnPolicy, name)
            return self.policy(name, own) if own else None
        return None

    def untouched(self, taken: Collection[str]) -> dict[str, Policy]:
        """Return the trust's policies of which the school says nothing."""
        names = (name for name in self.above.policies if name not in taken)
        return {name: policy for name in names if (policy := self.policy(name, None))}

    def with_issues(
        self, own: Mapping[str, Mapping[int, Policy]], policies: Mapping[str, Policy]
    ) -> dict[str, Mapping[int, Policy]]:
        """Return the earlier issues of all policies: the trust's, and in their place those that the school kept."""
        found = dict(own)
        for name, policy in policies.items():
            if policy.trust:
                merged = self._issues(name, policy) | dict(own.get(name, {}))
                found[name] = dict(sorted(merged.items()))
        return found

    def policy(self, name: str, own: OwnPolicy | None) -> Policy | None:
        """Return one of the trust's policies as this school has it, not numbered yet.

        It is that issue of it which the school adopted; ``None`` where the trust has no such issue.
        """
        present = self.above.policies[name]
        base = self._followed(name, own) if own else self._in_force(name)
        if base is None:
            return None
        issue = present.issue if present.status is Status.IN_FORCE else base.issue
        policy, findings = inherit(base, name, own, self.audiences, trust=str(self.above.trust.name), trust_issue=issue)
        self.folder.findings.extend(findings)
        return policy

    def _issue(self, name: str, path: Path, own: OwnPolicy) -> Policy | None:
        """Return an earlier issue as this school had it; ``None`` where the trust did not keep it."""
        number = int(path.stem)
        base = self.earlier.get(name, {}).get(number)
        if base is None or own.adopted_issue != number:
            message = f"the trust keeps no issue {number} of this policy, or adopted_issue is another"
            self._fault(own, ISSUE, "adopted_issue", message, f"{DATA}/issues/{name}/{number}.yaml")
            return None
        policy, findings = inherit(
            base, name, own, self.audiences, trust=str(self.above.trust.name), trust_issue=number
        )
        self.folder.findings.extend(findings)
        return resolve(policy, name, self.audiences)

    def _issues(self, name: str, policy: Policy) -> dict[int, Policy]:
        """Return the trust's earlier issues of a policy, but for one that has text of the school's own.

        Of such a one the trust's issues do not say what held at this school; its own files in issues/ do.
        """
        if any(clause.own for clause in policy.all_clauses()) or any(part.own for part in policy.all_sections()):
            return {}
        marks = {"trust": policy.trust, "trust_issue": policy.trust_issue}
        earlier = self.earlier.get(name, {}).items()
        return {number: issue.model_copy(update=marks) for number, issue in earlier if number < policy.issue}

    def _in_force(self, name: str) -> Policy:
        """The present issue of a policy; while that is a draft, the last one before it, if the trust kept it."""
        present, earlier = self.above.policies[name], self.earlier.get(name, {})
        return earlier[max(earlier)] if present.status is Status.DRAFT and earlier else present

    def _followed(self, name: str, own: OwnPolicy) -> Policy | None:
        """The issue of a policy that a school adopted."""
        present = self.above.policies[name]
        adopted = own.adopted_issue
        if own.inherits != name:
            message = f"this file is called {name}.yaml and inherits another policy"
            self._fault(own, SAME_ID, "inherits", message, f"inherits: {name}; or another name for the file")
        if adopted == present.issue:
            return present
        if adopted > present.issue:
            message = f"the trust has not made issue {adopted} of this policy yet"
            self._fault(own, ISSUE, "adopted_issue", message, f"adopted_issue: {present.issue}")
            return None
        base = self.earlier.get(name, {}).get(adopted)
        if base is None:
            message = f"the trust is at issue {present.issue} of this policy and keeps no issue {adopted}"
            self._fault(own, ISSUE, "adopted_issue", message, f"{DATA}/issues/{name}/{adopted}.yaml, by the trust")
        elif present.status is Status.IN_FORCE:
            message = f"the trust is at issue {present.issue} of this policy, and this school follows issue {adopted}"
            write = f"adopted_issue: {present.issue}, once it is approved here"
            self._fault(own, ISSUE, "adopted_issue", message, write, Severity.WARNING)
        return base

    def _fault(
        self, own: OwnPolicy, rule: str, name: str, message: str, write: str, severity: Severity = Severity.ERROR
    ) -> None:
        found = f"{name}: {getattr(own, name)}"
        place: Place = own.place_of(name)
        self.folder.findings.append(Finding(rule, severity, place, message, found, write, own.inherits))


def inherits(path: Path) -> bool:
    """Whether a file says that it inherits a policy; what cannot be read is reported by whoever reads it."""
    try:
        return path.is_file() and path.stat().st_size <= MAX_BYTES and _INHERITS.search(path.read_bytes()) is not None
    except OSError:
        return False
