"""Fields of a file change; every other line stays as it was written, to the byte."""

import difflib
from pathlib import Path
from typing import Any

import pytest

from policy_handbook.history.writing import LayoutError, frozen_text, with_fields, with_pins
from policy_handbook.model import Policy
from policy_handbook.read.source import parse

POLICIES = sorted((Path(__file__).parents[2] / "policy_data" / "policies").glob("*.yaml"))

CHANGE = "{issue: 2, date: 2026-07-09, by: headteacher, kind: editorial, summary: Clearer words}"

HEAD = f"""\
# yaml-language-server: $schema=../../schemas/policy.schema.json
# Ask the clerk before changing this.
title:   Trial    # three spaces
issue: 2   # the second
approval:
  by: governing-board   # the full board
  date: 2026-07-09
  minute: FGB 26/31
review: {{every: 12 months, next: 2027-07-31}}

# What happened
reviews:
- date: 2026-07-01
  by: headteacher
  outcome: new-issue  # as agreed
  note: >-
    Long words that
    somebody wrapped.

# The sheet
changes: [{CHANGE}]
linked_policies:
  - behaviour
  # because of phones
  - {{id: social-media, why: "What may be posted", checked_against: 8}}
  - {{title: Equality Act 2010, url: "https://example.org"}}
summary: >
  Folded, and
  kept so.
"""


def changed(old: str, new: str) -> list[str]:
    """The lines that went and came."""
    lines = difflib.unified_diff(old.splitlines(), new.splitlines(), n=0, lineterm="")
    return [line for line in lines if line[:1] in "+-" and line[:3] not in ("---", "+++")]


def test_a_value_changes_and_its_note_stays() -> None:
    assert changed(HEAD, with_fields(HEAD, {"issue": 3}, {})) == [
        "-issue: 2   # the second",
        "+issue: 3   # the second",
    ]


def test_a_record_changes_the_fields_that_are_named() -> None:
    new = with_fields(HEAD, {"approval": {"date": "2027-07-08", "minute": None}, "review": {"next": "2028-07"}}, {})

    assert changed(HEAD, new) == [
        "-  date: 2026-07-09",
        "-  minute: FGB 26/31",
        "-review: {every: 12 months, next: 2027-07-31}",
        "+  date: 2027-07-08",
        "+review: {every: 12 months, next: 2028-07}",
    ]


def test_a_row_is_put_at_the_end_of_a_list_however_it_is_written() -> None:
    review = {"date": "2027-07-01", "by": "headteacher", "outcome": "no-change", "note": "Read: twice", "audience": []}
    change = {"issue": 3, "date": "2027-07-08", "by": "headteacher", "kind": "material", "summary": "no"}

    assert changed(HEAD, with_fields(HEAD, {}, {"reviews": review, "changes": change})) == [
        '+- {date: 2027-07-01, by: headteacher, outcome: no-change, note: "Read: twice"}',
        f"-changes: [{CHANGE}]",
        f'+changes: [{CHANGE}, {{issue: 3, date: 2027-07-08, by: headteacher, kind: material, summary: "no"}}]',
    ]


def test_a_field_that_is_not_there_yet_goes_where_the_format_has_it() -> None:
    new = with_fields(HEAD, {"effective_from": "2026-09-01"}, {"publicised": {"to": "parents", "date": "2026-09-04"}})

    assert changed(HEAD, new) == ["+effective_from: 2026-09-01", "+publicised:", "+  - {to: parents, date: 2026-09-04}"]
    assert new.index("issue:") < new.index("effective_from:") < new.index("approval:")
    assert new.index("reviews:") < new.index("publicised:") < new.index("# The sheet")


def test_links_are_pinned_in_place() -> None:
    assert changed(HEAD, with_pins(HEAD, {"behaviour": 12, "social-media": 9})) == [
        "-  - behaviour",
        "+  - {id: behaviour, checked_against: 12}",
        '-  - {id: social-media, why: "What may be posted", checked_against: 8}',
        '+  - {id: social-media, why: "What may be posted", checked_against: 9}',
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_ends_of_lines_and_the_byte_order_mark_stay(end: str, mark: str) -> None:
    text = mark + HEAD.replace("\n", end)

    assert with_fields(text, {"issue": 3}, {}) == text.replace("issue: 2 ", "issue: 3 ", 1)


def test_a_file_in_braces_is_refused() -> None:
    with pytest.raises(LayoutError):
        with_fields("changes: none\n", {}, {"changes": {"issue": 1}})


SUMMARIES = [
    "yes",
    "1.10",
    "2026-07-09",
    "a: b",
    "#1",
    "- x",
    "“Quoted”",
    '"',
    "It’s, well, [so]",
    "null",
    "über",
    "a  b ",
    "*b*",
]


@pytest.mark.parametrize("summary", SUMMARIES)
def test_what_is_written_is_read_back_as_it_was(summary: str) -> None:
    row = {"issue": 3, "date": "2027-07-08", "summary": summary}
    source = parse(with_fields(HEAD, {}, {"changes": row}).encode(), "trial.yaml")

    assert source.findings == ()
    assert str(source.value["changes"][-1]["summary"]) == summary
    assert type(source.value["changes"][-1]["summary"]).__name__ != "Misread"


VALUES: dict[str, Any] = {"issue": 99, "effective_from": "2027-01-05", "review": {"next": "2027-12"}}
ROW = {"date": "2026-12-01", "by": "headteacher", "outcome": "no-change"}


@pytest.mark.parametrize("path", POLICIES, ids=lambda path: path.stem)
def test_a_policy_of_the_sample_changes_in_four_lines(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    new = with_fields(text, VALUES, {"reviews": ROW})

    assert len(changed(text, new)) == 7
    assert Policy.model_validate(parse(new.encode(), "x").value).reviews[-1].outcome == "no-change"


def test_a_frozen_file_finds_its_schema() -> None:
    assert frozen_text(HEAD) == HEAD.replace("$schema=../../schemas", "$schema=../../../schemas")
    assert frozen_text("title: x\n") == "title: x\n"
