"""Bad input: a fixture for each case, and the exact report that a person gets for it.

A file ``bad_input/<case>.yaml`` is read as a policy of a small, sound school; a folder ``bad_input/<case>/`` is laid
over that school's data. What is large, binary or no plain file is made here. ``bad_input/<case>.txt`` is the report.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from policy_handbook.findings import in_order
from policy_handbook.read import read_handbook
from policy_handbook.report import format_text
from policy_handbook.rules import Context, check_all
from policy_handbook.rules.examples import PEOPLE, SCHOOL

FIXTURES = Path(__file__).parent / "bad_input"
TODAY = dt.date(2026, 11, 21)

SOUND = """\
title: Mobile phones
kind: statement
status: in-force
owner: headteacher
audience: [public, parents, staff]
issue: 1
effective_from: 2026-09-01
approval: {by: governing-board, date: 2026-07-09}
review: {every: 12 months, next: 2027-07-31}
changes:
  - {issue: 1, date: 2026-07-09, by: headteacher, kind: material, summary: First issue}
summary: When and where phones may be used.
sections:
  - id: purpose
    title: Purpose
    clauses:
      - Phones stay in bags during lessons.
"""
SLIP = SOUND.replace("2026-09-01", "01/09/2026")


def school(root: Path) -> Path:
    """Write the data of a sound school without policies."""
    data = root / "policy_data"
    (data / "policies").mkdir(parents=True)
    (data / "school.yaml").write_text(SCHOOL, encoding="utf-8")
    (data / "people.yaml").write_text(PEOPLE, encoding="utf-8")
    return data


def report(data: Path) -> str:
    """Read, apply the rules, and report as a person sees it."""
    reading = read_handbook(data, "policy_data")
    found = list(reading.findings)
    if reading.handbook:
        found += check_all(Context(reading.handbook, TODAY, reading.unread))
    return format_text(in_order(found))


def _policy(content: bytes) -> Callable[[Path], None]:
    def make(policies: Path) -> None:
        (policies / "phones.yaml").write_bytes(content)

    return make


def _link(target: str) -> Callable[[Path], None]:
    def make(policies: Path) -> None:
        (policies.parent.parent / "elsewhere.yaml").write_text(SOUND, encoding="utf-8")
        (policies / "phones.yaml").symlink_to(target)

    return make


def _file_named_policies(policies: Path) -> None:
    policies.rmdir()
    policies.write_text("x", encoding="utf-8")


def _no_people(policies: Path) -> None:
    (policies.parent / "people.yaml").unlink()
    (policies / "phones.yaml").write_text(SOUND, encoding="utf-8")


MADE: Mapping[str, Callable[[Path], None]] = {
    "invalid-utf-8": _policy(SOUND.replace("used.", "used. Café.").encode("cp1252")),
    "utf-16": _policy(SOUND.encode("utf-16")),
    "word-document": _policy(b"PK\x03\x04\x14\x00\x06\x00" + bytes(range(256))),
    "byte-order-mark": _policy(b"\xef\xbb\xbf" + SOUND.encode()),
    "byte-order-mark-and-a-slip": _policy(b"\xef\xbb\xbf" + SLIP.encode()),
    "two-byte-order-marks": _policy(b"\xef\xbb\xbf\xef\xbb\xbf" + SOUND.encode()),
    "windows-line-ends": _policy(SOUND.replace("\n", "\r\n").encode()),
    "windows-line-ends-and-a-slip": _policy(SLIP.replace("\n", "\r\n").encode()),
    "windows-line-ends-and-bad-yaml": _policy(SOUND.replace("title: P", "\ttitle: P").replace("\n", "\r\n").encode()),
    "old-mac-line-ends-and-a-slip": _policy(SLIP.replace("\n", "\r").encode()),
    "line-separators-and-a-slip": _policy(SLIP.replace("phones", "pho\u2028nes\x85").encode()),
    "nul-bytes": _policy(SOUND.replace("may be", "m\0ay\0 be").encode()),
    "nul-bytes-after-accents": _policy(SOUND.replace("When", "Élève\0").encode()),
    "nothing-but-nul-bytes": _policy(bytes(5000)),
    "ten-megabytes-of-nesting": _policy(b"[" * 10_000_000),
    "a-megabyte-of-brackets": _policy(b"a: " + b"[" * 1_000_000),
    "a-megabyte-of-hyphens": _policy(b"- " * 500_000),
    "a-megabyte-of-braces": _policy(b"{a: " * 250_000),
    "a-megabyte-of-unknown-fields": _policy(b"".join(b"a%d: 1\n" % number for number in range(100_000))),
    "a-megabyte-of-one-field": _policy(b"title: x\n" * 100_000),
    "a-megabyte-of-tags": _policy(b"title:\n" + b"  - !a b\n" * 100_000),
    "a-megabyte-of-windows-line-ends": _policy(b"\r\n" * 500_000),
    "link-out-of-the-folder": _link("../../elsewhere.yaml"),
    "link-to-nothing": _link("nothing.yaml"),
    "link-to-itself": _link("phones.yaml"),
    "folder-named-like-a-policy": lambda policies: (policies / "phones.yaml").mkdir(),
    "pipe-named-like-a-policy": lambda policies: os.mkfifo(policies / "phones.yaml"),
    "no-policies-folder": lambda policies: policies.rmdir(),
    "file-named-policies": _file_named_policies,
    "no-school": lambda policies: (policies.parent / "school.yaml").unlink(),
    "no-people": _no_people,
}
WRITTEN = {path.stem: path for path in sorted(FIXTURES.iterdir()) if path.suffix != ".txt"}


def test_the_sound_policy_is_sound(tmp_path: Path) -> None:
    data = school(tmp_path)
    (data / "policies" / "phones.yaml").write_text(SOUND, encoding="utf-8")

    assert report(data) == "nothing found: every rule is kept\n"


@pytest.mark.parametrize("case", [*WRITTEN, *MADE])
def test_bad_input_is_reported_in_these_words(case: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    data = school(tmp_path)
    if case in MADE:
        MADE[case](data / "policies")
    elif WRITTEN[case].is_dir():
        shutil.copytree(WRITTEN[case], data, dirs_exist_ok=True)
    else:
        shutil.copy(WRITTEN[case], data / "policies")
    started = time.perf_counter()

    found = report(data)

    assert time.perf_counter() - started < 10, "no file keeps a person waiting"
    golden = FIXTURES / f"{case}.txt"
    if request.config.getoption("--update-golden"):
        golden.write_text(found, encoding="utf-8", newline="\n")
    assert found == golden.read_text(encoding="utf-8")


def test_every_report_belongs_to_a_case() -> None:
    assert {path.stem for path in FIXTURES.glob("*.txt")} == {*WRITTEN, *MADE}


@contextmanager
def _as_somebody_else() -> Iterator[None]:
    """Give up the rights of the administrator, for whom every file can be read."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


UNREADABLE = """\
policy_data/policies/phones.yaml: error: the file cannot be read: whoever runs this command may not open it \
(file-unreadable)
    write  ask whoever looks after the computer for the right to read it
1 error in 1 file
"""


def test_a_file_that_may_not_be_read() -> None:
    with tempfile.TemporaryDirectory() as folder:  # unlike tmp_path, one that others can be let into
        Path(folder).chmod(0o755)
        data = school(Path(folder))
        (data / "policies" / "phones.yaml").write_text(SOUND, encoding="utf-8")
        (data / "policies" / "phones.yaml").chmod(0)
        with _as_somebody_else():
            found = report(data)

    assert found == UNREADABLE


def test_a_folder_that_may_not_be_read() -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        data = school(Path(folder))
        (data / "policies").chmod(0)
        with _as_somebody_else():
            found = report(data)
        (data / "policies").chmod(0o755)

    assert found.startswith("policy_data/policies: error: the folder cannot be read")
