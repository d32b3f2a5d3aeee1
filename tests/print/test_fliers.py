"""Fliers: what is on them, for whom, that they fit their paper and that a phone finds the page they lead to."""

import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
import zxingcpp
from pypdfium2 import PdfDocument

from policy_handbook.print import Cache, prints_of
from policy_handbook.print.flier import flier_data, flier_sheet
from policy_handbook.print.typeset import Sheet
from tests.print.sheets import SAMPLE, SMALL, assert_accessible, handbook_of, page_texts, view_of, words

NO_CACHE = Cache()
PAGES = {"a4": 1, "a4-both-sides": 2, "poster": 1, "a5-fold": 2, "tri-fold": 2}
FLIER: dict[str, Any] = {
    "title": "Open house",
    "strapline": "On one sheet",
    "audience": ["public", "parents", "staff"],
    "reader": "parents",
    "layout": "a4",
    "issue": 3,
    "date": "2026-09-01",
    "from": ["open"],
    "points": [{"title": "Doors", "icon": "door-open", "text": "They open **early**."}, "And close late."],
    "do": ["come in"],
    "do_not": ["stay out"],
    "school_may": ["shut them"],
    "ask": [{"role": "headteacher", "about": "Anything"}, {"role": "lead", "about": "Incidents"}],
}


@pytest.fixture(name="data")
def fixture_data(tmp_path: Path) -> Path:
    shutil.copytree(SMALL, tmp_path / "data")
    (tmp_path / "data" / "fliers").mkdir()
    return tmp_path / "data"


def put(data: Path, **fields: Any) -> None:
    (data / "fliers" / "house.yaml").write_text(yaml.safe_dump(FLIER | fields, sort_keys=False))


def sheet(data: Path, audience: str, **fields: Any) -> Sheet:
    put(data, **fields)
    view = view_of(audience, data)
    return flier_sheet(view, view.fliers["house"], "", NO_CACHE)


def codes(pdf: bytes) -> list[str]:
    """What a camera reads from the pages."""
    pages = [page.render(scale=150 / 72).to_pil() for page in PdfDocument(pdf)]
    return [code.text for page in pages for code in zxingcpp.read_barcodes(page)]


@pytest.mark.parametrize("layout", PAGES)
def test_every_layout_has_its_sides_everything_on_them_and_a_code_that_a_camera_reads(data: Path, layout: str) -> None:
    slip = {} if layout == "poster" else {"return_slip": {"text": "I will come."}}
    made = sheet(data, "public", layout=layout, opening="Welcome to all.", **slip)
    text = words(made.pdf).replace("/ ", "/")

    assert made.pages == PAGES[layout] == len(page_texts(made.pdf))
    assert all(note["fits"] for note in made.notes if "panel" in note)
    for said in (
        *("Open house", "On one sheet", "Welcome to all.", "Doors", "They open early.", "And close late."),
        *("come in", "stay out", "shut them", "Headteacher", "Issue 3", "1 September 2026"),
        *(["I will come."] if slip else []),
        "policies.exampleton.example.org/parents/policies/open",
    ):
        assert said in text, said
    assert codes(made.pdf) == ["https://policies.exampleton.example.org/parents/policies/open/"]


@pytest.mark.parametrize("layout", PAGES)
def test_every_layout_is_for_readers_with_assistive_software_too(data: Path, layout: str) -> None:
    assert_accessible(sheet(data, "public", layout=layout).pdf, "Open house – Exampleton Primary School")


def test_a_flier_is_in_the_views_that_it_names_and_linked_from_the_page_of_its_policy(data: Path) -> None:
    put(data)
    for audience, offered in (("public", True), ("parents", True), ("pupils", False), ("staff", True)):
        prints = prints_of(view_of(audience, data), "", NO_CACHE)
        assert [document.address for document in prints.all if "flier" in document.address] == (
            ["fliers/house.pdf"] if offered else []
        )


def test_whom_to_ask_is_said_as_far_as_the_reader_may_know(data: Path) -> None:
    assert "Incident lead" in words(sheet(data, "staff").pdf)
    assert "Incident" not in words(sheet(data, "public").pdf)


def test_nobody_has_a_flier_of_a_policy_that_they_may_not_read(data: Path) -> None:
    put(data, **{"from": ["open", "closed"]})

    assert [name for name in ("public", "parents", "pupils", "staff") if view_of(name, data).fliers] == ["staff"]


@pytest.mark.parametrize("source", ["draft", "nothing"])
def test_a_flier_of_a_policy_that_is_not_in_force_is_in_no_view(data: Path, source: str) -> None:
    put(data, **{"from": ["open", source]})

    assert not any(view_of(name, data).fliers for name in ("public", "parents", "pupils", "staff"))


def test_without_points_of_its_own_it_has_the_short_version_of_its_policy(data: Path) -> None:
    made = sheet(data, "staff", points=[])

    assert "For parents" in words(made.pdf)
    assert "For pupils" not in words(made.pdf)
    put(data, points=[], audience=["staff", "pupils"], reader="pupils")
    view = view_of("staff", data)
    assert "For pupils" in words(flier_sheet(view, view.fliers["house"], "", NO_CACHE).pdf)


def test_what_does_not_fit_is_noted_and_nothing_of_it_is_lost(data: Path) -> None:
    long = [f"Point {number} says something that takes a line or two, or even three of them." for number in range(60)]
    made = sheet(data, "public", points=long)

    (note,) = [note for note in made.notes if "panel" in note]
    assert note["fits"] is False
    assert note["over_mm"] > 100
    text = words(made.pdf)
    assert all(f"Point {number} says" in text for number in range(60))
    assert "1 September 2026" in text


def test_another_address_can_be_led_to(data: Path) -> None:
    made = sheet(data, "public", link="https://www.example.org/help")

    assert codes(made.pdf) == ["https://www.example.org/help"]
    assert "www.example.org/help" in words(made.pdf)


def test_a_pale_colour_is_darkened_for_words_and_dark_words_stand_on_it(data: Path) -> None:
    school = data / "school.yaml"
    school.write_text(school.read_text() + 'colour: "#f5d76e"\n')
    put(data)
    view = view_of("public", data)
    palette = flier_data(view, view.fliers["house"], "")["palette"]

    assert palette["on_band"] == "#1a1a1a"
    assert palette["band"] == "#f5d76e"
    assert int(palette["text"][1:3], 16) < 0x99


def test_the_fliers_of_the_sample_fit_their_paper() -> None:
    handbook = handbook_of(SAMPLE)
    assert len(handbook.fliers) >= 3
    for flier in handbook.fliers.values():
        view = view_of(flier.reader, SAMPLE)
        made = flier_sheet(view, view.fliers[flier.id], "", NO_CACHE)
        assert made.pages == PAGES[str(flier.layout)]
        assert all(note["fits"] for note in made.notes if "panel" in note), flier.id
        assert codes(made.pdf) == [
            f"https://policies.exampleton.example.org/{flier.reader}/policies/{flier.sources[0].policy}/"
        ]
