"""What the browser may ask for, what it gets, and what is refused."""

import json
from pathlib import Path
from typing import Any

import pytest

from policy_handbook.editing.forms import BASE
from policy_handbook.editing.places import where
from policy_handbook.editing.protocol import answer
from policy_handbook.editing.store import RefusedError, Store, mark_of
from policy_handbook.findings import Place
from policy_handbook.issuing import plan_lock
from policy_handbook.model import Policy
from policy_handbook.print import pdf_text

TRIAL = "policies/trial.yaml"


PLACES = [
    ("title: Trial", "Title"),
    ("kind: editorial", "Changes, change 2, How much it changed"),
    ("{date: 2026-07-01", "Reviews, review 1"),
    ("It is for everybody", "Sections, “Scope”, Clauses, clause 1"),
    ("every: 12 months, next: 2027-07-31", "Next review, How often"),
]


def opened(store: Store, path: str = TRIAL) -> dict[str, Any]:
    form: dict[str, Any] = json.loads(answer(store, "getEntry", {"path": path})["data"])
    return form


def although(form: dict[str, Any]) -> dict[str, Any]:
    """The form of somebody who wants it saved although it has errors."""
    return form | {BASE: f"{form.get(BASE) or 'new'} page-1 although"}


def save(store: Store, form: dict[str, Any], path: str = TRIAL, *, new: bool = False) -> Any:
    files = [{"path": path, "raw": json.dumps(form)}]
    return answer(store, "persistEntry", {"dataFiles": files, "assets": [], "options": {"newEntry": new}})


def refused(store: Store, form: dict[str, Any], path: str = TRIAL, *, new: bool = False) -> RefusedError:
    """Save what has to be refused; nothing is written."""
    before = (store.data / path).read_bytes() if (store.data / path).exists() else None
    with pytest.raises(RefusedError) as error:
        save(store, form, path, new=new)
    assert ((store.data / path).read_bytes() if (store.data / path).exists() else None) == before
    return error.value


def test_the_list_holds_all_policies(store: Store) -> None:
    entries = answer(store, "entriesByFolder", {"folder": "policies", "extension": "yaml", "depth": 1})
    assert [entry["file"]["path"] for entry in entries] == [
        f"policies/{name}.yaml" for name in ("behaviour", "lockdown", "trial", "visitors")
    ]
    assert json.loads(entries[2]["data"])["title"] == "Trial"


def test_the_list_is_in_the_order_of_titles(store: Store) -> None:
    path = store.data / "policies" / "trial.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("title: Trial", "title: A trial"), encoding="utf-8")
    entries = answer(store, "entriesByFolder", {"folder": "policies", "extension": "yaml", "depth": 1})
    titles = [json.loads(entry["data"])["title"] for entry in entries]
    assert titles[0] == "A trial"
    assert titles == sorted(titles, key=str.casefold)


def test_a_policy_that_cannot_be_read_hides_no_other(store: Store) -> None:
    (store.data / "policies" / "behaviour.yaml").write_text("title: {\n", encoding="utf-8")
    entries = answer(store, "entriesByFolder", {"folder": "policies"})
    assert len(entries) == 3
    with pytest.raises(RefusedError, match="cannot be read"):
        answer(store, "getEntry", {"path": "policies/behaviour.yaml"})


def test_a_change_is_saved(store: Store) -> None:
    before = store.text(TRIAL)
    form = opened(store)
    form["summary"] = "A policy to try forms on."
    assert save(store, form) == {"message": "saved"}
    assert store.text(TRIAL) == before.replace("to try rules on", "to try forms on")


def test_what_others_changed_meanwhile_stays(store: Store) -> None:
    form = opened(store)
    theirs = store.text(TRIAL).replace("title: Trial", "title: Theirs")
    (store.data / TRIAL).write_text(theirs, encoding="utf-8")
    form["title"] = "Mine"
    error = refused(store, form)
    assert error.status == 409
    assert "somebody else" in str(error)


def test_a_policy_with_errors_is_saved_on_the_persons_word_alone(store: Store) -> None:
    form = opened(store)
    form["owner"] = "hedteacher"
    error = refused(store, form)
    assert error.status == 422
    assert "hedteacher" in str(error) or "role" in str(error)
    save(store, although(form))
    assert "owner: hedteacher\n" in store.text(TRIAL)
    form = opened(store)
    form["title"] = "Once more"
    refused(store, form)  # the word counted once


def test_a_page_saves_again_and_again(store: Store) -> None:
    """The form in the browser goes on resting on the text that it was opened with."""
    form = opened(store)
    form[BASE] += " page-1"
    for title in ("One", "Two", "Three"):
        save(store, form | {"title": title})
    assert store.text(TRIAL).startswith("title: Three\n")


def test_two_pages_do_not_overwrite_each_other(store: Store) -> None:
    form = opened(store)
    save(store, form | {"title": "One", BASE: f"{form[BASE]} page-1"})
    error = refused(store, form | {"title": "Two", BASE: f"{form[BASE]} page-2"})
    assert error.status == 409
    save(store, form | {"title": "Three", BASE: f"{form[BASE]} page-1"})
    assert store.text(TRIAL).startswith("title: Three\n")


def test_what_others_change_between_two_saves_stays(store: Store) -> None:
    form = opened(store)
    form[BASE] += " page-1"
    save(store, form | {"title": "One"})
    theirs = store.text(TRIAL) + "# theirs\n"
    (store.data / TRIAL).write_text(theirs, encoding="utf-8")
    assert refused(store, form | {"title": "Two"}).status == 409


def test_a_policy_that_is_changed_towards_its_next_issue_can_be_saved(store: Store) -> None:
    """Its text is not that of the issue in force any more, which stops publishing and is no slip."""
    plan_lock(store.data).write(store.data)
    form = opened(store)
    form["sections"][1]["clauses"][0]["text"] = "It is for all."
    said = answer(store, "preview", {"path": TRIAL, "form": form, "view": "staff"})["findings"]
    assert [finding["severity"] for finding in said] == ["next"]
    assert "issue 2 as it was approved" in said[0]["message"]
    assert "handbook" not in json.dumps(said)
    save(store, form)
    assert "It is for all." in store.text(TRIAL)


def test_errors_elsewhere_keep_nobody_from_saving(store: Store) -> None:
    other = store.data / "policies" / "behaviour.yaml"
    other.write_text(other.read_text(encoding="utf-8").replace("kind: policy", "kind: polcy"), encoding="utf-8")
    form = opened(store)
    form["title"] = "Trying out"
    save(store, form)
    assert store.text(TRIAL).startswith("title: Trying out\n")


def test_warnings_keep_nobody_from_saving(store: Store) -> None:
    form = opened(store)
    form["review"]["next"] = "2026-10-31"
    save(store, form)
    found = answer(store, "preview", {"path": TRIAL, "form": opened(store), "view": "staff"})["findings"]
    assert [(finding["rule"], finding["severity"]) for finding in found] == [("review-overdue", "warning")]


NEW: dict[str, Any] = {
    "title": "Visits",
    "kind": "policy",
    "status": "draft",
    "owner": "headteacher",
    "audience": ["staff"],
    "issue": 1,
    "effective_from": "2026-12-01",
    "review": {"every": "12 months", "next": "2027-12-01"},
    "summary": "On visits.",
    "sections": [{"id": "purpose", "title": "Purpose", "clauses": [{"text": "We go out."}]}],
}


def test_a_new_policy(store: Store) -> None:
    save(store, although(NEW), "policies/visits.yaml", new=True)  # it lacks sections as yet
    text = store.text("policies/visits.yaml")
    assert text.startswith("# yaml-language-server: $schema=../../schemas/policy.schema.json\ntitle: Visits\n")
    assert opened(store, "policies/visits.yaml") == NEW | {BASE: mark_of(text)}


def test_a_new_policy_does_not_take_the_place_of_another(store: Store) -> None:
    error = refused(store, NEW, TRIAL, new=True)
    assert error.status == 409


@pytest.mark.parametrize("path", ["../outside.yaml", "policies/../../outside.yaml", "/outside.yaml", "issues/a/1.yaml"])
@pytest.mark.parametrize("action", ["getEntry", "persistEntry", "preview"])
def test_other_files_cannot_be_named(store: Store, action: str, path: str) -> None:
    params: dict[str, Any] = {"path": path, "form": NEW, "view": "staff"}
    params |= {"dataFiles": [{"path": path, "raw": json.dumps(NEW)}], "options": {"newEntry": True}}
    before = sorted(store.data.parent.rglob("*"))
    with pytest.raises(RefusedError) as error:
        answer(store, action, params)
    assert error.value.status == 404
    assert sorted(store.data.parent.rglob("*")) == before


@pytest.mark.parametrize(
    ("action", "params"),
    [
        ("deleteFiles", {"paths": [TRIAL]}),
        ("persistMedia", {"asset": {"path": "assets/x.svg", "content": ""}}),
        ("publishUnpublishedEntry", {}),
        ("__class__", {}),
        ("", {}),
    ],
)
def test_what_is_not_offered_is_refused(store: Store, action: str, params: dict[str, Any]) -> None:
    with pytest.raises(RefusedError, match="cannot do this"):
        answer(store, action, params)
    assert store.text(TRIAL)


@pytest.mark.parametrize(
    ("action", "params"),
    [
        ("getEntry", {}),
        ("getEntry", None),
        ("getEntry", []),
        ("persistEntry", {"dataFiles": []}),
        ("persistEntry", {"dataFiles": [{"path": TRIAL, "raw": "[]"}]}),
        ("persistEntry", {"dataFiles": [{"path": TRIAL, "raw": "{"}]}),
        ("persistEntry", {"dataFiles": [{"path": TRIAL, "raw": '{"title": "\\ud800"}'}]}),
        ("persistEntry", {"dataFiles": [{"path": TRIAL, "raw": json.dumps({"sections": "x"})}]}),
        ("persistEntry", {"dataFiles": [{"path": TRIAL, "raw": json.dumps({"sections": [[]], "review": 3})}]}),
        ("persistEntry", {"dataFiles": [{"path": TRIAL, "raw": "{}", "newPath": "policies/else.yaml"}]}),
        ("persistEntry", {"dataFiles": [{"path": TRIAL, "raw": "{}"}], "assets": [{"path": "x"}]}),
        ("preview", {"path": TRIAL, "form": 3}),
        ("entriesByFolder", {"folder": "issues"}),
        ("settle", {"path": TRIAL, "text": "x", "number": "x", "page": "", "mark": ""}),
        ("settle", {"path": TRIAL, "text": "x", "number": -1, "page": "", "mark": ""}),
        ("settle", {"path": "../x", "text": "x", "number": 0, "page": "", "mark": ""}),
    ],
)
def test_nonsense_is_refused_in_words(store: Store, action: str, params: Any) -> None:
    before = store.text(TRIAL)
    with pytest.raises(RefusedError) as error:
        answer(store, action, params)
    assert 400 <= error.value.status < 500
    assert store.text(TRIAL) == before


def test_each_audience_sees_its_own_page(store: Store) -> None:
    form = opened(store)
    form["sections"][1]["clauses"].append({"text": "The code is kept in the office.", "audience": ["staff"]})
    pages = {
        view: answer(store, "preview", {"path": TRIAL, "form": form, "view": view})["html"]
        for view in ("staff", "parents")
    }
    assert "The code is kept in the office." in pages["staff"]
    assert "It is for everybody." in pages["parents"]
    assert "The code is kept" not in pages["parents"]
    assert "The code is kept" not in store.text(TRIAL)


def test_only_its_readers_views_are_offered(store: Store) -> None:
    said = answer(store, "preview", {"path": TRIAL, "form": opened(store), "view": "pupils"})
    assert [view["id"] for view in said["views"]] == ["staff", "public", "parents"]
    assert said["view"] == "staff"


@pytest.mark.parametrize(("line", "words"), PLACES)
def test_a_finding_says_where_in_the_form_it_is(store: Store, line: str, words: str) -> None:
    text = store.text(TRIAL)
    number = next(number for number, each in enumerate(text.splitlines(), 1) if line in each)
    column = text.splitlines()[number - 1].index(line) + 1
    assert where(text, Place(TRIAL, number, column), Policy).words == words


def test_what_is_missing_is_named_as_in_the_form(store: Store) -> None:
    form = opened(store)
    del form["audience"]
    form["reviews"].append({"date": "2026-07-02", "by": "headteacher"})
    said = answer(store, "preview", {"path": TRIAL, "form": form, "view": "staff"})["findings"]
    found = {(finding["message"], finding["where"]) for finding in said if finding["severity"] == "error"}
    assert found == {("“Who may read it” is not filled in", ""), ("“Outcome” is not filled in", "Reviews, review 2")}
    assert "“Who may read it” is not filled in" in str(refused(store, form))


def test_a_section_that_is_missing_is_asked_for_as_in_the_form(store: Store) -> None:
    form = opened(store)
    form["sections"] = [section for section in form["sections"] if section["id"] != "scope"]
    said = answer(store, "preview", {"path": TRIAL, "form": form, "view": "staff", "kind": "page"})
    [finding] = [each for each in said["findings"] if each["rule"] == "required-sections"]
    assert finding["write"] == "a section for it; or scope under “Required section” of the section that has it already"


def test_what_an_import_was_not_sure_of_is_shown_and_settled(store: Store) -> None:
    path = store.data / TRIAL
    text = path.read_text(encoding="utf-8")
    noted = text.replace("owner:", "# CHECK: the source names no owner\nowner:", 1)
    noted = noted.replace("\nsummary:", "\n# CHECK: say what it is about\nsummary:", 1)
    path.write_text(noted, encoding="utf-8")
    form = opened(store)
    asked = {"path": TRIAL, "form": form, "view": "staff", "kind": "page"}
    assert answer(store, "preview", asked)["notes"] == [
        {"number": 0, "text": "the source names no owner", "where": "Looked after by"},
        {"number": 0, "text": "say what it is about", "where": "Summary"},
    ]
    note = {"path": TRIAL, "number": 0, "text": "the source names no owner", "page": "page-1", "mark": form[BASE]}
    assert answer(store, "settle", note) == {"settled": True}
    assert path.read_text(encoding="utf-8") == noted.replace("# CHECK: the source names no owner\n", "")
    with pytest.raises(RefusedError, match="not in the file any more"):
        answer(store, "settle", note)
    form["title"] = "Other"
    save(store, form | {BASE: f"{form[BASE]} page-1"})
    assert "# CHECK: say what it is about\n" in path.read_text(encoding="utf-8")
    with pytest.raises(RefusedError, match="somebody else"):
        answer(store, "settle", note | {"text": "say what it is about", "page": "page-2"})


def test_a_printed_sheet_is_made_of_what_the_form_holds(store: Store) -> None:
    form = opened(store)
    form["title"] = "Zebra crossings"
    form["sections"][1]["clauses"].append({"text": "The code is kept in the office.", "audience": ["staff"]})
    texts = {}
    for view in ("staff", "parents"):
        said = answer(store, "preview", {"path": TRIAL, "form": form, "view": view, "kind": "sheet"})
        assert said["html"] == ""
        assert said["sheet"]["pages"] >= 1
        texts[view] = " ".join(pdf_text(store.sheets[said["sheet"]["address"]]).split())
    assert "Zebra crossings" in texts["parents"]
    assert "The code is kept in the office." in texts["staff"]
    assert "The code" not in texts["parents"]


def test_few_sheets_are_kept(store: Store) -> None:
    for number in range(30):
        store.keep_sheet("a.pdf", str(number).encode())
    assert len(store.sheets) == 12
    assert b"29" in store.sheets.values()


def test_a_broken_rule_is_shown_before_it_is_saved(store: Store) -> None:
    form = opened(store)
    form["reviews"].append({"date": "2027-01-05", "by": "headteacher", "outcome": "no-change"})
    found = answer(store, "preview", {"path": TRIAL, "form": form, "view": "staff"})["findings"]
    assert {"review-in-future"} == {finding["rule"] for finding in found if finding["severity"] == "error"}


def test_school_people_and_words_are_files_of_their_own(store: Store) -> None:
    files = [{"path": "school.yaml", "label": "School"}, {"path": "people.yaml", "label": "People"}]
    entries = answer(store, "entriesByFiles", {"files": files})
    assert [entry["label"] for entry in entries] == ["School", "People"]
    form = opened(store, "people.yaml")
    form["roles"][0]["holder"] = "Ms P. Ivory"
    save(store, form, "people.yaml")
    assert "holder: Ms P. Ivory," in (store.data / "people.yaml").read_text(encoding="utf-8")


def test_an_unreadable_school_is_said_to(store: Store, tmp_path: Path) -> None:
    form = opened(store, "school.yaml")
    form["nation"] = "atlantis"
    error = refused(store, form, "school.yaml")
    assert error.status == 422
