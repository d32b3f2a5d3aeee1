"""``handbook serve``: one view with live reload, which errors in the data do not end."""

from __future__ import annotations

import datetime as dt
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import click

from policy_handbook.cli.options import data_option, day_from, today_option

UNUSABLE = 2
_PAUSE = 0.3  # seconds between two looks at the files


@click.command()
@click.option("--view", default="public", show_default=True, metavar="AUDIENCE", help="The view to serve.")
@data_option
@today_option
@click.option("--port", default=8000, show_default=True, help="The port on this machine.")
def serve(view: str, data: Path, today: str, port: int) -> None:
    """Serve one view on this machine and build it anew whenever a file changes.

    While the data has errors, they are shown here and the last good pages are served.
    """
    import subprocess

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
    sys.exit(subprocess.run(command, env=environment, check=False).returncode and UNUSABLE)  # noqa: S603 - ours


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
