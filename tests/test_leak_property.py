"""Random handbooks: no view holds a word that is not for its audience, and every clause reaches all of its readers."""

import dataclasses
import datetime as dt
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from policy_handbook.audience import for_audience
from policy_handbook.feeds import files_of
from policy_handbook.model import Handbook
from policy_handbook.pages import PageContext, pages_of
from policy_handbook.read import read_handbook
from tests.random_handbooks import AUDIENCES, Drawn, draw

ROOT = Path(__file__).parent.parent
TODAY = dt.date(2026, 11, 21)


def read(drawn: Drawn) -> Handbook:
    with TemporaryDirectory() as folder:
        drawn.write(Path(folder))
        reading = read_handbook(Path(folder), "policy_data")
    assert reading.handbook is not None
    assert reading.findings == ()
    return reading.handbook


def everything_of(view: Handbook) -> str:
    """All that a view would write, file names included."""
    pages = pages_of(view, PageContext(TODAY))
    parts = [f"{page.address} {page.title} {page.description} {page.html} {page.entries}" for page in pages]
    parts += [f"{file.path} {file.content.decode('utf-8', 'replace')}" for file in files_of(view, pages, TODAY)]
    return "\n".join(parts)


@settings(deadline=None, max_examples=60)
@given(seed=st.integers(0, 2**32))
def test_no_view_holds_what_is_not_for_it_and_none_lacks_a_clause(seed: int) -> None:
    drawn = draw(seed)
    whole = read(drawn)
    for audience in AUDIENCES:
        text = everything_of(for_audience(whole, audience))
        assert [word for word in drawn.forbidden(audience) if word in text] == []
        assert [word for word in drawn.clauses if audience in drawn.readers[word] and word not in text] == []


def test_the_property_can_fail() -> None:
    drawn = draw(1)
    whole = dataclasses.replace(read(drawn), audience="public")
    text = everything_of(whole)
    assert [word for word in drawn.forbidden("public") if word in text] != []
