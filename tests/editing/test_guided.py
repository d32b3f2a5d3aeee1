"""Guided work does what the commands do: shown first, written on the person's word, refused in plain words."""

import datetime as dt
import subprocess
from pathlib import Path
from typing import Any

import pytest

from policy_handbook.editing.guided import take_document
from policy_handbook.editing.protocol import answer
from policy_handbook.editing.store import RefusedError, Store, mark_of
from tests.editing.conftest import TRIAL
from tests.processes import handbook

ISSUE: dict[str, Any] = {
    "kind": "material",
    "summary": "Visitors sign in",
    "approvedOn": "2026-11-20",
    "approvedBy": "governing-board",
    "minute": "FGB 26/40",
    "effectiveFrom": "",
    "reviewedBy": "",
    "note": "The new gate",
    "nextReview": "",
    "readers": [],
}


@pytest.fixture
def store(data: Path) -> Store:
    """A school whose trial policy was edited in the editor since its issue was approved."""
    path = data / "policies" / "trial.yaml"
    path.write_text(TRIAL, encoding="utf-8")
    assert handbook("lock", folder=data.parent).returncode == 0
    store = Store(data, data.parent, dt.date(2026, 11, 21))
    edited = TRIAL.replace("It is for everybody.", "It is for everybody who comes in.")
    store.write("policies/trial.yaml", edited, mark_of(TRIAL))
    return store


def planned(store: Store, step: str, given: Any, policy: str = "trial") -> Any:
    return answer(store, "plan", {"step": step, "policy": policy, "given": given})


def carried_out(store: Store, step: str, given: Any, policy: str = "trial") -> Any:
    plan = planned(store, step, given, policy)
    return answer(store, "carryOut", {"step": step, "policy": policy, "given": given, "marks": plan["marks"]})


def test_the_pages_know_what_can_be_chosen(store: Store) -> None:
    data = answer(store, "choices", {})
    trial = next(policy for policy in data["policies"] if policy["id"] == "trial")
    assert trial["issue"] == 2
    assert trial["approvedBy"] == "governing-board"
    assert {"id": "headteacher", "title": "Headteacher"} in data["posts"]
    assert [body["id"] for body in data["bodies"]] == ["governing-board"]


def test_the_next_issue_is_shown_and_nothing_written(store: Store) -> None:
    before = {path: path.read_bytes() for path in store.data.rglob("*.yaml")}
    plan = planned(store, "issue", ISSUE)
    assert plan["says"] == "Trial: issue 3; issue 2 is kept"
    assert plan["changed"] == ["Sections: Scope"]
    assert plan["findings"] == []
    assert [file["path"] for file in plan["files"]] == [
        "policies/trial.yaml",
        "issues/trial/2.yaml",
        "issues/lock.yaml",
    ]
    assert {path: path.read_bytes() for path in store.data.rglob("*.yaml")} == before


def test_the_next_issue_is_what_the_command_makes(store: Store, tmp_path: Path) -> None:
    other = tmp_path / "other"
    subprocess.run(["cp", "-r", str(store.data), str(other)], check=True)
    kept = tmp_path / "kept.yaml"
    kept.write_text(TRIAL, encoding="utf-8")
    command = ["issue", "trial", "--data", str(other)]
    command += ["--today", "2026-11-21", "--kind", "material", "--summary", ISSUE["summary"], "--from", str(kept)]
    command += ["--approved-on", "2026-11-20", "--minute", "FGB 26/40", "--note", "The new gate"]
    assert handbook(*command, folder=tmp_path).returncode == 0
    carried_out(store, "issue", ISSUE)
    made = {path.relative_to(store.data): path.read_bytes() for path in store.data.rglob("*.yaml")}
    assert made == {path.relative_to(other): path.read_bytes() for path in other.rglob("*.yaml")}


def test_a_review_is_recorded(store: Store) -> None:
    said = carried_out(store, "review", {"date": "2026-11-19", "note": "All well", "readers": ["staff"]}, "behaviour")
    assert said["files"] == ["policies/behaviour.yaml"]
    text = (store.data / "policies" / "behaviour.yaml").read_text(encoding="utf-8")
    row = "  - {date: 2026-11-19, by: headteacher, outcome: no-change, note: All well, audience: [staff]}\n"
    assert row in text
    assert "next: 2027-11-19" in text


def test_a_policy_is_withdrawn(store: Store) -> None:
    carried_out(store, "withdraw", {"date": "2026-11-19", "note": "Taken into behaviour"}, "lockdown")
    text = (store.data / "policies" / "lockdown.yaml").read_text(encoding="utf-8")
    assert "status: withdrawn" in text


def test_what_would_leave_an_error_is_refused(store: Store) -> None:
    """The trial policy is the only one that meets a duty."""
    plan = planned(store, "withdraw", {"date": "2026-11-19"})
    assert any("duty" in finding["message"] or "Trial" in finding["message"] for finding in plan["findings"])
    with pytest.raises(RefusedError, match="Nothing was written"):
        carried_out(store, "withdraw", {"date": "2026-11-19"})


def test_files_that_changed_since_they_were_shown_are_not_overwritten(store: Store) -> None:
    plan = planned(store, "review", {"date": "2026-11-19"}, "behaviour")
    file = store.data / "policies" / "behaviour.yaml"
    theirs = file.read_text(encoding="utf-8") + "# theirs\n"
    file.write_text(theirs, encoding="utf-8")
    params = {"step": "review", "policy": "behaviour", "given": {"date": "2026-11-19"}, "marks": plan["marks"]}
    with pytest.raises(RefusedError) as error:
        answer(store, "carryOut", params)
    assert error.value.status == 409
    assert file.read_text(encoding="utf-8") == theirs


@pytest.mark.parametrize(
    ("step", "policy", "given", "words"),
    [
        ("issue", "trial", {**ISSUE, "kind": ""}, "Say first whether anybody"),
        ("issue", "trial", {**ISSUE, "summary": " "}, "Say what changed."),
        ("issue", "trial", {**ISSUE, "approvedOn": "20/11/2026"}, "20/11/2026 is no date"),
        ("issue", "trial", {**ISSUE, "approvedBy": "nobody"}, "There is no role or body called nobody"),
        ("issue", "behaviour", ISSUE, "No words changed since issue 2"),
        ("review", "", {}, "choose a policy first"),
        ("review", "../../x", {}, "choose a policy first"),
        ("review", "nothing", {}, "There is no policy with the id nothing"),
        ("burn", "trial", {}, "there is no such step"),
        ("review", "trial", [], "not understood"),
    ],
)
def test_what_cannot_be_done_is_said_in_plain_words(
    store: Store, step: str, policy: str, given: Any, words: str
) -> None:
    with pytest.raises(RefusedError, match=words) as error:
        planned(store, step, given, policy)
    assert "--" not in str(error.value)
    assert "handbook " not in str(error.value)


def test_without_any_copy_of_the_old_text_it_says_who_can_help(store: Store) -> None:
    for path in (store.root / ".handbook-cache").rglob("*.yaml"):
        path.unlink()
    with pytest.raises(RefusedError, match="Whoever looks after the files"):
        planned(store, "issue", ISSUE)


def test_a_document_becomes_a_draft(store: Store) -> None:
    take_document(store, "Site visits.md", b"# Site visits\n\n## Purpose\n\n1. We go out.\n")
    said = answer(store, "importDocuments", {"readers": ["staff", "public"]})
    [outcome] = said["outcomes"]
    assert outcome["good"], outcome
    assert outcome["id"] == "site-visits"
    assert outcome["checks"]
    text = store.text("policies/site-visits.yaml")
    assert "status: draft" in text
    assert b"We go out." in store.reports[outcome["report"]]
    assert b"/handbook-import-" not in b"".join(store.reports.values()), "where it was read from tells nobody anything"
    assert store.documents == {}


def test_an_imported_policy_takes_the_place_of_no_other(store: Store) -> None:
    before = store.text("policies/trial.yaml")
    take_document(store, "trial.md", b"# Trial\n\nOther words.\n")
    [outcome] = answer(store, "importDocuments", {"readers": []})["outcomes"]
    assert not outcome["good"]
    assert "is there already and was not touched" in outcome["message"]
    assert store.text("policies/trial.yaml") == before


@pytest.mark.parametrize("name", ["../../evil.md", "/etc/evil.md", "..\\..\\evil.md", ".evil.md", "a\x00evil.md"])
def test_the_name_of_a_document_leads_nowhere(store: Store, name: str) -> None:
    kept = take_document(store, name, b"# Evil\n\nWords.\n")["name"]
    assert "/" not in kept
    assert "\\" not in kept
    assert not kept.startswith(".")
    answer(store, "importDocuments", {"readers": []})
    made = {path.name for path in store.data.parent.rglob("*evil*")}
    assert made <= {"evil.yaml", "a-evil.yaml"}


def test_what_is_no_document_is_said_to(store: Store) -> None:
    take_document(store, "picture.docx", b"\x89PNG no document")
    [outcome] = answer(store, "importDocuments", {"readers": []})["outcomes"]
    assert outcome["state"] == "unreadable"
    with pytest.raises(RefusedError, match="Choose a document first"):
        answer(store, "importDocuments", {"readers": []})
    with pytest.raises(RefusedError, match="no readers called"):
        answer(store, "importDocuments", {"readers": ["martians"]})
