"""The command as somebody types it: what it prints, what it leaves, and its exit codes."""

import json
from pathlib import Path

import pytest

from policy_handbook import scaffold
from tests import processes

HOOKS = Path(__file__).parent.parent / "hooks"
SMALL = Path(__file__).parent / "data" / "small"


def handbook(*arguments: str, folder: Path, code: int = 0) -> str:
    done = processes.handbook(*arguments, folder=folder, COLUMNS="120")
    assert done.returncode == code, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="session")
def new_school(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("new") / "elm-tree-school"
    handbook("new", "school", str(folder), "--today", "2026-11-21", folder=folder.parent)
    return folder


def test_a_new_school_checks_and_builds_as_it_is(new_school: Path) -> None:
    found = handbook("check", "--today", "2026-11-21", folder=new_school)
    assert ": error:" not in found
    assert found.count(": warning:") == 1
    assert "warning: nobody holds this role, on which these policies rely: our-policies (role-unfilled)" in found
    handbook("build", "--today", "2026-11-21", folder=new_school)
    page = (new_school / "site/website/policies/our-policies/index.html").read_text(encoding="utf-8")
    assert "How our policies work" in page
    assert "Elm Tree School" in page
    assert (new_school / "site/intranet/index.html").is_file()


@pytest.mark.parametrize("nation", ["england", "wales", "scotland", "northern-ireland"])
def test_a_new_school_of_any_nation_has_no_error(nation: str, tmp_path: Path) -> None:
    handbook("new", "school", "s", "--nation", nation, "--kind", "academy", "--phase", "secondary", folder=tmp_path)
    assert ": error:" not in handbook("check", folder=tmp_path / "s")


def test_a_name_that_yaml_would_misread_comes_through(tmp_path: Path) -> None:
    handbook("new", "school", "s", "--name", 'St "Hugh\'s": #1 – Ysgol Llŷr', folder=tmp_path)
    assert ": error:" not in handbook("check", folder=tmp_path / "s")
    assert 'name: "St \\"Hugh\'s\\": #1 – Ysgol Llŷr"' in (tmp_path / "s/policy_data/school.yaml").read_text("utf-8")


def test_a_new_policy_is_a_draft_for_staff_that_says_what_to_write(new_school: Path) -> None:
    path = new_school / "policy_data/policies/lone-working.yaml"
    said = handbook("new", "policy", "lone-working", "--kind", "procedure", "--today", "2026-11-21", folder=new_school)
    try:
        text = path.read_text(encoding="utf-8")
        assert "Made policy_data/policies/lone-working.yaml" in said
        assert "status: draft" in text
        assert "audience: [staff]" in text
        found = handbook("check", "--today", "2026-11-21", folder=new_school)
        assert "it is a draft and not published (not-published)" in found
        assert "words of a template are left in (placeholder-words)" in found
        assert ": error:" not in found
    finally:
        path.unlink()


def test_nothing_is_overwritten(new_school: Path) -> None:
    before = (new_school / "policy_data/policies/our-policies.yaml").read_bytes()
    said = handbook("new", "policy", "our-policies", folder=new_school, code=2)
    assert said == "handbook: policy_data/policies/our-policies.yaml is there already: nothing was written\n"
    assert (new_school / "policy_data/policies/our-policies.yaml").read_bytes() == before
    said = handbook("new", "school", new_school.name, folder=new_school.parent, code=2)
    assert said == "handbook: elm-tree-school is not empty: name a new folder; nothing was written\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--owner", "heademaster"], "there is no role called heademaster: there are: headteacher, deputy-headteacher"),
        (["--audience", "parent"], "there is no audience called parent: there are: everyone, public, parents"),
        (["--category", "sport"], "there is no category called sport: there are: safeguarding, behaviour"),
        (["--satisfies", "fun"], "there is no duty called fun: there are: child-protection"),
    ],
)
def test_a_new_policy_of_what_the_school_does_not_have_is_refused(
    arguments: list[str], said: str, new_school: Path
) -> None:
    assert said in handbook("new", "policy", "trial", *arguments, folder=new_school, code=2)
    assert not (new_school / "policy_data/policies/trial.yaml").exists()


def test_an_id_that_is_no_address_is_refused(new_school: Path) -> None:
    said = handbook("new", "policy", "../../etc/x", folder=new_school, code=2)
    assert said.startswith("handbook: ../../etc/x is no id")


def test_without_data_one_line_says_what_to_do(tmp_path: Path) -> None:
    said = "handbook: there is no data folder policy_data: name it with --data, or make one with handbook new school\n"
    for command in ("check", "build"):
        assert handbook(command, folder=tmp_path, code=2) == said


def test_a_date_that_is_none_is_refused(tmp_path: Path) -> None:
    said = handbook("check", "--data", str(SMALL), "--today", "21/11/2026", folder=tmp_path, code=2)
    assert said == "handbook: 21/11/2026 is no date: write it as 2026-11-21\n"


def test_a_warning_counts_with_strict_only(tmp_path: Path) -> None:
    handbook("check", "--data", str(SMALL), "--today", "2035-01-01", folder=tmp_path)
    handbook("check", "--data", str(SMALL), "--today", "2035-01-01", "--strict", folder=tmp_path, code=1)


def test_the_rules_are_listed_and_shown(tmp_path: Path) -> None:
    assert "review-overdue" in handbook("rules", folder=tmp_path)
    assert "An overdue review is a warning" in handbook("rules", "review-overdue", folder=tmp_path)
    assert "there is no rule called fun" in handbook("rules", "fun", folder=tmp_path, code=2)


def test_help_is_in_plain_words(tmp_path: Path) -> None:
    said = handbook("--help", folder=tmp_path)
    for command in ("build", "check", "serve", "new", "schema", "rules"):
        assert f"\n  {command} " in said


def test_a_new_school_asks_for_the_software_that_made_it(new_school: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = (new_school / "requirements.txt").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not line.startswith("#")] == ["policy-handbook==0.1.0"]

    class Installed:
        def read_text(self, _name: str) -> str:
            origin = {"vcs_info": {"vcs": "git", "commit_id": "c0ffee"}, "url": "https://git.example.org/handbook"}
            return json.dumps(origin)

    monkeypatch.setattr(scaffold, "distribution", lambda _name: Installed())
    assert scaffold.requirement() == "policy-handbook @ git+https://git.example.org/handbook@c0ffee"
