"""Files that are none, and odd arguments: each is met with a finding or one plain line, by the real command."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from policy_handbook.cli.main import commands
from policy_handbook.publish import UnusableError
from tests.test_cli import handbook

ROOT = Path(__file__).parent.parent
SMALL = Path(__file__).parent / "data" / "small"
TODAY = ("--today", "2026-11-21")
REGISTER = "policy_data/acknowledgements/register.csv"


@pytest.fixture(name="project")
def fixture_project(tmp_path: Path) -> Path:
    shutil.copytree(SMALL, tmp_path / "policy_data")
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    (tmp_path / "hooks").symlink_to(ROOT / "hooks")
    (tmp_path / "docs").mkdir()
    return tmp_path


def _put(project: Path, name: str, content: bytes) -> None:
    (project / name).parent.mkdir(parents=True, exist_ok=True)
    (project / name).write_bytes(content)


def _loop(name: str) -> Callable[[Path], None]:
    def make(project: Path) -> None:
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).symlink_to(Path(name).name)

    return make


def _folder(name: str) -> Callable[[Path], None]:
    return lambda project: (project / name).mkdir(parents=True)


def _pipe(name: str) -> Callable[[Path], None]:
    def make(project: Path) -> None:
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        os.mkfifo(project / name)

    return make


def _file(name: str, content: bytes) -> Callable[[Path], None]:
    return lambda project: _put(project, name, content)


def _crest(name: str) -> Callable[[Path], None]:
    def make(project: Path) -> None:
        school = project / "policy_data/school.yaml"
        school.write_text(school.read_text(encoding="utf-8") + f"crest: {json.dumps(name)}\n", encoding="utf-8")

    return make


def _both(*makers: Callable[[Path], None]) -> Callable[[Path], None]:
    def make(project: Path) -> None:
        for maker in makers:
            maker(project)

    return make


FOUND: dict[str, tuple[Callable[[Path], None], str]] = {
    "a page that is a folder": (_folder("docs/x.md"), "docs/x.md: error: this is called like a page"),
    "a page that leads to itself": (_loop("docs/x.md"), "docs/x.md: error: this is called like a page"),
    "a page that is a pipe": (_pipe("docs/x.md"), "docs/x.md: error: this is called like a page"),
    "a page with a day that is none": (
        _file("docs/x.md", b"---\naudience: 2026-02-30\n---\n# X\n"),
        "docs/x.md:1:1: error: the page does not say who may read it",
    ),
    "a page of brackets": (
        _file("docs/x.md", b"---\naudience: " + b"[" * 3000 + b"\n---\n# X\n"),
        "docs/x.md:1:1: error: the page does not say who may read it",
    ),
    "settings that lead to themselves": (_loop("handbook.yaml"), "handbook.yaml: error: "),
    "a lock that leads to itself": (_loop("policy_data/issues/lock.yaml"), "lock.yaml: error: this is a link"),
    "a register that is a folder": (_folder(REGISTER), f"{REGISTER}: warning: this is no file that can be read"),
    "a register that is a pipe": (_pipe(REGISTER), f"{REGISTER}: warning: this is no file that can be read"),
    "a register with a cell of 200,000 letters": (
        _file(REGISTER, b"person,policy,issue,date\na," + b"x" * 200_000 + b",1,2026-01-01\n"),
        f"{REGISTER}: warning: this is no table",
    ),
    "an issue of 5,000 figures": (
        _file(REGISTER, b"person,policy,issue,date\na,open," + b"9" * 5000 + b",2026-01-01\n"),
        f"{REGISTER}:2:1: warning: an issue is a whole number",
    ),
    "a crest that leads to itself": (
        _both(_crest("a.svg"), _loop("policy_data/assets/a.svg")),
        "write  put it there, or leave crest out",
    ),
    "a crest with a zero in its name": (_crest("a\0b"), "found  \\u0000"),
    "a crest of 5,000 letters": (_crest("a" * 5000), "write  put it there, or leave crest out"),
}


def run(project: Path, *arguments: str) -> str:
    """What a command says; whatever ends it but its own words fails the test."""
    before = Path.cwd()
    os.chdir(project)
    try:
        result = CliRunner().invoke(commands, arguments, standalone_mode=False)
    finally:
        os.chdir(before)
    if isinstance(result.exception, UnusableError):
        return f"{result.output}{result.exception}"
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.output


@pytest.mark.parametrize("name", FOUND)
def test_it_is_found_and_no_command_falls_over_it(name: str, project: Path) -> None:
    make, expected = FOUND[name]
    make(project)

    assert expected in run(project, "check", *TODAY)
    for arguments in (
        ("check", "--fix", *TODAY),
        ("due", *TODAY),
        ("digest", *TODAY),
        ("acknowledged", *TODAY),
        ("lock", "--dry-run"),
        ("export", "open", "--out", "open.docx"),
        ("print", "policy", "open", "--out", "open.pdf"),
    ):
        run(project, *arguments)


def test_a_pipe_does_not_keep_a_build_waiting(project: Path) -> None:
    _pipe("policy_data/glossary.yaml.old")(project)
    said = handbook("build", "--view", "public", *TODAY, folder=project)
    assert "Built " in said


@pytest.mark.parametrize(
    "files",
    [
        None,
        "x",
        [7, {"path": 5, "view": "parents"}, {"view": "parents"}, {"path": "", "view": "parents"}],
        [{"path": "../secret.txt", "view": "parents"}],
        [{"path": "website/../../secret.txt", "view": "parents"}],
    ],
)
def test_a_manifest_that_somebody_wrote_in_brings_nothing_into_the_site(files: object, project: Path) -> None:
    (project / "secret.txt").write_text("secret")
    (project / "site").mkdir()
    manifest = {"made_by": "Policy Handbook 0.1.0", "files": files}
    (project / "site/manifest.json").write_text(json.dumps(manifest), encoding="utf-8")

    handbook("build", "--view", "public", *TODAY, folder=project)

    listed = json.loads((project / "site/manifest.json").read_text(encoding="utf-8"))["files"]
    assert {entry["view"] for entry in listed} == {"public"}
    assert not [path for path in (project / "site").rglob("*") if path.is_file() and path.read_bytes() == b"secret"]
    assert (project / "secret.txt").read_text() == "secret"


def test_a_lock_that_is_no_text_is_not_written_over(project: Path) -> None:
    _put(project, "policy_data/issues/lock.yaml", b"\x00\xff")
    assert run(project, "lock") == "policy_data/issues/lock.yaml is no text: handbook check says where"
    assert (project / "policy_data/issues/lock.yaml").read_bytes() == b"\x00\xff"


def test_an_issue_from_a_file_that_is_no_text_is_refused(project: Path) -> None:
    _put(project, "old.yaml", b"\xff\xfe\x00")
    made = ("issue", "open", "--kind", "editorial", "--summary", "x", "--from", "old.yaml", "--dry-run", *TODAY)
    assert "the file that --from names is no policy that can be read" in run(project, *made)


def test_a_place_that_cannot_be_written_is_said_in_a_line(project: Path) -> None:
    _put(project, "taken", b"")
    said = handbook("schema", "--out", "taken", folder=project, code=2)
    assert said == "handbook: taken cannot be read or written: file exists\n"
    (project / "known.yaml").mkdir()
    said = handbook("check", "--write-baseline", "known.yaml", *TODAY, folder=project, code=2)
    assert said.splitlines()[-1] == "handbook: known.yaml cannot be read or written: is a directory"


def test_control_characters_are_left_out_of_a_word_document(project: Path) -> None:
    policy = project / "policy_data/policies/open.yaml"
    text = policy.read_text(encoding="utf-8")
    policy.write_text(text.replace("- For all\n", '- "For \\x01all\\ufffe\\uffff"\n'), encoding="utf-8")
    run(project, "export", "open", "--out", "open.docx")
    assert (project / "open.docx").is_file()


@pytest.mark.parametrize("make", [lambda _: None, _loop("docs"), _file("docs", b"")])
def test_without_a_folder_of_pages_one_line_says_so(make: Callable[[Path], None], project: Path) -> None:
    (project / "docs").rmdir()
    make(project)
    said = handbook("build", "--view", "public", *TODAY, folder=project, code=2)
    assert said.splitlines()[-1] == "handbook: there is no folder docs beside mkdocs.yml: make one; it may be empty"
    assert not (project / "site").exists()


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "2026-02-30", "31.12.2026"])
def test_a_day_out_of_reach_is_refused(day: str, project: Path) -> None:
    for command in ("check", "due", "digest"):
        assert run(project, command, "--today", day) == f"{day} is no date: write it as 2026-11-21"
