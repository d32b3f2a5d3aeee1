"""Processes for what a test runs, each a copy of one that has loaded the program and has one thread, as a command has.

The process that runs the tests has more: those of xdist, and Typst's once something was typeset. Of such a one the
program makes no copies (see ``publish.apart``): it would begin a new process for each view, and most of the work of a
small build would be that each loads everything anew. Nobody who types a command waits for that.
"""

from __future__ import annotations

import datetime as dt
import os
import signal
import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext
from pathlib import Path
from subprocess import CompletedProcess
from tempfile import TemporaryFile
from typing import Any, ParamSpec, TypeVar

from policy_handbook.publish.build import BuildResult
from policy_handbook.publish.build import build as build_here

P = ParamSpec("P")
R = TypeVar("R")

ROOT = Path(__file__).parent.parent
_LOADED = [
    "pytest",
    "policy_handbook.cli.main",
    "policy_handbook.publish.build",
    "policy_handbook.publish.inspection",
    "policy_handbook.publish.runner",
    "tests.processes",
]
"""What every process has loaded when it begins."""


@dataclass(frozen=True)
class _Work:
    """What is to be done, and where: the folder and the environment are those of the test at that moment."""

    work: Callable[..., Any]
    arguments: tuple[Any, ...]
    named: Mapping[str, Any]
    folder: str
    environment: Mapping[str, str]


def apart(work: Callable[P, R], *arguments: P.args, **named: P.kwargs) -> R:
    """Call a function in a process of its own; what it takes, returns and raises has to go into bytes.

    Raises:
        RuntimeError: the process ended without an answer.
    """
    context = _context()
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(
        target=_do, args=(theirs, _Work(work, arguments, named, str(Path.cwd()), dict(os.environ)))
    )
    process.start()
    theirs.close()
    try:
        returned, raised = ours.recv()
    except EOFError:
        process.join()
        raise RuntimeError(f"the process ended with {process.exitcode}") from None
    process.join()
    if raised is not None:
        raise raised
    made: R = returned
    return made


def _do(answer: Connection, given: _Work) -> None:
    os.chdir(given.folder)
    os.environ.clear()
    os.environ.update(given.environment)
    try:
        answer.send((given.work(*given.arguments, **given.named), None))
    except Exception as error:
        answer.send((None, error))


@cache
def _context() -> ForkServerContext:
    """Where copies are made; the process of which they are copies begins with the first."""
    from multiprocessing.forkserver import ensure_running

    context = get_context("forkserver")
    context.set_forkserver_preload(_LOADED)
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join([str(ROOT / "hooks"), str(ROOT), *filter(None, [before])])
    try:
        ensure_running()
    finally:
        del os.environ["PYTHONPATH"]
        if before is not None:
            os.environ["PYTHONPATH"] = before
    return context


def interruptible() -> None:
    """Let Ctrl-C reach a new process; one that is begun behind a shell's back, as a nightly run is, inherits that not.

    For ``preexec_fn`` of ``subprocess.Popen``.
    """
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def build(data: Path, site: Path, *, root: Path, today: dt.date, views: Sequence[str] = ()) -> BuildResult:
    """Build as ``publish.build.build`` does, apart."""
    return apart(build_here, data, site, root=root, today=today, views=views)


def handbook(*arguments: str, folder: Path, **environment: str) -> CompletedProcess[str]:
    """Run the command as somebody types it, but for loading the program.

    Args:
        arguments: what stands behind ``handbook``.
        folder: where it is typed.
        environment: what the environment has beside that of the test.
    """
    code, out, err = apart(_typed, arguments, folder, environment)
    return CompletedProcess(arguments, code, out, err)


def _typed(arguments: tuple[str, ...], folder: Path, environment: Mapping[str, str]) -> tuple[int, str, str]:
    from policy_handbook.cli.main import main

    os.chdir(folder)
    os.environ.update(environment)
    sys.argv = ["handbook", *arguments]
    with TemporaryFile() as out, TemporaryFile() as err, Path(os.devnull).open("rb") as nothing:
        for number, file in enumerate((nothing, out, err)):
            os.dup2(file.fileno(), number)
        sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - by their numbers
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        sys.stderr = open(2, "w", encoding="utf-8", errors="backslashreplace", closefd=False)  # noqa: SIM115
        code: object = 0
        try:
            main()
        except SystemExit as ended:
            code = ended.code
        except BaseException:
            traceback.print_exc()
            code = 1
        sys.stdout.flush()
        sys.stderr.flush()
        texts = []
        for file in (out, err):
            file.seek(0)
            texts.append(file.read().decode("utf-8"))
    return code if isinstance(code, int) else 0 if code is None else 1, texts[0], texts[1]
