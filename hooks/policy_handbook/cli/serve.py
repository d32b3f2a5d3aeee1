"""``handbook serve``: one view with live reload, which errors in the data do not end."""

from __future__ import annotations

import datetime as dt
import os
import signal
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from policy_handbook.cli.options import data_option, day_from, today_option

if TYPE_CHECKING:
    from subprocess import Popen

UNUSABLE = 2
TOLD_TO_END = 128 + signal.SIGTERM
"""The exit code of a program that the machine has told to end, as shells have it."""

_PAUSE = 0.3  # seconds between two looks at the files
_PATIENCE = 3.0  # seconds for MkDocs to end


@click.command()
@click.option("--view", default="public", show_default=True, metavar="AUDIENCE", help="The view to serve.")
@data_option
@today_option
@click.option("--port", default=8000, show_default=True, help="The port on this machine.")
def serve(view: str, data: Path, today: str, port: int) -> None:
    """Serve one view on this machine and build it anew whenever a file changes.

    While the data has errors, they are shown here and the last good pages are served.
    """
    day = day_from(today)
    _wait_until_sound(data, day)
    environment = os.environ | {
        "HANDBOOK_VIEW": view,
        "HANDBOOK_DATA": str(data.absolute()),
        "HANDBOOK_TODAY": day.isoformat(),
        "NO_MKDOCS_2_WARNING": "1",
    }
    click.echo(f"The view {view} is at http://127.0.0.1:{port}/ ; Ctrl-C ends it", err=True)
    command = [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{port}"]
    sys.exit(_run(command, environment) and UNUSABLE)


def _run(command: Sequence[str], environment: Mapping[str, str]) -> int:
    """Run MkDocs until it ends or this process is told to; return its exit code.

    Raises:
        SystemExit: this process was told to end, and MkDocs has ended.
        KeyboardInterrupt: it was interrupted, and MkDocs has ended.
    """
    import subprocess

    told = signal.signal(signal.SIGTERM, _told_to_end)  # else this process alone would end, and the port stay taken
    try:
        with subprocess.Popen(command, env=environment) as child:  # noqa: S603 - ours
            try:
                return child.wait()
            except KeyboardInterrupt:
                _end(child, asked=True)  # by the same keys, as a rule
                raise
            except SystemExit:
                _end(child, asked=False)
                raise
    finally:
        signal.signal(signal.SIGTERM, told)


def _told_to_end(_signal: int, _frame: object) -> NoReturn:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # once is enough: what follows has to be done to its end
    sys.exit(TOLD_TO_END)


def _end(child: Popen[bytes], *, asked: bool) -> None:
    """End MkDocs as Ctrl-C does, so that it clears away what it has built, and if need be as a machine does.

    Args:
        child: its process.
        asked: whether it may have been asked already; then it has its time first.
    """
    import subprocess

    ways = (partial(child.send_signal, signal.SIGINT), child.terminate, child.kill)
    for ask in (child.poll, *ways) if asked else ways:
        with suppress(OSError, ValueError):  # a system without such a signal
            ask()
        with suppress(subprocess.TimeoutExpired):
            child.wait(timeout=_PATIENCE)
            return


def _wait_until_sound(data: Path, day: dt.date) -> None:
    """Show the errors with which no page can be made yet, anew after each change, until there are none."""
    from policy_handbook.publish import check
    from policy_handbook.report import format_text

    while True:
        seen = tuple(_state(data))
        checked = check(data, root=Path(), today=day)
        if checked.publishable:
            return
        errors = [finding for finding in checked.findings if finding.severity == "error"]
        click.echo(format_text(errors), err=True)
        click.echo(f"Waiting for a change in {data.as_posix()}/ ; Ctrl-C ends it", err=True)
        while tuple(_state(data)) == seen:
            time.sleep(_PAUSE)


def _state(data: Path) -> Iterator[tuple[str, int]]:
    """When each file of the data was last written."""
    for path in sorted(data.rglob("*.yaml")):
        try:
            yield path.as_posix(), path.stat().st_mtime_ns
        except OSError:  # it went away between the two
            continue
