"""change-claimed: its examples, and the exact words of what it finds."""

import pytest

from policy_handbook.rules import change_claimed as rule
from tests.rules.school import messages, policy
from tests.rules.trial import found

EXPECTED = """\
trial.yaml:14:57: warning: issue 2 is called a change of wording, and clause 4.2 went (change-claimed)
    found  kind: editorial
    write  kind: material ?
"""


def test_the_failing_example_is_found_in_these_words() -> None:
    assert found(rule.FAILING, rule.ID) == EXPECTED


def test_the_passing_example_is_clean() -> None:
    assert found(rule.PASSING) == ""


def said(kind: str, summary: str, before: str) -> list[str]:
    """What is found where an issue with one clause is followed by another under a row of the sheet."""

    def text(issue: int, words: str) -> str:
        rows = f"changes: [{{issue: 2, date: 2026-07-09, by: headteacher, kind: {kind}, summary: {summary}}}]\n"
        return policy(f"issue: {issue}\n{rows}sections: [{{id: scope, title: Scope, clauses: [{words}]}}]\n")

    own = {"policies/trial.yaml": text(2, "It is for everybody here."), "issues/trial/1.yaml": text(1, before)}
    return messages(own, rule.ID)


def test_a_change_that_the_text_does_not_show_is_found() -> None:
    assert said("material", "Watches too", "It is for everybody here.") == [
        "warning trial.yaml issue 2 is called a change of substance, and no words changed from issue 1"
    ]


@pytest.mark.parametrize("summary", ["Reviewed; no change", "Unchanged", "Nothing has changed"])
def test_a_change_that_the_row_denies_is_found(summary: str) -> None:
    assert said("editorial", summary, "It is for everybody.") == [
        "warning trial.yaml this says that nothing changed, and words of issue 1 did"
    ]


def test_clearer_words_may_be_called_no_change_of_substance() -> None:
    assert said("editorial", "No change of substance", "It is for everybody.") == []


def test_a_kept_issue_without_a_row_is_found() -> None:
    own = {f"issues/trial/{number}.yaml": policy(f"issue: {number}\n") for number in (1, 2)}
    rows = "changes: [{issue: 3, date: 2026-07-09, by: headteacher, kind: editorial, summary: Clearer}]\n"

    assert messages(own | {"policies/trial.yaml": policy(f"issue: 3\n{rows}")}, rule.ID) == [
        "warning trial.yaml the change record sheet has no row for issue 2, which is kept"
    ]
