"""Times the stages of one view and prints them as JSON: ``stages.py VIEW``, run in the folder of a handbook.

The stages are those of the package's own functions. What MkDocs adds is the time of a whole run of the view's
process without what was done in it before.
"""

from __future__ import annotations

import datetime as dt
import gc
import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
TODAY = dt.date(2026, 11, 21)


def main(audience: str) -> None:
    """Time each stage once."""
    times: dict[str, float] = {}

    def timed(stage: str, work: Callable[[], T]) -> T:
        start = time.process_time()
        result = work()
        times[stage] = times.get(stage, 0.0) + time.process_time() - start
        return result

    timed("start", _import)
    from policy_handbook.audience import for_audience
    from policy_handbook.feeds import files_of
    from policy_handbook.pages import PageContext, pages_of
    from policy_handbook.publish.leaks import Scanner
    from policy_handbook.read import read_handbook
    from policy_handbook.rules import Context, check_all

    data = Path("policy_data")
    handbook = timed("read", lambda: read_handbook(data).handbook)
    if handbook is None:
        raise SystemExit("the handbook cannot be read")
    timed("rules", lambda: check_all(Context(handbook, TODAY)))
    view = timed("filter", lambda: for_audience(handbook, audience))
    pages = timed("pages", lambda: pages_of(view, PageContext(TODAY)))
    files = timed("feeds", lambda: files_of(view, pages, TODAY))
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)

        def write() -> None:
            for page in pages:
                target = place / page.file_name
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(page.html, encoding="utf-8")
            for file in files:
                target = place / file.path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(file.content)

        timed("write", write)
        timed("scan", lambda: list(Scanner(handbook, audience).scan(place)))
    print(json.dumps(times))


def _import() -> None:
    """Load what a build loads, MkDocs included, and look for circles of objects as seldom."""
    import mkdocs.commands.build  # noqa: F401

    from policy_handbook.publish.runner import SELDOM

    gc.set_threshold(*SELDOM)


if __name__ == "__main__":
    main(sys.argv[1])
