"""A shelf that stays open says what a newly opened one would say."""

from __future__ import annotations

from pathlib import Path

import pytest

from policy_handbook.keeping import Store, key_of
from policy_handbook.publish.held import held_shelf

KEY = key_of("a key")


@pytest.fixture(name="store")
def fixture_store(tmp_path: Path) -> Store:
    store = Store(tmp_path / "kept.sqlite")
    shelf = held_shelf(store, "pages")
    shelf.put("one", KEY, b"1")
    shelf.put("two", KEY, b"2")
    shelf.save()
    return store


def test_it_stays_open_between_builds(store: Store) -> None:
    shelf = held_shelf(store, "pages")
    assert shelf is held_shelf(store, "pages")
    assert shelf.get("one", KEY) == b"1"
    assert shelf.get("one", key_of("another key")) is None


def test_what_a_build_does_not_ask_for_is_gone_after_it(store: Store) -> None:
    shelf = held_shelf(store, "pages")
    shelf.get("one", KEY)
    shelf.save()
    assert shelf.entries().keys() == {"one"}
    assert store.shelf("pages").entries().keys() == {"one"}


def test_another_shelf_of_the_same_file_does_not_close_it(store: Store) -> None:
    shelf = held_shelf(store, "pages")
    other = held_shelf(store, "sheets")
    other.put("one", KEY, b"a sheet")
    other.save()
    assert held_shelf(store, "pages") is shelf
    assert held_shelf(store, "sheets") is other


def test_what_another_process_writes_is_read(store: Store) -> None:
    own = store.shelf("pages")
    own.get("one", KEY)
    own.put("two", KEY, b"another process")
    own.save()
    assert held_shelf(store, "pages").get("two", KEY) == b"another process"


def test_nothing_is_known_any_more_once_the_file_is_deleted(store: Store) -> None:
    assert store.file
    store.file.unlink()
    assert held_shelf(store, "pages").get("one", KEY) is None


def test_nothing_is_kept_without_a_file() -> None:
    shelf = held_shelf(Store(), "pages")
    shelf.put("one", KEY, b"1")
    shelf.save()
    assert held_shelf(Store(), "pages").get("one", KEY) is None
