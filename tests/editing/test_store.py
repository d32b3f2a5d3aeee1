"""Files are read and written in the data folder alone, whole or not at all, and never over what others wrote."""

import os
from pathlib import Path

import pytest

from policy_handbook.editing.store import RefusedError, Store, mark_of

TRIAL = "policies/trial.yaml"
OUTSIDE = [
    "../secret.yaml",
    "policies/../../secret.yaml",
    "policies/../school.yaml",
    "/etc/passwd",
    "policies/Trial.yaml",
    "policies/.trial.yaml",
    "policies/sub/trial.yaml",
    "policies/trial.yml",
    "policies/trial.yaml\n",
    "policies\\trial.yaml",
    "policies/trial.yaml\x00.txt",
    "issues/lock.yaml",
    "issues/trial/1.yaml",
    "duties.yaml",
    "handbook.yaml",
    "",
    ".",
    "policies",
]


@pytest.mark.parametrize("path", OUTSIDE)
def test_other_files_are_neither_read_nor_written(store: Store, path: str) -> None:
    (store.data.parent / "secret.yaml").write_text("secret: kept\n", encoding="utf-8")
    before = snapshot(store.data.parent)
    with pytest.raises(RefusedError) as refused:
        store.text(path)
    assert refused.value.status == 404
    with pytest.raises(RefusedError):
        store.write(path, "title: mine\n", mark_of(""))
    assert snapshot(store.data.parent) == before


def snapshot(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.skipif(os.name == "nt", reason="links are for administrators there")
def test_a_link_to_a_file_outside_is_not_followed(store: Store) -> None:
    secret = store.data.parent / "secret.yaml"
    secret.write_text("title: kept\n", encoding="utf-8")
    (store.data / "policies" / "linked.yaml").symlink_to(secret)
    with pytest.raises(RefusedError, match="outside the data folder"):
        store.text("policies/linked.yaml")
    with pytest.raises(RefusedError):
        store.write("policies/linked.yaml", "title: mine\n", mark_of(secret.read_text(encoding="utf-8")))
    assert secret.read_text(encoding="utf-8") == "title: kept\n"


@pytest.mark.skipif(os.name == "nt", reason="links are for administrators there")
def test_a_link_to_nowhere_is_not_written_through(store: Store) -> None:
    target = store.data.parent / "new.yaml"
    (store.data / "policies" / "linked.yaml").symlink_to(target)
    with pytest.raises(RefusedError):
        store.write("policies/linked.yaml", "title: mine\n", mark_of(""))
    assert not target.exists()


@pytest.mark.skipif(os.name == "nt", reason="links are for administrators there")
def test_a_folder_that_is_a_link_leads_nowhere(store: Store, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    (store.data / "policies").rename(elsewhere)
    (store.data / "policies").symlink_to(elsewhere)
    with pytest.raises(RefusedError):
        store.text(TRIAL)
    with pytest.raises(RefusedError):
        store.write("policies/new.yaml", "title: mine\n", mark_of(""))
    assert not (elsewhere / "new.yaml").exists()


def test_what_others_changed_meanwhile_is_not_overwritten(store: Store) -> None:
    opened = store.text(TRIAL)
    (store.data / TRIAL).write_text(opened + "# by somebody else\n", encoding="utf-8")
    with pytest.raises(RefusedError) as refused:
        store.write(TRIAL, "title: mine\n", mark_of(opened))
    assert refused.value.status == 409
    assert "changed by somebody else" in str(refused.value)
    assert store.text(TRIAL).endswith("# by somebody else\n")


def test_a_file_that_came_meanwhile_is_not_overwritten(store: Store) -> None:
    (store.data / "policies" / "new.yaml").write_text("title: theirs\n", encoding="utf-8")
    with pytest.raises(RefusedError):
        store.write("policies/new.yaml", "title: mine\n", mark_of(""))
    assert store.text("policies/new.yaml") == "title: theirs\n"


def test_a_write_that_fails_leaves_all_as_it_was(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    before = snapshot(store.data)

    def fail(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(RefusedError, match="cannot be written: No space left on device"):
        store.write(TRIAL, "title: mine\n", mark_of(store.text(TRIAL)))
    assert snapshot(store.data) == before


@pytest.mark.skipif(os.name == "nt", reason="there are no such permissions there")
def test_a_file_keeps_its_permissions(store: Store) -> None:
    (store.data / TRIAL).chmod(0o664)
    store.write(TRIAL, "title: mine\n", mark_of(store.text(TRIAL)))
    assert (store.data / TRIAL).stat().st_mode & 0o777 == 0o664


def test_line_ends_are_written_as_they_are(store: Store) -> None:
    text = "title: mine\r\nkind: policy\n"
    store.write("policies/new.yaml", text, mark_of(""))
    assert (store.data / "policies" / "new.yaml").read_bytes() == text.encode()


def test_a_file_that_is_no_text_is_said_to(store: Store) -> None:
    (store.data / TRIAL).write_bytes(b"title: \xff\xfe\n")
    with pytest.raises(RefusedError, match="cannot be read"):
        store.text(TRIAL)


def test_trying_a_text_writes_nothing(store: Store) -> None:
    before = snapshot(store.data)
    found = store.tried(TRIAL, store.text(TRIAL).replace("kind: policy", "kind: polcy")).findings
    assert [(finding.place.file, finding.rule) for finding in found] == [(TRIAL, "unknown-choice")]
    assert snapshot(store.data) == before


def test_only_what_concerns_the_file_is_found(store: Store) -> None:
    (store.data / "policies" / "behaviour.yaml").write_text("title: {\n", encoding="utf-8")
    assert store.tried(TRIAL, store.text(TRIAL)).findings == ()
