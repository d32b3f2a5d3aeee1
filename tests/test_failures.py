"""What goes wrong on a real machine: no room, no rights, Ctrl-C, two builds at once. The old site stays as it was."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from filelock import FileLock

from tests.processes import interruptible
from tests.test_publish import digest

ROOT = Path(__file__).parent.parent


@pytest.fixture(name="project")
def fixture_project(tmp_path: Path) -> Path:
    project = tmp_path / "project"
    project.mkdir()
    shutil.copy(ROOT / "mkdocs.yml", project)
    (project / "hooks").symlink_to(ROOT / "hooks")
    (project / "docs").mkdir()
    shutil.copytree(Path(__file__).parent / "data" / "small", project / "policy_data")
    return project


def start(project: Path, *arguments: str, **environment: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "policy_handbook", "build", "--today", "2026-11-21", *arguments]
    return subprocess.Popen(
        command,
        cwd=project,
        env=os.environ | {"PYTHONPATH": str(ROOT / "hooks")} | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=interruptible,
    )


def finish(process: subprocess.Popen[str]) -> tuple[int, str]:
    out, err = process.communicate(timeout=180)
    assert "Traceback" not in err, err
    return process.returncode, out + err


def left_in(project: Path) -> set[str]:
    return {path.name for path in project.iterdir()} - {".handbook-cache", ".site.lock"}


def test_ctrl_c_in_the_middle_leaves_the_old_site_and_nothing_else(project: Path) -> None:
    assert finish(start(project))[0] == 0
    before, names = digest(project / "site"), left_in(project)
    process = start(project, "--today", "2026-11-22")
    for _ in range(600):  # until the views are being built
        if any(path.name.startswith(".site-") for path in project.iterdir()):
            break
        time.sleep(0.02)
    else:
        pytest.fail("no build began")
    os.killpg(process.pid, signal.SIGINT)

    code, said = finish(process)

    assert code == 130, said
    assert said.rstrip().endswith("handbook: stopped; nothing was changed")
    assert digest(project / "site") == before
    assert left_in(project) == names


def test_a_second_build_at_the_same_time_is_told_to_wait(project: Path) -> None:
    with FileLock(project / ".site.lock"):
        code, said = finish(start(project))

    assert code == 2
    assert said.rstrip().endswith("another build of site is under way: wait until it has ended")
    assert not (project / "site").exists()


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash sets the limit")
def test_a_full_disk_is_said_in_one_line(project: Path, tmp_path: Path) -> None:
    """A file size limit stands in for the full disk: both make writing fail in the middle of a file."""
    code, said = finish(
        subprocess.Popen(
            ["bash", "-c", f"ulimit -f 8; trap '' XFSZ; exec {sys.executable} -m policy_handbook build"],
            cwd=project,
            env=os.environ | {"PYTHONPATH": str(ROOT / "hooks")},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
    )
    assert code == 2, said
    assert "handbook: " in said
    assert not (project / "site").exists()
    assert "site" not in {path.name for path in project.iterdir()}


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write anywhere")
def test_a_folder_that_may_not_be_written_is_said(project: Path) -> None:
    project.chmod(0o555)
    try:
        code, said = finish(start(project))
    finally:
        project.chmod(0o755)
    assert code == 2
    assert "cannot be written" in said


def test_a_site_that_is_a_file_is_said(project: Path) -> None:
    (project / "site").write_text("mine", encoding="utf-8")
    code, said = finish(start(project))
    assert code == 2
    assert said.rstrip() == "handbook: site is a file: name a folder with --site"
    assert (project / "site").read_text(encoding="utf-8") == "mine"


def test_a_folder_below_a_file_is_said(project: Path) -> None:
    (project / "taken").write_text("mine", encoding="utf-8")
    code, said = finish(start(project, "--site", "taken/site"))
    assert code == 2
    assert "taken/site cannot be written" in said


def test_pages_that_would_not_be_in_folders_of_their_own_are_refused(project: Path) -> None:
    config = project / "mkdocs.yml"
    text = config.read_text(encoding="utf-8")
    assert "use_directory_urls: true" in text
    config.write_text(text.replace("use_directory_urls: true", "use_directory_urls: false"), encoding="utf-8")

    code, said = finish(start(project))

    assert code == 2
    assert "use_directory_urls has to be true" in said
