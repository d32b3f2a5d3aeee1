"""``handbook due``: what is put on the next agenda, in every form.

``pytest --update-golden`` writes the expected files anew; read the difference before committing it.
"""

import datetime as dt
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from icalendar import Calendar

from policy_handbook.cli.due import due, until_from
from policy_handbook.dates import Date
from policy_handbook.publish import UnusableError
from tests.test_agenda import policy, school

GOLDEN = Path(__file__).parent / "golden" / "due"
TODAY = dt.date(2026, 11, 21)


@pytest.fixture(name="data", scope="module")
def fixture_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A school in which something of every kind is due."""
    data = tmp_path_factory.mktemp("due") / "policy_data"
    told = [{"to": "parents", "date": "2025-12-04"}, {"to": "staff", "date": "2026-10-01"}]
    done = [{"date": "2025-12-12", "by": "headteacher", "outcome": "no-change"}]
    by_head = {"by": "headteacher", "date": "2026-07-01"}
    school(
        data,
        {
            "uniform": policy("2026-10-30", title="Uniform", reviews=done),
            "attendance": policy("2026-12-11", title="Attendance | absence", approval=by_head),
            "behaviour": policy("2027-02-14", title="Behaviour", satisfies=["behaviour"], publicised=told),
            "admissions": policy("2027-10-01", title="Admissions", satisfies=["admissions"]),
            "visits": policy("2027-10-01", title="Visits", status="draft", issue=2, effective_from="2027-01"),
            "later": policy("2027-02-20", title="Later"),
        },
        kind="academy",
    )
    return data


def run(data: Path, *arguments: str) -> str:
    done = CliRunner().invoke(due, ["--data", str(data), "--today", "2026-11-21", *arguments])
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.mark.parametrize("form", ["text", "json", "ics", "md"])
def test_what_is_due_is_written_as_agreed(form: str, data: Path, request: pytest.FixtureRequest) -> None:
    golden = GOLDEN / f"due.{form}"
    made = run(data, "--format", form).encode()
    if request.config.getoption("--update-golden"):
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_bytes(made)
    assert made == golden.read_bytes()


def test_every_form_names_the_same_things(data: Path) -> None:
    listed = [(item["title"], item["due"]) for item in json.loads(run(data, "--format", "json"))["items"]]
    assert listed == [
        ("Uniform", "2026-10-30"),
        ("Behaviour", "2026-12-04"),
        ("Attendance | absence", "2026-12-11"),
        ("Visits", "2027-01"),
        ("Behaviour", "2027-02-14"),
    ]
    text, table = run(data), run(data, "--format", "md")
    for title, day in listed:
        assert f"{Date.parse(day).words:<17}  {title}: " in text
        assert f"| {Date.parse(day).words} | {title.replace('|', chr(92) + '|')} | " in table
    events = Calendar.from_ical(run(data, "--format", "ics")).walk("VEVENT")
    assert [str(event.decoded("dtstart")) for event in events] == [str(Date.parse(day).last_day) for _, day in listed]
    assert len({str(event["uid"]) for event in events}) == len(listed)


def test_the_time_and_the_owner_can_be_chosen(data: Path) -> None:
    assert "Later" not in run(data, "--within", "90d")
    assert "Later" in run(data, "--within", "3m")
    assert "Nothing is due." not in run(data, "--owner", "headteacher")
    assert run(data, "--owner", "board", "--within", "1d").endswith("\nNothing is due.\n")


@pytest.mark.parametrize(
    ("within", "last"),
    [
        ("90d", dt.date(2027, 2, 19)),
        ("1w", dt.date(2026, 11, 28)),
        ("3m", dt.date(2027, 2, 21)),
        ("1y", dt.date(2027, 11, 21)),
        ("2 terms", dt.date(2027, 7, 21)),
        ("12 weeks", dt.date(2027, 2, 13)),
    ],
)
def test_a_length_of_time_is_taken_as_it_is_usually_written(within: str, last: dt.date) -> None:
    assert until_from(within, TODAY) == last


@pytest.mark.parametrize("within", ["", "soon", "0d", "90", "-3d", "3x", "999999y"])
def test_what_is_no_length_of_time_is_refused(within: str) -> None:
    with pytest.raises(UnusableError, match="is no length of time: write it as 90d"):
        until_from(within, TODAY)


def test_a_policy_that_cannot_be_read_is_named_and_the_rest_is_listed(tmp_path: Path) -> None:
    data = tmp_path / "policy_data"
    school(data, {"good": policy("2026-12-01", title="Good")})
    (data / "policies" / "bad.yaml").write_text("title: [", encoding="utf-8")
    done = CliRunner().invoke(due, ["--data", str(data), "--today", "2026-11-21"])
    assert done.exit_code == 0
    assert "Good: review" in done.stdout
    assert done.stderr == "Left out, because they cannot be read: bad. handbook check says why.\n"


def test_a_role_that_is_none_is_refused(data: Path) -> None:
    done = CliRunner().invoke(due, ["--data", str(data), "--owner", "cook"])
    assert isinstance(done.exception, UnusableError)
    assert str(done.exception) == "there is no role called cook: there are: headteacher"
