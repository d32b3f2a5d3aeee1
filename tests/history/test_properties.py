"""Whatever two issues say, the comparison of them gives the new one, and forgets nothing of the old one."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from policy_handbook.history.redline import Fate, Redline, apply, compare
from policy_handbook.history.units import Unit
from policy_handbook.history.words import Mark, word_runs
from policy_handbook.model import Policy, resolve
from tests.history.issues import AUDIENCES, units

WORDS = [
    "we",
    "ring",
    "parents",
    "the",
    "office",
    "at",
    "once",
    "never",
    "pupils",
    "phone",
    "a",
    "day’s",
    "(see",
    "9.4)",
]
FIELDS: dict[str, Any] = {
    "title": "Trial",
    "kind": "policy",
    "status": "in-force",
    "owner": "headteacher",
    "audience": "everyone",
    "issue": 1,
    "effective_from": "2026-09-01",
    "review": {"every": "12 months", "next": "2027-07-31"},
    "summary": "A policy to compare.",
}

sentences = st.lists(st.sampled_from(WORDS), min_size=1, max_size=9).map(" ".join)
tables = st.lists(sentences, min_size=1, max_size=3).map(
    lambda rows: "\n".join(["| When | What |", "|---|---|", *(f"| {row} | then |" for row in rows)])
)
texts = st.one_of(sentences, sentences, tables)
items = st.lists(texts.map(lambda text: {"text": text}), max_size=3)
clauses = st.builds(lambda text, below: {"text": text, "items": below}, texts, items)


@st.composite
def issues(draw: st.DrawFn) -> Policy:
    """An issue of a few sections, some clauses of which have an id; the vocabulary is small, so that much is alike."""
    ids = draw(st.permutations(["one", "two", "three", "four"]))
    names = iter(draw(st.permutations([f"c{number}" for number in range(30)])))
    sections = []
    for name in ids[: draw(st.integers(1, 4))]:
        held = [
            clause | ({"id": next(names)} if draw(st.booleans()) else {})
            for clause in draw(st.lists(clauses, max_size=4))
        ]
        sections.append({"id": name, "title": draw(sentences), "clauses": held})
    return resolve(Policy.model_validate(FIELDS | {"sections": sections}), "trial", AUDIENCES)


@settings(max_examples=150, deadline=None)
@given(issues(), issues())
def test_applying_a_comparison_gives_the_new_issue(old: Policy, new: Policy) -> None:
    before, after = units(old), units(new)
    made = Redline(1, 2, compare(before, after))

    assert apply(before, made) == after
    assert _sides(made) == (before, after)


@settings(max_examples=50, deadline=None)
@given(issues())
def test_an_issue_differs_in_nothing_from_itself(policy: Policy) -> None:
    before = units(policy)

    assert {row.fates for row in compare(before, before)} == {(Fate.SAME,)}


@given(sentences, sentences)
def test_words_that_stayed_and_went_are_the_old_text_and_those_that_stayed_and_came_the_new(old: str, new: str) -> None:
    runs = word_runs(old, new)

    assert "".join(run.text for run in runs if run.mark is not Mark.ADDED) == old
    assert "".join(run.text for run in runs if run.mark is not Mark.REMOVED) == new


def _sides(made: Redline) -> tuple[tuple[Unit, ...], tuple[Unit, ...]]:
    """Both issues as the rows hold them."""
    old = sorted(((row.old_place, row.old) for row in made.rows if row.old is not None), key=lambda pair: pair[0] or 0)
    return tuple(unit for _, unit in old), tuple(row.new for row in made.rows if row.new is not None)
