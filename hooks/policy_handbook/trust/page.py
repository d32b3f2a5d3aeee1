"""The trust's own page: which schools are behind which issue. It is for the trust's staff, and in no school's site."""

from __future__ import annotations

import datetime as dt
from importlib.resources import files
from pathlib import Path

from policy_handbook.dates import Date
from policy_handbook.pages.templates import render
from policy_handbook.trust.repository import STATUS_FOLDER
from policy_handbook.trust.status import Status

STYLE = "trust.css"


def status_page(status: Status, today: dt.date) -> str:
    """Make the page."""
    return render("trust/status.html.jinja", status=status, today=Date.of(today), style=STYLE)


def write_status(status: Status, site: Path, today: dt.date) -> None:
    """Write the page with its style sheet into a site."""
    folder = site / STATUS_FOLDER
    folder.mkdir(parents=True)
    (folder / "index.html").write_text(status_page(status, today), encoding="utf-8")
    style = files("policy_handbook") / "templates" / "trust" / STYLE
    (folder / STYLE).write_bytes(style.read_bytes())
