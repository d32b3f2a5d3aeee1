"""``handbook import``: a folder comes in, nothing is overwritten, and one bad file stops nothing."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import signal
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from policy_handbook.cli.importing import import_documents
from policy_handbook.importing.bringing import Order, bring_in
from policy_handbook.importing.known import Known
from policy_handbook.importing.recover import recover
from policy_handbook.importing.vocabulary import vocabulary
from policy_handbook.importing.words import counted
from policy_handbook.publish.checking import check
from policy_handbook.read import read_handbook
from tests.importing import layouts_text, layouts_word
from tests.importing.invented import ALL, KITES, LANTERNS, PONDS
from tests.importing.layouts import LAYOUTS

SMALL = Path(__file__).parent.parent / "data" / "small"

COPIES = "policy_handbook.importing.side_by_side._how"
"""How processes are made; a copy of this one knows of the changes that a test makes, whatever threads there are."""


@pytest.fixture
def school(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(SMALL, tmp_path / "policy_data")
    (tmp_path / "papers").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(import_documents, [*arguments, "--today", "2026-11-21"])


def policy(school: Path, name: str) -> str:
    return (school / "policy_data" / "policies" / f"{name}.yaml").read_text(encoding="utf-8")


def test_a_folder_comes_in_as_drafts_for_staff_that_the_handbook_reads(school: Path) -> None:
    (school / "papers" / "Lantern Safety Policy 2023 v4.docx").write_bytes(layouts_word.styled(LANTERNS))
    (school / "papers" / "pond-dipping.md").write_bytes(layouts_text.markdown(PONDS))
    (school / "papers" / "kites.html").write_bytes(layouts_text.web_page(KITES))
    (school / "papers" / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    result = run("papers")
    assert result.exit_code == 0, result.output
    reading = read_handbook(school / "policy_data")
    assert not reading.findings
    assert reading.handbook is not None
    for name in ("lantern-safety", "pond-dipping", "kites"):
        made = reading.handbook.policies[name]
        assert (made.status, made.audience) == ("draft", ("staff",))
    findings = check(Path("policy_data"), root=Path(), today=dt.date(2026, 11, 21)).findings
    errors = [finding for finding in findings if finding.severity == "error" and finding.rule != "roles-known"]
    assert not [finding for finding in errors if finding.policy in ("lantern-safety", "pond-dipping", "kites")]


def test_the_report_says_what_to_check_and_shows_both_sides(school: Path) -> None:
    (school / "papers" / "kites.docx").write_bytes(layouts_word.bold(KITES))
    run("papers")
    page = (school / "import-report" / "kites.html").read_text(encoding="utf-8")
    text = (school / "import-report" / "kites.txt").read_text(encoding="utf-8")
    assert "who may read it?" in page
    assert text.index("who may read it?") < text.index("say in a sentence or two")  # what matters most comes first
    assert "The pupil lets go of the line" in page
    source, result = page.split("The pupil lets go of the line", 2)[:2]
    assert "<tr" in source
    assert "clause 1" in result
    assert "kites.html" in (school / "import-report" / "index.html").read_text(encoding="utf-8")
    assert "headteacher: {holder: Ada Sample}" in text
    assert "http" not in page.replace("https://example.org", "")


def test_what_is_shown_in_the_report_is_escaped(school: Path) -> None:
    (school / "papers" / "bad.txt").write_text("Bad Policy\n\nPurpose\nText with <script>alert(1)</script> in it.\n")
    run("papers")
    page = (school / "import-report" / "bad.html").read_text(encoding="utf-8")
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_every_word_is_in_the_policy_or_the_report(school: Path) -> None:
    for number, layout in enumerate(LAYOUTS.values()):
        if layout.ending in ("txt", "md"):
            (school / "papers" / f"p{number}.{layout.ending}").write_bytes(layout.write(LANTERNS))
    result = run("papers")
    assert result.exit_code == 0, result.output
    for path in (school / "papers").iterdir():
        report = (school / "import-report" / f"{path.stem}.txt").read_text(encoding="utf-8")
        data = path.read_bytes()
        source = data.decode("utf-16") if data.startswith(b"\xff\xfe") else data.decode("utf-8", "replace")
        missing = set(counted([source])) - set(counted([policy(school, path.stem), report]))
        assert not missing


def test_nothing_is_overwritten_and_the_differences_are_shown(school: Path) -> None:
    (school / "papers" / "kites.docx").write_bytes(layouts_word.bold(KITES))
    run("papers")
    target = school / "policy_data" / "policies" / "kites.yaml"
    edited = target.read_text(encoding="utf-8").replace("the last hour", "the last two hours")
    target.write_text(edited, encoding="utf-8")
    result = run("papers")
    assert result.exit_code == 1
    assert "was not touched" in result.output
    assert target.read_text(encoding="utf-8") == edited
    report = (school / "import-report" / "kites.txt").read_text(encoding="utf-8")
    assert [line for line in report.splitlines() if line.startswith("-") and "two hours" in line]


def test_the_same_again_is_told_and_is_no_fault(school: Path) -> None:
    (school / "papers" / "kites.docx").write_bytes(layouts_word.bold(KITES))
    run("papers")
    again = run("papers")
    assert (again.exit_code, "says the same" in again.output) == (0, True)


def test_two_files_of_one_name_are_told_and_the_better_format_is_taken(school: Path) -> None:
    (school / "papers" / "Kites 2024.docx").write_bytes(layouts_word.bold(KITES))
    (school / "papers" / "kites policy.txt").write_bytes(layouts_text.paragraphs(PONDS))
    result = run("papers")
    assert result.exit_code == 1
    assert "kites policy.txt: would be kites like Kites 2024.docx" in result.output
    assert "title: Kite Flying" in policy(school, "kites")


def test_one_bad_file_never_stops_the_rest(school: Path) -> None:
    (school / "papers" / "a-broken.docx").write_bytes(b"PK\x03\x04 not a document")
    (school / "papers" / "b-empty.txt").write_bytes(b"")
    (school / "papers" / "kites.docx").write_bytes(layouts_word.bold(KITES))
    result = run("papers")
    assert result.exit_code == 1
    assert len([line for line in result.output.splitlines() if line.startswith(("a-broken", "b-empty"))]) == 2
    assert "Traceback" not in result.output
    assert "title: Kite Flying" in policy(school, "kites")


def test_a_fault_of_a_reader_stops_nothing_either(school: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (school / "papers" / "kites.docx").write_bytes(layouts_word.bold(KITES))
    (school / "papers" / "ponds.txt").write_bytes(layouts_text.paragraphs(PONDS))

    def fail(data: bytes, name: str) -> None:
        raise RecursionError

    monkeypatch.setattr(COPIES, lambda: "fork")
    monkeypatch.setattr("policy_handbook.importing.sources.plain.read", fail)
    result = run("papers")
    assert (result.exit_code, "ponds.txt: the file could not be read" in result.output) == (1, True)
    assert "title: Kite Flying" in policy(school, "kites")


def test_a_whole_folder_of_odd_files_has_a_line_for_each(school: Path) -> None:
    papers = school / "papers"
    (papers / "deep.html").write_text("<html><body>" + "<div>" * 20_000 + "Swans", encoding="utf-8")
    (papers / "huge.docx").open("wb").truncate(200_000_000)
    (papers / "[bold]kites[red] “2024”.docx").write_bytes(layouts_word.bold(KITES))
    (papers / "ponds.pdf").write_bytes(layouts_word.bold(PONDS))
    (papers / "lanterns.docx").mkdir()
    (papers / "gone.txt").symlink_to("nowhere.txt")
    (papers / "round").symlink_to(".")
    result = run("papers")
    lines = result.output.splitlines()
    assert [line for line in lines if line.startswith("deep.html: ") and "too deep in one another" in line]
    assert [line for line in lines if line.startswith("huge.docx: the file has 200 MB")]
    assert "2 of 4 documents imported" in result.output
    assert "title: Kite Flying" in policy(school, "bold-kites-red")
    assert "Traceback" not in result.output


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a new process does not know of the change made here")
@pytest.mark.parametrize("step", ["sources.plain.read", "bringing.recover"])
def test_a_reader_that_is_killed_stops_nothing_either(school: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    for name, invented in {"kites": KITES, "lanterns": LANTERNS, "ponds": PONDS}.items():
        (school / "papers" / f"{name}.docx").write_bytes(layouts_word.bold(invented))
    (school / "papers" / "moor.txt").write_bytes(b"Walks on the moor\n\nPurpose\n\nWe walk on the moor with care.")
    usual = recover

    def end(*given: object) -> object:
        if "moor.txt" in str(given):
            os.kill(os.getpid(), signal.SIGKILL)
        return usual(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(COPIES, lambda: "fork")
    monkeypatch.setattr(f"policy_handbook.importing.{step}", end)
    result = run("papers")
    assert result.exit_code == 1
    assert [line for line in result.output.splitlines() if line.startswith("moor") and "was ended" in line]
    assert "3 of 4 documents" in result.output
    assert "title: Kite Flying" in policy(school, "kites")


def test_what_comes_in_is_the_same_however_many_share_the_work(tmp_path: Path) -> None:
    made: list[dict[str, bytes]] = []
    papers = tmp_path / "papers"
    papers.mkdir()
    for number, layout in enumerate(LAYOUTS.values()):
        (papers / f"paper-{'abcdefghijklmnopqrstuvwxyz'[number]}.{layout.ending}").write_bytes(layout.write(KITES))
    for cores in (1, 3):
        data = tmp_path / f"data-{cores}"
        known = Known(policies={})
        outcomes = bring_in(sorted(papers.iterdir()), Order(data, dt.date(2026, 11, 21)), known, lambda _: None, cores)
        assert [outcome.source for outcome in outcomes] == sorted(papers.iterdir())
        made.append({path.name: path.read_bytes() for path in sorted(data.rglob("*.yaml"))})
    assert len(made[0]) == len(LAYOUTS)
    assert made[0] == made[1]


def test_an_audience_is_given_by_word_only(school: Path) -> None:
    (school / "papers" / "kites.txt").write_bytes(layouts_text.paragraphs(KITES))
    run("papers", "--audience", "public", "--audience", "staff")
    assert "audience: [public, staff]" in policy(school, "kites")
    refused = CliRunner().invoke(import_documents, ["papers", "--audience", "everybody"])
    assert "there is no audience everybody" in str(refused.exception)


def test_an_old_document_comes_in_as_an_earlier_issue(school: Path) -> None:
    (school / "papers" / "lanterns.docx").write_bytes(layouts_word.bold(LANTERNS))
    assert run("papers", "--as-issue").exit_code == 0
    assert (school / "policy_data" / "issues" / "lanterns" / "4.yaml").exists()
    assert not (school / "policy_data" / "policies" / "lanterns.yaml").exists()


@pytest.mark.parametrize("arguments", [("nowhere",), ("papers",), ("papers", "--id", "No Id")])
def test_what_cannot_run_says_so(school: Path, arguments: tuple[str, ...]) -> None:
    result = CliRunner().invoke(import_documents, [*arguments])
    assert type(result.exception).__name__ == "UnusableError"


def test_sixty_documents_take_less_than_a_minute(school: Path) -> None:
    made = [(layout, invented) for layout in LAYOUTS.values() for invented in ALL if layout.ending != "pdf"]
    for number in range(60):
        layout, invented = made[number % len(made)]
        (school / "papers" / f"paper-on-swans-{number}.{layout.ending}").write_bytes(layout.write(invented))
    begun = time.monotonic()
    result = run("papers")
    assert time.monotonic() - begun < 45
    assert "60 of 60 documents" in result.output


def test_the_words_of_the_importer_are_ready_to_compare() -> None:
    words = vocabulary()
    assert words.labels["next review date"] == "next"
    assert all(label == label.lower() for label in words.labels)
