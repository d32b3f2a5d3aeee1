"""Work in processes side by side: what one item does to its process stops no other."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time

import pytest

from policy_handbook.importing.side_by_side import Trouble, Work

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGALRM"), reason="the system has no clock for a process")


def act(item: str) -> str:
    if item == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    if item == "leaves":
        os._exit(3)
    if item == "endless":
        time.sleep(60)
    if item == "fails":
        raise ValueError
    if item == "greedy":
        return str(len(bytearray(4_000_000_000)))
    return item.upper()


def done(*items: str, cores: int = 2, seconds: int = 30) -> list[str | Trouble]:
    found = dict(Work(act, seconds).each(items, cores))
    return [found[place] for place in range(len(items))]


def test_each_item_has_its_result() -> None:
    assert done(*"abcdef") == list("ABCDEF")


@pytest.mark.parametrize("ending", ["killed", "leaves"])
@pytest.mark.parametrize("cores", [1, 3])
def test_an_item_that_ends_its_process_is_told_of_and_the_rest_goes_on(ending: str, cores: int) -> None:
    told = Trouble("the program that read it was ended")
    assert done("a", ending, *"bcd", ending, *"efgh", cores=cores) == ["A", told, *"BCD", told, *"EFGH"]


def test_an_item_that_takes_too_long_is_given_up() -> None:
    begun = time.monotonic()
    assert done("endless", "a", seconds=1) == [Trouble("it took more than 1 seconds"), "A"]
    assert time.monotonic() - begun < 20


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps the limit")
def test_an_item_that_asks_for_all_memory_gets_none() -> None:
    assert done("greedy", "a") == [Trouble("MemoryError"), "A"]


def test_a_fault_is_told_by_its_name() -> None:
    assert done("fails", "a") == [Trouble("ValueError"), "A"]


def test_who_stops_half_way_does_not_wait_for_all() -> None:
    begun = time.monotonic()
    for _ in Work(act, 2).each(["a", *["endless"] * 20], 2):
        break
    assert time.monotonic() - begun < 15


def test_it_works_beside_other_threads_too() -> None:
    stop = threading.Event()
    beside = threading.Thread(target=stop.wait)
    beside.start()
    try:
        assert done("a", "killed", "b") == ["A", Trouble("the program that read it was ended"), "B"]
    finally:
        stop.set()
        beside.join()
