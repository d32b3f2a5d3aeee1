"""The pack for a meeting of governors: what is before them, what changed, and room to decide."""

import datetime as dt
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from policy_handbook.cli.main import commands
from policy_handbook.print import NO_CACHE
from policy_handbook.print.governors import governors_pack, matters
from policy_handbook.print.typeset import Sheet
from tests.print.sheets import SMALL, assert_accessible, handbook_of, outline, page_texts, view_of, words

MEETING = dt.date(2027, 7, 1)
TITLE = "Policies for the meeting of 1 July 2027 – Exampleton Primary School"


@pytest.fixture(name="data")
def fixture_data(tmp_path: Path) -> Path:
    data = tmp_path / "data"
    shutil.copytree(SMALL, data)
    return data


def with_new_issue(data: Path) -> None:
    """Let Open be a draft of issue 3, with issue 2 kept."""
    policy = data / "policies" / "open.yaml"
    text = policy.read_text()
    (data / "issues" / "open").mkdir(parents=True)
    (data / "issues" / "open" / "2.yaml").write_text(text)
    policy.write_text(
        text.replace("status: in-force", "status: draft")
        .replace("issue: 2\neffective", "issue: 3\neffective")
        .replace("approval: {by: board, date: 2026-07-01}\n", "")
        .replace("- For all", "- For nearly all")
    )


def pack(data: Path, until: dt.date = dt.date(2027, 7, 31), body: str = "") -> Sheet:
    handbook = handbook_of(data)
    return governors_pack(handbook, matters(handbook, MEETING, until, body), MEETING, "", NO_CACHE, body=body)


def test_reviews_count_that_are_due_by_a_day_and_drafts_always(data: Path) -> None:
    handbook = handbook_of(data)

    assert [matter.policy.id for matter in matters(handbook, MEETING, dt.date(2027, 7, 31))] == [
        "draft",
        "closed",
        "open",
    ]
    assert [matter.policy.id for matter in matters(handbook, MEETING, dt.date(2027, 7, 30))] == ["draft"]


def test_a_body_sees_what_it_approves_and_what_nobody_has_approved(data: Path) -> None:
    (data / "people.yaml").write_text((data / "people.yaml").read_text() + "  committee: {title: Committee}\n")
    closed, draft = data / "policies" / "closed.yaml", data / "policies" / "draft.yaml"
    closed.write_text(closed.read_text().replace("by: board", "by: committee"))
    draft.write_text(draft.read_text().replace("approval: {by: board, date: 2026-07-01}\n", ""))
    handbook = handbook_of(data)
    until = dt.date(2027, 7, 31)

    assert [matter.policy.id for matter in matters(handbook, MEETING, until, "committee")] == ["draft", "closed"]
    assert [matter.policy.id for matter in matters(handbook, MEETING, until, "board")] == ["draft", "open"]


def test_the_pack_shows_what_a_new_issue_changes_and_the_whole_of_a_new_policy(data: Path) -> None:
    with_new_issue(data)
    sheet = pack(data)
    text = words(sheet.pdf)

    assert outline(assert_accessible(sheet.pdf, TITLE)) == ["Draft", "Open", "Closed"]
    assert "Compared with issue 2" in text
    assert "For nearly all" in text
    assert "The text put forward" in text
    assert "Decision" in text
    assert "Approved with changes" in text


def test_the_agenda_names_the_page_of_each_policy(data: Path) -> None:
    texts = page_texts(pack(data).pdf)
    page = next(number for number, text in enumerate(texts[1:], 2) if "Closed For staff." in text)

    assert "3 Open, issue 2 For review" in texts[0]
    assert f"For review Next review by 31 July 2027: every 12 months; no review is recorded {page}" in texts[0]


def test_drafts_are_in_the_pack_and_in_no_view(data: Path) -> None:
    assert "Draft" in words(pack(data).pdf)
    for audience in ("public", "parents", "pupils", "staff"):
        assert "draft" not in view_of(audience, data).policies


def test_a_meeting_with_nothing_before_it_is_told_so(data: Path) -> None:
    (data / "policies" / "draft.yaml").unlink()

    assert "No policy is up for approval" in words(pack(data, dt.date(2026, 12, 1)).pdf)


def test_the_command_writes_the_pack(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    arguments = ["print", "governors", "--date", "2027-07-01", "--body", "board", "--data", str(data)]
    result = CliRunner().invoke(commands, arguments, catch_exceptions=False, standalone_mode=False)

    assert result.output == "governors-2027-07-01.pdf\n"
    assert "For the Governing board" in words(Path("governors-2027-07-01.pdf").read_bytes())
