"""``handbook edit``: the forms in the browser."""

from __future__ import annotations

import webbrowser
from pathlib import Path

import click

from policy_handbook.cli.options import data_option, day_from, today_option


@click.command()
@data_option
@today_option
@click.option("--port", default=0, show_default="any that is free", help="The port on this machine.")
@click.option("--open/--no-open", "opens", default=True, show_default=True, help="Open it in the browser.")
def edit(data: Path, today: str, port: int, opens: bool) -> None:
    """Edit the policies in forms in the browser; the files change where you change them and nowhere else.

    Only this machine can reach it, and only with the address that is shown.
    """
    from policy_handbook.editing import serve_editor
    from policy_handbook.editing.store import Store
    from policy_handbook.publish import UnusableError, usable_handbook

    usable_handbook(data)
    try:
        server, editor = serve_editor(Store(data, Path(), day_from(today)), port)
    except OSError as error:
        raise UnusableError(f"port {port} cannot be used: {error.strerror}", "name another with --port") from None
    click.echo(f"The editor is at {editor.address}\nCtrl-C ends it.", err=True)
    if opens:
        webbrowser.open(editor.address)
    with server:
        server.serve_forever()
