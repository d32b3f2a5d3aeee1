"""Whatever a school writes: the trust's closed text stays, no reader is added, and its numbers stay."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from policy_handbook.inheritance import Addition, OwnPolicy, Replacement, inherit
from policy_handbook.model import Clause, Policy, Section, resolve

AUDIENCES = ("public", "parents", "staff")

readers = st.sampled_from([(), ("staff",), ("parents", "staff"), ("everyone",)])


def clauses(prefix: str, depth: int = 1) -> st.SearchStrategy[tuple[Clause, ...]]:
    made = st.builds(
        Clause,
        text=st.just(f"{prefix} text."),
        audience=readers,
        open=st.booleans(),
        items=clauses(prefix, depth - 1) if depth else st.just(()),
    )
    return st.lists(made, max_size=3).map(tuple)


@st.composite
def sections(draw: st.DrawFn, name: str, depth: int = 1) -> Section:
    inner = tuple(
        draw(sections(f"{name}-{position}", depth - 1)) for position in range(draw(st.integers(0, 2 * depth)))
    )
    return Section(
        id=name,
        title=name,
        audience=draw(readers),
        open=draw(st.booleans()),
        clauses=draw(clauses("Trust")),
        sections=inner,
    )


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    made = tuple(draw(sections(f"s{position}")) for position in range(draw(st.integers(1, 3))))
    if not any(section.clauses for section in made):
        made = (made[0].model_copy(update={"clauses": (Clause(text="Trust text."),)}), *made[1:])
    fields = {
        "title": "T",
        "kind": "policy",
        "status": "in-force",
        "owner": "head",
        "audience": draw(st.sampled_from([["everyone"], ["everyone"], ["parents", "staff"]])),
        "issue": 1,
        "effective_from": "2026-09-01",
        "review": {"every": "12 months", "next": "2027-07-31"},
        "summary": "S",
        "sections": [section.model_dump(mode="python", exclude_defaults=True) for section in made],
    }
    return Policy.model_validate(fields)


@st.composite
def owns(draw: st.DrawFn, policy: Policy) -> OwnPolicy:
    """What a school might write: mostly of the form that the part asks for, so that what is open decides."""
    numbered = resolve(policy, "t", AUDIENCES)
    parts: list[Clause | Section] = [*numbered.all_clauses(), *numbered.all_sections()]
    wide = st.sampled_from([(), ("parents", "staff"), ("everyone",)])
    text = st.builds(Replacement, text=st.just("Own text."), audience=wide)
    several = st.builds(Replacement, clauses=clauses("Own").filter(bool))
    section = Section(id="new", title="New", clauses=(Clause(text="Own text."),))
    replace = {}
    for part in draw(st.lists(st.sampled_from(parts), min_size=1, max_size=4)):
        fitting, other = (text, several) if isinstance(part, Clause) else (several, text)
        replace[part.number] = draw(st.one_of(fitting, fitting, fitting, other))
    add = tuple(
        Addition(
            after=part.number,
            clauses=draw(clauses("Own").filter(bool)),
            sections=(section,) if isinstance(part, Section) and draw(st.booleans()) else (),
        )
        for part in draw(st.lists(st.sampled_from(parts), max_size=3))
    )
    return OwnPolicy(inherits="t", adopted_issue=1, replace=replace, add=add)


@st.composite
def cases(draw: st.DrawFn) -> tuple[Policy, OwnPolicy]:
    policy = draw(policies())
    return policy, draw(owns(policy))


def _closed(policy: Policy) -> dict[str, Clause]:
    """The clauses and items that the trust leaves no school, by number."""
    found: dict[str, Clause] = {}

    def walk(clause: Clause, *, is_open: bool) -> None:
        within = is_open or clause.open
        if not within:
            found[clause.number] = clause
        for item in clause.items:
            walk(item, is_open=within)

    def go(section: Section, *, is_open: bool) -> None:
        within = is_open or section.open
        for clause in section.clauses:
            walk(clause, is_open=within)
        for child in section.sections:
            go(child, is_open=within)

    for section in policy.sections:
        go(section, is_open=False)
    return found


@settings(max_examples=120, deadline=None)
@given(cases())
def test_closed_text_stays_under_its_number_with_its_readers(case: tuple[Policy, OwnPolicy]) -> None:
    base, own = case
    merged, _ = inherit(base, "t", own, AUDIENCES, trust="A trust", trust_issue=1)
    before = resolve(base, "t", AUDIENCES)
    after = {clause.number: clause for clause in resolve(merged, "t", AUDIENCES).all_clauses()}

    for number, clause in _closed(before).items():
        assert number in after
        same = after[number]
        assert (same.text, same.readers, same.own) == (clause.text, clause.readers, False)


@settings(max_examples=120, deadline=None)
@given(cases())
def test_numbers_are_given_once_and_own_text_is_marked(case: tuple[Policy, OwnPolicy]) -> None:
    base, own = case
    merged, _ = inherit(base, "t", own, AUDIENCES, trust="A trust", trust_issue=1)
    numbered = resolve(merged, "t", AUDIENCES)
    parts = [clause.number for clause in numbered.all_clauses()]
    heads = [section.number for section in numbered.all_sections()]

    assert len(parts) == len(set(parts))
    assert len(heads) == len(set(heads))
    for clause in numbered.all_clauses():
        assert clause.own is clause.text.startswith("Own")


@settings(max_examples=120, deadline=None)
@given(cases())
def test_own_text_has_the_readers_of_what_it_replaces_or_fewer(case: tuple[Policy, OwnPolicy]) -> None:
    base, own = case
    merged, _ = inherit(base, "t", own, AUDIENCES, trust="A trust", trust_issue=1)
    before = {clause.number: clause for clause in resolve(base, "t", AUDIENCES).all_clauses()}

    replaced_sections = {section.number for section in resolve(merged, "t", AUDIENCES).all_sections() if section.own}
    for section in resolve(merged, "t", AUDIENCES).all_sections():
        if section.number in replaced_sections:
            continue
        for clause in section.clauses:
            if clause.own and not clause.added:
                assert set(clause.readers) <= set(before[clause.number].readers)


@settings(max_examples=120, deadline=None)
@given(cases())
def test_what_is_not_taken_is_a_finding(case: tuple[Policy, OwnPolicy]) -> None:
    base, own = case
    merged, findings = inherit(base, "t", own, AUDIENCES, trust="A trust", trust_issue=1)
    parts: list[Clause | Section] = [*merged.all_clauses(), *merged.all_sections()]
    taken = any(part.own for part in parts)

    if not findings:
        assert taken == own.has_text
    if not taken and own.has_text:
        assert findings
