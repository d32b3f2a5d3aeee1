"""How the commands print findings, and which findings make a command fail."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from policy_handbook.findings import Finding

FOUND = 1
"""The exit code where there are findings that count."""


def counts(findings: Sequence[Finding], *, strict: bool) -> bool:
    """Whether any finding stops publishing."""
    counting = ("error", "warning") if strict else ("error",)
    return any(finding.severity in counting for finding in findings)


def report(findings: Sequence[Finding], form: str) -> None:
    """Print findings: with colours for a person at a terminal, unless NO_COLOR forbids them."""
    from policy_handbook.report import FORMATS, format_grouped, format_sarif

    if form == "text" and (sys.stdout.isatty() or os.environ.get("FORCE_COLOR")):
        from rich.console import Console

        # a line number between colons, as in :100:, is no emoji
        console = Console(highlight=False, soft_wrap=True, emoji=False)
        console.print(format_grouped(findings, markup=True), end="")
    elif form == "sarif":
        from policy_handbook.rules import RULES

        pages = {module.ID: (module.__doc__ or "").strip() for module in RULES}
        click.echo(format_sarif(findings, pages), nl=False)
    else:
        click.echo(FORMATS[form](findings), nl=False)
