"""What was changed is put on record under the person's name and sent; nothing else is, and nobody's work is lost."""

import os
from pathlib import Path
from typing import Any

import pytest

from policy_handbook.editing.protocol import answer
from policy_handbook.editing.store import RefusedError, Store
from tests.editing.conftest import TRIAL
from tests.editing.repository import Repository, git

NAME, EMAIL = "Ms P. Ivory", "p.ivory@exampleton.example.org"


@pytest.fixture
def repository(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)
    (data / "policies" / "trial.yaml").write_text(TRIAL, encoding="utf-8")
    return Repository.of(data.parent, tmp_path / "server.git")


def change(store: Store, old: str = "It is for everybody.", new: str = "It is for all.", name: str = "trial") -> None:
    file = store.data / "policies" / f"{name}.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def publish(store: Store, **given: Any) -> Any:
    state = answer(store, "state", {})
    params = {"message": state["message"], "name": NAME, "email": EMAIL, "send": True}
    params["marks"] = {file["path"]: file["mark"] for file in state["files"]}
    return answer(store, "publish", params | given)


def test_a_change_is_put_on_record_and_sent(store: Store, repository: Repository) -> None:
    change(store)
    assert publish(store) == {"files": 1, "sent": True}
    assert repository.last() == f"{NAME} <{EMAIL}>: Trial: Sections: Scope"
    assert repository.last("%cn <%ce>") == f"{NAME} <{EMAIL}>"
    assert repository.files_of_last() == ["policy_data/policies/trial.yaml"]
    assert repository.last(at=repository.bare) == repository.last()
    assert git(repository.folder, "status", "--porcelain") == ""


def test_it_may_stay_on_this_machine(store: Store, repository: Repository) -> None:
    change(store)
    assert publish(store, send=False) == {"files": 1, "sent": False}
    assert repository.last(at=repository.bare).endswith("First")
    state = answer(store, "state", {})
    assert (state["files"], state["waiting"]) == ([], 1)
    assert publish(store, message="Send what is waiting") == {"files": 0, "sent": True}
    assert repository.last(at=repository.bare) == repository.last()


def test_what_is_not_of_the_data_is_left_alone(store: Store, repository: Repository) -> None:
    (repository.folder / "notes.txt").write_text("mine", encoding="utf-8")
    (repository.folder / ".gitignore").write_text(".handbook-cache\nx\n", encoding="utf-8")
    git(repository.folder, "add", ".gitignore")
    change(store)
    publish(store)
    assert repository.files_of_last() == ["policy_data/policies/trial.yaml"]
    assert git(repository.folder, "status", "--porcelain").split("\n")[:2] == ["M  .gitignore", "?? notes.txt"]


def test_the_message_says_what_changed(store: Store, repository: Repository) -> None:
    assert answer(store, "state", {})["message"] == ""
    change(store)
    change(store, "title: Behaviour", "title: How we behave", "behaviour")
    (store.data / "policies" / "visits.yaml").write_text(TRIAL.replace("title: Trial", "title: Visits"), "utf-8")
    (store.data / "policies" / "lockdown.yaml").unlink()
    people = store.data / "people.yaml"
    people.write_text(people.read_text("utf-8").replace("Mrs T. Marchbank", "Ms P. Ivory"), "utf-8")
    state = answer(store, "state", {})
    assert state["message"] == (
        "Change How we behave, Lockdown, Trial, Visits, People\n\n"
        "- How we behave: Title\n"
        "- Lockdown: removed\n"
        "- Trial: Sections: Scope\n"
        "- Visits: new\n"
        "- People: Posts: Headteacher"
    )
    assert {file["path"]: file["kind"] for file in state["files"]}["policies/lockdown.yaml"] == "removed"
    publish(store)
    assert repository.last("%B") == state["message"]
    assert len(repository.files_of_last()) == 5


def test_a_new_issue_is_all_that_the_message_says(store: Store, repository: Repository) -> None:
    change(store, "issue: 2\n", "issue: 3\n")
    change(store)
    assert answer(store, "state", {})["message"] == "Trial: issue 3"


def test_what_is_kept_of_an_issue_is_said_in_words(store: Store, repository: Repository) -> None:
    kept = store.data / "issues" / "trial" / "1.yaml"
    kept.parent.mkdir(parents=True)
    kept.write_text(TRIAL, encoding="utf-8")
    (kept.parent.parent / "lock.yaml").write_text("frozen: {}\n", encoding="utf-8")
    titles = [file["title"] for file in answer(store, "state", {})["files"]]
    assert {"Trial: issue 1, to be kept", "The list of the issues that were made"} <= set(titles)


def test_the_first_line_of_a_message_is_short(store: Store, repository: Repository) -> None:
    change(store, "title: Trial", f"title: {'Very long ' * 20}words")
    first = answer(store, "state", {})["message"].split("\n")[0]
    assert len(first) <= 72
    assert first.endswith("…")


def test_what_others_sent_meanwhile_is_kept(store: Store, repository: Repository) -> None:
    repository.somebody_else("policy_data/policies/behaviour.yaml", "title: Behaviour", "title: Theirs")
    change(store)
    assert publish(store)["sent"]
    assert repository.last(at=repository.bare).startswith(NAME)
    assert "title: Theirs" in git(repository.bare, "show", "main:policy_data/policies/behaviour.yaml")
    assert "It is for all." in git(repository.bare, "show", "main:policy_data/policies/trial.yaml")


def test_two_changes_of_one_line_are_not_mixed(store: Store, repository: Repository) -> None:
    repository.somebody_else("policy_data/policies/trial.yaml", "It is for everybody.", "It is for nobody.")
    change(store)
    with pytest.raises(RefusedError, match="Somebody else published a change of the same lines"):
        publish(store)
    assert "It is for all." in store.text("policies/trial.yaml")
    assert "It is for nobody." in git(repository.bare, "show", "main:policy_data/policies/trial.yaml")
    assert git(repository.folder, "status", "--porcelain") == ""
    assert not (repository.folder / ".git" / "rebase-merge").exists()


def test_files_that_changed_since_are_not_published(store: Store, repository: Repository) -> None:
    change(store)
    with pytest.raises(RefusedError) as error:
        publish(store, marks={"policies/trial.yaml": "0" * 20})
    assert error.value.status == 409
    assert repository.last().endswith("First")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"name": " "}, "Write your name"),
        ({"name": "A <b@c.example>"}, "Write your name"),
        ({"email": "nobody"}, "Write your e-mail address"),
        ({"message": "\n"}, "Say in a line"),
    ],
)
def test_who_and_what_has_to_be_said(store: Store, repository: Repository, given: Any, words: str) -> None:
    change(store)
    with pytest.raises(RefusedError, match=words):
        publish(store, **given)
    assert repository.last().endswith("First")


@pytest.mark.parametrize("text", ["$(touch evil)", "; touch evil", "--amend", "-F /etc/passwd", "`touch evil`\n\n#x"])
def test_nothing_that_is_typed_is_run(store: Store, repository: Repository, text: str) -> None:
    change(store)
    publish(store, message=text, name=f"Ms {text}".split("\n")[0])
    assert repository.last("%B") == text
    assert repository.last("%P", at=repository.bare)  # it was put on top, and not in the place of the one before
    assert not list(repository.folder.rglob("evil"))


def test_a_server_that_is_gone_is_said_in_plain_words(store: Store, repository: Repository) -> None:
    git(repository.folder, "remote", "set-url", "origin", str(repository.bare.parent / "nowhere.git"))
    change(store)
    with pytest.raises(RefusedError, match=r"is not there\. Your changes are safe in the files here"):
        publish(store)
    assert repository.last().startswith(NAME)


def test_without_git_the_files_are_just_left(store: Store) -> None:
    state = answer(store, "state", {})
    assert state == {"git": False, "why": "these files are in no git repository"}


def test_what_keeps_the_website_from_being_built_is_told(store: Store, repository: Repository) -> None:
    change(store, "owner: headteacher", "owner: hedteacher")
    errors = answer(store, "state", {})["errors"]
    assert [error["policy"] for error in errors] == ["trial"]
