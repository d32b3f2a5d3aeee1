"""Commands that change files, in a school of a trust: they change what is its own, and nothing of the trust."""

import datetime as dt
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from policy_handbook.cli.main import commands
from policy_handbook.editing.store import RefusedError, Store, errors_of
from tests.trust.school import data_of, read_school

ELMFIELD = "schools/elmfield/policy_data"


@pytest.fixture(autouse=True)
def _in_the_trust(trust: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(trust)


def run(*arguments: str) -> Result:
    day = () if arguments[0] == "lock" else ("--today", "2026-11-21")
    return CliRunner().invoke(commands, [*arguments, *day])


DECISION = ("--kind", "material", "--summary", "New words", "--approved-on", "2026-11-20")


def test_a_school_makes_an_issue_of_its_own_policy(trust: Path) -> None:
    path = data_of(trust) / "policies" / "forest-school.yaml"
    old = path.read_text()
    (trust / "old.yaml").write_text(old)
    path.write_text(old.replace("Nobody climbs", "No child climbs"))
    made = run("issue", "forest-school", *DECISION, "--from", "old.yaml", "--data", ELMFIELD)

    assert made.exit_code == 0, made.output
    handbook = read_school(trust)
    assert handbook.policies["forest-school"].issue == 2
    assert list(handbook.issues["forest-school"]) == [1]


def test_what_is_wrong_with_an_issue_is_said_where_it_stands(trust: Path) -> None:
    path = data_of(trust) / "policies" / "forest-school.yaml"
    old = path.read_text()
    (trust / "old.yaml").write_text(old)
    path.write_text(old.replace("[[behaviour#phones]]", "[[behaviour#telephones]]"))
    refused = run("issue", "forest-school", *DECISION, "--from", "old.yaml", "--data", ELMFIELD)

    assert refused.exit_code == 1
    assert "schools/elmfield/policy_data/policies/forest-school.yaml:" in refused.output
    assert read_school(trust).policies["forest-school"].issue == 1


def test_the_lock_of_a_school_holds_its_own_policies_alone(trust: Path) -> None:
    assert run("lock", "--data", ELMFIELD).exit_code == 0
    text = (data_of(trust) / "issues" / "lock.yaml").read_text()

    assert "forest-school" in text
    assert "behaviour" not in text
    assert run("check", "--strict", "--data", ELMFIELD).exit_code == 0


@pytest.mark.parametrize("command", ["issue", "review", "withdraw"])
def test_a_policy_of_the_trust_is_not_changed_by_a_school(trust: Path, command: str) -> None:
    before = {path: path.read_bytes() for path in trust.rglob("*.yaml")}
    decision = DECISION if command == "issue" else ()
    done = run(command, "behaviour", *decision, "--data", ELMFIELD)

    assert "Behaviour is a policy of Longmeadow Learning Trust" in str(done.exception)
    assert {path: path.read_bytes() for path in trust.rglob("*.yaml")} == before


def test_mending_a_school_leaves_the_trusts_files(trust: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(data_of(trust, "harbourside"))
    shared = trust / "trust_data" / "policies" / "complaints.yaml"
    shared.write_text(shared.read_text().replace("2026-09-01", "1.9.2026"))
    own = data_of(trust) / "policies" / "behaviour.yaml"
    own.write_text(own.read_text().replace("2026-07-15", "15.7.2026"))
    before = shared.read_text()
    run("check", "--fix", "--data", str(data_of(trust)))

    assert "date: 2026-07-15" in own.read_text()
    assert shared.read_text() == before


def test_the_trust_makes_an_issue_and_its_schools_are_behind(trust: Path) -> None:
    path = trust / "trust_data" / "policies" / "behaviour.yaml"
    old = path.read_text()
    (trust / "old.yaml").write_text(old)
    path.write_text(old.replace("Nobody runs", "Nobody ever runs"))
    made = run("issue", "behaviour", *DECISION, "--from", "old.yaml", "--data", "trust_data")
    assert made.exit_code == 0, made.output

    assert (trust / "trust_data" / "issues" / "behaviour" / "3.yaml").is_file()
    behaviour = read_school(trust).policies["behaviour"]
    assert (behaviour.issue, behaviour.trust_issue) == (3, 4)
    assert any("Nobody runs" in clause.text for clause in behaviour.all_clauses())
    assert "2 of 2 schools behind" in CliRunner().invoke(commands, ["trust", "status"]).output


def test_the_editor_tries_a_file_as_one_of_the_trusts_school(trust: Path) -> None:
    store = Store(data_of(trust), trust, dt.date(2026, 11, 21))
    text = store.text("policies/forest-school.yaml")

    assert list(store.files_in("policies")) == ["policies/forest-school.yaml"]
    assert errors_of(store.tried("policies/forest-school.yaml", text)) == []
    assert errors_of(store.tried("policies/forest-school.yaml", text.replace("#phones", "#telephones"))) != []
    with pytest.raises(RefusedError, match="policy of its trust"):
        store.text("policies/behaviour.yaml")
