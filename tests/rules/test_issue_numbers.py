"""issue-numbers: its examples, and the exact words of what it finds."""

from policy_handbook.rules import issue_numbers as rule
from tests.rules.school import messages, policy
from tests.rules.trial import found

EXPECTED = """\
issues/trial/1.yaml:6:8: error: the file is called 1.yaml and holds issue 2 (issue-numbers)
    found  issue: 2
    write  issue: 1
"""


def test_the_failing_example_is_found_in_these_words() -> None:
    assert found(rule.FAILING, rule.ID) == EXPECTED


def test_the_passing_example_is_clean() -> None:
    assert found(rule.PASSING) == ""


def kept(*numbers: int, present: int = 2) -> list[str]:
    """What is found where these earlier issues are kept."""
    own = {f"issues/trial/{number}.yaml": policy(f"issue: {number}\n") for number in numbers}
    rows = f"changes: [{{issue: {present}, date: 2026-07-09, by: headteacher, kind: material, summary: Clearer}}]\n"
    return messages(own | {"policies/trial.yaml": policy(f"issue: {present}\n{rows}")}, rule.ID)


def test_the_earliest_may_be_missing() -> None:
    assert kept(3, 4, present=5) == []


def test_a_gap_is_found() -> None:
    assert kept(1, 3, present=4) == ["error 3.yaml issue 1 is followed by issue 3"]
    assert kept(1, present=3) == [
        "error trial.yaml the last earlier issue that is kept is issue 1, and the present one is issue 3"
    ]


def test_two_issues_with_one_number_are_found() -> None:
    assert kept(1, 2) == ["error trial.yaml issue 2 is kept as an earlier issue, and the present one is issue 2"]
