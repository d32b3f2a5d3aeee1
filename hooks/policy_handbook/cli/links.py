"""``handbook links``: the links of the sites that were built."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from policy_handbook.cli.options import data_option, day_from, strict_option, today_option
from policy_handbook.cli.reporting import FOUND, counts, report

if TYPE_CHECKING:
    from policy_handbook.findings import Finding, Place
    from policy_handbook.model import Handbook


@click.command()
@click.option("--external", is_flag=True, help="Ask other hosts whether the pages that we link to are still there.")
@click.option("--again", is_flag=True, help="Ask for what answered in the last seven days, too.")
@click.option(
    "--site",
    type=click.Path(path_type=Path),
    default=Path("site"),
    show_default=True,
    help="The folder with the sites that were built.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github", "sarif", "junit"]),
    default="text",
    show_default=True,
    help="How to write the findings.",
)
@data_option
@today_option
@strict_option
def links(external: bool, again: bool, site: Path, form: str, data: Path, today: str, strict: bool) -> None:
    """Follow the links of the sites that were built.

    Without --external, those within the sites, as every build does. With it, those to other hosts: politely, each once,
    and what is found is a warning at most, since pages of others move; let it run once a week.
    """
    from policy_handbook.publish import UnusableError, read_usable
    from policy_handbook.publish.docs import docs_pages
    from policy_handbook.publish.linkcheck import broken_links
    from policy_handbook.publish.manifest import read_manifest

    day = day_from(today)
    handbook, _ = read_usable(data)
    if read_manifest(site) is None:
        raise UnusableError(f"there is no built site in {site.as_posix()}", "run handbook build first")
    if external:
        findings = _external(handbook, site, data, day, again=again)
    else:
        findings = broken_links(site, handbook, docs_pages(Path("docs"), list(handbook.school.audiences)))
    report(findings, form)
    sys.exit(FOUND if counts(findings, strict=strict) else 0)


def _external(handbook: Handbook, site: Path, data: Path, day: dt.date, *, again: bool) -> Sequence[Finding]:
    from policy_handbook.findings import in_order
    from policy_handbook.publish.external import (
        CACHE,
        answers_for,
        ask,
        external_findings,
        place_finder,
        reachable,
    )
    from policy_handbook.publish.kept_folder import kept_folder
    from policy_handbook.publish.linkcheck import BuiltSite, hosts_of, source_of

    uses = BuiltSite(site, hosts_of(handbook)).external()
    kept = kept_folder(Path())
    cache = kept / CACHE if kept else None
    if cache and again:
        cache.unlink(missing_ok=True)
    click.echo(f"Asking for {len(uses)} addresses of others; this takes a while, so as not to press them", err=True)
    asking = partial(ask, contact=handbook.school.handbook_url, today=day)
    answers = answers_for(uses, cache=cache, today=day, asking=asking)
    if not reachable(answers):
        click.echo("No other host could be reached: is there a network? Nothing is said about the links.", err=True)
        return []

    def on_page(address: str) -> Place:
        return source_of(handbook, uses[address][0], frozenset())[0]

    files = [*sorted(data.rglob("*.yaml")), *sorted(Path("docs").rglob("*.md"))]
    return in_order(external_findings(answers, uses, place_finder(files, on_page)))
