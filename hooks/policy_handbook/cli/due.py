"""``handbook due``: what to put on the next agenda."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import click

from policy_handbook.cli.options import data_option, day_from, today_option

_UNITS = {"d": "day", "w": "week", "m": "month", "y": "year"}


@click.command()
@click.option(
    "--within", default="90d", show_default=True, metavar="TIME", help="How far ahead: 90d, 12w, 3m, 1y or “2 terms”."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "ics", "md"]),
    default="text",
    show_default=True,
    help="How to write it: md to paste into an agenda, ics for a calendar.",
)
@click.option("--owner", default="", metavar="ROLE", help="What this role looks after only.")
@data_option
@today_option
def due(within: str, form: str, owner: str, data: Path, today: str) -> None:
    """Say what is due for review, approval, making known or publishing, by term and by who looks after it.

    What is overdue comes first, however long ago it was due.
    """
    from policy_handbook.feeds.due import DUE_FORMATS, due_list
    from policy_handbook.publish import UnusableError, read_usable

    day = day_from(today)
    until = until_from(within, day)
    handbook, unread = read_usable(data)
    if owner and owner not in handbook.people.roles and owner not in handbook.people.bodies:
        raise UnusableError(f"there is no role called {owner}", f"there are: {', '.join(handbook.people.roles)}")
    if unread:
        names = ", ".join(sorted(unread))
        click.echo(f"Left out, because they cannot be read: {names}. handbook check says why.", err=True)
    made = DUE_FORMATS[form](due_list(handbook, day, until, owner))
    # a calendar has line ends of its own, which no terminal may change
    click.echo(made.encode() if form == "ics" else made, nl=False)


def until_from(within: str, today: dt.date) -> dt.date:
    """Return the last day of a time from today.

    Raises:
        UnusableError: what was given is no length of time.
    """
    from policy_handbook.dates import Interval
    from policy_handbook.publish import UnusableError

    short = re.fullmatch(r"(\d{1,3})([dwmy])", within.strip())
    try:
        return Interval.parse(f"{short[1]} {_UNITS[short[2]]}s" if short else within).after(today)
    except (ValueError, OverflowError):
        advice = "write it as 90d, 12w, 3m, 1y or “2 terms”"
        raise UnusableError(f"{within} is no length of time", advice) from None
