"""What is kept between builds comes back for the key it was put under, and for no other; a damaged file costs time."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from policy_handbook.keeping import NOTHING_KEPT, Store, key_of, packed, unpacked

KEY, OTHER = key_of("a policy", b"1"), key_of("a policy", b"2")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "cache" / "kept.sqlite")


def _put(store: Store, name: str = "lateness", value: bytes = b"page") -> None:
    shelf = store.shelf("page")
    shelf.put(name, KEY, value)
    shelf.save()


def test_comes_back_for_its_key_and_kind_alone(store: Store) -> None:
    _put(store)
    assert store.shelf("page").get("lateness", KEY) == b"page"
    assert store.shelf("page").get("lateness", OTHER) is None
    assert store.shelf("page").get("uniform", KEY) is None
    assert store.shelf("paper").get("lateness", KEY) is None


def test_what_nobody_asked_for_is_dropped_at_the_next_save(store: Store) -> None:
    _put(store, "lateness")
    _put(store, "uniform")
    assert store.shelf("page").get("lateness", KEY) is None
    assert store.shelf("page").get("uniform", KEY) == b"page"


def test_nothing_is_written_where_nothing_changed(store: Store) -> None:
    _put(store)
    assert store.file
    before = store.file.stat().st_mtime_ns
    shelf = store.shelf("page")
    assert shelf.get("lateness", KEY)
    shelf.save()
    assert store.file.stat().st_mtime_ns == before


@pytest.mark.parametrize("damage", [b"", b"no database at all", None])
def test_a_damaged_file_is_taken_for_an_empty_one_and_written_anew(store: Store, damage: bytes | None) -> None:
    _put(store)
    assert store.file
    whole = store.file.read_bytes()
    store.file.write_bytes(whole[: len(whole) // 2] if damage is None else damage)
    assert store.shelf("page").get("lateness", KEY) is None
    _put(store)
    _put(store)  # the first may have had to clear the damage away
    assert store.shelf("page").get("lateness", KEY) == b"page"


def test_a_value_that_was_changed_in_the_file_does_not_come_back(store: Store) -> None:
    _put(store)
    assert store.file
    with sqlite3.connect(store.file) as connection:
        connection.execute("UPDATE kept SET value = ?", (b"forged",))
    assert store.shelf("page").get("lateness", KEY) is None


# --- what is read by name alone ---------------------------------------------------------------------------


def test_of_a_drawer_each_name_comes_back_for_its_key_alone(store: Store) -> None:
    drawer = store.drawer("trace")
    names = {f"page-{number}": (KEY, b"%d" % number) for number in range(1200)}
    drawer.put(names)
    assert drawer.take(dict.fromkeys(names, KEY)) == {name: value for name, (_, value) in names.items()}
    assert drawer.take({"page-1": OTHER, "page-2": KEY, "no-page": KEY}) == {"page-2": b"2"}
    assert store.drawer("other").take({"page-1": KEY}) == {}


def test_in_a_drawer_what_is_put_leaves_the_rest_if_it_is_said_what_is_gone(store: Store) -> None:
    drawer = store.drawer("trace")
    drawer.put(dict.fromkeys(("a", "b", "c"), (KEY, b"1")))
    drawer.put({"a": (OTHER, b"2")}, gone=["b"])
    assert drawer.take({"a": OTHER, "b": KEY, "c": KEY}) == {"a": b"2", "c": b"1"}
    drawer.put({"d": (KEY, b"3")})
    assert drawer.take({"a": OTHER, "c": KEY, "d": KEY}) == {"d": b"3"}


def test_a_drawer_gives_back_nothing_that_was_changed_in_the_file_and_nothing_of_a_damaged_one(store: Store) -> None:
    drawer = store.drawer("trace")
    drawer.put({"a": (KEY, b"1"), "b": (KEY, b"1")})
    assert store.file
    with sqlite3.connect(store.file) as connection:
        connection.execute("UPDATE kept SET value = ? WHERE name = ?", (b"forged", "a"))
    assert drawer.take({"a": KEY, "b": KEY}) == {"b": b"1"}
    store.file.write_bytes(b"no database at all")
    assert drawer.take({"b": KEY}) == {}
    assert NOTHING_KEPT.drawer("trace").take({"b": KEY}) == {}


def test_without_a_file_nothing_is_kept() -> None:
    _put(NOTHING_KEPT)
    assert NOTHING_KEPT.shelf("page").get("lateness", KEY) is None


def test_a_folder_that_cannot_be_written_only_costs_time(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder would be", "utf-8")
    _put(Store(tmp_path / "cache" / "kept.sqlite"))


def test_parts_of_a_key_do_not_run_into_each_other() -> None:
    assert key_of("ab", "c") != key_of("a", "bc")


def test_plain_values_come_back_as_they_were() -> None:
    value = {"title": "Lateness – ‘again’", "numbers": [1, 2.5, None, True], "odd": "\ud800"}
    assert unpacked(packed(value)) == value
