"""What was typeset before: found by its key alone, made again where it was damaged, and thrown away when unused."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from policy_handbook.print.cache import Cache, key_of

THIS_BUILD = 1_000_000_000.0
YESTERDAY, LAST_TERM = THIS_BUILD - 86_400, THIS_BUILD - 90 * 86_400


def used(cache: Cache, key: str, *, at: float, size: int = 100) -> None:
    cache.get_or(key, lambda: b"x" * size)
    assert cache.folder
    os.utime(cache.folder / key, (at, at))


def test_nothing_is_made_twice(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "printed")

    assert cache.get_or("key", lambda: b"made") == b"made"
    assert cache.get_or("key", lambda: b"made again") == b"made"


@pytest.mark.parametrize("damage", [b"", b"short", b"x" * 40])
def test_what_is_damaged_is_made_again(tmp_path: Path, damage: bytes) -> None:
    cache = Cache(tmp_path)
    cache.get_or("key", lambda: b"made")
    (tmp_path / "key").write_bytes(damage)

    assert cache.get_or("key", lambda: b"made again") == b"made again"
    assert cache.get_or("key", lambda: b"a third time") == b"made again"


def test_parts_that_run_together_have_another_key() -> None:
    assert len({key_of(b"ab", b"c"), key_of(b"a", b"bc"), key_of(b"abc"), key_of(b"ab", b"c", b"")}) == 4


def test_what_this_build_or_one_of_the_last_days_used_stays_however_much_it_is(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    used(cache, "of yesterday", at=YESTERDAY)
    used(cache, "of last term", at=LAST_TERM)
    used(cache, "of this build", at=THIS_BUILD)
    used(cache, "of this build, too", at=THIS_BUILD + 1)

    cache.trim(since=THIS_BUILD, most=1)

    assert {path.name for path in tmp_path.iterdir()} == {"of yesterday", "of this build", "of this build, too"}


def test_reading_an_entry_is_using_it(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    used(cache, "old", at=LAST_TERM)
    cache.get_or("old", lambda: b"never called")

    cache.trim(since=THIS_BUILD, most=1)

    assert (tmp_path / "old").is_file()


def test_asking_for_an_entry_is_using_it(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    used(cache, "old", at=LAST_TERM)

    assert cache.has("old")
    assert not cache.has("another")
    cache.trim(since=THIS_BUILD, most=1)

    assert (tmp_path / "old").is_file()
    assert not Cache().has("old")


def test_a_folder_that_is_not_there_is_no_trouble(tmp_path: Path) -> None:
    Cache(tmp_path / "nowhere").trim()
    Cache().trim()
