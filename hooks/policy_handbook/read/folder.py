"""Reads a data folder: every file once, all faults of all of them in one run."""

from __future__ import annotations

import errno
import os
import re
import stat
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache, partial
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from policy_handbook.findings import Finding, Place, Severity
from policy_handbook.inheritance import joined
from policy_handbook.keeping import key_of, packed
from policy_handbook.marks import Mark, MarkedDict, MarkedList
from policy_handbook.model import (
    Body,
    Duty,
    DutyFile,
    Glossary,
    Guidance,
    GuidanceFile,
    Handbook,
    Nation,
    People,
    Policy,
    Role,
    School,
    resolve,
    spelt_out,
)
from policy_handbook.model.base import ID_PATTERN, Record
from policy_handbook.read.again import Newest
from policy_handbook.read.earlier import Earlier
from policy_handbook.read.encoding import MAX_BYTES, too_large
from policy_handbook.read.faults import faults, nearest
from policy_handbook.read.fliers import read_fliers
from policy_handbook.read.issues import FOLDER as ISSUES
from policy_handbook.read.issues import read_issues, read_lock, with_ends
from policy_handbook.read.source import parse
from policy_handbook.read.trusts import Above, Inheritance, read_above
from policy_handbook.read.words import visible

R = TypeVar("R", bound=Record)

_FILES = ("school.yaml", "people.yaml", "glossary.yaml", "guidance.yaml", "duties.yaml", "handbook.yaml")


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading a folder.

    Attributes:
        handbook: the handbook, with every policy that could be read; ``None`` without a readable school.yaml.
        findings: what was wrong with the files.
        unread: ids of policies whose file is there but could not be read, so that links to them are no
            second fault; and such files of earlier issues, as ``issues/social-media/8.yaml``.
        made_of: by id of a policy, the digest of all that it and its earlier issues were made of: the same digest,
            the same records. Of those that a school has from its trust there is none.
    """

    handbook: Handbook | None
    findings: tuple[Finding, ...]
    unread: frozenset[str] = frozenset()
    made_of: Mapping[str, bytes] = field(default_factory=dict)


@dataclass
class _Folder:
    """A data folder being read; collects findings.

    Attributes:
        root: the folder.
        shown: how findings call it.
        findings: what was wrong so far.
        above: what the trust gives to this school, if it is one of a trust.
        digests: of every file that was read as a record, the digest of its bytes.
        earlier: what earlier runs read.
    """

    root: Path
    shown: str
    findings: list[Finding] = field(default_factory=list)
    above: Above | None = None
    digests: dict[Path, bytes] = field(default_factory=dict)
    earlier: Earlier | None = None
    _inside: dict[Path, bool] = field(default_factory=dict)

    def beside(self, root: Path) -> _Folder:
        """Return the reader of a folder of the trust, whose files many schools read."""
        return _Folder(root, shown_as(root), self.findings)

    @cached_property
    def real_root(self) -> Path:
        """The folder itself, where the root is a link to it."""
        return self.root.resolve()

    def name_of(self, path: Path) -> str:
        inside = visible(self._within(path))
        return inside if self.shown in ("", ".") else f"{self.shown}/{inside}"

    def _within(self, path: Path) -> str:
        """The name of a file within the folder; to take paths apart takes long, and all files are named."""
        home, name = f"{self.root}{os.sep}", str(path)
        if name.startswith(home):
            return name.removeprefix(home).replace(os.sep, "/")
        return path.relative_to(self.root).as_posix()

    def report(self, path: Path, rule: str, message: str, *, found: str = "", write: str = "") -> None:
        place = Place(self.name_of(path))
        self.findings.append(Finding(rule, Severity.ERROR, place, message, found, write))

    def _bytes(self, path: Path) -> bytes | None:
        """Read one file of a decent size; ``None``, with a finding, if it is none or cannot be read."""
        data = self._bytes_at_once(path)
        return self._bytes_behind(path) if data is None else data

    def _bytes_at_once(self, path: Path) -> bytes | None:
        """Read an ordinary file of a decent size that is no link, as nearly all are; ``None`` for any other."""
        try:
            status = path.lstat()
            if stat.S_ISREG(status.st_mode) and status.st_size <= MAX_BYTES and self._holds(path.parent):
                with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - it takes half as long
                    return file.readall()
        except (OSError, RuntimeError):  # a link on the way that leads nowhere, or to itself
            pass
        return None

    def _holds(self, home: Path) -> bool:
        """Whether a folder is within the data folder; the links on the way there are followed once."""
        if home not in self._inside:
            self._inside[home] = home.resolve(strict=True).is_relative_to(self.real_root)
        return self._inside[home]

    def _bytes_behind(self, path: Path) -> bytes | None:
        """Read what a link leads to, or say what is wrong."""
        try:
            real = path.resolve(strict=True)
            if not real.is_relative_to(self.real_root):
                message = "this is a link to a file outside the data folder"
                self.report(path, "file-outside", message, write="a copy of the file itself, in this folder")
                return None
            status = real.stat()
            if stat.S_ISREG(status.st_mode) and status.st_size <= MAX_BYTES:
                return real.read_bytes()
        except FileNotFoundError:
            self.report(path, "file-unreadable", "this is a link to a file that is not there", write=_COPY)
        except RuntimeError:
            self.report(path, "file-unreadable", "this is a link that leads to itself", write=_COPY)
        except OSError as error:
            self._unreadable(path, error)
        else:
            self._no_file(path, status)
        return None

    def _unreadable(self, path: Path, error: OSError) -> None:
        if error.errno == errno.ELOOP:
            self.report(path, "file-unreadable", "this is a link that leads to itself", write=_COPY)
        elif isinstance(error, PermissionError):
            message = "the file cannot be read: whoever runs this command may not open it"
            self.report(
                path, "file-unreadable", message, write="ask whoever looks after the computer for the right to read it"
            )
        else:
            self.report(path, "file-unreadable", f"the file cannot be read: {error.strerror or error}")

    def _no_file(self, path: Path, status: os.stat_result) -> None:
        if stat.S_ISREG(status.st_mode):
            self.findings.append(too_large(self.name_of(path), status.st_size))
        elif stat.S_ISDIR(status.st_mode):
            self.report(
                path,
                "file-unreadable",
                "this is a folder, and a file was expected",
                write="the file itself, and the folder somewhere else",
            )
        else:
            self.report(path, "file-unreadable", "this is no ordinary file", write="take it away")

    def record(
        self, path: Path, model: type[R], policy: str = "", salvage: Callable[[MarkedDict], R] | None = None
    ) -> R | None:
        """Read one file as a record; ``None``, or what can be salvaged, if anything is wrong with it."""
        data = self._bytes(path)
        if data is None:
            return None
        name = self.name_of(path)
        self.digests[path] = _DIGESTS.get_or(name, data, partial(key_of, data))
        if self.above and path.parent == self.root:
            found, findings = record_of(data, name, model, policy, salvage, partial(self.above.fill, path.name))
        else:
            make = partial(record_of, data, name, model, policy, salvage)
            found, findings = _KEPT.get_or((name, model, policy), data, make)
        self.findings.extend(findings)
        return found

    def issue(self, path: Path, policy: str, audiences: Sequence[str]) -> Policy | None:
        """Read the issue of a policy that a file holds, with its numbers and readers; ``None`` if anything is wrong."""
        data = self._bytes(path)
        if data is None:
            return None
        name, known = self.name_of(path), tuple(audiences)
        self.digests[path] = _DIGESTS.get_or(name, data, partial(key_of, data))
        make = partial(issue_of, data, name, policy, known)
        if self.earlier:
            make = partial(self.earlier.get_or, name, data, (policy, *known), make)
        made = _KEPT.get_or((name, policy, known), data, make)
        self.findings.extend(made[1])
        return made[0]

    def fields(self, path: Path) -> MarkedDict | None:
        """Return the fields of a file as they are; ``None``, without a finding, where there is nothing to be had."""
        if not os.path.lexists(path):
            return None
        value = parse(self._bytes(path) or b"", self.name_of(path)).value
        return value if isinstance(value, MarkedDict) else None

    def policy_files(self) -> Iterator[Path]:
        """Yield the files that may be policies."""
        return _policy_files(self)


def record_of(
    data: bytes,
    name: str,
    model: type[R],
    policy: str = "",
    salvage: Callable[[MarkedDict], R] | None = None,
    fill: Callable[[MarkedDict], list[Finding]] | None = None,
) -> tuple[R | None, tuple[Finding, ...]]:
    """Make a record of a file's bytes; ``None``, or what can be salvaged, if anything is wrong with it.

    Args:
        data: the file's bytes.
        name: how findings call it.
        model: the class of the record.
        policy: the id of the policy, where the file holds one.
        salvage: what to make of a file with faults.
        fill: puts what a trust says into the fields, and says what it found.
    """
    source = parse(data, name)
    found = [replace(finding, policy=policy) for finding in source.findings]
    if not isinstance(source.value, MarkedDict):
        return None, tuple(found or [_no_fields(source.value, name, policy)])
    if fill:
        found += fill(source.value)
    try:
        return model.model_validate(source.value), tuple(found)
    except ValidationError as error:
        found += faults(error, source.value, name, model, policy, source.blamed)
        return salvage(source.value) if salvage else None, tuple(found)


def issue_of(
    data: bytes, name: str, policy: str, audiences: tuple[str, ...]
) -> tuple[Policy | None, tuple[Finding, ...]]:
    """Make the issue of a policy of a file's bytes, with its numbers and readers; ``None`` if anything is wrong.

    Args:
        data: the file's bytes.
        name: how findings call it.
        policy: the id of the policy.
        audiences: the school's audiences.
    """
    found, findings = record_of(data, name, Policy, policy)
    return resolve(found, policy, audiences) if found else None, findings


_KEPT = Newest(1 << 14)
"""What files came to when they were read last: a handbook is read again after each edit, mostly of one file."""

_DIGESTS = Newest(1 << 14)
"""Their digests."""

_COPY = "the file itself in its place"


def _no_fields(value: Any, name: str, policy: str) -> Finding:
    """Return the finding for a file that holds nothing, or something else than fields."""
    example = (
        "title: ...   (and the other fields)" if policy else "the fields of this file, each with a name and a colon"
    )
    if value is None:
        return Finding(
            "file-empty", Severity.ERROR, Place(name), "the file is empty", "", f"{example}; or delete it", policy
        )
    kind = "a list" if isinstance(value, MarkedList) else "text without a field"
    mark = value.mark if isinstance(value, MarkedList) else Mark(1, 1)
    message = f"the file has to hold fields, each with a name and a colon, and it holds {kind}"
    return Finding("field-type", Severity.ERROR, Place(name, *mark), message, "", example, policy)


_SEEN: set[Path] = set()
"""The folders that this process has read: of them it remembers more than what earlier runs kept."""


def read_handbook(root: Path, shown: str = "", earlier: Earlier | None = None) -> Reading:
    """Read a data folder.

    Args:
        root: the folder that holds school.yaml.
        shown: how findings call the folder; left out, as relative to the working folder as can be.
        earlier: what earlier runs read; left out, nothing is kept.
    """
    folder = _Folder(root, shown or shown_as(root), earlier=None if root.absolute() in _SEEN else earlier)
    _SEEN.add(root.absolute())
    folder.above = read_above(root, folder.beside, folder.findings.append)
    school = _required(folder, "school.yaml", School)
    people = _required(folder, "people.yaml", People, salvage=_salvaged_people)
    audiences = list(school.audiences) if school else []
    _report_strays(folder)
    trust = Inheritance.of(folder.above, audiences, folder) if folder.above else None
    policies: dict[str, Policy] = {}
    unread: set[str] = set(trust.above.unread if trust else ())
    for path in _policy_files(folder):
        policy = trust.read(path) if trust else folder.issue(path, path.stem, audiences)
        if policy is None:
            unread.add(path.stem)
        else:
            policies[path.stem] = resolve(policy, path.stem, audiences) if trust else policy
    for name, policy in (trust.untouched(policies.keys() | unread) if trust else {}).items():
        policies[name] = resolve(policy, name, audiences)
    if school is None or people is None:
        return Reading(None, tuple(folder.findings), frozenset(unread))
    issues, unread_issues = read_issues(trust or folder, policies.keys() | unread, audiences)
    if trust:
        issues = trust.with_issues(issues, policies)
    glossary = _listed_in(folder, "glossary.yaml", Glossary, "terms", "term")
    own_guidance = _listed_in(folder, "guidance.yaml", GuidanceFile, "guidance", "id")
    own_duties = _listed_in(folder, "duties.yaml", DutyFile, "duties", "id")
    if folder.earlier:
        folder.earlier.save()
    lock = read_lock(folder)
    handbook = Handbook(
        root=folder.shown,
        school=school,
        people=_with_readers(people, audiences),
        glossary=Glossary(terms=()) if not glossary.terms else _glossary_with_readers(glossary, audiences),
        guidance=_shipped_guidance() | {item.id: item for item in own_guidance.guidance},
        duties=_shipped_duties(school.nation) | {duty.id: duty for duty in own_duties.duties},
        policies=dict(sorted(policies.items(), key=lambda item: (item[1].title.lower(), item[0]))),
        issues=with_ends(issues, policies),
        lock=lock,
        fliers=read_fliers(folder, policies, audiences),
    )
    made_of = {} if trust else _made_of(folder, handbook)
    handbook.made_of.update(made_of)
    return Reading(handbook, tuple(folder.findings), frozenset(unread | unread_issues), made_of)


def _made_of(folder: _Folder, handbook: Handbook) -> dict[str, bytes]:
    """The digests of what policies were made of: their files by name, those of earlier issues, and the audiences."""
    common = packed([folder.shown, list(handbook.school.audiences)])
    made_of, home = {}, folder.root / "policies"
    for name in handbook.policies:
        files_of = [home / f"{name}.yaml"]
        files_of += [folder.root / ISSUES / name / f"{number}.yaml" for number in handbook.issues.get(name, ())]
        named = [part for path in files_of for part in (path.name, folder.digests[path])]
        made_of[name] = key_of(common, name, *named)
    return made_of


def read_file(path: Path, model: type[R], shown: str = "") -> tuple[R | None, tuple[Finding, ...]]:
    """Read one file that stands alone, such as the settings.

    Args:
        path: the file.
        model: the class of its record.
        shown: how findings call its folder; left out, as relative to the working folder as can be.

    Returns:
        The record, ``None`` if anything is wrong with it, and the findings.
    """
    folder = _Folder(path.parent, shown or shown_as(path.parent))
    record = folder.record(path, model)
    return record, tuple(folder.findings)


def _salvaged_people(value: MarkedDict) -> People:
    """Return the roles and bodies of a file with faults, by their ids, so that whoever names one is not blamed."""
    roles, bodies = (value.get(field) for field in ("roles", "bodies"))
    return People.model_construct(
        roles={name: Role.model_construct(title=name) for name in roles} if isinstance(roles, dict) else {},
        bodies={name: Body.model_construct(title=name) for name in bodies} if isinstance(bodies, dict) else {},
    )


def _required(folder: _Folder, name: str, model: type[R], salvage: Callable[[MarkedDict], R] | None = None) -> R | None:
    path = folder.root / name
    if not os.path.lexists(path):
        message = f"the data folder has no {name}"
        folder.report(path, "file-missing", message, write="handbook new school DIR makes one to start from")
        return None
    return folder.record(path, model, salvage=salvage)


def _optional(folder: _Folder, name: str, model: type[R]) -> R | None:
    path = folder.root / name
    return folder.record(path, model) if os.path.lexists(path) else None


def _listed_in(folder: _Folder, name: str, model: type[R], field: str, key: str) -> R:
    """Read a file with a list, which may be missing; in a trust, the trust's list comes first.

    Args:
        folder: the data folder.
        name: the file.
        model: the class of its record, which can do without any field.
        field: the field with the list.
        key: by which field two of its records are the same.
    """
    own = _optional(folder, name, model) or model()
    path = folder.above.folder.root / name if folder.above else None
    shared = folder.above.folder.record(path, model) if folder.above and path and os.path.lexists(path) else None
    if shared is None:
        return own
    records, said = joined(getattr(own, field), getattr(shared, field), key)
    folder.findings.extend(said)
    return own.model_copy(update={field: records})


def _policy_files(folder: _Folder) -> Iterator[Path]:
    """Yield the files that may be policies; report what lies beside them and would not be read."""
    home = folder.root / "policies"
    if folder.above and not os.path.lexists(home):
        return  # a school may have no policy but those of its trust
    for path in _listed(folder, home):
        if path.name.startswith((".", "~")):
            continue
        if path.suffix != ".yaml" and path.is_dir():
            message = "this is a folder, and nothing in it is read"
            folder.report(path, "file-name", message, write="its policies in the folder policies itself")
        elif path.suffix != ".yaml":
            message = "a policy is a file whose name ends in .yaml"
            folder.report(path, "file-name", message, found=visible(path.name), write=_as_policy_name(path))
        elif not _is_id(path.stem):
            message = "the name of the file is the policy's id and its address: small letters, digits and hyphens only"
            folder.report(path, "file-name", message, found=visible(path.name), write=_as_policy_name(path))
        else:
            yield path


def _listed(folder: _Folder, path: Path) -> list[Path]:
    """List a folder that has to be there; nothing, with a finding, if it cannot be read."""
    try:
        return sorted(path.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        message = f"the data folder has no folder called {path.name}"
        folder.report(path, "file-missing", message, write="make it, with one .yaml file for each policy")
    except OSError as error:
        folder.report(path, "file-unreadable", f"the folder cannot be read: {error.strerror or error}")
    return []


def _as_policy_name(path: Path) -> str:
    """Suggest a name for a file that looks like a policy; none for what is another sort of thing."""
    plain = unicodedata.normalize("NFKD", path.stem).encode("ascii", "ignore").decode().lower()
    suggestion = "-".join(re.findall(r"[a-z0-9]+", plain))
    return f"{suggestion}.yaml" if suggestion and path.suffix.lower() in (".yaml", ".yml") else ""


def _report_strays(folder: _Folder) -> None:
    """Report files at the top that nothing reads: a misspelt name, or a policy in the wrong place."""
    try:
        names = sorted(path.name for path in folder.root.glob("*.y*ml"))
    except OSError:
        return
    for name in names:
        stem, _, ending = name.rpartition(".")
        if name in _FILES or name.startswith(".") or ending not in ("yaml", "yml"):
            continue
        near = nearest(f"{stem}.yaml", _FILES)
        moved = f"policies/{_as_policy_name(folder.root / name)}, if it is a policy"
        folder.report(
            folder.root / name,
            "file-name",
            "nothing reads a file of this name here",
            found=visible(name),
            write=near or moved,
        )


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


def shown_as(root: Path) -> str:
    """How findings call a folder: relative to the working folder if it lies below that."""
    absolute = Path.cwd() / root  # not resolved: findings name the path that was given
    if absolute.is_relative_to(Path.cwd()):
        return absolute.relative_to(Path.cwd()).as_posix()
    return root.as_posix()
