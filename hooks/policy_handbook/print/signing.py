"""Who signs for what they have read: names from a file that stays in the office, sheets to sign, and who is left.

Names are read and printed when somebody asks for it. Nothing of them is kept, and no build sees them.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from policy_handbook.model import Handbook, Policy
from policy_handbook.print.cache import NO_CACHE
from policy_handbook.print.colour import palette
from policy_handbook.print.document import issued_on
from policy_handbook.print.tree import tree_of
from policy_handbook.print.typeset import Sheet, typeset

BLANK = 18
"""So many rows, of policies and of names, fill a sheet."""

_NAMES = ("name", "staff name", "full name", "member of staff")
_POSTS = ("post", "role", "job", "job title", "position")


class SigningError(Exception):
    """Why a file of names cannot be used, and what to do."""

    def __init__(self, message: str, advice: str) -> None:
        super().__init__(message)
        self.advice = advice


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who signs."""

    name: str
    post: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """What somebody has signed for: a policy by its id or title, in an issue."""

    name: str
    policy: str
    issue: int


def people_from(data: bytes, file: str) -> list[Person]:
    """Read names, and posts if there are any, from a CSV file with a line of headings.

    Raises:
        SigningError: it is no such file, or has no column of names.
    """
    rows = _rows(data, file)
    people = [Person(name, _first(row, _POSTS)) for row in rows if (name := _first(row, _NAMES))]
    if not people:
        raise SigningError(f"{file} has no names", "the first line is: name,post")
    return list(dict.fromkeys(people))


def signatures_from(data: bytes, file: str) -> list[Signature]:
    """Read who has signed for what from a CSV file with the columns name, policy and issue.

    Raises:
        SigningError: it is no such file, or an issue in it is no number.
    """
    found = []
    for number, row in enumerate(_rows(data, file), 2):
        name, policy, issue = _first(row, _NAMES), row.get("policy", ""), row.get("issue", "")
        if not (name and policy):
            raise SigningError(
                f"{file}, line {number}: a name and a policy are needed", "the first line is: name,policy,issue"
            )
        if not re.fullmatch(r"\d{1,5}", issue):
            raise SigningError(
                f"{file}, line {number}: the issue is no number", "the issue that was signed for, such as 9"
            )
        found.append(Signature(name, policy, int(issue)))
    return found


def _rows(data: bytes, file: str) -> list[dict[str, str]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")  # what spreadsheets on Windows write
    if "\0" in text:
        raise SigningError(f"{file} is no CSV file", "save the sheet as CSV")
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        lines = [[cell.strip() for cell in line] for line in reader if any(cell.strip() for cell in line)]
    except csv.Error:
        raise SigningError(f"{file} is no CSV file", "save the sheet as CSV") from None
    if not lines:
        return []
    heads = [head.casefold() for head in lines[0]]
    return [dict(zip(heads, line, strict=False)) for line in lines[1:]]


def _first(row: dict[str, str], names: Iterable[str]) -> str:
    return next((row[name] for name in names if row.get(name)), "")


@dataclass(frozen=True, slots=True)
class StillToSign:
    """A policy that somebody has not signed for in its present issue."""

    person: Person
    policy: Policy
    signed_before: int | None


def still_to_sign(
    people: Sequence[Person], policies: Sequence[Policy], signed: Sequence[Signature]
) -> Iterator[StillToSign]:
    """Yield who has still to sign for what, in the order of the names and then of the policies."""
    latest: dict[tuple[str, str], int] = {}
    for row in signed:
        key = (_known_by(row.name), _known_by(row.policy))
        latest[key] = max(row.issue, latest.get(key, 0))
    for person in people:
        for policy in policies:
            keys = ((_known_by(person.name), _known_by(name)) for name in (policy.id, policy.title))
            before = max((latest[key] for key in keys if key in latest), default=None)
            if before is None or before < policy.issue:
                yield StillToSign(person, policy, before)


def _known_by(text: str) -> str:
    """A name or title whatever its capitals and spaces."""
    return " ".join(text.casefold().split())


def unsigned_csv(rows: Iterable[StillToSign]) -> str:
    """Write who has still to sign as CSV, for a spreadsheet: no cell of it is read as a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(["name", "post", "policy", "title", "issue", "signed_before"])
    for row in rows:
        before = "" if row.signed_before is None else str(row.signed_before)
        cells = [row.person.name, row.person.post, row.policy.id, row.policy.title, str(row.policy.issue), before]
        writer.writerow([f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell for cell in cells])
    return out.getvalue()


def sign_off_sheet(
    view: Handbook, policies: Sequence[Policy], people: Sequence[Person], crest: str, title: str = ""
) -> Sheet:
    """Typeset a sheet on which people sign for policies; with empty rows where no names are given.

    It is not kept in any cache: it may hold names.
    """
    subject = title or policies[0].title
    one = len(policies) == 1
    data = {
        "school": view.school.name,
        "colour": palette(view.school.colour).text,
        "crest": crest,
        "title": f"Sign-off sheet: {subject}",
        "summary": f"A sheet on which staff sign for: {subject}.",
        "policies": [[policy.title, str(policy.issue), policy.effective_from.words] for policy in policies],
        "signing": {
            "statement": tree_of(view, _statement(one=one), None),
            "people": [[person.name, person.post] for person in people],
            "blank": max(6, BLANK - len(policies)),
        },
    }
    return typeset("signoff", data, max(issued_on(policy) for policy in policies), NO_CACHE)


def _statement(*, one: bool) -> str:
    if one:
        return "I have read this policy in this issue. I know what it asks of me and whom to ask."
    return "I have read these policies in these issues. I know what they ask of me and whom to ask."
