"""``handbook edit``: the forms in the browser."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from policy_handbook.cli.options import data_option, day_from, today_option

if TYPE_CHECKING:
    from policy_handbook.editing.forge import Forge
    from policy_handbook.editing.store import Store
    from policy_handbook.model import Handbook


@click.command()
@data_option
@today_option
@click.option("--port", default=0, show_default="any that is free", help="The port on this machine.")
@click.option("--open/--no-open", "opens", default=True, show_default=True, help="Open it in the browser.")
@click.option(
    "--write-admin",
    "admin",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Start nothing; write the editor as a folder for the staff site, which works on a forge.",
)
@click.option("--backend", type=click.Choice(["github", "gitlab"]), default="github", show_default=True)
@click.option("--repo", default="", metavar="OWNER/NAME", help="The repository there.")
@click.option("--branch", default="main", show_default=True, help="The branch that is published.")
@click.option("--sign-in", default="", metavar="URL", help="The service that signs people in, or the forge's address.")
@click.option("--app-id", default="", metavar="ID", help="The id under which the editor is registered at GitLab.")
def edit(data: Path, today: str, port: int, opens: bool, admin: Path | None, **forge: str) -> None:
    """Edit the policies in forms in the browser; the files change where you change them and nowhere else.

    Only this machine can reach it, and only with the address that is shown.
    """
    from policy_handbook.editing import serve_editor
    from policy_handbook.editing.store import Store
    from policy_handbook.publish import UnusableError, usable_handbook
    from policy_handbook.publish.kept_folder import kept_folder

    handbook = usable_handbook(data)
    kept_folder(Path())  # said here, where somebody reads it, and not by each page of the editor
    store = Store(data, Path(), day_from(today))
    if admin:
        _write_admin(admin, handbook, store, _forge(data, forge))
        return
    try:
        server, editor = serve_editor(store, port)
    except OSError as error:
        raise UnusableError(f"port {port} cannot be used: {error.strerror}", "name another with --port") from None
    click.echo(f"The editor is at {editor.address}\nCtrl-C ends it.", err=True)
    if opens:
        import webbrowser

        webbrowser.open(editor.address)
    with server:
        server.serve_forever()


def _forge(data: Path, given: dict[str, str]) -> Forge:
    from policy_handbook.editing.forge import Forge
    from policy_handbook.publish import UnusableError

    if "/" not in given["repo"].strip("/"):
        raise UnusableError("--repo is missing", "name the repository as owner/name")
    if data.is_absolute() or ".." in data.parts:
        raise UnusableError(f"{data.as_posix()} is no folder of this project", "run this in the project's folder")
    return Forge(
        given["backend"], given["repo"], given["branch"], data.as_posix(), given["sign_in"].rstrip("/"), given["app_id"]
    )


def _write_admin(folder: Path, handbook: Handbook, store: Store, forge: Forge) -> None:
    from policy_handbook.editing.forge import admin_files
    from policy_handbook.publish import UnusableError

    made = admin_files(handbook, store, forge)
    if folder.exists() and not (folder / "decap-cms.js").exists() and any(folder.iterdir()):
        raise UnusableError(f"{folder.as_posix()} is there already and is no editor", "name another folder")
    try:
        for name, content in made.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)
    except OSError as error:
        raise UnusableError(f"{folder.as_posix()} cannot be written: {error.strerror or error}") from None
    click.echo(f"Wrote {folder.as_posix()}/ for {forge.repo}")
    click.echo("Put it with the staff handbook, never on the website: its forms name people and policies.", err=True)
