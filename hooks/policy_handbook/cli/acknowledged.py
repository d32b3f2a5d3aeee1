"""``handbook acknowledged``: who has read which issue, from a register that may lie anywhere."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from policy_handbook.cli.options import data_option, day_from, today_option
from policy_handbook.cli.reporting import FOUND, report

if TYPE_CHECKING:
    from policy_handbook.acknowledgement import Coverage, Outstanding, Register
    from policy_handbook.model import Handbook


@click.command()
@click.option(
    "--register",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="The folder with staff.csv and register.csv.  [default: $HANDBOOK_ACKNOWLEDGEMENTS, or acknowledgements/]",
)
@click.option("--person", default="", metavar="NAME", help="What this person has still to read, with what changed.")
@click.option("--names", is_flag=True, help="Name those who have still to read something.")
@data_option
@today_option
def acknowledged(folder: Path | None, person: str, data: Path, today: str, *, names: bool) -> None:
    """Say how many have read what they have to, and check the register.

    Names are printed only where they are asked for. The folder need not be part of the repository.
    """
    from policy_handbook.acknowledgement import FOLDER, coverage_of, outstanding, read_register
    from policy_handbook.publish import UnusableError, usable_handbook

    handbook = usable_handbook(data)
    given = os.environ.get("HANDBOOK_ACKNOWLEDGEMENTS", "")
    place = folder or (Path(given) if given else data / FOLDER)
    register = read_register(place, handbook, day_from(today))
    if register.is_empty and not register.findings:
        raise UnusableError(f"there is no register in {place.as_posix()}", "it has staff.csv and register.csv")
    if register.findings:
        report(register.findings, "text")
    left = outstanding(handbook, register)
    if person:
        _say_to_one(handbook, register, person, left)
    elif names:
        for row in left:
            click.echo(f"{row.person}: {row.policy.title}, issue {row.policy.issue}{_before(row.last)}")
    else:
        _say_counts(handbook, coverage_of(handbook, register))
    sys.exit(FOUND if register.findings else 0)


def _say_counts(handbook: Handbook, rows: Sequence[Coverage]) -> None:
    if not rows:
        click.echo("No policy in force says who has to read it: to_be_read_by: [all-staff]")
    for row in rows:
        click.echo(f"{row.policy.title}, issue {row.policy.issue}")
        for group in (row.total, *row.groups):
            whom = handbook.title_of(group.role) if group.role else "All who have to"
            more = f", {group.earlier} an earlier issue" if group.earlier else ""
            click.echo(f"  {whom}: {group.current} of {group.people} have read it{more}")


def _say_to_one(handbook: Handbook, register: Register, person: str, left: Sequence[Outstanding]) -> None:
    """Show somebody what they have still to read; of a policy that they have read before, what changed since."""
    from policy_handbook.audience import for_audience
    from policy_handbook.history import redline
    from policy_handbook.history.text import redline_text
    from policy_handbook.model import SiteName
    from policy_handbook.publish import UnusableError

    name = " ".join(person.casefold().split())
    if register.staff and name not in register.staff:
        raise UnusableError("staff.csv has nobody of that name", "write the name as it stands there")
    inside = next((view.audience for view in handbook.views if view.site is SiteName.INTRANET), None)
    view = for_audience(handbook, inside) if inside else None
    own = [row for row in left if row.person == name]
    for row in own:
        click.echo(f"{row.policy.title}, issue {row.policy.issue}{_before(row.last)}")
        old = view.issues.get(row.policy.id, {}).get(row.last) if view else None
        new = view.policies.get(row.policy.id) if view else None
        if view and old and new:
            click.echo(f"\nWhat changed since issue {row.last}:\n{redline_text(redline(view, old, new))}")
    if not own:
        click.echo("Nothing is left to read.")


def _before(last: int) -> str:
    return f"; read issue {last} before" if last else ""
