"""Today, for those at the border who may ask."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from policy_handbook.dates import Date
from policy_handbook.publish.errors import UnusableError


def today_from(environment: Mapping[str, str], given: str = "") -> dt.date:
    """Return the date of a build.

    Args:
        environment: where HANDBOOK_TODAY and SOURCE_DATE_EPOCH may be.
        given: a date that somebody asked for, which counts before both.

    Raises:
        UnusableError: what was given is no date.
    """
    text = given or environment.get("HANDBOOK_TODAY", "")
    if text:
        try:
            return _in_reach(dt.date.fromisoformat(text))
        except ValueError:
            raise UnusableError(f"{text} is no date", "write it as 2026-11-21") from None
    epoch = environment.get("SOURCE_DATE_EPOCH", "")
    if epoch:
        try:
            return _in_reach(dt.datetime.fromtimestamp(int(epoch), dt.UTC).date())
        except (ValueError, OverflowError, OSError):
            raise UnusableError(f"SOURCE_DATE_EPOCH is {epoch}, which is no number of seconds") from None
    return dt.datetime.now().astimezone().date()


def _in_reach(day: dt.date) -> dt.date:
    return Date.parse(day.isoformat()).last_day
