"""Work that has a process of its own, some of it at a time, so that nothing that one leaves behind reaches another.

Where it can be had, the process is a copy of this one, with all that was read and loaded at hand; elsewhere a new one
begins and is handed what it needs. A copy has one thread only, and waits for ever for any other that its original had:
so none is made where there are more, as there are once Typst has been at work.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import sys
import time
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from multiprocessing import connection, get_context
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Generic, TypeVar, cast

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Job:
    """A function with its arguments, and the file for whatever it prints."""

    work: Callable[..., int]
    arguments: tuple[object, ...]
    output: Path


class Handed(Generic[T]):
    """What several processes are handed: put into bytes once at most, for all of those that are no copies."""

    def __init__(self, value: T) -> None:
        self.value = value
        self._bytes = b""

    def __reduce__(self) -> tuple[Callable[[bytes], Handed[T]], tuple[bytes]]:
        self._bytes = self._bytes or pickle.dumps(self.value, pickle.HIGHEST_PROTOCOL)
        return _received, (self._bytes,)


def _received(data: bytes) -> Handed[T]:
    return Handed(pickle.loads(data))  # noqa: S301 - of the process that began this one


def _context() -> BaseContext:
    return get_context("fork" if makes_copies() else "spawn")


def makes_copies() -> bool:
    """Whether jobs are copies of this process, which has one thread only, those included that are none of Python's.

    Linux can tell; elsewhere they are not.
    """
    try:
        return len([*Path("/proc/self/task").iterdir()]) == 1
    except OSError:
        return False


@dataclass(frozen=True, slots=True)
class Ended:
    """How a job ended.

    Attributes:
        index: which of the jobs it was.
        code: what its work returned, or a number below zero if it was ended from outside.
        seconds: how long it took.
    """

    index: int
    code: int
    seconds: float


def each_apart(
    jobs: Sequence[Job], cores: int, meanwhile: Callable[[], None] = lambda: None
) -> Generator[Ended, None, None]:
    """Do jobs side by side, as many at a time as there are cores, and say how each ended.

    Args:
        jobs: what is to be done.
        cores: how many jobs there are at a time.
        meanwhile: what this process does once the last of them has begun; after that it may have more threads.
    """
    context = _context()
    waiting = list(enumerate(jobs))[::-1]
    running: dict[int, tuple[int, BaseProcess, float]] = {}
    try:
        while waiting or running:
            while waiting and len(running) < cores:
                index, job = waiting.pop()
                process: BaseProcess = context.Process(target=_begin, args=(job,))  # type: ignore[attr-defined]
                process.start()
                running[process.sentinel] = index, process, time.perf_counter()
                if not waiting:
                    meanwhile()
            for ended in connection.wait(list(running)):
                index, process, started = running.pop(cast("int", ended))
                process.join()
                yield Ended(index, process.exitcode or 0, time.perf_counter() - started)
    finally:
        for _, process, _ in running.values():
            process.terminate()
        for _, process, _ in running.values():
            process.join()


def _begin(job: Job) -> None:
    """Work as a process of its own: what it prints goes to its file, and what ends it is said there in one line."""
    gc.freeze()  # what was read before is not looked through again for circles
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the command that started it says that it was stopped, and ends it
    with job.output.open("w", encoding="utf-8") as output:
        os.dup2(output.fileno(), 1)
        os.dup2(output.fileno(), 2)
        sys.stdout = sys.stderr = output
        try:
            code = job.work(*job.arguments)
        except Exception as error:
            print(f"{type(error).__name__}: {error}", file=output)
            code = 1
    os._exit(code)  # nothing of the process that this one is a copy of is ended here
