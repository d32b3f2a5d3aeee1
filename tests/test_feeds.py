"""Whole files that other programs read, held against what they should be.

``pytest --update-golden`` writes them anew; read the difference before committing it.
"""

import datetime as dt
import json
from pathlib import Path

import pytest
from lxml import etree
from lxml import html as lxml_html

from policy_handbook.audience import for_audience
from policy_handbook.feeds import files_of
from policy_handbook.read import read_handbook

HERE = Path(__file__).parent
TODAY = dt.date(2026, 11, 21)


def files(audience: str) -> dict[str, bytes]:
    handbook = read_handbook(HERE / "data" / "small", "small").handbook
    assert handbook is not None
    return {file.path: file.content for file in files_of(for_audience(handbook, audience), [], TODAY)}


@pytest.mark.parametrize(
    ("audience", "path"),
    [
        ("public", "policies.json"),
        ("staff", "policies.json"),
        ("public", "feed.xml"),
        ("parents", "feed.xml"),
        ("staff", "reviews.ics"),
        ("public", "embed/policies.html"),
        ("public", "embed/policies.js"),
        ("public", "embed/frame.html"),
    ],
)
def test_a_file_is_as_agreed(audience: str, path: str, request: pytest.FixtureRequest) -> None:
    golden = HERE / "golden" / "feeds" / audience / path
    made = files(audience)[path]
    if request.config.getoption("--update-golden"):
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_bytes(made)

    assert made == golden.read_bytes()


def test_the_calendar_is_for_the_intranet_and_the_embedded_list_for_the_public_view() -> None:
    assert "reviews.ics" in files("staff")
    assert not {"reviews.ics"} & (files("public").keys() | files("parents").keys())
    assert not [path for name in ("parents", "pupils", "staff") for path in files(name) if path.startswith("embed/")]


def test_the_feed_is_atom_with_a_stable_id_for_each_issue() -> None:
    space = {"a": "http://www.w3.org/2005/Atom"}
    feed = etree.fromstring(files("public")["feed.xml"])
    ids = {entry.text for entry in feed.findall("a:entry/a:id", space)}
    titles = [entry.text for entry in feed.findall("a:entry/a:title", space)]

    assert len(ids) == 2
    assert titles == ["Open, issue 2", "Open, issue 1"]


def test_the_embedded_list_has_full_addresses_and_nothing_that_a_sanitiser_takes() -> None:
    snippet = lxml_html.fragment_fromstring(files("public")["embed/policies.html"].decode(), create_parent=True)
    tags = {element.tag for element in snippet.iter() if isinstance(element.tag, str)}

    assert tags == {"div", "ul", "li", "a", "p", "script"}
    assert all(link.get("href").startswith("https://") for link in snippet.iter("a"))
    assert not [element for element in snippet.iter() if {"style", "class", "id"} & set(element.attrib)]


def test_a_register_names_only_what_its_view_holds() -> None:
    held = {
        name: [p["id"] for p in json.loads(files(name)["policies.json"])["policies"]] for name in ("public", "staff")
    }

    assert held == {"public": ["open"], "staff": ["closed", "open"]}
