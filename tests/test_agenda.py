"""What is due by when, and a year's reviews spread over its terms."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from policy_handbook.agenda import Kind, TermPlan, agenda, next_day, reviews, terms_between, year_plan
from policy_handbook.dates import Date
from policy_handbook.model import Handbook
from policy_handbook.read import read_handbook

TODAY = dt.date(2026, 11, 21)
TERMS = [
    {"name": "Autumn 2026", "starts": "2026-09-01", "ends": "2026-12-18"},
    {"name": "Spring 2027", "starts": "2027-01-05", "ends": "2027-03-25"},
    {"name": "Summer 2027", "starts": "2027-04-12", "ends": "2027-07-21"},
    {"name": "Autumn 2027", "starts": "2027-09-01", "ends": "2027-12-17"},
]
SCHOOL = {
    "name": "Exampleton Primary School",
    "short_name": "Exampleton",
    "kind": "maintained",
    "phase": "primary",
    "nation": "england",
    "handbook_url": "https://policies.exampleton.example.org",
    "audiences": {
        "public": {"title": "Public", "site": "website"},
        "parents": {"title": "Parents and carers", "site": "website"},
        "staff": {"title": "Staff", "site": "intranet"},
    },
    "terms": TERMS,
}
PEOPLE = {
    "roles": {"headteacher": {"title": "Headteacher"}},
    "bodies": {"board": {"title": "Governing board", "level": "board"}},
}


def policy(next_review: str, **others: object) -> dict[str, object]:
    return {
        "title": "One",
        "kind": "statement",
        "status": "in-force",
        "owner": "headteacher",
        "audience": ["public", "parents", "staff"],
        "issue": 1,
        "effective_from": "2026-09-01",
        "approval": {"by": "board", "date": "2026-07-01"},
        "review": {"every": "12 months", "next": next_review},
        "summary": "One.",
        "sections": [{"id": "one", "title": "One", "clauses": ["One."]}],
    } | others


def school(folder: Path, policies: dict[str, dict[str, object]], **facts: object) -> Handbook:
    texts = {"school.yaml": SCHOOL | facts, "people.yaml": PEOPLE}
    texts |= {f"policies/{name}.yaml": data for name, data in policies.items()}
    (folder / "policies").mkdir(parents=True, exist_ok=True)
    for name, data in texts.items():
        (folder / name).write_text(yaml.safe_dump(data, sort_keys=False), encoding="utf-8")
    reading = read_handbook(folder)
    assert reading.handbook is not None, reading.findings
    assert not reading.findings
    return reading.handbook


def rows(handbook: Handbook, kind: Kind) -> list[tuple[str, str, str, str]]:
    return [(i.policy.id, str(i.due), i.audience, i.why) for i in agenda(handbook, TODAY) if i.kind is kind]


def test_every_policy_in_force_has_its_next_review(tmp_path: Path) -> None:
    done = [{"date": "2026-06-01", "by": "headteacher", "outcome": "no-change"}]
    handbook = school(
        tmp_path,
        {
            "late": policy("2026-10", reviews=done),
            "soon": policy("2026-12-01"),
            "gone": policy("2026-12-01", status="withdrawn"),
        },
    )
    assert rows(handbook, Kind.REVIEW) == [
        ("late", "2026-10", "", "every 12 months; last reviewed on 1 June 2026"),
        ("soon", "2026-12-01", "", "every 12 months; no review is recorded"),
    ]
    assert [item.is_overdue(TODAY) for item in reviews(handbook)] == [True, False]


def test_a_draft_and_a_policy_without_a_good_enough_approval_wait_for_one(tmp_path: Path) -> None:
    low = {"by": "headteacher", "date": "2026-07-01"}
    handbook = school(
        tmp_path,
        {
            "draft": policy("2027-12-01", status="draft", issue=3, effective_from="2027-01-01"),
            "none": policy("2027-12-01", approval=None),
            "low": policy("2027-12-01", approval=low, satisfies=["child-protection"]),
            "enough": policy("2027-12-01", satisfies=["child-protection"]),
        },
    )
    assert rows(handbook, Kind.APPROVAL) == [
        ("low", "2026-09-01", "", "it was approved at a lower level than it needs for: " + CHILD_PROTECTION),
        ("none", "2026-09-01", "", "it is in force, and no approval is recorded"),
        ("draft", "2027-01-01", "", "issue 3 is a draft, and is to apply from then"),
    ]


CHILD_PROTECTION = "Child protection and safeguarding policy"


def test_each_audience_is_told_in_time_or_was_never(tmp_path: Path) -> None:
    told = [{"to": "parents", "date": "2025-09-04"}, {"to": "parents", "date": "2026-01-15"}]
    handbook = school(tmp_path, {"behaviour": policy("2027-12-01", satisfies=["behaviour"], publicised=told)})
    assert rows(handbook, Kind.PUBLICISE) == [
        ("behaviour", "2026-09-01", "staff", "every 12 months; it is not recorded that it was ever done"),
        ("behaviour", "2027-01-15", "parents", "every 12 months; last done on 15 January 2026"),
    ]


def test_what_has_to_be_on_the_website_by_a_day_comes_round_each_year(tmp_path: Path) -> None:
    handbook = school(tmp_path, {"admissions": policy("2027-12-01", satisfies=["admissions"])}, kind="academy")
    ((_, due, _, why),) = rows(handbook, Kind.PUBLISH)
    assert due == "2027-03-15"
    assert "on the website by 15 March each year: Admission arrangements" in why
    assert why.startswith("if the school or its trust is its own admission authority: ")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("15 March", dt.date(2027, 3, 15)),
        ("21 November", dt.date(2026, 11, 21)),
        ("20 November", dt.date(2027, 11, 20)),
        ("31 February", None),
        ("0 March", None),
        ("² March", None),
        ("29 February", dt.date(2027, 2, 28)),
        ("", None),
        ("the end of term", None),
    ],
)
def test_a_day_of_the_year_is_its_next_one(text: str, day: dt.date | None) -> None:
    assert next_day(text, TODAY) == day


def test_terms_that_the_school_does_not_give_are_the_usual_ones(tmp_path: Path) -> None:
    own = school(tmp_path, {})
    names = [term.name for term in terms_between(own.school, TODAY, dt.date(2028, 6, 1))]
    assert names == ["Autumn 2026", "Spring 2027", "Summer 2027", "Autumn 2027", "Spring term 2028", "Summer term 2028"]
    without = school(tmp_path, {}, terms=[])
    for day, last in ((dt.date(2027, 8, 1), dt.date(2027, 9, 2)), (dt.date(2027, 8, 1), dt.date(2027, 8, 1))):
        assert [term.name for term in terms_between(without.school, day, last)] == ["Autumn term 2027"]


def planned(plan: list[TermPlan]) -> dict[str, list[tuple[str, str]]]:
    return {row.term.name: [(review.item.policy.id, review.falls_due) for review in row.reviews] for row in plan}


def test_a_full_term_gives_its_first_reviews_to_the_term_before(tmp_path: Path) -> None:
    due = {f"p{day:02}": policy(f"2027-06-{day:02}") for day in range(1, 11)} | {"late": policy("2026-10-01")}
    handbook = school(tmp_path, due)
    plan = year_plan(handbook.school, reviews(handbook), TODAY)
    assert [row.due for row in plan] == [1, 0, 10, 0]
    spread = planned(plan)
    assert spread["Autumn 2026"] == [("late", "")]
    assert spread["Spring 2027"] == [(f"p{day:02}", "Summer 2027") for day in range(1, 5)]
    assert spread["Summer 2027"] == [(f"p{day:02}", "") for day in range(5, 11)]


def test_a_few_reviews_are_left_where_they_are(tmp_path: Path) -> None:
    handbook = school(tmp_path, {f"p{day}": policy(f"2027-06-0{day}") for day in (1, 2, 3)})
    assert [len(row.reviews) for row in year_plan(handbook.school, reviews(handbook), TODAY)] == [0, 0, 3, 0]


@pytest.fixture(name="many", scope="module")
def fixture_many(tmp_path_factory: pytest.TempPathFactory) -> Handbook:
    folder = tmp_path_factory.mktemp("many")
    return school(folder, {f"p{number:02}": policy("2027-06-01") for number in range(60)})


@given(dates=st.lists(st.dates(dt.date(2026, 1, 1), dt.date(2028, 1, 1)), max_size=60))
def test_no_review_is_lost_or_put_off_and_no_term_is_fuller_than_before(many: Handbook, dates: list[dt.date]) -> None:
    some = [
        one.model_copy(update={"review": one.review.model_copy(update={"next": Date.of(day)})})
        for one, day in zip(many.policies.values(), dates, strict=False)
    ]
    changed = replace(many, policies={one.id: one for one in some})
    plan = year_plan(changed.school, reviews(changed), TODAY)

    within = [item for item in reviews(changed) if item.due.last_day <= TODAY + dt.timedelta(days=365)]
    held = [review for row in plan for review in row.reviews]
    assert sorted(review.item.policy.id for review in held) == sorted(item.policy.id for item in within)
    assert sum(row.due for row in plan) == len(within)
    assert max(len(row.reviews) for row in plan) <= max(3, *(row.due for row in plan))
    for row in plan:
        for review in row.reviews:
            assert row.term.starts <= max(review.item.due.last_day, TODAY)
