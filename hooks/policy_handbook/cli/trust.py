"""The commands of a trust: who is behind which issue, and parts of a site joined into one."""

from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from policy_handbook.cli.options import day_from, strict_option, today_option
from policy_handbook.cli.reporting import FOUND, counts, report

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from policy_handbook.trust import Repository, Status


def repository_at(root: Path) -> Repository:
    """Open the trust's repository in a folder; report what is wrong with trust.yaml, and end, if it cannot be read."""
    from policy_handbook.trust import Repository, open_trust

    opened = open_trust(root)
    if isinstance(opened, Repository):
        return opened
    report(opened, "text")
    sys.exit(FOUND)


def build_schools(
    schools: Sequence[str],
    shard: str,
    site: Path,
    today: dt.date,
    *,
    strict: bool,
    keep_going: bool,
) -> None:
    """Build schools of the trust in the working folder, and end with the exit code that says how it went."""
    from policy_handbook.publish import UnusableError
    from policy_handbook.trust import Shard, build_schools, check_schools

    repository = repository_at(Path())
    part = Shard.parse(shard) if shard else None
    named = () if not schools or "all" in schools else schools
    if part and named:
        raise UnusableError("--shard takes its part of all schools", "leave --school out, or write --school all")
    if strict:
        wanted = part.part_of(repository.schools) if part else named or repository.schools
        found = check_schools(repository, wanted, today)
        if counts(found, strict=True):
            report(found, "text")
            click.echo("Nothing was built.", err=True)
            sys.exit(FOUND)
    built = build_schools(
        repository,
        site,
        today=today,
        schools=named,
        shard=part,
        keep_going=keep_going,
        progress=lambda line: click.echo(line, err=True),
    )
    report(built.findings, "text")
    if not built.swapped:
        click.echo("Nothing was replaced; the site is as it was.", err=True)
        sys.exit(FOUND)
    click.echo(
        f"Built {len(built.pages)} schools, {sum(built.pages.values())} pages, into {site.as_posix()}/", err=True
    )
    if built.failed:
        click.echo(f"As they were: {', '.join(built.failed)}", err=True)
        sys.exit(FOUND)


@click.group()
def trust() -> None:
    """For a trust of many schools, in the folder that holds trust.yaml."""


@trust.command()
@today_option
@strict_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github", "sarif", "junit"]),
    default="text",
    show_default=True,
    help="How to write the findings.",
)
def check(today: str, strict: bool, form: str) -> None:
    """Check all schools against every rule; what is wrong in the trust's own files is said once."""
    from policy_handbook.trust import check_schools

    repository = repository_at(Path())
    found = check_schools(repository, repository.schools, day_from(today))
    report(found, form)
    sys.exit(FOUND if counts(found, strict=strict) else 0)


@trust.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "csv", "html"]),
    default="text",
    show_default=True,
    help="How to write it.",
)
@click.option("--strict", is_flag=True, help="End with exit code 1 if any school is behind.")
@today_option
def status(form: str, strict: bool, today: str) -> None:
    """Say which schools follow which issue of the trust's policies, those first that are behind."""
    from policy_handbook.trust import status_of
    from policy_handbook.trust.page import status_page

    found = status_of(repository_at(Path()))
    if form == "json":
        text = json.dumps(found.as_data(), indent=1, ensure_ascii=False) + "\n"
    elif form == "csv":
        text = _table(found)
    elif form == "html":
        text = status_page(found, day_from(today))
    else:
        text = _lines(found)
    click.echo(text, nl=False)
    if strict and (found.behind or found.unread):
        sys.exit(FOUND)


def _lines(found: Status) -> str:
    lines = [
        f"{row.policy_title}: {row.school_title} follows issue {row.follows}; "
        f"the trust is at issue {row.present}, from {row.since}"
        for row in found.behind
    ]
    lines += [f"{found.policies[name].title}: the file of {title} cannot be read" for title, name in found.unread]
    behind = len({row.school for row in found.behind})
    total = len(found.schools)
    lines.append(f"{behind} of {total} schools behind" if behind else f"all {total} schools follow the present issues")
    return "\n".join(lines) + "\n"


def _table(found: Status) -> str:
    """Write a row for each school and policy."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(["school", "policy", "follows", "trust_issue", "own_parts"])
    for school, standing in found.schools.items():
        for name, policy in found.policies.items():
            if name not in standing.unread:
                follows = standing.adopted.get(name, policy.issue)
                rows.writerow([school, name, follows, policy.issue, standing.own.get(name, 0)])
    return out.getvalue()


@click.command()
@click.argument("parts", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option(
    "--site",
    type=click.Path(path_type=Path),
    default=Path("site"),
    show_default=True,
    help="The folder for the whole; it is replaced.",
)
def merge(parts: tuple[Path, ...], site: Path) -> None:
    """Join PARTS, folders that handbook build --shard left, into one site with one manifest.

    Nothing is joined if two parts hold the same school, if they were not built from the same data on the same day, if a
    school is in none of them, or if a file is not what its manifest says.
    """
    from policy_handbook.trust import merge as join

    whole = join(parts, site)
    click.echo(f"Joined {len(parts)} parts, {len(whole.schools)} schools, into {site.as_posix()}/", err=True)
