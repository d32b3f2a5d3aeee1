"""The files that can be edited: read, tried, and written whole or not at all."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from policy_handbook.dates import Interval
from policy_handbook.findings import Finding, Severity
from policy_handbook.history.lock import text_fingerprint
from policy_handbook.issuing.before import policy_of
from policy_handbook.model import Flier, Glossary, Handbook, People, Policy, School, Status
from policy_handbook.model.base import Record
from policy_handbook.print import Cache, PictureError, as_svg
from policy_handbook.publish import Checked, check
from policy_handbook.publish.checking import crest_of, printed
from policy_handbook.publish.kept_folder import CACHE
from policy_handbook.read import copied, inherits
from policy_handbook.rules.data import required_sections
from policy_handbook.settings import read_project

POLICIES, FLIERS = "policies", "fliers"
FOLDERS: Mapping[str, tuple[str, str, type[Record]]] = {
    POLICIES: ("Policies", "policy", Policy),
    FLIERS: ("Fliers", "flier", Flier),
}
"""The folders whose files can be edited, with their titles, what one file is called, and the class that reads it."""

FILES: Mapping[str, tuple[str, type[Record]]] = {
    "school.yaml": ("School", School),
    "people.yaml": ("People", People),
    "glossary.yaml": ("Words", Glossary),
}
"""The single files that can be edited, with their titles and classes."""

_SHEETS = 12  # printed sheets that are kept to be looked at

_IN_FOLDER = re.compile(r"(policies|fliers)/[a-z0-9]+(?:-[a-z0-9]+)*\.yaml")


class RefusedError(Exception):
    """Why something was not done, in words for the person who edits.

    Attributes:
        status: the status of the answer: 400 not understood, 404 not there, 409 changed meanwhile, 422 with errors.
        field: the question of a guided page that it is about; empty where it is about none.
    """

    def __init__(self, status: int, message: str, field: str = "") -> None:
        super().__init__(message)
        self.status = status
        self.field = field


@dataclass
class Store:
    """The data folder of a project, as the editor sees it.

    Attributes:
        data: the folder that holds school.yaml.
        root: the project's folder.
        today: the date by which reviews are due.
        saved: what the pages of a browser saved: by page, file and the mark of the text on which its form rests, the
            mark of the text that it wrote.
        sheets: printed sheets that were made to be looked at, by the name under which they are fetched.
        documents: documents that are to be imported, by name.
        reports: the pages of the report on the last import, by the name under which they are fetched.
    """

    data: Path
    root: Path
    today: dt.date
    saved: dict[tuple[str, str, str], str] = field(default_factory=dict)
    sheets: dict[str, bytes] = field(default_factory=dict)
    documents: dict[str, bytes] = field(default_factory=dict)
    reports: dict[str, bytes] = field(default_factory=dict)

    def model_of(self, path: str) -> type[Record]:
        """The class that reads a file.

        Raises:
            RefusedError: this is no file that can be edited.
        """
        if path in FILES:
            return FILES[path][1]
        if found := _IN_FOLDER.fullmatch(path):
            if found[1] == POLICIES and inherits(self.data / path):
                raise RefusedError(
                    404, f"{path} is what this school says of a policy of its trust; edit the file itself"
                )
            return FOLDERS[found[1]][2]
        raise RefusedError(404, f"{path[:80]} is no file that can be edited here")

    def files_in(self, folder: str) -> Iterator[str]:
        """The paths of all files of a folder, in order.

        Raises:
            RefusedError: it is no folder whose files can be edited.
        """
        if folder not in FOLDERS:
            raise RefusedError(404, f"there is no folder {folder[:40]}")
        for path in sorted((self.data / folder).glob("*.yaml")):
            if _IN_FOLDER.fullmatch(f"{folder}/{path.name}") and not inherits(path):
                yield f"{folder}/{path.name}"

    def text(self, path: str) -> str:
        """The text of a file; empty where it is not there yet.

        Raises:
            RefusedError: it is no file that can be edited, or cannot be read.
        """
        self.model_of(path)
        file = self.data / path
        if not file.resolve().is_relative_to(self.data.resolve()):
            raise RefusedError(404, f"{path} is a link to a file outside the data folder")
        if not file.exists():
            return ""
        try:
            return file.read_bytes().decode("utf-8")
        except (OSError, UnicodeDecodeError):
            raise RefusedError(422, f"{path} cannot be read: handbook check says why") from None

    def title_of(self, policy: str) -> str:
        """The title of a policy; its id where it has none that can be read."""
        try:
            found = policy_of(self.text(f"{POLICIES}/{policy}.yaml"), policy)
        except RefusedError:
            return policy
        return found.title if found else policy

    def write(self, path: str, text: str, base: str) -> None:
        """Write a file in one step, unless somebody else changed it meanwhile.

        Args:
            path: the file.
            text: its new text.
            base: the mark of the text on which the change rests; see ``mark_of``.

        Raises:
            RefusedError: it changed meanwhile, or cannot be written.
        """
        there = self.text(path)
        if mark_of(there) != base:
            message = f"{path} was changed by somebody else while you had it open. Nothing was saved: copy what you "
            raise RefusedError(409, message + "wrote, open the page again, and make your change there")
        file = self.data / path
        self._keep(path, there)
        try:
            file.parent.mkdir(exist_ok=True)
            handle, name = tempfile.mkstemp(prefix=f".{file.name}-", dir=file.parent)
            try:
                with os.fdopen(handle, "wb") as stream:
                    stream.write(text.encode("utf-8"))
                if file.exists():
                    shutil.copymode(file, name)
                else:
                    Path(name).chmod(0o644)
                Path(name).replace(file)
            except BaseException:
                Path(name).unlink(missing_ok=True)
                raise
        except OSError as error:
            raise RefusedError(500, f"{path} cannot be written: {error.strerror or error}") from None

    def _keep(self, path: str, text: str) -> None:
        """Keep the text of an issue in force before it is first edited, for a school whose files have no history.

        The next issue is made of both. What cannot be kept is no reason not to save.
        """
        policy = policy_of(text, path) if path.startswith(f"{POLICIES}/") and text else None
        if policy is None or policy.status is not Status.IN_FORCE:
            return
        kept = self._kept / Path(path).stem / f"{text_fingerprint(policy)[:20]}.yaml"
        with suppress(OSError):
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.write_bytes(text.encode("utf-8"))

    @property
    def _kept(self) -> Path:
        return self.root / CACHE / "before-editing"

    def kept(self, name: str) -> Iterator[str]:
        """The texts of a policy that were kept before it was edited, the newest first."""
        files = sorted((self._kept / name).glob("*.yaml"), key=lambda file: file.stat().st_mtime, reverse=True)
        for file in files:
            yield file.read_bytes().decode("utf-8")

    def tried(self, path: str, text: str) -> Checked:
        """What the checks would find with another text in a file; the findings are those of that file.

        Everything happens in a copy: nothing is written here.
        """
        with self._copy() as copy:
            (copy / path).parent.mkdir(exist_ok=True)
            (copy / path).write_bytes(text.encode("utf-8"))
            checked = check(copy, root=self.root, today=self.today)
            return Checked(checked.handbook, tuple(_of_file(checked.findings, copy, path)))

    def beginnings(self) -> dict[str, dict[str, Any]]:
        """What a new policy and a new flier begin with."""
        today = self.today.isoformat()
        every = Interval.parse("12 months")
        own = read_project(self.root).settings.required_sections
        wanted = {**required_sections(), **own}.get("policy", {})
        return {
            POLICIES: {
                "kind": "policy",
                "status": "draft",
                "issue": 1,
                "effective_from": today,
                "review": {"every": str(every), "next": every.after(self.today).isoformat()},
                "sections": [{"id": name, "title": name.replace("-", " ").capitalize()} for name in wanted],
            },
            FLIERS: {"issue": 1, "date": today},
        }

    def handbook(self) -> Handbook | None:
        """The handbook as it is on the disk."""
        return check(self.data, root=self.root, today=self.today).handbook

    def crest(self, handbook: Handbook) -> str:
        """The school's crest as SVG; empty without one that can be printed."""
        data = crest_of(handbook, self.data)
        try:
            return as_svg(data) if data else ""
        except PictureError:
            return ""

    @property
    def printed(self) -> Cache:
        """What was typeset before in this project."""
        return printed(self.root)

    def keep_sheet(self, name: str, pdf: bytes) -> str:
        """Keep a printed sheet to be looked at, and return its address within the editor; the oldest go."""
        address = f"sheets/{hashlib.sha256(pdf).hexdigest()[:20]}/{name}"
        self.sheets.pop(address, None)
        self.sheets[address] = pdf
        while len(self.sheets) > _SHEETS:
            del self.sheets[next(iter(self.sheets))]
        return address

    @contextmanager
    def _copy(self) -> Iterator[Path]:
        with tempfile.TemporaryDirectory(prefix="handbook-edit-") as folder:
            yield copied(self.data, Path(folder))


def mark_of(text: str) -> str:
    """A short mark of a text, by which it is known again."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:20]


def errors_of(checked: Checked) -> list[Finding]:
    """The findings that stop publishing."""
    return [finding for finding in checked.findings if finding.severity is Severity.ERROR]


def _of_file(findings: tuple[Finding, ...], copy: Path, path: str) -> Iterator[Finding]:
    """The findings in one file, as if it stood in the data folder itself."""
    for finding in findings:
        if finding.place.file.endswith(f"/{path}") and finding.place.file.startswith(copy.as_posix()):
            yield replace(finding, place=replace(finding.place, file=path))
