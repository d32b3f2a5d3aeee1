"""``handbook import``: a school's documents become policies that a person checks."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from policy_handbook.cli.options import data_option, day_from, today_option


@click.command("import")
@click.argument("sources", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE-OR-FOLDER...")
@data_option
@today_option
@click.option(
    "--audience",
    "readers",
    multiple=True,
    metavar="AUDIENCE",
    help="Who may read what is imported; may be repeated.  [default: staff]",
)
@click.option("--id", "name", default="", metavar="ID", help="The id of a single policy.  [default: made of its name]")
@click.option("--as-issue", is_flag=True, help="Bring documents in as earlier issues of policies, into issues/.")
@click.option(
    "--report",
    type=click.Path(path_type=Path),
    default=Path("import-report"),
    show_default=True,
    help="The folder for the report.",
)
def import_documents(
    sources: tuple[Path, ...],
    data: Path,
    today: str,
    readers: tuple[str, ...],
    name: str,
    as_issue: bool,
    report: Path,
) -> None:
    """Read documents and write a draft policy for each: Word, OpenDocument, HTML, Markdown, PDF or plain text.

    What is there already is never overwritten. The report says what to check in each draft.
    """
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import Progress

    from policy_handbook.importing.bringing import Order, State, bring_in, files_in
    from policy_handbook.importing.known import known_of
    from policy_handbook.importing.reporting import summary, write_report
    from policy_handbook.publish import usable_handbook
    from policy_handbook.publish.errors import UnusableError

    known = known_of(usable_handbook(data))
    audience = _audience(readers, known.audiences)
    missing = [path for path in sources if not path.exists()]
    if missing:
        raise UnusableError(f"there is no {missing[0].as_posix()}", "name a file or a folder of documents")
    files = list(dict.fromkeys(files_in(sources)))
    if not files:
        raise UnusableError("there is no document in the folder", "put .docx, .odt, .html, .md, .pdf or .txt there")
    if name and len(files) > 1:
        raise UnusableError("--id is for a single file", "leave it out; each file gets its own id")
    order = Order(data, day_from(today), audience, as_issue, _checked_id(name))
    console = Console(stderr=True)
    # without a thread that draws it: processes are begun meanwhile
    with Progress(console=console, transient=True, auto_refresh=False, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("Reading", total=2 * len(files))

        def advance(file: str) -> None:
            bar.update(task, advance=1, description=escape(file[:40]), refresh=True)

        outcomes = bring_in(files, order, known, advance)
    write_report(report, outcomes)
    for line in summary(outcomes, report):
        click.echo(line)
    good = all(outcome.state in (State.WRITTEN, State.SAME) and not outcome.lost for outcome in outcomes)
    sys.exit(0 if good else 1)


def _audience(readers: tuple[str, ...], audiences: tuple[str, ...]) -> tuple[str, ...]:
    from policy_handbook.publish.errors import UnusableError

    named = tuple(name.strip() for reader in readers for name in reader.split(",") if name.strip())
    unknown = [name for name in named if name not in (*audiences, "everyone")]
    if unknown:
        raise UnusableError(f"there is no audience {unknown[0]}", f"name some of {', '.join(audiences)}, or everyone")
    return named


def _checked_id(name: str) -> str:
    import re

    from policy_handbook.model.base import ID_PATTERN
    from policy_handbook.publish.errors import UnusableError

    if name and not re.fullmatch(ID_PATTERN, name):
        raise UnusableError(f"{name} is no id", "small letters, digits and single hyphens only")
    return name
