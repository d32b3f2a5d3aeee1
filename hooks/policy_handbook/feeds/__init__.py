"""A view to its files beside the pages: the register as JSON, feeds, calendars, and the list for other websites."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from policy_handbook.feeds.calendar import UNWRITTEN, Events, reviews_calendar
from policy_handbook.feeds.changes import changes_feed
from policy_handbook.feeds.embed import embed_files
from policy_handbook.feeds.register import register_json
from policy_handbook.feeds.reviews import reviews_json
from policy_handbook.feeds.search import search_files
from policy_handbook.feeds.stretches import NOT_KEPT, Counted, count_ahead, digest_of
from policy_handbook.feeds.style import school_css
from policy_handbook.model import Handbook
from policy_handbook.outputs import OutputFile, Page

__all__ = ["NOT_KEPT", "UNWRITTEN", "Counted", "Events", "count_ahead", "digest_of", "files_of", "list_files"]


def files_of(
    view: Handbook,
    pages: Sequence[Page],
    today: dt.date,
    counted: Counted = NOT_KEPT,
    lists: Sequence[OutputFile] | None = None,
) -> list[OutputFile]:
    """Make every file of a view that is no page.

    Args:
        view: what ``for_audience`` returned.
        pages: the pages of the same view, whose search entries are gathered.
        today: the date of the build.
        counted: what was counted before for the search.
        lists: what ``list_files`` makes, where that is at hand.
    """
    return [
        OutputFile("policies.json", register_json(view, today)),
        *search_files(view, pages, counted),
        *(list_files(view, today) if lists is None else lists),
    ]


def list_files(view: Handbook, today: dt.date, events: Events = UNWRITTEN) -> list[OutputFile]:
    """Make the files of a view that say of policies what lists show, and nothing of their texts.

    Args:
        view: what ``for_audience`` returned, or what lists show of it.
        today: the date of the build.
        events: what was written before for the calendar.
    """
    files = [OutputFile("feed.xml", changes_feed(view, today)), OutputFile("assets/school.css", school_css(view))]
    if view.view.site.value == "intranet":
        files.append(OutputFile("reviews.ics", reviews_calendar(view, events)))
        files.append(OutputFile("reviews.json", reviews_json(view, today)))
    if view.view.is_top and view.view.site.value == "website":
        files += embed_files(view, today)
    return files
