"""The search index says where every word stands, in parts that fit together and hold nothing that misleads a scan."""

from __future__ import annotations

import datetime as dt
import json
import random
import re
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from policy_handbook.audience import for_audience
from policy_handbook.feeds import search, stretches
from policy_handbook.feeds.search import LEVELS, SMALL, STAMP, search_files, words_of
from policy_handbook.feeds.stretches import Counted, counted, joined
from policy_handbook.keeping import Store
from policy_handbook.model import Handbook
from policy_handbook.outputs import OutputFile, Page, SearchEntry
from policy_handbook.pages import PageContext, pages_of
from policy_handbook.read import read_handbook
from policy_handbook.read.again import Newest


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
        kind, _, number = name.partition("-")
        assert stamp == index["stamps"][kind][int(number or 0) * STAMP :][:STAMP]
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
    in_one, in_parts = opened(whole), opened(search_files(view, pages))
    assert in_one[1] == in_parts[1]
    assert {**in_one[0], "stamps": ""} == {**in_parts[0], "stamps": ""}


def test_parts_of_another_build_are_known_by_their_stamps(
    view: Handbook, pages: list[Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "WHOLE", 0)
    monkeypatch.setattr(search, "PART", 4000)
    monkeypatch.setattr(search, "ALMOST", 3000)
    before = search_files(view, pages)
    assert before == search_files(view, pages)
    place = next(number for number, page in enumerate(pages) if len(page.entries) > 20)
    entry = replace(pages[place].entries[-1], text="A sentence that is nowhere else.")
    edited = replace(pages[place], entries=(*pages[place].entries[:-1], entry))
    after = search_files(view, [*pages[:place], edited, *pages[place + 1 :]])

    opened(after)  # each part is as the index says
    held = {file.path: file.content for file in before}
    same = [file.path for file in after if held.get(file.path) == file.content]
    assert "assets/search-index.js" not in same
    assert len(same) > len(after) / 2  # a browser has these already
    assert len([path for path in same if "text-" in path]) == len([path for path in held if "text-" in path]) - 1


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


# --- stretches of pages, which are kept ----------------------------------------------------------------------


def counted_in(folder: Path) -> Counted:
    """Where stretches are kept, as a build finds it."""
    return Counted(Store(folder / "kept.sqlite").shelf("search of parents"), b"frame", str(folder))


def as_files(files: list[OutputFile]) -> dict[str, bytes]:
    return {file.path: file.content for file in files}


def drawn(chance: random.Random) -> list[Page]:
    """Some pages with words that stand on several of them, small ones among them."""

    def words(most: int) -> str:
        return " ".join(
            chance.choices(["it", "the", "phone", "phones", "9.4", "lunch", "bus"], k=chance.randint(0, most))
        )

    def page(address: str) -> Page:
        clauses = [SearchEntry(f"{address}#{n}", f"1.{n} {words(3)}", words(9), "P", f"1.{n}") for n in range(4)]
        synonyms = tuple(words(2).split())
        own = SearchEntry(address, words(3), words(9), synonyms=synonyms, weight=chance.choice([1.0, 4.0]))
        return Page(address, "", "", "", "policy", entries=(own, *clauses[: chance.randint(0, 4)]))

    return [page(f"policies/{number}/") for number in range(chance.randint(1, 9))]


@pytest.mark.parametrize("seed", range(20))
def test_stretches_joined_say_what_one_stretch_of_all_says(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - no secret
    pages = drawn(chance)
    cuts = sorted(chance.choices(range(len(pages) + 1), k=3))
    pieces = [pages[start:end] for start, end in pairwise([0, *cuts, len(pages)])]
    assert joined(map(counted, pieces)) == joined([counted(pages)])


def test_what_is_kept_says_the_same_and_is_not_counted_again(
    view: Handbook, pages: list[Page], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    anew = as_files(search_files(view, pages))
    first = counted_in(tmp_path)
    assert as_files(search_files(view, pages, first)) == anew
    first.shelf.save()
    monkeypatch.setattr(stretches, "_newest", Newest(100))  # as another process finds it
    monkeypatch.setattr(stretches, "counted", lambda _: pytest.fail("it was counted again"))
    assert as_files(search_files(view, pages, counted_in(tmp_path))) == anew


@pytest.mark.parametrize("anew", [False, True], ids=["in one process", "in another"])
def test_after_an_edit_the_index_is_as_if_nothing_was_kept(
    anew: bool, view: Handbook, pages: list[Page], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = counted_in(tmp_path)
    search_files(view, pages, first)
    first.shelf.save()
    place = next(number for number, page in enumerate(pages) if page.kind == "policy")
    entries = pages[place].entries
    said = replace(pages[place], entries=(replace(entries[0], text="Something else is said."), *entries[1:]))
    for edited in ([*pages[:place], said, *pages[place + 1 :]], [*pages[:place], *pages[place + 1 :]], pages[::-1]):
        if anew:
            monkeypatch.setattr(stretches, "_newest", Newest(100))
        assert as_files(search_files(view, edited, counted_in(tmp_path))) == as_files(search_files(view, edited))


def test_a_new_page_changes_the_stretch_that_it_is_in_alone() -> None:
    def page(number: float) -> Page:
        return Page(f"p{number}/", "", "", "", "policy", entries=(SearchEntry(f"p{number}/", "", ""),))

    pages = [page(number) for number in range(200)]
    before = {tuple(together) for together in stretches.stretches(pages)}
    after = {tuple(together) for together in stretches.stretches([*pages[:90], page(89.5), *pages[90:]])}
    assert 5 < len(before) < 50
    assert len(after - before) <= 2
