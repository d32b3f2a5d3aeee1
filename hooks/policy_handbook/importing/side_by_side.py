"""Does the same with many items in processes side by side, so that none of them stops the others, whatever it does."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Trouble:
    """What stood in the way of a result.

    Attributes:
        what: it in plain words.
    """

    what: str


ENDED = Trouble("the program that read it was ended")


@dataclass(frozen=True, slots=True)
class Work(Generic[Item, Result]):
    """What is to be done with each item.

    Attributes:
        do: makes the result of an item; it has to be a function of a module, so that another process finds it.
        seconds: how long one item may take; kept only where the system has a clock for it.
    """

    do: Callable[[Item], Result]
    seconds: int = 120

    def each(self, items: Sequence[Item], cores: int = 0) -> Iterator[tuple[int, Result | Trouble]]:
        """Yield the place of each item with its result, as they come.

        A process that ends before its time takes the work of all others with it. So what was under way then is
        done again, each item alone, and only one that ends its process again is given up.

        Args:
            items: the items.
            cores: how many processes work; as many as the machine has cores if it is 0.
        """
        cores = cores or os.cpu_count() or 1
        waiting = list(range(len(items)))
        while waiting:
            ended: list[int] = []
            for place, got in self._together(items, waiting, cores):
                if isinstance(got, BrokenProcessPool):
                    ended.append(place)
                else:
                    yield place, got
            ended.sort()
            for place in ended[:cores]:
                [(_, got)] = self._together(items, [place], 1)
                yield (
                    place,
                    Trouble("the program that read it was ended") if isinstance(got, BrokenProcessPool) else got,
                )
            waiting = ended[cores:]

    def _together(
        self, items: Sequence[Item], places: Sequence[int], cores: int
    ) -> Iterator[tuple[int, Result | Trouble | BrokenProcessPool]]:
        pool = ProcessPoolExecutor(min(cores, len(places)), multiprocessing.get_context(_how()), _begin)
        try:
            task = partial(_timed, self.do, self.seconds)
            under_way: dict[Future[Result | Trouble], int] = {}
            for place in places:
                under_way[_started(pool, task, items[place])] = place
            for future in as_completed(under_way):
                got = _got(future)
                yield under_way[future], got
        finally:
            pool.shutdown(cancel_futures=True)  # whoever stops half-way waits for what is under way, and no more


class _TooLongError(BaseException):
    """An item took more time than it may; no reader may take it for a fault of the file."""


def _how() -> str:
    """Return how processes are begun: as copies where that is safe, which is quicker than to load all anew."""
    return "fork" if sys.platform == "linux" and threading.active_count() == 1 else "spawn"


_MEMORY = 2_500_000_000
"""Bytes of memory for one process beside what it begins with, where the system can set a limit: a file that asks for
more is a trap."""


def _begin() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the command says that it was stopped
    if hasattr(signal, "SIGALRM"):
        signal.signal(signal.SIGALRM, _stop)
    if sys.platform == "linux":
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_AS)
        now = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
        limit = now + _MEMORY if most == resource.RLIM_INFINITY else min(now + _MEMORY, most)
        resource.setrlimit(resource.RLIMIT_AS, (limit, most))


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise _TooLongError


def _timed(do: Callable[[Item], Result], seconds: int, item: Item) -> Result | Trouble:
    if not hasattr(signal, "SIGALRM"):
        return do(item)
    signal.alarm(seconds)
    try:
        return do(item)
    except _TooLongError:
        return Trouble(f"it took more than {seconds} seconds")
    finally:
        signal.alarm(0)


def _started(
    pool: ProcessPoolExecutor, task: Callable[[Item], Result | Trouble], item: Item
) -> Future[Result | Trouble]:
    """Hand an item over; a pool that is broken already has no future for it, so that one is made."""
    try:
        return pool.submit(task, item)
    except BrokenProcessPool as error:
        future: Future[Result | Trouble] = Future()
        future.set_exception(error)
        return future


def _got(future: Future[Result]) -> Result | Trouble | BrokenProcessPool:
    error = future.exception()
    if isinstance(error, BrokenProcessPool):
        return error
    return Trouble(f"{type(error).__name__}") if error else future.result()
