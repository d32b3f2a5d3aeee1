"""Runs a command and says how long it took and how much memory it and all that it started had at most."""

from __future__ import annotations

import os
import resource
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

INTERVAL = 0.2
"""How often memory is looked at, in seconds."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What a command took: seconds, seconds of work of all cores together, and MiB of memory at the peak."""

    seconds: float
    work: float
    mebibytes: float


def measure(command: Sequence[str], folder: Path, environment: Mapping[str, str] | None = None) -> Measured:
    """Run a command in a folder.

    Raises:
        SystemExit: the command failed; its last words are shown.
    """
    started, worked = time.perf_counter(), _work_of_children()
    with subprocess.Popen(
        command,
        cwd=folder,
        env={**os.environ, **(environment or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        watch = _Watch(process.pid)
        watch.start()
        output, errors = process.communicate()
        seconds = time.perf_counter() - started
        watch.stop()
    if process.returncode != 0:
        raise SystemExit(f"{' '.join(command)} failed: {errors[-2000:]}{output[-2000:]}")
    return Measured(seconds, _work_of_children() - worked, watch.peak / 1024)


def _work_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


class _Watch(threading.Thread):
    """Adds up the memory of a process and all below it; pages that they share are shared out between them.

    Linux says so in /proc; elsewhere the peak stays 0.
    """

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._pid = pid
        self._ended = threading.Event()
        self.peak = 0

    def run(self) -> None:
        while not self._ended.wait(INTERVAL):
            self.peak = max(self.peak, sum(map(_kibibytes, _with_children(self._pid))))

    def stop(self) -> None:
        self._ended.set()
        self.join()


def _with_children(pid: int) -> list[int]:
    found = [pid]
    for parent in found:
        try:
            for task in Path(f"/proc/{parent}/task").iterdir():
                found += map(int, (task / "children").read_text().split())
        except OSError:
            continue
    return found


def _kibibytes(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
