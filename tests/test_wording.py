"""Texts as numbers: the same words in a row have the same number, and others have not."""

import re
import unicodedata

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_handbook.publish.legible import texts_in
from policy_handbook.publish.wording import Lookup, Texts, numbers_of, runs_by_length, words_of

WORDS = st.lists(st.sampled_from([b"no", b"one", b"may", b"run", b"in", b"the", b"hall"]), max_size=30)
LETTERS = "abcXYZéßاব09 '’‘-_.,<>\u00ad\u200b\n"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Don’t run: it's the HALL’S rule.", "don't run it's the hall's rule"),
        ("'Quoted' and ‘quoted’", "quoted and quoted"),
        ("soft\u00adly, zero\u200bwidth", "softly zerowidth"),
        ("ﬁre—drill… at 9.30am/10pm", "fire drill at 9 30am 10pm"),
        ("Straße ÉCOLE", "strasse école"),
        ("under_score", "under score"),
        ("", ""),
        ("\ud83d lone half", "lone half"),
    ],
)
def test_words_as_they_are_compared(text: str, words: str) -> None:
    assert [word.decode() for word in words_of(text)] == words.split()


@given(st.text(LETTERS, max_size=80))
def test_words_are_those_of_the_plain_definition(text: str) -> None:
    """As one would write it if it did not have to be fast, but for a second apostrophe in a word."""
    plain = unicodedata.normalize("NFKC", re.sub("[\u00ad\u200b]", "", text)).replace("’", "'").replace("‘", "'")
    expected = re.findall(r"[^\W_]+(?:'[^\W_]+)*", plain.casefold())

    assert [word.decode() for word in words_of(text)] == expected


@given(WORDS, st.integers(1, 6))
def test_runs_are_the_same_where_their_words_are(words: list[bytes], length: int) -> None:
    runs = dict(runs_by_length(numbers_of(words), 6)).get(length, np.zeros(0, np.uint64))
    spelt = [tuple(words[start : start + length]) for start in range(len(words) - length + 1)]

    assert len(runs) == len(spelt)
    for one, said in zip(runs, spelt, strict=True):
        assert [bool(other == one) for other in runs] == [other == said for other in spelt]


def test_runs_of_different_lengths_are_never_taken_for_each_other() -> None:
    numbers = numbers_of([b"hall"] * 12)
    firsts = [int(runs[0]) for _, runs in runs_by_length(numbers, 10)]

    assert len(set(firsts)) == 10


@given(st.lists(WORDS, max_size=6), st.lists(st.booleans(), min_size=6, max_size=6))
def test_no_run_goes_from_one_text_into_the_next(texts: list[list[bytes]], chosen: list[bool]) -> None:
    some = Texts.of_words([text for text, taken in zip(texts, chosen, strict=False) if taken])
    apart = [
        int(run)
        for text, taken in zip(texts, chosen, strict=False)
        if taken
        for length, runs in runs_by_length(numbers_of(text), 3)
        if length == 3
        for run in runs
    ]

    assert [int(run) for length, runs, _ in some.runs(3) if length == 3 for run in runs] == apart


@given(WORDS, WORDS)
def test_a_lookup_finds_what_is_there_and_nothing_else(sought: list[bytes], text: list[bytes]) -> None:
    wanted, there = np.unique(numbers_of(sought)), numbers_of(text)
    lookup = Lookup(wanted)

    assert {int(run) for run in wanted[lookup.among(there)]} == set(map(int, wanted)) & set(map(int, there))
    places, which = lookup.found_at(there)
    assert (there[places] == wanted[which]).all()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.html", "<p>keys <em>hang</em> be<b>hind</b> the door</p>"),
        ("a.html", '<a title="keys hang behind the door">so</a>'),
        ("a.html", '<a data-text="&lt;p&gt;keys &lt;em&gt;hang&lt;/em&gt; behind the door">so</a>'),
        ("a.html", "<pre>&lt;p&gt;keys &lt;em&gt;hang&lt;/em&gt; behind the door</pre>"),
        ("a.json", '{"html": "\\u003cp\\u003ekeys \\u003cem\\u003ehang\\u003c/em\\u003e behind the door"}'),
        ("a.ics", "SUMMARY:keys hang be\r\n hind the door"),
        ("a.txt", "keys%20hang%20behind%20the%20door"),
    ],
)
def test_a_file_is_read_in_every_way_in_which_it_says_something(name: str, data: str) -> None:
    said = [" ".join(word.decode() for word in words_of(text)) for text in texts_in(name, data.encode())]

    assert any("keys hang behind the door" in text for text in said), said
