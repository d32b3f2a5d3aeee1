"""issue-edited: its examples, and the exact words of what it finds."""

import pytest

from policy_handbook.history.lock import lock_text, text_fingerprint, whole_fingerprint, with_missing
from policy_handbook.model import Policy, resolve
from policy_handbook.model.lock import Lock, LockedIssue
from policy_handbook.read.source import parse
from policy_handbook.rules import issue_edited as rule
from tests.rules.school import messages, policy
from tests.rules.trial import found

EXPECTED = """\
trial.yaml:6:8: error: this is not the text that issue 2 had when it was made (issue-edited)
    found  issue: 2
    write  handbook issue trial makes issue 3; or take the change back
"""


def test_the_failing_example_is_found_in_these_words() -> None:
    assert found(rule.FAILING, rule.ID) == EXPECTED


def test_the_passing_example_is_clean() -> None:
    assert found(rule.PASSING) == ""


def made(fields: str) -> Policy:
    return resolve(
        Policy.model_validate(parse(policy(fields).encode(), "trial.yaml").value), "trial", ["public", "staff"]
    )


NOW, OLD = policy(""), policy("issue: 1\neffective_from: 2025-09-01\n")
LOCK = lock_text(
    Lock(
        in_force={"trial": LockedIssue(issue=2, text=text_fingerprint(made("")))},
        frozen={"trial": {"1": whole_fingerprint(made("issue: 1\neffective_from: 2025-09-01\n"))}},
    )
)


def said(now: str = NOW, old: str | None = OLD, lock: str = LOCK) -> list[str]:
    own = {"policies/trial.yaml": now, "issues/lock.yaml": lock} | ({"issues/trial/1.yaml": old} if old else {})
    return [
        line for line in messages(own, rule.ID) if not line.startswith("info behaviour.yaml") and "lockdown" not in line
    ]


def test_what_was_locked_and_left_alone_is_clean() -> None:
    assert said() == []


@pytest.mark.parametrize(
    "fields",
    [
        "review: {every: 12 months, next: 2027-06-30}",
        "approval: {by: governing-board, date: 2026-07-09, minute: FGB 26/31}",
        "linked_policies: [behaviour]",
        "summary: >-\n  A policy to\n  try rules on.",
        "audience: [staff, parents, public]",
    ],
)
def test_what_may_be_corrected_is_clean(fields: str) -> None:
    assert said(now=policy(f"{fields}\n")) == []


@pytest.mark.parametrize(
    "fields",
    [
        "title: Trials",
        "audience: [public, staff]",
        "effective_from: 2026-09-02",
        "sections: [{id: purpose, title: Purpose, clauses: [We try things.]}]",
    ],
)
def test_another_text_under_the_same_number_is_found(fields: str) -> None:
    assert said(now=policy(f"{fields}\n")) == [
        "error trial.yaml this is not the text that issue 2 had when it was made"
    ]


def test_an_edit_of_a_frozen_issue_is_found() -> None:
    assert said(old=OLD.replace("We try things out", "We tried things out")) == [
        "error 1.yaml issue 1 is frozen, and the file was edited since"
    ]
    assert said(old=OLD.replace("2025-09-01", "2025-09-02")) == [
        "error 1.yaml issue 1 is frozen, and the file was edited since"
    ]


def test_an_issue_may_be_taken_off_the_website() -> None:
    assert said(old=f"{OLD}withdrawn_from_archive: true\n") == []


def test_a_frozen_issue_that_is_gone_is_found() -> None:
    assert said(old=None) == ["error 1.yaml issue 1 of trial is in the lock, and its file is gone"]


def test_a_frozen_issue_that_cannot_be_read_is_found_once() -> None:
    assert said(old="title: [") == []


def test_a_number_that_was_raised_by_hand_is_found() -> None:
    rows = "changes: [{issue: 3, date: 2026-07-09, by: headteacher, kind: material, summary: Clearer}]\n"

    assert said(now=policy(f"issue: 3\n{rows}")) == [
        "error trial.yaml issue 2, which was in force before, was not kept"
    ]


def test_a_number_that_was_lowered_is_found() -> None:
    assert "error trial.yaml issue 2 was in force already" in said(now=policy("issue: 1\n"), old=None)


def test_locking_adds_what_is_missing_and_leaves_what_is_there() -> None:
    lock = Lock(in_force={"trial": LockedIssue(issue=2, text="kept")}, frozen={"trial": {"1": "kept"}})
    now = Lock(
        in_force={"trial": LockedIssue(issue=2, text="new"), "other": LockedIssue(issue=1, text="new")},
        frozen={"trial": {"1": "new", "2": "new"}},
    )

    merged = with_missing(lock, now)

    assert merged.in_force == {"trial": LockedIssue(issue=2, text="kept"), "other": LockedIssue(issue=1, text="new")}
    assert merged.frozen == {"trial": {"1": "kept", "2": "new"}}
