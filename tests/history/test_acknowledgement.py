"""The register: what is wrong in it is said by line and without a name; pages have counts alone."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from policy_handbook.acknowledgement import coverage_of, outstanding, read_register
from policy_handbook.acknowledgement.register import day_of
from policy_handbook.audience import for_audience
from policy_handbook.model import Handbook
from policy_handbook.publish.view import make_view
from policy_handbook.read import read_handbook
from tests import processes

ROOT = Path(__file__).parents[2]
DATA = ROOT / "policy_data"
TODAY = dt.date(2026, 11, 21)
TOO_LATE = "nobody can have read it on a day that is still to come"
HEAD = "person,policy,issue,date\n"


@pytest.fixture(name="sample", scope="module")
def fixture_sample() -> Handbook:
    handbook = read_handbook(DATA, "policy_data").handbook
    assert handbook is not None
    return handbook


def found(folder: Path, handbook: Handbook, register: str, staff: str = "") -> list[str]:
    (folder / "register.csv").write_text(register, encoding="utf-8")
    if staff:
        (folder / "staff.csv").write_text(staff, encoding="utf-8")
    return [f"{f.place.line}: {f.message} [{f.found}]" for f in read_register(folder, handbook, TODAY, "x").findings]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("Ann,social-media,9,2026-09-02", []),
        ("Ann,Social media policy,9,02/09/2026 08:15:00", []),
        ("Ann,socal-media,9,2026-09-02", ["2: there is no such policy [socal-media]"]),
        ("Ann,social-media,10,2026-09-02", ["2: there is no such issue yet: Social media is at issue 9 [10]"]),
        ("Ann,social-media,nine,2026-09-02", ["2: an issue is a whole number [nine]"]),
        ("Ann,social-media,9,2027-09-02", [f"2: {TOO_LATE} (today is 2026-11-21) [2027-09-02]"]),
        ("Ann,social-media,9,yesterday", ["2: this is no date [yesterday]"]),
        ("Bea,social-media,9,2026-09-02", ["2: staff.csv has nobody of this name []"]),
        ("Ann,social-media,,2026-09-02", ["2: the line has nothing under issue []"]),
    ],
)
def test_what_is_wrong_is_said_by_line(tmp_path: Path, sample: Handbook, row: str, said: list[str]) -> None:
    assert found(tmp_path, sample, f"{HEAD}{row}\n", "person,roles\nAnn,class-teachers\n") == said


def test_no_finding_names_a_person(tmp_path: Path, sample: Handbook) -> None:
    said = found(tmp_path, sample, f"{HEAD}Zebedee,x,1,x\nZebedee,social-media,99,2027-01-01\n", "person\nAnn\n")

    assert said
    assert not [line for line in said if "zebedee" in line.casefold()]


def test_a_role_that_does_not_exist_is_named(tmp_path: Path, sample: Handbook) -> None:
    said = found(tmp_path, sample, HEAD, "person,roles\nAnn,class-teacher\n")

    assert said == ["2: people.yaml has no such role [class-teacher]"]


def test_a_table_without_its_columns_is_said_once(tmp_path: Path, sample: Handbook) -> None:
    assert found(tmp_path, sample, "who,what\na,b\nc,d\n") == [
        "1: the table has no column called person or policy or issue or date []"
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_tables_come_as_programs_write_them(tmp_path: Path, sample: Handbook, encoding: str, mark: str) -> None:
    table = "Name,Which policy?,Issue number,Completion time\nZoë,behaviour,12,2026-09-02 10:00:00\n\n"
    (tmp_path / "register.csv").write_bytes(table.replace(",", mark).encode(encoding))
    register = read_register(tmp_path, sample, TODAY)

    assert register.findings == ()
    assert [(row.person, row.policy, row.issue) for row in register.acknowledged] == [("zoë", "behaviour", 12)]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-09-01", "2026-09-01"),
        ("2026-08-31T23:30:00Z", "2026-09-01"),
        ("2026-08-31T23:30:00+01:00", "2026-08-31"),
        ("2026-12-31T23:30:00Z", "2026-12-31"),
        ("1/9/2026", "2026-09-01"),
        ("31/02/2026", "None"),
        ("0001-01-01T00:00:00+14:00", "None"),
        ("9999-12-31T23:59:59-14:00", "None"),
    ],
)
def test_a_moment_in_another_time_zone_is_a_day_in_england(text: str, day: str) -> None:
    assert str(day_of(text)) == day


PEOPLE = frozenset(f"p{number}" for number in range(8))
STAFF = "person,roles\n" + "".join(f"p{n},{'class-teachers' if n < 6 else 'midday-supervisors'}\n" for n in range(8))


def test_a_group_of_a_few_is_not_told_apart(tmp_path: Path, sample: Handbook) -> None:
    assert found(tmp_path, sample, f"{HEAD}p0,behaviour,12,2026-09-02\np7,behaviour,11,2025-09-02\n", STAFF) == []
    (row,) = [r for r in coverage_of(sample, read_register(tmp_path, sample, TODAY)) if r.policy.id == "behaviour"]

    assert (row.total.people, row.total.current, row.total.earlier, row.total.none) == (8, 1, 1, 6)
    assert row.groups == ()


def test_a_change_of_words_alone_need_not_be_read_again(tmp_path: Path, sample: Handbook) -> None:
    found(tmp_path, sample, f"{HEAD}p0,social-media,7,2024-09-02\np1,social-media,9,2026-09-02\n", STAFF)
    policy = sample.policies["social-media"]
    without_material = policy.model_copy(update={"changes": policy.changes[:2]})

    assert left_to(tmp_path, sample) == {name: 7 if name == "p0" else 0 for name in PEOPLE - {"p1"}}
    assert left_to(tmp_path, replace(sample, policies={"social-media": without_material})) == dict.fromkeys(
        PEOPLE - {"p0", "p1"}, 0
    )


def left_to(folder: Path, handbook: Handbook) -> dict[str, int]:
    """Who has still to read the social media policy, and what they have read of it."""
    rows = outstanding(handbook, read_register(folder, handbook, TODAY))
    return {row.person: row.last for row in rows if row.policy.id == "social-media"}


@pytest.mark.parametrize("audience", ["public", "parents", "pupils", "staff"])
def test_no_name_of_the_register_is_in_any_view(sample: Handbook, audience: str) -> None:
    folder = DATA / "acknowledgements"
    names = [line.split(",")[0] for line in (folder / "staff.csv").read_text().splitlines()[1:]]
    made = make_view(sample, audience, data=DATA, docs=ROOT / "docs", findings=(), today=TODAY, register=folder)
    texts = [*(page.html for page in made.pages), *(file.content.decode("utf-8", "replace") for file in made.files)]

    assert names
    assert not [name for name in names for text in texts if name in text]
    assert any(page.address == "acknowledgements/" for page in made.pages) == (audience == "staff")


def test_roles_that_read_are_those_that_a_view_knows(sample: Handbook) -> None:
    assert for_audience(sample, "public").policies["behaviour"].to_be_read_by == (
        "class-teachers",
        "midday-supervisors",
    )


def handbook(*arguments: str, code: int = 0, **more: str) -> str:
    done = processes.handbook("acknowledged", "--today", "2026-11-21", *arguments, folder=ROOT, **more)
    assert done.returncode == code, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout + done.stderr


def test_names_are_printed_only_on_demand() -> None:
    assert "l-ashdyke" not in handbook()
    assert "l-ashdyke: Social media, issue 9; read issue 8 before" in handbook("--names")


def test_somebody_who_read_the_last_issue_is_shown_what_changed() -> None:
    said = handbook("--person", "L-Ashdyke")

    assert "What changed since issue 8:" in said
    assert "{+class chat+}" in said


def test_the_register_may_lie_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "register.csv").write_text(f"{HEAD}Ann,behaviour,99,2026-09-02\n")

    assert "register.csv:2:1: warning: there is no such issue yet" in handbook("--register", str(tmp_path), code=1)
    assert "register.csv:2:1" in handbook(HANDBOOK_ACKNOWLEDGEMENTS=str(tmp_path), code=1)
    assert "there is no register" in handbook("--register", str(tmp_path / "nowhere"), code=2)
