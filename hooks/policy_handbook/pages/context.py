"""What pages need beside the handbook that they show."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from policy_handbook.findings import Finding


@dataclass(frozen=True, slots=True)
class PageContext:
    """What pages need beside the handbook.

    Attributes:
        today: the date of the build.
        findings: the findings of the build; only the pages of the intranet show them.
        help_pages: hand-written pages that this view offers, as (title, address).
    """

    today: dt.date
    findings: tuple[Finding, ...] = ()
    help_pages: tuple[tuple[str, str], ...] = ()
