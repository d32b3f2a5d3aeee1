"""Processes of their own: each begins from what was read, and none hears of another."""

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from policy_handbook.publish.apart import Handed, Job, each_apart

_left: list[str] = []


def leave(word: Handed[str]) -> int:
    """Say what an earlier job left in this process, and leave something."""
    sys.stdout.write(f"{word.value} {_left}\n")
    _left.append(word.value)
    return 0


def fail() -> int:
    raise ValueError("no such luck")


def code_three() -> int:
    return 3


def end_itself() -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    return 0


def wait_long() -> int:
    time.sleep(60)
    return 0


@contextmanager
def another_thread() -> Iterator[None]:
    """A second thread, which a copy of this process would not have."""
    over = threading.Event()
    thread = threading.Thread(target=over.wait)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


@contextmanager
def no_more() -> Iterator[None]:
    yield


@pytest.mark.parametrize("surroundings", [another_thread, no_more])
def test_no_job_hears_of_another(surroundings: Callable[[], AbstractContextManager[None]], tmp_path: Path) -> None:
    files = [tmp_path / f"{number}.txt" for number in range(3)]
    word = Handed("here")

    with surroundings():
        ended = [*each_apart([Job(leave, (word,), file) for file in files], cores=2)]

    assert sorted((end.index, end.code) for end in ended) == [(0, 0), (1, 0), (2, 0)]
    assert [file.read_text() for file in files] == ["here []\n"] * 3
    assert _left == []


def test_how_each_ended_is_told(tmp_path: Path) -> None:
    jobs = [Job(work, (), tmp_path / work.__name__) for work in (fail, code_three, end_itself)]

    codes = {end.index: end.code for end in each_apart(jobs, cores=3)}

    assert codes == {0: 1, 1: 3, 2: -signal.SIGKILL}
    assert (tmp_path / "fail").read_text() == "ValueError: no such luck\n"


def test_what_still_runs_is_ended_with_the_rest(tmp_path: Path) -> None:
    running = each_apart([Job(code_three, (), tmp_path / "a"), Job(wait_long, (), tmp_path / "b")], cores=2)
    before = time.monotonic()

    assert next(running).code == 3
    running.close()

    assert time.monotonic() - before < 50


@pytest.mark.skipif(sys.platform != "linux", reason="threads are counted on Linux only")
def test_a_copy_is_never_made_of_a_process_with_more_threads(tmp_path: Path) -> None:
    """It would wait for ever for a thread that it does not have, as the typesetter's copies did."""
    _left.append("by the original")
    try:
        with another_thread():
            ended = [*each_apart([Job(leave, (Handed("begun anew"),), tmp_path / "a")], cores=1)]
    finally:
        _left.clear()

    assert [end.code for end in ended] == [0]
    assert (tmp_path / "a").read_text() == "begun anew []\n"
