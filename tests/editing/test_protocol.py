"""What the browser may ask for, what it gets, and what is refused."""

import json
from pathlib import Path
from typing import Any

import pytest

from policy_handbook.editing.forms import BASE
from policy_handbook.editing.protocol import answer
from policy_handbook.editing.store import RefusedError, Store, mark_of

TRIAL = "policies/trial.yaml"


def opened(store: Store, path: str = TRIAL) -> dict[str, Any]:
    form: dict[str, Any] = json.loads(answer(store, "getEntry", {"path": path})["data"])
    return form


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
    assert answer(store, "allow", {"path": TRIAL, "although": True}) == {"although": True}
    save(store, form)
    assert "owner: hedteacher\n" in store.text(TRIAL)
    form = opened(store)
    form["title"] = "Once more"
    refused(store, form)  # the word counted once


def test_the_word_can_be_taken_back(store: Store) -> None:
    form = opened(store)
    form["owner"] = "hedteacher"
    answer(store, "allow", {"path": TRIAL, "although": True})
    answer(store, "allow", {"path": TRIAL, "although": False})
    refused(store, form)


def test_the_word_for_one_file_is_none_for_another(store: Store) -> None:
    answer(store, "allow", {"path": "policies/behaviour.yaml", "although": True})
    form = opened(store)
    form["owner"] = "hedteacher"
    refused(store, form)


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


NEW = {
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
    answer(store, "allow", {"path": "policies/visits.yaml", "although": True})  # it lacks sections as yet
    save(store, NEW, "policies/visits.yaml", new=True)
    text = store.text("policies/visits.yaml")
    assert text.startswith("# yaml-language-server: $schema=../../schemas/policy.schema.json\ntitle: Visits\n")
    assert opened(store, "policies/visits.yaml") == NEW | {BASE: mark_of(text)}


def test_a_new_policy_does_not_take_the_place_of_another(store: Store) -> None:
    error = refused(store, NEW, TRIAL, new=True)
    assert error.status == 409


@pytest.mark.parametrize("path", ["../outside.yaml", "policies/../../outside.yaml", "/outside.yaml", "issues/a/1.yaml"])
@pytest.mark.parametrize("action", ["getEntry", "persistEntry", "preview", "allow"])
def test_other_files_cannot_be_named(store: Store, action: str, path: str) -> None:
    params = {"path": path, "form": NEW, "view": "staff", "although": True}
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
        for view in ("staff", "parents", "pupils")
    }
    assert "The code is kept in the office." in pages["staff"]
    assert "It is for everybody." in pages["parents"]
    assert "The code is kept" not in pages["parents"]
    assert pages["pupils"] == ""
    assert "The code is kept" not in store.text(TRIAL)


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
