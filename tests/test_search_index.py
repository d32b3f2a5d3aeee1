"""The search index says where every word stands, in parts that fit together and hold nothing that misleads a scan."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from policy_handbook.audience import for_audience
from policy_handbook.feeds import search
from policy_handbook.feeds.search import LEVELS, SMALL, search_files, words_of
from policy_handbook.model import Handbook
from policy_handbook.outputs import OutputFile, Page, SearchEntry
from policy_handbook.pages import PageContext, pages_of
from policy_handbook.read import read_handbook


@pytest.fixture(scope="module")
def view() -> Handbook:
    handbook = read_handbook(Path(__file__).parents[1] / "policy_data").handbook
    assert handbook
    return for_audience(handbook, "parents")


@pytest.fixture(scope="module")
def pages(view: Handbook) -> list[Page]:
    return list(pages_of(view, PageContext(dt.date(2026, 11, 21))))


def opened(files: list[OutputFile]) -> tuple[dict[str, object], dict[str, object]]:
    """The index and its parts by name, whether they came with it or not."""
    first, *others = (file.content.decode() for file in files)
    assert files[0].path == "assets/search-index.js"
    index = json.loads(first.removeprefix("window.handbookIndex=").removesuffix(";\n"))
    parts = index.pop("parts")
    for file, text in zip(files[1:], others, strict=True):
        name, stamp, content = json.loads(f"[{text.removeprefix('handbookPart(').removesuffix(');' + chr(10))}]")
        assert file.path == f"assets/search/{name}.js"
        assert stamp == index["stamp"]
        parts[name] = content
    return index, parts


def places_in(parts: Mapping[str, object]) -> dict[str, list[tuple[int, int]]]:
    """Of each word its places, each with the level of what it counts there."""
    found: dict[str, list[tuple[int, int]]] = {}
    for name, lines in parts.items():
        for line in str(lines).split(";") if name.startswith("list-") else ():
            word, _, values = line.partition(" ")
            place, at = 0, []
            for value in map(int, values.split(",")):
                place += value // LEVELS
                at.append((place, value % LEVELS))
            assert word not in found
            found[word] = at
    return found


def entries_of(pages: list[Page]) -> list[SearchEntry]:
    """What can be found, in the order of places."""
    rows = []
    for page in pages:
        clauses = [entry for entry in page.entries if entry.policy]
        for entry in page.entries:
            if not entry.policy:
                rows += [entry, *(clauses if entry.address == page.address else ())]
    return rows


def heading_of(entry: SearchEntry) -> str:
    return entry.title.removeprefix(f"{entry.number} ")


def test_every_word_is_listed_wherever_it_stands_and_nowhere_else(view: Handbook, pages: list[Page]) -> None:
    _, parts = opened(search_files(view, pages))
    wanted: dict[str, list[int]] = {}
    for place, entry in enumerate(entries_of(pages)):
        texts = set(words_of(entry.text)) | set(words_of(heading_of(entry)))
        names = set() if entry.policy else set(words_of(f"{entry.title} {' '.join(entry.synonyms)}"))
        for word in texts - SMALL | names:
            wanted.setdefault(word, []).append(place)
    assert len(wanted) > 1000
    assert {word: [place for place, _ in at] for word, at in places_in(parts).items()} == wanted


def test_a_word_counts_more_in_a_title_than_in_a_text_and_less_among_many() -> None:
    def page(title: str, text: str) -> Page:
        entry = SearchEntry(f"{title}/", title, text, weight=1.0)
        return Page(entry.address, title, "", "", "policy", entries=(entry,))

    long = " ".join(f"filling{number}" for number in range(90))
    made = [page("phones", ""), page("b", "phones"), page("c", "phones phones phones"), page("d", f"phones {long}")]
    handbook = read_handbook(Path(__file__).parents[1] / "policy_data").handbook
    assert handbook
    _, parts = opened(search_files(for_audience(handbook, "pupils"), made))
    title, once, often, among_many = (level for _, level in places_in(parts)["phones"])
    assert title > often > once > among_many


def test_the_parts_are_found_by_where_they_begin(
    view: Handbook, pages: list[Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "WHOLE", 0)
    files = search_files(view, pages)
    index, parts = opened(files)
    assert len(files) > 10
    assert max(len(file.content) for file in files) < 60_000
    begins = [line.split(" ") for line in str(index["lists"]).split(";")]
    words: list[str] = []
    for number, (first, name) in enumerate(begins):
        assert name == str(number)
        listed = [line.split(" ")[0] for line in str(parts[f"list-{name}"]).split(";")]
        assert listed[0] == first
        words += listed
    assert words == sorted(words)
    entries = iter(entries_of(pages))
    starts = index["texts"]
    rows = index["pages"]
    assert isinstance(starts, list)
    assert isinstance(rows, list)
    for number, start in enumerate(starts):
        texts = parts[f"text-{number}"]
        assert isinstance(texts, list)
        for (address, title, _, clauses), (text, bodies) in zip(rows[start : start + len(texts)], texts, strict=True):
            own = next(entries)
            assert (own.address, own.title, own.text) == (address, title, text)
            for (anchor, *told), (heading, body) in zip(clauses, bodies, strict=True):
                clause = next(entries)
                number_of = told[0] if told else anchor.removeprefix("clause-").replace("-", ".")
                assert (clause.address, clause.number) == (f"{address}#{anchor}", number_of)
                assert (heading_of(clause), clause.text) == (heading, body)
    assert next(entries, None) is None


def test_a_small_handbook_comes_in_one_file_and_says_the_same(
    view: Handbook, pages: list[Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "WHOLE", 10**9)
    whole = search_files(view, pages)
    monkeypatch.setattr(search, "WHOLE", 0)
    assert [file.path for file in whole] == ["assets/search-index.js"]
    assert opened(whole) == opened(search_files(view, pages))


def test_parts_of_another_build_are_known_by_their_stamp(view: Handbook, pages: list[Page]) -> None:
    before, _ = opened(search_files(view, pages))
    assert before["stamp"] == opened(search_files(view, pages))[0]["stamp"]
    text = "A sentence that is nowhere else."
    page = Page("x/", "Behaviour", "", "", "policy", entries=(SearchEntry("x/", "Behaviour", text),))
    assert before["stamp"] != opened(search_files(view, [*pages, page]))[0]["stamp"]


def test_no_word_is_mistaken_for_an_id_or_two_for_a_name(
    view: Handbook, pages: list[Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The leak scan takes a quoted word for the id of a policy, and words side by side for what somebody said."""
    monkeypatch.setattr(search, "WHOLE", 0)
    listed = [file for file in search_files(view, pages) if re.search("list|spelling", file.path)]
    assert len(listed) > 2
    for file in listed:
        text = file.content.decode()
        held = text[text.index(",", text.index(",") + 1) + 1 :].strip('");\n')
        assert '"' not in held
        assert re.fullmatch(r"([^ ;]+ \d+(,\d+)*;)+", held + ";"), file.path
