"""``handbook check``: the rules only."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from policy_handbook.cli.options import data_option, day_from, strict_option, today_option
from policy_handbook.cli.reporting import FOUND, counting, counts, report

if TYPE_CHECKING:
    from collections.abc import Sequence

    from policy_handbook.findings import Finding


@click.command()
@data_option
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
@click.option(
    "--changed-since", default="", metavar="REV", help="Report on files only that changed since this git revision."
)
@click.option("--fix", is_flag=True, help="Mend first what is safe: curly quotes, dates, misspelt field names.")
@click.option("--write-baseline", type=click.Path(path_type=Path), metavar="FILE", help="Write what is found as known.")
def check(
    data: Path, today: str, strict: bool, form: str, changed_since: str, fix: bool, write_baseline: Path | None
) -> None:
    """Check the policies against every rule, and build nothing."""
    from policy_handbook.publish import check as check_data

    if fix:
        _mend(data, changed_since)
    findings: Sequence[Finding] = check_data(data, root=Path(), today=day_from(today)).findings
    if write_baseline:
        _write_baseline(write_baseline, findings)
        return
    if changed_since:
        findings = _of_changed_files(findings, data, changed_since, strict=strict)
    report(findings, form)
    sys.exit(FOUND if counts(findings, strict=strict) else 0)


def _mend(data: Path, changed_since: str) -> None:
    """Mend what is safe and say what was mended; with a revision, in files that changed since."""
    from policy_handbook.mending import mend
    from policy_handbook.publish import UnusableError
    from policy_handbook.publish.changed import changed_files

    try:
        mended = mend(data, changed_files(data, changed_since) if changed_since else None)
    except OSError as error:
        raise UnusableError(
            f"{error.filename or data} cannot be written: {error.strerror or error}", "see who may write there"
        ) from None
    for one in mended:
        click.echo(f"{one.place}: wrote {one.found} as {one.written}", err=True)
    if mended:
        click.echo(f"Mended: {len(mended)}. Look at the difference before you save it in git.", err=True)


def _write_baseline(path: Path, findings: Sequence[Finding]) -> None:
    from policy_handbook.rules import RULE_IDS
    from policy_handbook.settings import baseline_of

    path.write_text(baseline_of(findings, RULE_IDS), encoding="utf-8")
    click.echo(f"Wrote {path.as_posix()}; name it in handbook.yaml: baseline: {path}", err=True)


def _of_changed_files(findings: Sequence[Finding], data: Path, revision: str, *, strict: bool) -> Sequence[Finding]:
    """The findings of files that changed; says how many of the others would count."""
    from policy_handbook.publish.changed import changed_files, in_files
    from policy_handbook.report import summary

    shown, hidden = in_files(findings, changed_files(data, revision))
    if hidden := counting(hidden, strict=strict):
        click.echo(f"Not shown, in files that did not change since {revision}: {summary(hidden)}", err=True)
    return shown
