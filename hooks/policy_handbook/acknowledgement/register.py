"""Reads the register: ``staff.csv`` (who works here, in which roles) and ``register.csv`` (who has read what).

Both may come from a form tool or a spreadsheet: the names of columns, the order of dates and the encoding are taken
as such programs write them. A finding names a line and never a person.
"""

from __future__ import annotations

import csv
import datetime as dt
import difflib
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from policy_handbook.findings import Finding, Place, Severity
from policy_handbook.model import Handbook, Policy

FOLDER = "acknowledgements"
RULE = "acknowledgements"

_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "person": ("person", "name", "your name", "full name", "email", "e-mail", "email address", "username"),
    "roles": ("roles", "role", "group", "groups", "post"),
    "policy": ("policy", "which policy", "policy title", "policy id", "document"),
    "issue": ("issue", "issue number", "which issue"),
    "date": ("date", "completion time", "timestamp", "submitted", "submitted at", "date read", "start time"),
}
"""What form tools and people call the columns."""

_BRITISH = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?:[ ,T].*)?")


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """Somebody says that they have read an issue."""

    person: str
    policy: str
    issue: int
    date: dt.date


@dataclass(frozen=True, slots=True)
class Register:
    """What is known of who has read what.

    Attributes:
        staff: the roles of each person; empty where nobody wrote them down.
        acknowledged: what is sound in the register.
        findings: what is not, by line.
    """

    staff: Mapping[str, tuple[str, ...]]
    acknowledged: tuple[Acknowledgement, ...]
    findings: tuple[Finding, ...]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to say."""
        return not self.staff and not self.acknowledged


@dataclass(frozen=True, slots=True)
class _Row:
    place: Place
    cells: Mapping[str, str]


def read_register(folder: Path, handbook: Handbook, today: dt.date, shown: str = "") -> Register:
    """Read a register and check it against a handbook.

    Args:
        folder: the folder with the two files, either of which may be missing.
        handbook: the whole handbook.
        today: the day after which nobody can have read anything yet.
        shown: how findings call the folder.
    """
    name = shown or folder.as_posix()
    findings: list[Finding] = []
    staff: dict[str, tuple[str, ...]] = {}
    for row in _rows(folder / "staff.csv", f"{name}/staff.csv", ("person",), findings):
        roles = tuple(filter(None, re.split(r"[;,\s]+", row.cells.get("roles", ""))))
        findings += _unknown_roles(row, roles, handbook)
        staff[_key(row.cells["person"])] = roles
    acknowledged = []
    columns = ("person", "policy", "issue", "date")
    for row in _rows(folder / "register.csv", f"{name}/register.csv", columns, findings):
        made = _acknowledgement(row, handbook, today, staff, findings)
        if made:
            acknowledged.append(made)
    return Register(staff, tuple(acknowledged), tuple(findings))


def _rows(path: Path, shown: str, columns: Sequence[str], findings: list[Finding]) -> Iterator[_Row]:
    """Yield the rows of a table that have something in every column that is needed."""
    try:
        text = _text(path)
    except OSError:
        findings.append(_finding(Place(shown), "this is no file that can be read"))
        return
    if not text.strip():
        return
    try:
        yield from _rows_of(text, shown, columns, findings)
    except csv.Error:
        findings.append(_finding(Place(shown), "this is no table", write="the sheet once more, saved as CSV"))


def _rows_of(text: str, shown: str, columns: Sequence[str], findings: list[Finding]) -> Iterator[_Row]:
    lines = text.splitlines()
    reader = csv.reader(lines, delimiter=max(",;\t", key=lines[0].count))
    header = [_column(cell) for cell in next(reader)]
    missing = [column for column in columns if column not in header]
    if missing:
        message = f"the table has no column called {' or '.join(missing)}"
        findings.append(_finding(Place(shown, 1, 1), message, write=",".join(columns)))
        return
    for cells in reader:
        row = {column: cell.strip() for column, cell in zip(header, cells, strict=False) if column and cell.strip()}
        place = Place(shown, reader.line_num, 1)
        empty = [column for column in columns if column not in row]
        if not row:
            continue
        if empty:
            findings.append(_finding(place, f"the line has nothing under {' and '.join(empty)}"))
        else:
            yield _Row(place, row)


def _text(path: Path) -> str:
    if not os.path.lexists(path):
        return ""
    if not path.is_file():
        raise OSError(f"{path} is no file")
    data = path.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")  # as a spreadsheet on Windows saves it


def _column(cell: str) -> str:
    plain = " ".join(cell.casefold().strip(" ?:*").split())
    return next((column for column, names in _COLUMNS.items() if plain in names), "")


def _unknown_roles(row: _Row, roles: Sequence[str], handbook: Handbook) -> Iterator[Finding]:
    for role in roles:
        if role not in handbook.people.roles:
            near = difflib.get_close_matches(role, handbook.people.roles, n=1)
            yield _finding(row.place, "people.yaml has no such role", found=role, write=near[0] if near else "")


def _acknowledgement(
    row: _Row, handbook: Handbook, today: dt.date, staff: Mapping[str, object], findings: list[Finding]
) -> Acknowledgement | None:
    person = _key(row.cells["person"])
    policy = _policy(handbook, row.cells["policy"])
    date = day_of(row.cells["date"])
    wrong = [
        *([] if not staff or person in staff else [_finding(row.place, "staff.csv has nobody of this name")]),
        *_wrong_policy(row, handbook, policy),
        *_wrong_date(row, date, today),
    ]
    findings += wrong
    if wrong or policy is None or date is None:
        return None
    return Acknowledgement(person, policy.id, int(row.cells["issue"]), date)


def _wrong_policy(row: _Row, handbook: Handbook, policy: Policy | None) -> Iterator[Finding]:
    named, issue = row.cells["policy"], row.cells["issue"]
    if policy is None:
        near = difflib.get_close_matches(named, handbook.policies, n=1)
        yield _finding(row.place, "there is no such policy", found=named, write=near[0] if near else "")
    elif not re.fullmatch(r"\d{1,5}", issue) or int(issue) < 1:
        yield _finding(row.place, "an issue is a whole number", found=issue, write=str(policy.issue), policy=policy.id)
    elif int(issue) > policy.issue:
        message = f"there is no such issue yet: {policy.title} is at issue {policy.issue}"
        yield _finding(row.place, message, found=issue, policy=policy.id)


def _wrong_date(row: _Row, date: dt.date | None, today: dt.date) -> Iterator[Finding]:
    if date is None:
        yield _finding(row.place, "this is no date", found=row.cells["date"], write="2026-09-01")
    elif date > today:
        message = f"nobody can have read it on a day that is still to come (today is {today})"
        yield _finding(row.place, message, found=row.cells["date"])


def _policy(handbook: Handbook, named: str) -> Policy | None:
    """Find a policy by id or title."""
    plain = named.casefold().strip()
    if plain in handbook.policies:
        return handbook.policies[plain]
    return next(
        (p for p in handbook.policies.values() if p.title.casefold() in (plain, plain.removesuffix(" policy"))), None
    )


def day_of(text: str) -> dt.date | None:
    """Return the day in England on which something happened.

    A moment with a time zone is one moment, whatever the clock of the form tool says: half past eleven at night in
    universal time is the next day in an English summer. Dates in figures are day, month, year.
    """
    british = _BRITISH.fullmatch(text.strip())
    try:
        if british:
            return dt.date(int(british[3]), int(british[2]), int(british[1]))
        moment = dt.datetime.fromisoformat(text.strip().replace("Z", "+00:00"))
    except ValueError:
        return None
    if moment.tzinfo is None:
        return moment.date()
    try:
        return moment.astimezone(ZoneInfo("Europe/London")).date()
    except OverflowError:  # at the very ends of the calendar
        return None
    except ZoneInfoNotFoundError:  # a machine without the table of time zones
        return moment.astimezone(dt.UTC).date()


def _key(person: str) -> str:
    return " ".join(person.casefold().split())


def _finding(place: Place, message: str, *, found: str = "", write: str = "", policy: str = "") -> Finding:
    return Finding(RULE, Severity.WARNING, place, message, found, write, policy)
