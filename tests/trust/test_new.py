"""A new trust's repository checks and its workflow shares the work out, as they are."""

import json
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from policy_handbook.cli.main import commands


def run(*arguments: str) -> Result:
    return CliRunner().invoke(commands, list(arguments))


@pytest.fixture(name="new")
def fixture_new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    schools = ["--school", 'elmfield=Elmfield "Old" School', "--school", "harbourside"]
    made = run("new", "trust", str(tmp_path / "trust"), "--name", "Longmeadow: a trust", *schools)
    assert made.exit_code == 0, made.output
    monkeypatch.chdir(tmp_path / "trust")
    return tmp_path / "trust"


def test_a_new_trust_has_no_error(new: Path) -> None:
    checked = run("trust", "check")

    assert checked.exit_code == 0, checked.output
    assert run("trust", "status").output == "all 2 schools follow the present issues\n"
    assert run("check", "--data", "trust_data").exit_code == 0


def test_check_says_what_is_wrong_in_any_school_once(new: Path) -> None:
    policy = new / "trust_data" / "policies" / "our-policies.yaml"
    policy.write_text(policy.read_text().replace("owner: trust-secretary", "owner: nobody"))
    checked = run("trust", "check", "--format", "json")

    assert checked.exit_code == 1
    rules = [(f["rule"], f["file"]) for f in json.loads(checked.output)["findings"] if f["severity"] == "error"]
    assert rules == [("roles-known", "trust_data/policies/our-policies.yaml")]


def test_the_workflow_builds_every_shard_on_one_day_and_joins_them(new: Path) -> None:
    jobs = yaml.safe_load((new / ".github" / "workflows" / "handbook.yml").read_text())["jobs"]
    build = next(step for step in jobs["build"]["steps"] if "build" in step.get("run", ""))

    shards = jobs["build"]["strategy"]["matrix"]["shard"]
    assert shards == list(range(1, len(shards) + 1))
    assert build["env"]["SHARD"] == "${{ matrix.shard }}/${{ strategy.job-total }}"
    assert "today" in jobs["check"]["outputs"]
    assert any("handbook merge parts/*" in step.get("run", "") for step in jobs["merge"]["steps"])
    published = [step["with"]["path"] for step in jobs["merge"]["steps"] if "pages" in step.get("uses", "")]
    assert published == ["public"]
    for job in jobs.values():
        for step in job["steps"]:
            command = step.get("run", "")
            assert not command.startswith("handbook") or run(*command.split()[1:2], "--help").exit_code == 0


def test_settings_of_the_editor_name_schemas_that_are_there(new: Path) -> None:
    settings = json.loads((new / ".vscode" / "settings.json").read_text())

    assert [path for path in settings["yaml.schemas"] if not (new / path).is_file()] == []


@pytest.mark.parametrize("school", ["trust=Trust", "Elm Field=Elm", "=Nameless"])
def test_an_id_that_no_school_can_have_is_refused(tmp_path: Path, school: str) -> None:
    refused = run("new", "trust", str(tmp_path / "trust"), "--school", school)

    assert refused.exit_code != 0
    assert not (tmp_path / "trust").exists()
