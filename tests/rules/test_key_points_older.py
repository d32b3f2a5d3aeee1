"""key-points-older: its examples, and the exact words of what it finds."""

import pytest

from policy_handbook.rules import key_points_older as rule
from tests.rules.school import messages, policy
from tests.rules.trial import found

EXPECTED = """\
trial.yaml:25:14: info: clause 2.1 changed in issue 2, and this point for parents that rests on it did not (key-points-older)
    found  from: [2.1]
    write  look at it again; it may still be right
"""
WHOLE = "info trial.yaml issue 2 changed what parents read, and not their short version"


def test_the_failing_example_is_found_in_these_words() -> None:
    assert found(rule.FAILING, rule.ID) == EXPECTED


def test_the_passing_example_is_clean() -> None:
    assert found(rule.PASSING) == ""


def said(
    now: str, before: str, *, kind: str = "material", clause: str = "It is for all.", audience: str = ""
) -> list[str]:
    """What is found where issue 2 of a policy has one short version and clause, and issue 1 had others."""

    def text(issue: int, points: str, words: str) -> str:
        narrowed = f", audience: [{audience}]" if audience else ""
        return policy(
            f"issue: {issue}\nkey_points: {{parents: [{points}]}}\nchanges:\n"
            "  - {issue: 1, date: 2025-07-10, by: headteacher, kind: material, summary: First issue}\n"
            f"  - {{issue: 2, date: 2026-07-09, by: headteacher, kind: {kind}, summary: Clearer}}\n"
            f"sections: [{{id: scope, title: Scope, clauses: [{{id: whom, text: {words}{narrowed}}}]}}]\n"
        )

    own = {"policies/trial.yaml": text(2, now, clause), "issues/trial/1.yaml": text(1, before, "It is for some.")}
    return messages(own, rule.ID)


def test_a_short_version_without_marks_is_named_as_a_whole() -> None:
    assert said("We do.", "We do.") == [WHOLE]


@pytest.mark.parametrize(
    "case",
    [
        {"now": "We do.", "before": "We did."},
        {"now": "We do.", "before": "We do.", "kind": "editorial"},
        {"now": "We do.", "before": "We do.", "clause": "It is for some."},
        {"now": "We do.", "before": "We do.", "audience": "staff"},
        {"now": "{text: We do., from: [whom]}", "before": "We did."},
        {"now": "{text: We do., from: [whom]}", "before": "We do.", "clause": "It is for some."},
        {"now": "{text: We do., from: [whom]}", "before": "We do.", "kind": "editorial"},
    ],
)
def test_where_nothing_has_to_be_looked_at_nothing_is_found(case: dict[str, str]) -> None:
    assert said(**case) == []


def test_a_point_with_a_mark_is_named_alone() -> None:
    assert said("{text: We do., from: [whom]}, We are.", "We do., We are.") == [
        "info trial.yaml clause whom changed in issue 2, and this point for parents that rests on it did not"
    ]
