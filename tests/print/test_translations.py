"""Fliers in other languages: letters, direction and order are right, and pages offer what there is."""

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from pypdfium2 import PdfDocument

from policy_handbook.print import NO_CACHE, pdf_text, prints_of
from policy_handbook.print.flier import flier_sheet, languages
from policy_handbook.print.typeset import Sheet, has_font
from policy_handbook.publish.view import make_view
from tests.print.sheets import SAMPLE, SMALL, assert_accessible, handbook_of, view_of, words
from tests.print.test_documents import TODAY

TITLES = {
    "pl": "Zażółć gęślą jaźń",
    "ro": "Școală și țară",
    "so": "Waqtiga dugsiga",
    "ar": "كل يوم وفي الموعد",
    "ur": "ہر روز، وقت پر",
    "bn": "প্রতিদিন",
    "zh": "天天到校",
}
MADE = {"by": "A translator", "date": "2026-09-02", "of_issue": 1}


@pytest.fixture(name="data")
def fixture_data(tmp_path: Path) -> Path:
    data = tmp_path / "data"
    shutil.copytree(SMALL, data)
    (data / "fliers").mkdir()
    people = data / "people.yaml"
    people.write_text(people.read_text().replace("holder: A. Holder", "email: head@exampleton.example.org"))
    return data


def sheet(data: Path, language: str, **fields: Any) -> Sheet:
    flier = {
        "title": "Every day",
        "audience": ["parents"],
        "issue": 1,
        "date": "2026-09-01",
        "from": ["open"],
        "points": [{"icon": "phone", "text": "First"}, "Second"],
        "ask": [{"role": "headteacher", "about": "Anything"}],
        "translations": {
            language: MADE | {"title": TITLES[language], "points": [{"title": TITLES[language], "text": "1"}, "2"]}
        },
    }
    (data / "fliers" / "house.yaml").write_text(yaml.safe_dump(flier | fields, allow_unicode=True))
    view = view_of("parents", data)
    return flier_sheet(view, view.fliers["house"], "", NO_CACHE, language)


@pytest.mark.parametrize("language", TITLES)
def test_every_language_is_printed_and_tagged_as_what_it_is(data: Path, language: str) -> None:
    if language == "zh" and not has_font("Noto Sans CJK TC"):
        pytest.skip("the font for Chinese is an extra of its own")
    made = sheet(data, language)
    expected = {"zh": "zh-CN"}.get(language, language)
    document = assert_accessible(made.pdf, f"{TITLES[language]} – Exampleton Primary School", expected)

    assert languages()[language].words["ask"] not in (None, "", languages()["en"].words["ask"])
    assert len(document.pages) == 1
    assert "translator" in words(made.pdf)
    if languages()[language].direction == "ltr":
        assert TITLES[language] in words(made.pdf)


def test_chinese_without_its_font_is_left_out_and_found(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "policy_handbook.print.typeset.FONTS", {"Atkinson Hyperlegible": ("fontpkg_atkinson_hyperlegible",)}
    )
    monkeypatch.setattr("policy_handbook.print.flier.has_font", lambda family: family == "Atkinson Hyperlegible")
    from policy_handbook.print import typeset

    caches = (typeset._compiler, typeset.tools, languages)
    for cached in caches:
        cached.cache_clear()
    try:
        (data / "fliers" / "house.yaml").write_text("")
        with pytest.raises(typeset.TypesetError, match="could not be displayed"):
            sheet(data, "zh")
        prints = prints_of(view_of("parents", data), "", NO_CACHE)
        assert [made.language for made in prints.fliers["house"]] == ["en"]
    finally:
        for cached in caches:
            cached.cache_clear()


def where(pdf: bytes, text: str) -> tuple[int, float]:
    """The page on which a text stands, and how far from its left edge."""
    for number, page in enumerate(PdfDocument(pdf)):
        found = page.get_textpage().search(text).get_next()
        if found:
            return number, page.get_textpage().get_charbox(found[0])[0]
    raise AssertionError(text)


@pytest.mark.parametrize("language", ["ar", "ur"])
def test_a_sheet_from_right_to_left_is_mirrored_and_addresses_are_not(data: Path, language: str) -> None:
    folded = sheet(data, language, layout="tri-fold")
    _, school = where(folded.pdf, "Primary")
    _, head = where(folded.pdf, "head")
    _, host = where(folded.pdf, "org")

    assert school < 842 / 3 < head < host  # the front is on the left of the sheet, so that it opens to the right
    view = view_of("parents", data)
    english = flier_sheet(view, view.fliers["house"], "", NO_CACHE)
    _, front = where(english.pdf, "Every day")
    assert front > 842 * 2 / 3
    assert "head exampleton example org" in pdf_text(folded.pdf)


@pytest.mark.parametrize("language", ["ar", "ur", "bn"])
def test_the_school_is_written_in_the_letters_of_all_other_sheets(data: Path, language: str) -> None:
    (page,) = PdfDocument(sheet(data, language).pdf)
    text = page.get_textpage()
    start, length = text.search("Exampleton").get_next()
    fonts = {text.get_textobj(place).get_font().get_base_name() for place in range(start, start + length)}
    assert all("AtkinsonHyperlegible" in name for name in fonts)


def test_the_scan_for_leaks_reads_english_words_on_a_sheet_from_right_to_left(data: Path) -> None:
    made = sheet(data, "ar", ask=[{"title": "The one who keeps the grey key for the boiler"}])

    assert "the one who keeps the grey key for the boiler" in " ".join(pdf_text(made.pdf).lower().split())


def test_icons_and_roles_are_those_of_the_flier_itself(data: Path) -> None:
    made = sheet(data, "pl", ask=[{"role": "headteacher", "title": "The head"}])
    view = view_of("parents", data)
    flier = view.fliers["house"]

    assert "head@exampleton.example.org" in words(made.pdf)
    assert "The head" in words(made.pdf)  # nobody translated it
    assert flier.points[0].icon == "phone"
    assert not flier.translations["pl"].points[0].icon


def test_the_pages_offer_the_languages_by_their_own_names(data: Path) -> None:
    sheet(data, "ur")
    view = make_view(handbook_of(data), "parents", data=data, docs=data / "docs", findings=(), today=TODAY)
    page = next(page for page in view.pages if page.address == "policies/open/")

    assert {file.path for file in view.files} >= {"fliers/house.pdf", "fliers/house-ur.pdf"}
    assert re.search(r'href="\.\./\.\./fliers/house-ur\.pdf" hreflang="ur"><bdi lang="ur">اردو</bdi>', page.html)


def test_the_translations_of_the_sample_fit_and_are_of_the_present_issue() -> None:
    handbook = handbook_of(SAMPLE)
    tried = 0
    for flier in handbook.fliers.values():
        view = view_of(flier.reader, SAMPLE)
        for language, translation in flier.translations.items():
            made = flier_sheet(view, view.fliers[flier.id], "", NO_CACHE, language)
            assert all(note["fits"] for note in made.notes if "panel" in note), (flier.id, language)
            assert translation.of_issue == flier.issue
            tried += 1
    assert tried >= 6
