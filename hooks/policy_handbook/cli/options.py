"""Options that several commands take, and what they mean."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import click

data_option = click.option(
    "--data",
    type=click.Path(path_type=Path),
    default=Path("policy_data"),
    show_default=True,
    help="The folder that holds school.yaml.",
)
today_option = click.option("--today", default="", metavar="DATE", help="Take this as today, such as 2026-11-21.")
strict_option = click.option("--strict", is_flag=True, help="Let warnings count as errors.")


def day_from(given: str) -> dt.date:
    """Return the date that somebody gave, or today.

    Raises:
        UnusableError: what was given is no date.
    """
    from policy_handbook.publish import today_from

    return today_from(os.environ, given)
