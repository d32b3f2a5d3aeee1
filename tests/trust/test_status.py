"""The trust sees which schools follow which issue."""

import csv
import datetime as dt
import json
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from policy_handbook.cli.main import commands
from policy_handbook.trust.page import write_status
from policy_handbook.trust.status import Standing, Status
from tests.trust.school import OWN, data_of, write_own


@pytest.fixture(name="run")
def fixture_run(trust: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    monkeypatch.chdir(trust)
    return CliRunner()


def status(run: CliRunner, *arguments: str) -> Result:
    return run.invoke(commands, ["trust", "status", *arguments])


def test_it_names_the_schools_that_are_behind(run: CliRunner) -> None:
    assert status(run).output == (
        "Behaviour: Harbourside Academy follows issue 2; the trust is at issue 3, from 1 September 2026\n"
        "1 of 2 schools behind\n"
    )
    assert status(run).exit_code == 0
    assert status(run, "--strict").exit_code == 1


def test_it_says_when_nobody_is_behind(run: CliRunner, trust: Path) -> None:
    write_own(trust, OWN, "harbourside")

    assert status(run, "--strict").output == "all 2 schools follow the present issues\n"
    assert status(run, "--strict").exit_code == 0


def test_the_table_has_a_row_for_each_school_and_policy(run: CliRunner) -> None:
    rows = list(csv.DictReader(status(run, "--format", "csv").output.splitlines()))

    assert [(r["school"], r["policy"], r["follows"], r["trust_issue"], r["own_parts"]) for r in rows] == [
        ("elmfield", "behaviour", "3", "3", "5"),
        ("elmfield", "complaints", "1", "1", "0"),
        ("harbourside", "behaviour", "2", "3", "1"),
        ("harbourside", "complaints", "1", "1", "0"),
    ]


def test_a_file_that_cannot_be_read_counts_as_neither(run: CliRunner, trust: Path) -> None:
    write_own(trust, "inherits: behaviour\nadopted_issue: two\n", "harbourside")
    found = json.loads(status(run, "--format", "json").output)

    assert found["schools"]["harbourside"]["unread"] == ["behaviour"]
    assert "Behaviour: the file of Harbourside Academy cannot be read" in status(run).output
    assert status(run, "--strict").exit_code == 1


def test_the_page_counts_who_follows_what(run: CliRunner) -> None:
    page = status(run, "--format", "html", "--today", "2026-11-21").output
    page = re.sub(r' data-title="[^"]+"', "", page)  # what a phone shows before a cell

    assert "<td>Harbourside Academy</td><td>issue 2</td><td>issue 3, from 1 September 2026</td>" in page
    assert "<td>1, 1 still issue 2</td><td>2</td>" in page
    assert "21 November 2026" in page
    assert "<script" not in page


def test_the_page_leads_to_the_sites_that_lie_beside_it(tmp_path: Path) -> None:
    for folder in ("one/website", "one/intranet", "two/website"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "index.html").touch()
    schools = {name: Standing(name.title()) for name in ("one", "two", "three")}
    write_status(Status("Longmeadow", {}, schools), tmp_path, dt.date(2026, 11, 21))
    page = (tmp_path / "trust" / "index.html").read_text(encoding="utf-8")

    assert re.findall(r'href="\.\./(.+?)/index.html"', page) == ["one/website", "one/intranet", "two/website"]
    assert "<li>Three</li>" in page


def test_text_of_a_title_is_escaped(run: CliRunner, trust: Path) -> None:
    text = (trust / "trust.yaml").read_text().replace("Harbourside Academy", "Harbour <b>& Co</b>")
    (trust / "trust.yaml").write_text(text)

    assert "Harbour &lt;b&gt;&amp; Co&lt;/b&gt;" in status(run, "--format", "html").output


def test_a_school_without_a_folder_is_a_finding_of_a_build(run: CliRunner, trust: Path) -> None:
    shutil.rmtree(data_of(trust, "harbourside").parent)
    done = run.invoke(commands, ["build", "--school", "all"])

    assert done.exit_code == 1
    assert "there is no folder schools/harbourside/policy_data (trust-school)" in done.output
    assert not (trust / "site").exists()
