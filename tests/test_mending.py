"""``check --fix``: what can only have been meant one way is mended, and nothing else is touched."""

import datetime as dt
import re
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result
from hypothesis import example, given
from hypothesis import strategies as st

from policy_handbook.cli.check import check
from policy_handbook.findings import Place
from policy_handbook.mending import Mended, mend, mended
from policy_handbook.read.source import parse
from tests.test_agenda import policy, school

POLICY = """\
# yaml-language-server: $schema=../../schemas/policy.schema.json
title: One   # as the board calls it
kind: statement
status:   in-force
owner: headteacher

audience: [ public,staff ]
issue: 1
effective_from: 2026-09-01   # the first day of term
approval: {by: board, date: 2026-07-01,   minute: 'FGB 26/31'}
review: {every: 12 months, next: 2027-07-31}
summary: >-
  Folded over
  two lines.
sections:
- id: one
  title: "One"
  clauses:
    # a note of the clerk
    - |
      “Stop” means stop: 01/02/2026 stays, and so does this: tilte.
    - {text: “No” means no., id: no-means-no}
"""


def handbook(folder: Path, text: str | bytes) -> Path:
    data = folder / "policy_data"
    school(data, {"beside": policy("2027-07-31")})
    path = data / "policies" / "one.yaml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def lines_changed(before: str, after: str) -> list[tuple[str, str]]:
    assert before.count("\n") == after.count("\n")
    return [(a, b) for a, b in zip(before.split("\n"), after.split("\n"), strict=True) if a != b]


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("title: “One”   # as the board calls it", 'title: "One"   # as the board calls it'),
        ("title: ‘One’   # as the board calls it", 'title: "One"   # as the board calls it'),
        ('title: "“One”"   # as the board calls it', 'title: "One"   # as the board calls it'),
        ("title: “Pupils’ \\ phones”   # x", 'title: "Pupils’ \\\\ phones"   # x'),
        ("title: “One: two”   # x", 'title: "One: two"   # x'),
        ("status:   “in-force”", 'status:   "in-force"'),
        ("audience: [ “public”,staff ]", 'audience: [ "public",staff ]'),
        ("issue: “1”", "issue: 1"),
        ("effective_from: 01/09/2026   # the first", "effective_from: 2026-09-01   # the first"),
        ("effective_from: 1/9/2026", "effective_from: 2026-09-01"),
        ('effective_from: "31.12.2025"', 'effective_from: "2025-12-31"'),
        ("effective_from: “2026-09-01”", "effective_from: 2026-09-01"),
        (
            "approval: {by: board, date: 01/07/2026,   minute: ‘FGB 26/31’}",
            'approval: {by: board, date: 2026-07-01,   minute: "FGB 26/31"}',
        ),
        ("review: {every: “12 months”, next: 31/07/2027}", "review: {every: 12 months, next: 2027-07-31}"),
        ("review: {evry: 12 months, nxt: 2027-07-31}", "review: {every: 12 months, next: 2027-07-31}"),
        ("efective_from: 01/09/2026   # the", "effective_from: 2026-09-01   # the"),
        ("Title: One", "title: One"),
        ("  clauses :", "  clauses :"),
        ("  clausess:", "  clauses:"),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["unix", "windows"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["plain", "bom"])
def test_what_is_safe_is_mended_and_every_other_byte_stays(
    wrong: str, right: str, end: str, mark: str, tmp_path: Path
) -> None:
    name = re.split(r"[\s:]", right.strip(), maxsplit=1)[0]
    lines = [line for line in POLICY.split("\n") if line.strip().split(":")[0] == name]
    before = mark + POLICY.replace(lines[0], wrong, 1).replace("\n", end)
    path = handbook(tmp_path, before)
    mend(path.parent.parent)
    assert path.read_bytes().decode() == mark + POLICY.replace(lines[0], right, 1).replace("\n", end)
    assert not parse(path.read_bytes(), "x").findings


@pytest.mark.parametrize(
    "line",
    [
        "title: “One” and “two”",
        "title: ‘Pupils’ phones’",
        "title: “One\n  more line”",
        "effective_from: 31/02/2026",
        "effective_from: 01/09/26",
        "effective_from: 2026/09/01",
        "effective_from: September 2026",
        "status: in-froce",
        "colour: red",
        "titel: Two\ntitle: One",
        "review: {every: 12 months, next: 2027-07-31, nexxt: 2027-07-31}",
        "issue: one",
        "linked_policies: [“a, b]",
    ],
)
def test_what_may_mean_several_things_is_left_alone(line: str, tmp_path: Path) -> None:
    name = line.split(":", maxsplit=1)[0].replace("titel", "title")
    text = re.sub(rf"(?m)^{name}:.*$", lambda _: line, POLICY, count=1) if name in POLICY else f"{POLICY}{line}\n"
    assert text != POLICY
    path = handbook(tmp_path, text)
    assert mend(path.parent.parent) == []
    assert path.read_text("utf-8") == text


def test_sound_data_is_not_written_at_all(tmp_path: Path) -> None:
    path = handbook(tmp_path, POLICY)
    before = path.stat()
    assert mend(path.parent.parent) == []
    after = path.stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_files_beside_policies_are_mended_and_frozen_issues_are_not(tmp_path: Path) -> None:
    data = handbook(tmp_path, POLICY).parent.parent
    people = data / "people.yaml"
    people.write_text(people.read_text("utf-8").replace("title: Headteacher", "titel: “Headteacher”"), "utf-8")
    frozen = data / "issues" / "one" / "1.yaml"
    frozen.parent.mkdir(parents=True)
    frozen.write_text(POLICY.replace("2026-09-01", "01/09/2026"), encoding="utf-8")
    before = frozen.read_bytes()
    mend(data)
    assert 'title: "Headteacher"' in people.read_text("utf-8")
    assert frozen.read_bytes() == before


def test_only_the_files_that_are_named_are_touched(tmp_path: Path) -> None:
    path = handbook(tmp_path, POLICY.replace("title: One", "title: “One”"))
    assert mend(path.parent.parent, frozenset()) == []
    assert len(mend(path.parent.parent, frozenset([path.resolve()]))) == 1


def test_the_mode_of_a_file_and_a_link_to_it_stay(tmp_path: Path) -> None:
    path = handbook(tmp_path, POLICY.replace("title: One", "title: “One”"))
    real = path.rename(path.parent.parent / "real.txt")
    real.chmod(0o640)
    path.symlink_to(real)
    mend(path.parent.parent)
    assert path.is_symlink()
    assert real.stat().st_mode & 0o777 == 0o640
    assert 'title: "One"' in real.read_text("utf-8")


def run(data: Path, *arguments: str) -> Result:
    return CliRunner().invoke(check, ["--data", str(data), "--today", "2026-11-21", *arguments])


def test_the_command_says_what_it_mended_and_reports_the_rest(tmp_path: Path) -> None:
    text = POLICY.replace("title: One", "title: “One”").replace(
        "effective_from: 2026-09-01", "effective_from: 1/9/2026"
    )
    path = handbook(tmp_path, text.replace("status:   in-force", "status: in-froce"))
    data = path.parent.parent
    done = run(data, "--fix")
    assert done.exit_code == 1
    assert done.stderr == (
        f'{path.as_posix()}:2:8: wrote “One” as "One"\n'
        f"{path.as_posix()}:9:17: wrote 1/9/2026 as 2026-09-01\n"
        "Mended: 2. Look at the difference before you save it in git.\n"
    ), done.stderr
    assert "status: in-froce" in done.stdout
    assert "date-format" not in done.stdout
    assert "Mended" not in run(data, "--fix").stderr


# --- whatever stands in a file ----------------------------------------------------------------------------


WORDS = st.text(st.sampled_from("ab “”‘’'\"#:,[]{}|>-\\/é1\u2028\U0001f600"), max_size=12)
DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2040, 1, 1))
NOTES = st.sampled_from(["", "   # a note", " # “note” 01/02/2026"])


@st.composite
def files(draw: st.DrawFn) -> tuple[str, str]:
    """A policy file with faults that are safe to mend, and the same file without them."""
    wrong, right = ["# “One”: 01/02/2026 titel"], ["# “One”: 01/02/2026 titel"]

    def add(faulty: str, sound: str) -> None:
        note = draw(NOTES)
        wrong.append(faulty + note)
        right.append(sound + note)

    day = draw(DAYS)
    title = draw(st.sampled_from([("title: “One”", 'title: "One"'), ("titel: One", "title: One"), ("title: One",) * 2]))
    date = draw(st.sampled_from([f"{day:%d/%m/%Y}", f"{day.day}/{day.month}/{day.year}", f"{day}"]))
    add(*title)
    add(f"effective_from: {date}", f"effective_from: {day}")
    add(f"review: {{every: 12 months,  next: {date}}}", f"review: {{every: 12 months,  next: {day}}}")
    for other in ("kind: statement", "status: in-force", "owner: headteacher", "audience: [staff]", "issue: 1"):
        add(other, other)
    prose = yaml.safe_dump({"summary": "x" + draw(WORDS)}, allow_unicode=True, width=30).rstrip("\n")
    clause = yaml.safe_dump([draw(WORDS) + "x", {"text": "y" + draw(WORDS)}], allow_unicode=True).rstrip("\n")
    for line in (*prose.split("\n"), "sections:", "- id: one", "  title: Two", "  clauses:"):
        wrong.append(line)
        right.append(line)
    for line in clause.split("\n"):
        wrong.append(f"  {line}")
        right.append(f"  {line}")
    end = draw(st.sampled_from(["\n", "\r\n"]))
    return end.join([*wrong, ""]), end.join([*right, ""])


@pytest.fixture(name="folder", scope="module")
def fixture_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return handbook(tmp_path_factory.mktemp("mending"), POLICY).parent


@given(pair=files())
def test_mending_changes_the_faults_and_nothing_else(folder: Path, pair: tuple[str, str]) -> None:
    wrong, right = pair
    path = folder / "one.yaml"
    path.write_bytes(wrong.encode())
    mend(folder.parent)
    assert path.read_bytes().decode() == right


@given(st.text(st.sampled_from("abt: -\n\"'“”‘’{}[],#|>/0123é"), max_size=80))
@example("a: b #c\n#")
@example("a: b#c\nb: t #")
def test_no_text_breaks_mending(text: str) -> None:
    findings = parse(text.encode(), "policies/x.yaml").findings
    new, done = mended(text, "policies/x.yaml", findings)
    assert (new == text) == (not done)


def test_what_was_mended_is_a_value(tmp_path: Path) -> None:
    path = handbook(tmp_path, POLICY.replace("title: One", "title: “One”"))
    (one,) = mend(path.parent.parent)
    assert one == Mended(Place(path.as_posix(), 2, 8), "“One”", '"One"')
