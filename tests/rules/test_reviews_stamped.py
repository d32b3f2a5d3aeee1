"""reviews-stamped: its examples, and the exact words of what it finds."""

from policy_handbook.rules import reviews_stamped as rule
from tests.rules.school import messages, policy
from tests.rules.trial import found

EXPECTED = """\
trial.yaml:11:5: warning: 5 policies were reviewed on 2026-07-01 with the same note: this one, trial-2, trial-3 and others (reviews-stamped)
    found  note: Reviewed
    write  note: what was looked at in this policy, and why it stands
"""


def test_the_failing_example_is_found_in_these_words() -> None:
    assert found(rule.FAILING, rule.ID) == EXPECTED


def test_the_passing_example_is_clean() -> None:
    assert found(rule.PASSING) == ""


def reviewed(count: int, review: str) -> list[str]:
    """What is found where so many policies have this review."""
    own = {
        f"policies/p{n}.yaml": policy(f"title: P{n}\nreviews: [{{date: 2026-06-30, by: headteacher, {review}}}]\n")
        for n in range(count)
    }
    return messages(own, rule.ID)


def test_four_are_a_review_day() -> None:
    assert reviewed(4, "outcome: no-change, note: Reviewed") == []


def test_no_note_and_no_change_is_a_stamp_too() -> None:
    assert reviewed(6, "outcome: no-change") == [
        "warning p0.yaml 6 policies were reviewed on 2026-06-30 without a note or a change: this one, p1, p2 and others"
    ]


def test_where_an_issue_was_made_the_change_record_says_what_was_done() -> None:
    assert reviewed(6, "outcome: new-issue") == []


def test_capitals_and_a_full_stop_make_no_other_note() -> None:
    own = {
        f"policies/p{n}.yaml": policy(
            f"title: P{n}\nreviews: [{{date: 2026-06-30, by: headteacher, outcome: no-change, note: {note}}}]\n"
        )
        for n, note in enumerate(("Reviewed", "reviewed", "Reviewed.", "REVIEWED", "reviewed."))
    }
    assert len(messages(own, rule.ID)) == 1
