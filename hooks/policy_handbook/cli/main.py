"""The commands and their options. Each imports what it needs when it runs, so that ``--help`` is there at once."""

from __future__ import annotations

import gc
import sys
from pathlib import Path
from typing import NoReturn

import click

from policy_handbook import __version__
from policy_handbook.cli.acknowledged import acknowledged
from policy_handbook.cli.check import check
from policy_handbook.cli.digest import digest
from policy_handbook.cli.due import due
from policy_handbook.cli.edit import edit
from policy_handbook.cli.export import export
from policy_handbook.cli.history import diff, issue, lock, review, withdraw
from policy_handbook.cli.importing import import_documents
from policy_handbook.cli.links import links
from policy_handbook.cli.new import new
from policy_handbook.cli.options import data_option, day_from, strict_option, today_option
from policy_handbook.cli.print import print_sheets
from policy_handbook.cli.reporting import FOUND, counts, report
from policy_handbook.cli.serve import serve
from policy_handbook.cli.trust import build_schools, merge, trust

UNUSABLE, INTERRUPTED = 2, 130


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="handbook")
def commands() -> None:
    """Check a school's policies and publish them as a handbook for each audience."""


commands.add_command(import_documents)
commands.add_command(new)
commands.add_command(serve)
commands.add_command(print_sheets)
commands.add_command(export)
commands.add_command(due)
commands.add_command(edit)
for command in (issue, review, withdraw, diff, lock, digest, acknowledged):
    commands.add_command(command)
commands.add_command(check)
commands.add_command(links)
commands.add_command(trust)
commands.add_command(merge)


@commands.command()
@data_option
@today_option
@strict_option
@click.option(
    "--site",
    type=click.Path(path_type=Path),
    default=Path("site"),
    show_default=True,
    help="The folder for the sites; it is replaced whole.",
)
@click.option("--view", "views", multiple=True, metavar="AUDIENCE", help="Build this view only; may be repeated.")
@click.option(
    "--school", "schools", multiple=True, metavar="ID", help="In a trust: build this school, or all; may be repeated."
)
@click.option("--shard", default="", metavar="N/M", help="In a trust: build the N-th of M parts of all schools.")
@click.option(
    "--keep-going", is_flag=True, help="In a trust: replace the schools that were built although others were not."
)
def build(
    data: Path,
    today: str,
    strict: bool,
    site: Path,
    views: tuple[str, ...],
    schools: tuple[str, ...],
    shard: str,
    keep_going: bool,
) -> None:
    """Check the policies and build every view of every site.

    Nothing is replaced unless every view was built and holds nothing that its audience may not read.
    """
    from policy_handbook.publish import check as check_data
    from policy_handbook.publish.build import build as build_sites

    day = day_from(today)
    if schools or shard:
        if views:
            raise click.UsageError("--view goes with --data; the schools of a trust are built with all their views")
        build_schools(schools, shard, site, day, strict=strict, keep_going=keep_going)
        return
    if strict:
        findings = check_data(data, root=Path(), today=day).findings
        if counts(findings, strict=True):
            report(findings, "text")
            click.echo("Nothing was built.", err=True)
            sys.exit(FOUND)
    result = build_sites(
        data, site, root=Path(), today=day, views=views, progress=lambda line: click.echo(line, err=True)
    )
    report(result.findings, "text")
    if not result.ok:
        click.echo("Nothing was built; the site is as it was.", err=True)
        sys.exit(FOUND)
    pages = sum(view.pages for view in result.views)
    if result.unchanged:
        click.echo(f"Nothing has changed since the last build: {site.as_posix()}/ holds {pages} pages", err=True)
    else:
        click.echo(f"Built {pages} pages into {site.as_posix()}/", err=True)


@commands.command()
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("schemas"),
    show_default=True,
    help="The folder to write into.",
)
@click.option("--names", is_flag=True, help="Offer the audiences, roles and policies of this handbook, too.")
@data_option
def schema(out: Path, names: bool, data: Path) -> None:
    """Write the JSON Schemas of the data, which editors use to complete and explain.

    With --names, they also offer what the handbook names; run it again when there is more to offer.
    """
    from policy_handbook.publish import usable_handbook
    from policy_handbook.schema import names_of, schemas

    offered = names_of(usable_handbook(data)) if names else None
    out.mkdir(parents=True, exist_ok=True)
    for name, text in schemas(offered).items():
        (out / name).write_text(text, encoding="utf-8")
        click.echo(f"{(out / name).as_posix()}")


@commands.command()
@click.argument("rule", required=False)
def rules(rule: str | None) -> None:
    """List the rules, or show the page of one."""
    from policy_handbook.rules import RULES

    pages = {module.ID: module for module in RULES}
    if rule is None:
        for name, module in pages.items():
            click.echo(f"{name:22} {(module.__doc__ or '').strip().splitlines()[0]}")
    elif rule in pages:
        module = pages[rule]
        click.echo(
            f"{rule}\n\n{(module.__doc__ or '').strip()}\n\nFound:\n\n{module.FAILING}\nRight:\n\n{module.PASSING}",
            nl=False,
        )
    else:
        raise click.UsageError(f"there is no rule called {rule}; handbook rules lists them")


def main() -> NoReturn:
    """Run the command; whatever cannot run is said in one plain line."""
    gc.set_threshold(100_000, 50, 100)  # what is read stays until the end; see publish.runner
    try:
        commands.main(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(UNUSABLE)
    except OSError as error:  # no right, no room, a folder where a file should be
        what = f"{error.filename} cannot be read or written" if error.filename else "a file cannot be read or written"
        click.echo(f"handbook: {what}: {(error.strerror or str(error)).lower()}", err=True)
        sys.exit(UNUSABLE)
    except (KeyboardInterrupt, click.Abort):
        click.echo("handbook: stopped; nothing was changed", err=True)
        sys.exit(INTERRUPTED)
    except Exception as error:
        if not _says_unusable(error):
            raise
        click.echo(f"handbook: {error}", err=True)
        sys.exit(UNUSABLE)
    finally:
        gc.freeze()  # the program ends, and Python need not look through all that it held for circles
    sys.exit(0)


def _says_unusable(error: Exception) -> bool:
    """Whether somebody raised an UnusableError; to import it would load all of publishing for ``--help``."""
    errors = sys.modules.get("policy_handbook.publish.errors")
    return errors is not None and isinstance(error, errors.UnusableError)
