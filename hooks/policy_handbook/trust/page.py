"""The trust's own page: which schools are behind which issue. It is for the trust's staff, and in no school's site."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path

from policy_handbook.dates import Date
from policy_handbook.model import SiteName
from policy_handbook.pages.templates import render
from policy_handbook.trust.repository import STATUS_FOLDER
from policy_handbook.trust.status import Status

STYLE = "trust.css"


def status_page(status: Status, today: dt.date, ways: Mapping[str, Sequence[str]] | None = None) -> str:
    """Make the page.

    Args:
        status: how schools stand.
        today: the date that it bears.
        ways: which sites of each school lie beside the page; none where it stands alone.
    """
    return render("trust/status.html.jinja", status=status, today=Date.of(today), style=STYLE, ways=ways or {})


def write_status(status: Status, site: Path, today: dt.date) -> None:
    """Write the page with its style sheet into a site."""
    folder = site / STATUS_FOLDER
    folder.mkdir(parents=True)
    ways = {
        school: [name for name in SiteName if (site / school / name / "index.html").is_file()]
        for school in status.schools
    }
    (folder / "index.html").write_text(status_page(status, today, ways), encoding="utf-8")
    style = files("policy_handbook") / "templates" / "trust" / STYLE
    (folder / STYLE).write_bytes(style.read_bytes())
