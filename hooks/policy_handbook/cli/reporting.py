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
    return bool(counting(findings, strict=strict))


def counting(findings: Sequence[Finding], *, strict: bool) -> list[Finding]:
    """Return the findings that stop publishing: errors, and warnings too where somebody is strict."""
    severities = ("error", "warning") if strict else ("error",)
    return [finding for finding in findings if finding.severity in severities]


def report(findings: Sequence[Finding], form: str) -> None:
    """Print findings: with colours for a person at a terminal, unless NO_COLOR forbids them."""
    from policy_handbook.report import FORMATS, format_sarif, styled

    if form == "text" and (sys.stdout.isatty() or os.environ.get("FORCE_COLOR")):
        from rich.console import Console
        from rich.text import Text

        Console().print(Text.assemble(*styled(findings)), end="", soft_wrap=True)
    elif form == "sarif":
        from policy_handbook.rules import RULES

        pages = {module.ID: (module.__doc__ or "").strip() for module in RULES}
        click.echo(format_sarif(findings, pages), nl=False)
    else:
        click.echo(FORMATS[form](findings), nl=False)
