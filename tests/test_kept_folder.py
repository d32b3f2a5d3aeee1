"""What is kept between builds is never taken from git: whoever could put it there would decide what is published."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from policy_handbook.cli.main import commands
from policy_handbook.publish import UnusableError
from policy_handbook.publish.checking import kept_between, printed
from policy_handbook.publish.kept_folder import CACHE, kept_folder
from tests.trust.conftest import copy_trust

ROOT = Path(__file__).parent.parent
DAY = ("--today", "2026-11-21")
KEPT = f"{CACHE}/kept/policy-data.sqlite"
FORGED = (
    ".handbook-cache/kept/policy-data.sqlite is in git, and would count as work of this program whoever wrote it: run "
    "git rm -r --cached .handbook-cache, commit that, and delete the folder .handbook-cache; the next build makes it "
    "anew"
)


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(["git", "-C", folder, *arguments], capture_output=True, text=True, check=True)
    return done.stdout


def force(folder: Path, name: str = KEPT) -> None:
    """Put a file into git, as somebody does who means to deceive."""
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text("whatever they like")
    git(folder, "add", "-f", name)


@pytest.fixture(name="project")
def fixture_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    project = tmp_path / "project"
    project.mkdir()
    shutil.copy(ROOT / "mkdocs.yml", project)
    (project / "hooks").symlink_to(ROOT / "hooks")
    (project / "docs").mkdir()
    (project / ".gitignore").write_text(f"{CACHE}/\n")
    shutil.copytree(Path(__file__).parent / "data" / "small", project / "policy_data")
    git(tmp_path, "init", "-q", "project")
    monkeypatch.chdir(project)
    return project


@pytest.mark.parametrize(
    "command",
    [
        ("check", *DAY),
        ("check", "--format", "json", *DAY),
        ("build", *DAY),
        ("build", "--strict", *DAY),
        ("serve", *DAY),
        ("edit", "--no-open", *DAY),
        ("print", "policy", "open"),
        ("links", "--external", *DAY),
    ],
    ids=" ".join,
)
def test_every_command_that_uses_what_is_kept_refuses_it(project: Path, command: tuple[str, ...]) -> None:
    (project / "site").mkdir()
    (project / "site" / "manifest.json").write_text('{"made_by": "Policy Handbook"}')
    force(project)
    done = CliRunner().invoke(commands, command)

    assert isinstance(done.exception, UnusableError)
    assert str(done.exception) == FORGED
    assert [path.name for path in (project / "site").iterdir()] == ["manifest.json"]
    assert not [*project.glob("*.pdf")]


IN_A_TRUST = ("trust", "check"), ("build", "--school", "elmfield"), ("build", "--shard", "1/1")


@pytest.mark.parametrize("command", IN_A_TRUST, ids=" ".join)
def test_a_trust_refuses_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]) -> None:
    trust = copy_trust(tmp_path / "trust")
    git(trust, "init", "-q")
    force(trust)
    monkeypatch.chdir(trust)
    done = CliRunner().invoke(commands, (*command, *DAY))

    assert isinstance(done.exception, UnusableError)
    assert str(done.exception) == FORGED


def run(*command: str) -> subprocess.CompletedProcess[str]:
    own = {"PYTHONPATH": str(ROOT / "hooks"), "HANDBOOK_TODAY": "2026-11-21", "NO_MKDOCS_2_WARNING": "1"}
    return subprocess.run(
        [sys.executable, "-m", *command], capture_output=True, text=True, env=os.environ | own, check=False
    )


def test_it_is_said_in_one_line(project: Path) -> None:
    force(project)
    done = run("policy_handbook", "check")

    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"handbook: {FORGED}\n")


def test_plain_mkdocs_refuses_it_and_builds_once_the_advice_is_followed(project: Path) -> None:
    force(project)
    refused = run("mkdocs", "-q", "build", "--site-dir", "built")
    assert FORGED in refused.stderr
    assert refused.returncode != 0
    assert not (project / "built").exists()

    git(project, "rm", "-q", "-r", "--cached", CACHE)
    shutil.rmtree(project / CACHE)
    built = run("mkdocs", "-q", "build", "--site-dir", "built")
    assert built.returncode == 0, built.stderr
    assert (project / "built" / "index.html").is_file()
    assert [*(project / CACHE / "templates").iterdir()] != []


def test_where_git_does_not_say_what_it_has_nothing_is_kept_and_nothing_used(project: Path) -> None:
    shutil.rmtree(project / ".git")
    (project / ".git").write_text("gitdir: nowhere\n")  # for git, like a folder that is another person's
    built = run("mkdocs", "-q", "build", "--site-dir", "built")

    assert built.returncode == 0, built.stderr
    assert (project / "built" / "index.html").is_file()
    assert not (project / CACHE).exists()


def test_without_git_on_the_machine_a_clone_keeps_nothing_and_a_plain_folder_does(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    assert kept_folder(project) is None
    assert printed(project).folder is None
    assert kept_between(project, project / "policy_data").file is None

    shutil.rmtree(project / ".git")
    assert kept_folder(project, anew=True) == project / CACHE


def by_a_link(project: Path) -> None:
    (project / CACHE).symlink_to(project.parent)
    git(project, "add", "-f", CACHE)


def by_a_repository_within(project: Path) -> None:
    git(project, "update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},{CACHE}")


def by_other_capitals(project: Path) -> None:
    force(project, ".Handbook-Cache/last-build")


def by_several_files(project: Path) -> None:
    force(project, f"{CACHE}/last-build")
    force(project, f"{CACHE}/a")
    force(project, f"{CACHE}/é")


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (by_a_link, ".handbook-cache is in git,"),
        (by_a_repository_within, ".handbook-cache is in git,"),
        (by_other_capitals, ".Handbook-Cache/last-build is in git,"),
        (by_several_files, ".handbook-cache/a and 2 more files there are in git,"),
    ],
)
def test_however_it_was_sent_it_is_found(project: Path, sent: Callable[[Path], None], said: str) -> None:
    sent(project)
    with pytest.raises(UnusableError) as refused:
        kept_folder(project)

    assert refused.value.message.startswith(said)
    assert f"--cached {said.split('/')[0].split(' ')[0]}," in refused.value.advice


@pytest.mark.parametrize(
    "environment",
    [{"GIT_INDEX_FILE": ".git/index"}, {"GIT_DIR": "elsewhere.git"}, {"GIT_DIR": ".git", "GIT_WORK_TREE": "."}],
    ids=" ".join,
)
def test_a_hook_of_git_finds_it_too(
    project: Path, monkeypatch: pytest.MonkeyPatch, environment: dict[str, str]
) -> None:
    inner = project / "schools" / "one"
    inner.mkdir(parents=True)
    force(inner)
    monkeypatch.chdir(inner)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(UnusableError) as refused:
        kept_folder(Path())

    assert str(refused.value) == FORGED


def test_a_folder_that_git_names_and_that_is_elsewhere_is_not_guessed_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a server that lays out what was pushed: the folder itself has nothing of git."""
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "pushed.git"))
    assert kept_folder(tmp_path) is None


def test_what_another_project_of_the_repository_has_in_git_is_its_own_affair(project: Path) -> None:
    force(project, f"other/{KEPT}")
    assert kept_folder(project) == project / CACHE


def test_what_others_sent_meanwhile_is_found_by_the_next_check(project: Path) -> None:
    assert CliRunner().invoke(commands, ("check", *DAY)).exception is None
    force(project, f"{CACHE}/last-build")

    assert isinstance(CliRunner().invoke(commands, ("check", *DAY)).exception, UnusableError)
