"""A form shows all that a file holds, and a change in the form is the same change in the file and no other."""

import copy
import difflib
from pathlib import Path
from typing import Any

import pytest

from policy_handbook.editing.entries import changed_file, form_of
from policy_handbook.editing.forms import BASE
from policy_handbook.model import Flier, Glossary, People, Policy, School
from policy_handbook.model.base import Record
from policy_handbook.rewriting import UnreadableError

DATA = Path(__file__).parents[2] / "policy_data"
SINGLES: dict[str, type[Record]] = {"school.yaml": School, "people.yaml": People, "glossary.yaml": Glossary}
MODELS: dict[str, type[Record]] = {
    **SINGLES,
    **{path.relative_to(DATA).as_posix(): Policy for path in sorted(DATA.glob("policies/*.yaml"))},
    **{path.relative_to(DATA).as_posix(): Flier for path in sorted(DATA.glob("fliers/*.yaml"))},
}


def text_of(path: str) -> str:
    return (DATA / path).read_bytes().decode("utf-8")


def difference(before: str, after: str) -> list[str]:
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
    return [line for line in lines if line[:1] in "+-" and not line.startswith(("+++", "---"))]


def changed(path: str, change: Any) -> list[str]:
    """The lines of a sample file that a change of its form changes; read back, the form is as it was made."""
    text, model = text_of(path), MODELS[path]
    form = form_of(text, model)
    change(form)
    after = changed_file(text, copy.deepcopy(form), model)
    assert form_of(after, model) == form
    return difference(text, after)


@pytest.mark.parametrize("path", MODELS)
def test_a_file_saved_as_it_was_opened_keeps_its_bytes(path: str) -> None:
    text = text_of(path)
    assert changed_file(text, form_of(text, MODELS[path]), MODELS[path]) == text


@pytest.mark.parametrize("path", MODELS)
def test_a_changed_field_is_the_one_line_that_changes(path: str) -> None:
    """Every text that stands on a line of its own in a sample file, changed one at a time."""
    text, model = text_of(path), MODELS[path]
    form = form_of(text, model)
    for holder, key in list(_texts(form))[::29]:
        was = holder[key]
        holder[key] = "Something quite different"
        after = changed_file(text, form, model)
        lines = difference(text, after)
        assert form_of(after, model) == form
        holder[key] = was
        if "\n" not in was:
            assert [line[0] for line in lines] == ["-", "+"], lines
        else:  # a text of several lines begins on the line after its name
            assert len([line for line in lines if line[0] == "+"]) <= 2, lines


def _texts(value: Any) -> Any:
    """Yield whatever holds a text that can be changed at will, with where in it."""
    pairs = list(value.items() if isinstance(value, dict) else enumerate(value))
    for key, item in pairs:
        if isinstance(item, str) and len(item) > 25 and str(item).count(" ") > 2:
            yield value, key
        elif isinstance(item, (dict, list)):
            yield from _texts(item)


PHONES = "policies/mobile-phones.yaml"


def test_what_the_form_says_of_short_forms() -> None:
    form = form_of(text_of(PHONES), Policy)
    assert form["audience"] == ["everyone"]
    assert form["sections"][1]["clauses"][1] == {
        "text": "It does not cover devices that belong to the school, or a device that a pupil’s healthcare plan "
        "calls for."
    }
    assert form["key_points"]["pupils"][1] == {"text": "You get it back at home time."}
    people = form_of(text_of("people.yaml"), People)
    assert [role["id"] for role in people["roles"]][:2] == ["headteacher", "deputy-headteacher"]


def test_a_new_clause_is_a_new_line() -> None:
    def add(form: Any) -> None:
        form["sections"][1]["clauses"].insert(1, {"text": "It covers visits."})

    assert changed(PHONES, add) == ["+      - It covers visits."]


def test_a_clause_that_goes_takes_its_line_with_it() -> None:
    def remove(form: Any) -> None:
        del form["sections"][0]["clauses"][1]

    assert [line[:30] for line in changed(PHONES, remove)] == ["-      - This policy says what"]


def test_clauses_that_change_places_keep_their_lines() -> None:
    def swap(form: Any) -> None:
        clauses = form["sections"][5]["clauses"]
        clauses[0], clauses[1] = clauses[1], clauses[0]

    lines = changed(PHONES, swap)
    assert sorted(line[1:] for line in lines if line[0] == "-") == sorted(line[1:] for line in lines if line[0] == "+")
    assert len(lines) in (2, 4)


def test_a_clause_with_items_moves_whole() -> None:
    def move(form: Any) -> None:
        clauses = form["sections"][3]["clauses"]
        clauses.insert(0, clauses.pop(1))

    lines = changed(PHONES, move)
    assert sorted(line[1:] for line in lines if line[0] == "-") == sorted(line[1:] for line in lines if line[0] == "+")


def test_ticking_an_audience_changes_its_line() -> None:
    def tick(form: Any) -> None:
        form["sections"][0]["audience"].append("pupils")

    assert changed(PHONES, tick) == [
        "-    audience: [public, parents, staff]",
        "+    audience: [public, parents, staff, pupils]",
    ]


def test_some_readers_in_place_of_everyone() -> None:
    def narrow(form: Any) -> None:
        form["audience"] = ["staff", "public"]

    assert changed(PHONES, narrow) == ["-audience: everyone", "+audience: [staff, public]"]


def test_everyone_in_place_of_some_readers() -> None:
    def widen(form: Any) -> None:
        form["sections"][1]["audience"] = ["everyone"]

    assert changed(PHONES, widen) == ["-    audience: [public, parents, staff]", "+    audience: everyone"]


def test_a_linked_policy_is_a_line() -> None:
    def link(form: Any) -> None:
        form["linked_policies"].append({"id": "behaviour"})

    assert changed(PHONES, link) == ["+  - behaviour"]


def test_the_first_linked_policy_of_a_policy() -> None:
    text = text_of(PHONES).replace(
        "linked_policies:\n  - {id: social-media, why: What may be posted, checked_against: 9}\n", ""
    )
    form = form_of(text, Policy)
    form["linked_policies"] = [{"id": "behaviour", "why": "What follows"}]
    assert difference(text, changed_file(text, form, Policy)) == [
        "+linked_policies:",
        "+  - id: behaviour",
        "+    why: What follows",
    ]


def test_a_field_that_is_emptied_goes() -> None:
    def clear(form: Any) -> None:
        del form["category"]
        form["approval"]["minute"] = "FGB 1/26"

    assert changed(PHONES, clear) == [
        "-category: behaviour",
        "-approval: {by: headteacher, date: 2026-06-18}",
        "+approval: {by: headteacher, date: 2026-06-18, minute: FGB 1/26}",
    ]


def test_comments_and_odd_layouts_stay() -> None:
    text = """\
# the first line
title:   Trial   # a title

audience: [ public,staff ]   # who
# before the sections
sections:
- id: a    # the id
  title: 'A'
  # on the clause
  clauses:
  - "one"

  - text: >-
      two
      lines
    audience: staff
"""
    form = form_of(text, Policy)
    form["title"] = "Other"
    form["sections"][0]["clauses"][0]["text"] = "uno"
    assert difference(text, changed_file(text, form, Policy)) == [
        "-title:   Trial   # a title",
        "+title: Other     # a title",
        '-  - "one"',
        '+  - "uno"',
    ]


def test_what_stands_in_one_line_keeps_its_braces() -> None:
    text = "title: T\nlinked_policies: [behaviour, {title: Law}]\n"
    form = form_of(text, Policy)
    form["linked_policies"][0]["id"] = "send"
    assert difference(text, changed_file(text, form, Policy)) == [
        "-linked_policies: [behaviour, {title: Law}]",
        "+linked_policies: [send, {title: Law}]",
    ]


def test_a_role_is_added_and_another_renamed() -> None:
    def add(form: Any) -> None:
        form["roles"].append({"id": "librarian", "title": "Librarian", "holder": "Ms Ada Quill"})

    assert changed("people.yaml", add) == ["+  librarian:", "+    title: Librarian", "+    holder: Ms Ada Quill"]


def test_a_body_that_does_not_approve() -> None:
    """A tick that is set unless somebody takes it away."""
    text = "roles: {}\nbodies:\n  forum:\n    title: parent forum\n"
    form = form_of(text, People)
    assert form["bodies"][0]["approves"] is True
    form["bodies"][0]["approves"] = False
    after = changed_file(text, form, People)
    assert difference(text, after) == ["+    approves: false"]
    assert form_of(after, People) == form
    form["bodies"][0]["approves"] = True
    assert form_of(changed_file(after, form, People), People) == form


def test_a_tick_that_is_not_set_is_not_written() -> None:
    def tick(form: Any) -> None:
        form["sections"][0]["appendix"] = True

    assert changed(PHONES, tick) == ["+    appendix: true"]


def test_no_reading_age_for_an_audience() -> None:
    text = text_of("school.yaml") + "reading_ages: {pupils: 9}\n"
    form = form_of(text, School)
    form["reading_ages"].append({"id": "staff", "value": ""})
    assert difference(text, changed_file(text, form, School)) == [
        "-reading_ages: {pupils: 9}",
        "+reading_ages: {pupils: 9, staff: null}",
    ]


def test_a_new_policy_is_written_as_people_write() -> None:
    form = {
        "title": "Trial",
        "kind": "policy",
        "audience": ["everyone"],
        "issue": 1,
        "effective_from": "2026-09-01",
        "review": {"every": "12 months", "next": "2027-09-01"},
        "appendix": False,
        "satisfies": [],
        "category": "",
        "summary": None,
        "linked_policies": [{"id": "behaviour"}, {"id": "send", "why": "Support: a lot"}],
        "sections": [{"id": "a", "title": "A", "clauses": [{"text": "One."}, {"text": "Two.", "audience": ["staff"]}]}],
        BASE: "",
    }
    assert (
        changed_file("", form, Policy)
        == """\
title: Trial
kind: policy
audience: everyone
issue: 1
effective_from: 2026-09-01
review:
  every: 12 months
  next: 2027-09-01
linked_policies:
  - behaviour
  - id: send
    why: "Support: a lot"
sections:
  - id: a
    title: A
    clauses:
      - One.
      - text: Two.
        audience: [staff]
"""
    )


def with_section(text: str, section: Any) -> tuple[str, Any]:
    form = form_of(text, Policy)
    form["sections"].append(section)
    return changed_file(text, form, Policy), form


def test_a_section_gets_its_id_from_its_title() -> None:
    text = text_of(PHONES)
    after, _ = with_section(text, {"title": "Visits & trips (abroad)", "clauses": [{"text": "They go."}]})
    assert difference(text, after) == [
        "+  - id: visits-trips-abroad",
        "+    title: Visits & trips (abroad)",
        "+    clauses:",
        "+      - They go.",
    ]


def test_no_two_sections_get_the_same_id() -> None:
    text = text_of(PHONES)
    after, _ = with_section(text, {"title": "Scope", "clauses": [{"text": "Once more."}]})
    assert difference(text, after)[0] == "+  - id: scope-2"


def test_an_id_that_was_made_stays_although_the_form_does_not_know_it() -> None:
    """After saving, the browser still holds the form without it."""
    after, form = with_section(text_of(PHONES), {"title": "Visits", "clauses": [{"text": "They go."}]})
    form["sections"][-1]["clauses"].append({"text": "They come back."})
    again = changed_file(after, form, Policy)
    assert difference(after, again) == ["+      - They come back."]
    form["sections"][-1]["title"] = "Trips"
    assert difference(again, changed_file(again, form, Policy)) == ["-    title: Visits", "+    title: Trips"]
    form["sections"].insert(0, form["sections"].pop())
    moved = changed_file(again, form, Policy)
    assert form_of(moved, Policy)["sections"][0]["id"] == "visits"


def test_a_post_gets_its_id_from_its_title() -> None:
    def add(form: Any) -> None:
        form["roles"].append({"id": "", "title": "Chef de cuisine à l’école"})

    text = text_of("people.yaml")
    form = form_of(text, People)
    add(form)
    assert difference(text, changed_file(text, form, People)) == [
        "+  chef-de-cuisine-a-lecole:",
        "+    title: Chef de cuisine à l’école",
    ]


@pytest.mark.parametrize("text", ["[a, b]", "title: {", "just words"])
def test_what_holds_no_fields_is_said_to(text: str) -> None:
    with pytest.raises(UnreadableError):
        form_of(text, Policy)
    with pytest.raises(UnreadableError):
        changed_file(text, {"title": "x"}, Policy)
