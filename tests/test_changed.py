"""``check --changed-since``: a pull request hears of the files that it changes."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from policy_handbook.cli.check import check
from policy_handbook.publish import UnusableError
from policy_handbook.publish.changed import changed_files
from tests.test_cli import handbook

SMALL = Path(__file__).parent / "data" / "small"


def git(folder: Path, *arguments: str) -> None:
    person = {"GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.org"}
    person |= {"GIT_COMMITTER_NAME": "A", "GIT_COMMITTER_EMAIL": "a@example.org", "GIT_CONFIG_GLOBAL": os.devnull}
    subprocess.run(["git", *arguments], cwd=folder, env=os.environ | person, check=True, capture_output=True)


def save(folder: Path, message: str) -> None:
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", message)


@pytest.fixture(name="repository")
def fixture_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A handbook in git with a fault in two policies: one on main, and one that a branch makes."""
    folder = tmp_path / "handbook"
    shutil.copytree(SMALL, folder / "policy_data")
    git(tmp_path, "init", "-q", "-b", "main", str(folder))
    break_review(folder, "closed")
    save(folder, "main")
    git(folder, "checkout", "-q", "-b", "change")
    break_review(folder, "open")
    save(folder, "change")
    monkeypatch.chdir(folder)
    return folder


def break_review(folder: Path, policy: str) -> None:
    path = folder / "policy_data" / "policies" / f"{policy}.yaml"
    path.write_text(path.read_text("utf-8").replace("next: 2027-07-31", "next: 31/07/2027"), encoding="utf-8")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(check, ["--today", "2026-11-21", *arguments])


def test_only_what_changed_is_reported_and_the_rest_is_counted(repository: Path) -> None:
    done = run("--changed-since", "main")
    assert done.exit_code == 1
    assert "policy_data/policies/open.yaml:9:34: error: a date is written year, month, day" in done.stdout
    assert "closed.yaml" not in done.stdout
    assert done.stdout.endswith("\n1 error in 1 file\n")
    assert done.stderr == "Not shown, in files that did not change since main: 1 error in 1 file\n"


def test_what_did_not_change_fails_nothing(repository: Path) -> None:
    done = run("--changed-since", "HEAD")
    assert (done.exit_code, done.stdout) == (0, "nothing found: every rule is kept\n")
    assert "Not shown, in files that did not change since HEAD: 2 errors in 2 files" in done.stderr


def test_what_others_did_on_main_meanwhile_is_not_of_this_branch(repository: Path) -> None:
    git(repository, "checkout", "-q", "main")
    path = repository / "policy_data" / "policies" / "closed.yaml"
    path.write_text(path.read_text("utf-8") + "# more\n", encoding="utf-8")
    save(repository, "meanwhile")
    git(repository, "checkout", "-q", "change")
    assert changed_files(Path("policy_data"), "main") == {(repository / "policy_data/policies/open.yaml").resolve()}


def test_what_nobody_has_committed_counts_as_changed(repository: Path) -> None:
    fresh = repository / "policy_data" / "policies" / "new fünf.yaml"
    fresh.write_text("title: [", encoding="utf-8")
    break_review(repository, "draft")
    names = {path.name for path in changed_files(repository, "HEAD")}
    assert names == {"new fünf.yaml", "draft.yaml"}


def test_a_folder_elsewhere_is_followed_to_its_own_repository(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run("--data", "handbook/policy_data", "--changed-since", "main")
    assert done.exit_code == 1
    assert "handbook/policy_data/policies/open.yaml:9:34: error" in done.stdout


@pytest.mark.parametrize("revision", ["nowhere", "--output=x", "HEAD~99"])
def test_a_revision_that_is_none_is_said_in_a_line(revision: str, repository: Path) -> None:
    said = handbook("check", f"--changed-since={revision}", folder=repository, code=2)
    assert said == (
        f"handbook: git knows no revision called {revision}: name a branch, a tag or a commit, such as origin/main; "
        "on a server, fetch the whole history first\n"
    )
    assert not (repository / "x").exists()


def test_without_a_repository_one_line_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    shutil.copytree(SMALL, tmp_path / "policy_data")
    said = handbook("check", "--changed-since", "main", folder=tmp_path, code=2)
    advice = "leave --changed-since out to check everything"
    assert said == f"handbook: policy_data is in no git repository: {advice}\n"


def test_without_git_one_line_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UnusableError, match="git is not installed: leave --changed-since out to check everything"):
        changed_files(SMALL, "main")
