"""Printed policies: what is in them, for whom, and that they come out the same and are not made twice."""

import datetime as dt
import os
import re
import shutil
from pathlib import Path

import pikepdf
import pytest

from policy_handbook.outputs import Printed
from policy_handbook.print import NO_CACHE, Cache, pdf_text, prints_of, typeset
from policy_handbook.publish.leaks import Scanner
from policy_handbook.publish.view import ViewOutputs, make_view
from tests.print.sheets import SMALL, assert_accessible, handbook_of, opened, outline, page_texts, tags, view_of, words

TODAY = dt.date(2026, 11, 21)


def printed(audience: str, policy: str = "open", data: Path = SMALL) -> Printed:
    prints = prints_of(view_of(audience, data), "", NO_CACHE)
    assert prints.failed == ()
    return prints.policies[policy]


def made(audience: str, data: Path = SMALL, cache: Path | None = None) -> ViewOutputs:
    handbook = handbook_of(data)
    return make_view(handbook, audience, data=data, docs=data / "docs", findings=(), today=TODAY, cache=Cache(cache))


@pytest.fixture(name="data")
def fixture_data(tmp_path: Path) -> Path:
    shutil.copytree(SMALL, tmp_path / "data")
    return tmp_path / "data"


def test_a_view_has_each_of_its_policies_on_paper_and_its_page_says_so() -> None:
    view = made("public")
    files = {file.path: file.content for file in view.files}
    page = next(page for page in view.pages if page.address == "policies/open/")

    assert [path for path in files if path.endswith(".pdf")] == ["policies/open/open.pdf"]
    assert re.search(r'href="\.\./\.\./policies/open/open\.pdf">.*\(PDF, \d+ pages?, \d+ kB\)', page.html)


def test_each_audience_has_a_printed_policy_of_its_own() -> None:
    public, staff = words(printed("public").content), words(printed("staff").content)

    assert "For all" in public
    assert "For all" in staff
    for withheld in ("For staff", "Hidden", "Inside", "Staff note", "Elsewhere", "meaning", "Incident lead"):
        assert withheld not in pdf_text(printed("public").content)
    assert "For staff" in staff


def test_the_scan_for_leaks_reads_the_words_and_the_metadata_of_a_pdf(data: Path) -> None:
    (data / "policies" / "closed.yaml").write_text(
        (data / "policies" / "closed.yaml")
        .read_text()
        .replace("clauses: [", "clauses: [The grey key for the boiler hangs behind the second door., ")
    )
    staff = printed("staff", "closed", data).content
    scanner = Scanner(handbook_of(data), "public", {".pdf": pdf_text})

    assert {leak.kind for leak in scanner.scan_file("a.pdf", staff)} >= {"clause"}
    assert not list(scanner.scan_file("a.pdf", printed("public", "open", data).content))
    document = opened(printed("public", "open", data).content)
    document.docinfo["/Subject"] = "the grey key for the boiler hangs behind the second door"
    document.save(data / "planted.pdf", object_stream_mode=pikepdf.ObjectStreamMode.generate)
    assert {leak.kind for leak in scanner.scan_file("b.pdf", (data / "planted.pdf").read_bytes())} == {"clause"}


def test_a_printed_policy_is_for_readers_with_assistive_software_too() -> None:
    sheet = printed("staff")
    document = assert_accessible(sheet.content, "Open – Exampleton Primary School")

    assert {"H1", "H2", "Table", "TH", "TD", "P"} <= set(tags(document))
    assert "Change record sheet" in outline(document)
    assert len(document.pages) == sheet.pages


def test_every_page_says_which_it_is_of_how_many() -> None:
    sheet = printed("staff")
    for number, text in enumerate(page_texts(sheet.content), 1):
        assert f"Page {number} of {sheet.pages}" in text
        assert "Printed copies are uncontrolled" in text


def test_the_metadata_names_no_machine_person_or_day_of_the_build() -> None:
    text = pdf_text(printed("public").content)

    assert str(TODAY.year) + "1121" not in text
    assert "20260901" in text  # the day from which the issue is in force
    assert str(Path.home()) not in text
    assert str(Path.cwd()) not in text


def test_the_same_policy_gives_the_same_bytes() -> None:
    assert printed("parents").content == printed("parents").content


MARKUP = '#panic("x") $x^2$ @home <label> #read("/etc/passwd") C:\\\\temp\\\\* a_b_c ~ 5 * 3 // not a comment = no'


def test_signs_that_typst_would_act_on_come_out_as_typed(data: Path) -> None:
    policy = data / "policies" / "open.yaml"
    policy.write_text(policy.read_text().replace("- For all", f"- '{MARKUP}'"))

    assert MARKUP.replace("\\\\", "\\") in words(printed("public", data=data).content)


def test_a_row_of_a_table_is_on_one_page(data: Path) -> None:
    rows = "".join(f"        | begin{number} | {'three lines of words ' * 9} end{number} |\n" for number in range(40))
    policy = data / "policies" / "open.yaml"
    table = f"- |\n        | a | b |\n        |---|---|\n{rows}"
    policy.write_text(policy.read_text().replace("- For all\n", table))
    pages = page_texts(printed("public", data=data).content)

    found = [(page.count("begin"), [row for row in range(40) if f"begin{row} " in page]) for page in pages]
    assert sum(count for count, _ in found) == 40
    assert all(f"end{row}" in pages[number] for number, (_, here) in enumerate(found) for row in here)


def test_a_row_longer_than_a_page_loses_no_word(data: Path) -> None:
    policy = data / "policies" / "open.yaml"
    table = f"- |\n        | a | b |\n        |---|---|\n        | c | {'word ' * 1500} end |\n"
    policy.write_text(policy.read_text().replace("- For all\n", table))

    assert words(printed("public", data=data).content).count("word") == 1500


def test_what_was_typeset_is_not_typeset_again(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = tmp_path / "cache"
    first = made("staff", data, cache)

    def refuse(*_arguments: object) -> None:
        raise AssertionError("typeset again")

    monkeypatch.setattr(typeset, "_compile", refuse)
    assert made("staff", data, cache).files == first.files
    (data / "policies" / "open.yaml").write_text(
        (data / "policies" / "open.yaml").read_text().replace("- For all", "- For everybody")
    )
    with pytest.raises(AssertionError, match="typeset again"):
        made("staff", data, cache)


def test_the_cache_may_be_deleted_or_damaged_at_any_time(data: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    first = made("staff", data, cache)
    entries = sorted(path for path in cache.rglob("*") if path.is_file())
    assert entries
    for path in entries:
        path.write_bytes(path.read_bytes()[:-100])
    assert made("staff", data, cache).files == first.files
    shutil.rmtree(cache)
    assert made("staff", data, cache).files == first.files


def test_a_cache_that_cannot_be_written_costs_only_time(data: Path, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be")

    assert made("staff", data, tmp_path / "cache").files == made("staff", data).files


def test_without_a_typesetter_the_pages_are_whole_and_offer_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("policy_handbook.print.can_typeset", lambda: False)
    view = made("public")

    assert not [file.path for file in view.files if file.path.endswith(".pdf")]
    assert ".pdf" not in "".join(page.html for page in view.pages)


def test_what_was_unused_for_longest_goes_when_there_is_too_much(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    for number, name in enumerate(("old", "used", "new")):
        cache.get_or(name, lambda: b"x" * 100)
        os.utime(tmp_path / name, (number, number))
    cache.get_or("used", lambda: b"never made")
    cache.trim(most=300)

    assert sorted(path.name for path in tmp_path.iterdir()) == ["new", "used"]
