"""issue, review, withdraw, lock and diff as somebody types them, in a small school kept in git."""

import subprocess
from pathlib import Path

import pytest

from policy_handbook.read import read_handbook
from policy_handbook.rules.examples import files
from tests import processes

HOOKS = Path(__file__).parents[2] / "hooks"
TODAY = ("--today", "2026-11-21")
ISSUE = ("issue", "trial", "--kind", "material", "--summary", "We ask visitors too", "--approved-on", "2026-11-19")


def git(*arguments: str, folder: Path) -> None:
    named = ["-c", "user.name=Clerk", "-c", "user.email=clerk@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *named, *arguments], cwd=folder, check=True, capture_output=True)


def handbook(*arguments: str, folder: Path, code: int = 0) -> str:
    done = processes.handbook(*arguments, folder=folder, COLUMNS="120", NO_COLOR="1")
    assert "Traceback" not in done.stderr
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.fixture(name="school")
def fixture_school(tmp_path: Path) -> Path:
    """A small school under git whose issues are locked."""
    for name, text in files("").items():
        path = tmp_path / "policy_data" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    handbook("lock", folder=tmp_path)
    git("init", "-q", folder=tmp_path)
    git("add", "-A", folder=tmp_path)
    git("commit", "-qm", "As it was", folder=tmp_path)
    return tmp_path


def trial(school: Path) -> Path:
    return school / "policy_data" / "policies" / "trial.yaml"


def edit(path: Path, old: str, new: str) -> str:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    return text


def edit_text(school: Path) -> str:
    return edit(trial(school), "It is for everybody.", "It is for everybody and for visitors.")


def everything(school: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in (school / "policy_data").rglob("*") if path.is_file()}


def test_an_edited_policy_becomes_the_next_issue(school: Path) -> None:
    before = edit_text(school)
    assert "this is not the text that issue 2 had" in handbook("check", *TODAY, folder=school, code=1)

    said = handbook(
        *ISSUE,
        "--minute",
        "FGB 26/50",
        "--note",
        "Asked the council",
        "--effective-from",
        "2027-01-05",
        *TODAY,
        folder=school,
    )

    assert "Trial: issue 3; issue 2 is kept" in said
    assert (school / "policy_data/issues/trial/2.yaml").read_text() == before
    text = trial(school).read_text()
    for line in (
        "issue: 3",
        "effective_from: 2027-01-05",
        "approval: {by: governing-board, date: 2026-11-19, minute: FGB 26/50}",
        "review: {every: 12 months, next: 2027-11-19}",
        "  - {date: 2026-11-19, by: headteacher, outcome: new-issue, note: Asked the council}",
        "  - {issue: 3, date: 2026-11-19, by: headteacher, kind: material, summary: We ask visitors too}",
    ):
        assert f"{line}\n" in text
    assert ": error:" not in handbook("check", *TODAY, folder=school)


def test_the_next_issue_after_that_is_compared_with_it(school: Path) -> None:
    edit_text(school)
    handbook(*ISSUE, *TODAY, folder=school)

    assert "It is for everybody{+ and for visitors+}." in handbook("diff", "trial", "2", "3", folder=school)
    assert "It is for everybody{+ and for visitors+}." in handbook("diff", "trial", "--view", "staff", folder=school)
    assert "<ins>" in handbook("diff", "trial", "--format", "html", folder=school)
    assert '"reworded"' in handbook("diff", "trial", "--format", "json", folder=school)


def test_a_dry_run_shows_and_writes_nothing(school: Path) -> None:
    edit_text(school)
    before = everything(school)

    said = handbook(*ISSUE, "--dry-run", *TODAY, folder=school)

    assert "-issue: 2\n" in said
    assert "+issue: 3\n" in said
    assert "policy_data/issues/trial/2.yaml (new, " in said
    assert everything(school) == before


def test_it_is_refused_while_the_rules_find_errors(school: Path) -> None:
    edit_text(school)
    edit(trial(school), "audience: [public, parents, staff]", "audience: [public, parents, stuff]")
    before = everything(school)

    said = handbook(*ISSUE, *TODAY, folder=school, code=1)

    assert "policy_data/policies/trial.yaml:5:29: error:" in said
    assert "Nothing was written" in said
    assert everything(school) == before


def test_an_error_elsewhere_does_not_keep_a_policy_from_its_issue(school: Path) -> None:
    edit_text(school)
    edit(school / "policy_data/policies/lockdown.yaml", "owner: headteacher", "owner: nobody-here")

    handbook(*ISSUE, *TODAY, folder=school)


def test_it_is_refused_while_a_linked_policy_waits_for_a_second_look(school: Path) -> None:
    edit_text(school)
    edit(
        trial(school),
        "satisfies: [trying-out]",
        "linked_policies: [{id: behaviour, checked_against: 1}]\nsatisfies: [trying-out]",
    )
    edit(school / "policy_data/policies/behaviour.yaml", "kind: editorial", "kind: material")

    assert "this needs a second look" in handbook(*ISSUE, *TODAY, folder=school, code=1)
    handbook(*ISSUE, "--links-checked", *TODAY, folder=school)
    assert "{id: behaviour, checked_against: 2}" in trial(school).read_text()


def test_a_change_of_substance_without_a_change_is_refused(school: Path) -> None:
    said = handbook(*ISSUE, *TODAY, folder=school, code=2)

    assert "no words changed since issue 2" in said


def test_without_history_the_file_as_it_was_has_to_be_named(school: Path, tmp_path: Path) -> None:
    before = edit_text(school)
    old = tmp_path / "old.yaml"
    old.write_text(before)
    (school / ".git").rename(tmp_path / "gone")

    assert "--from" in handbook(*ISSUE, *TODAY, folder=school, code=2)
    handbook(*ISSUE, "--from", str(old), *TODAY, folder=school)
    assert (school / "policy_data/issues/trial/2.yaml").read_text() == before


def test_another_file_is_not_taken_for_the_issue_in_force(school: Path) -> None:
    edit_text(school)

    said = handbook(*ISSUE, "--from", "policy_data/policies/behaviour.yaml", *TODAY, folder=school, code=2)

    assert "not issue 2 as it was in force" in said


def test_the_issue_in_force_is_found_though_the_edit_was_committed(school: Path) -> None:
    before = edit_text(school)
    git("commit", "-qam", "A new text", folder=school)

    handbook(*ISSUE, *TODAY, folder=school)
    assert (school / "policy_data/issues/trial/2.yaml").read_text() == before


def test_a_draft_comes_into_force_as_its_first_issue(school: Path) -> None:
    draft = school / "policy_data/policies/visitors.yaml"
    edit(draft, "issue: 2", "issue: 1")
    text = draft.read_text()
    edit(draft, text[text.index("changes:") : text.index("\nsummary:") + 1], "")

    said = handbook("issue", "visitors", "--kind", "material", "--summary", "First issue", *TODAY, folder=school)

    assert "Visitors: issue 1\n" in said
    assert not (school / "policy_data/issues/visitors").exists()
    assert "status: in-force\n" in draft.read_text()


def test_what_is_missing_is_said_where_nobody_can_be_asked(school: Path) -> None:
    assert "--kind is missing" in handbook("issue", "trial", *TODAY, folder=school, code=2)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("issue", "nothing", "--kind", "material", "--summary", "x"), "there is no policy with the id nothing"),
        ((*ISSUE, "--approved-by", "nobody"), "there is no role or body called nobody"),
        ((*ISSUE, "--next-review", "soon"), "soon is no date"),
        (("review", "trial", "--outcome", "new-issue"), "handbook issue trial records both"),
        (("diff", "trial", "1", "2"), "has no issue 1 of trial: it has 2"),
        (("diff", "lockdown"), "the view public has no policy with the id lockdown"),
        (("diff", "trial", "--view", "partners"), "there is no view called partners"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line(school: Path, arguments: tuple[str, ...], words: str) -> None:
    dated = () if arguments[0] == "diff" else TODAY

    assert words in handbook(*arguments, *dated, folder=school, code=2)


def test_a_review_that_changed_nothing_is_recorded(school: Path) -> None:
    handbook("review", "trial", "--note", "Read with the council", *TODAY, folder=school)

    text = trial(school).read_text()
    assert "  - {date: 2026-11-21, by: headteacher, outcome: no-change, note: Read with the council}\n" in text
    assert "review: {every: 12 months, next: 2027-11-21}\n" in text
    assert "issue: 2\n" in text
    assert ": error:" not in handbook("check", *TODAY, folder=school)


def test_a_review_in_the_future_is_refused(school: Path) -> None:
    said = handbook("review", "trial", "--on", "2027-02-01", *TODAY, folder=school, code=1)

    assert "a review can only be recorded once it has happened" in said


def test_a_policy_is_withdrawn(school: Path) -> None:
    handbook("withdraw", "behaviour", "--note", "Part of another", *TODAY, folder=school)

    text = (school / "policy_data/policies/behaviour.yaml").read_text()
    assert "status: withdrawn\n" in text
    assert "outcome: withdraw, note: Part of another}" in text
    assert "is withdrawn already" in handbook("withdraw", "behaviour", *TODAY, folder=school, code=2)


def test_a_policy_that_a_duty_needs_is_not_withdrawn(school: Path) -> None:
    before = everything(school)

    handbook("withdraw", "trial", *TODAY, folder=school, code=1)
    assert everything(school) == before


def test_a_lock_leaves_what_it_holds_unless_it_is_told_to_take_a_text_anew(school: Path) -> None:
    edit_text(school)

    assert "There is nothing to write." in handbook("lock", folder=school)
    handbook("lock", "--anew", "trial", folder=school)
    assert ": error:" not in handbook("check", *TODAY, folder=school)


def test_a_withheld_clause_is_in_no_form_of_a_comparison(school: Path) -> None:
    edit(
        trial(school),
        "[It is for everybody.]",
        "[It is for everybody., {text: The code is in the red book., audience: [staff]}]",
    )
    handbook(*ISSUE, *TODAY, folder=school)

    for form in ("text", "html", "json"):
        assert "red book" not in handbook("diff", "trial", "--view", "parents", "--format", form, folder=school)
        assert "red book" in handbook("diff", "trial", "--view", "staff", "--format", form, folder=school)


def test_what_is_written_can_be_read(school: Path) -> None:
    edit_text(school)
    handbook(*ISSUE, *TODAY, folder=school)
    reading = read_handbook(school / "policy_data")

    assert reading.findings == ()
    assert reading.handbook is not None
    assert list(reading.handbook.issues["trial"]) == [2]
    assert reading.handbook.lock.in_force["trial"].issue == 3
