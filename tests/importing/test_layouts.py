"""Every layout comes in whole: no word is lost, and sections, clauses, items and control data are where they belong."""

import datetime as dt

import pytest

from policy_handbook.importing.bringing import lost_words
from policy_handbook.importing.data_of import data_of
from policy_handbook.importing.known import Known
from policy_handbook.importing.reading import read_document
from policy_handbook.importing.recover import UNPLACED, recover
from policy_handbook.importing.writing import policy_text
from tests.importing.invented import ALL, Invented
from tests.importing.layouts import LAYOUTS
from tests.importing.scoring import policy_of, score_of, words_missing

TODAY = dt.date(2026, 11, 21)
CASES = [pytest.param(name, invented, id=f"{name}-{invented.name}") for name in LAYOUTS for invented in ALL]


@pytest.mark.parametrize(("name", "invented"), CASES)
def test_a_layout_comes_in_whole(name: str, invented: Invented) -> None:
    layout = LAYOUTS[name]
    document = read_document(layout.write(invented), f"{invented.name}.{layout.ending}")
    recovered = recover(document, invented.name, Known(), TODAY)
    text = policy_text(data_of(recovered, ()), ())
    policy = policy_of(text)

    assert not lost_words(document, recovered, text)
    assert not words_missing(invented, policy)  # counted from the truth, whatever the reader made of the file
    assert UNPLACED not in [section.title for section in policy.sections]
    score = score_of(invented, policy, changes=layout.shows_changes, extra=layout.extra)
    assert score.share("sections", "clauses", "items") >= 0.95, score.missed
    assert score.share("metadata", "changes", "linked") == 1, score.missed
    assert policy.status == "draft"
    assert policy.audience == ("staff",)
