"""Files counted out piece by piece have the very words of the texts that they can be read as."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from policy_handbook.publish.counting import Counter
from policy_handbook.publish.legible import texts_in
from policy_handbook.publish.wording import numbers_of, words_of

_LETTERS = "keys hang don t n 6 65 x41 amp lt 41 0041 é É ß ﬁ ’ ' / . - _ \u00ad \u0338 \u0301 \u1100 \u1161"
_ESCAPES = "& ; # % \\ &amp &amp; &lt; &notit; &#65 &#65; %4 %41 %C3 %A9 %C3%A9 %3c \\n \\u \\u0041"
_TAGS = "< > <b> </b> <br/> <!-- --> <> <input\nvalue=&amp> <a\ttitle='keys'> <a\fhref=\"/hall/\">"
PIECES = st.sampled_from([*_LETTERS.split(" "), *_ESCAPES.split(" "), *_TAGS.split(" "), '"', "=", 'title="'])
TEXTS = st.lists(PIECES | st.sampled_from((" ", "\n", "\r\n", "\t", "\u2028")), max_size=40).map("".join)


def plainly(name: str, data: bytes) -> list[bytes]:
    texts = [name.replace("/", " "), *texts_in(name, data)]
    words = [[*words_of(text), b" "] for text in texts]
    return [word for text in words for word in text][:-1]


@given(st.lists(TEXTS, min_size=1, max_size=4), st.sampled_from(["a/b.html", "feed.xml", "data.json", "crest.png"]))
@example(["<b>don</b>’<i>t</i> be<b>hind</b>&am</b>p;lt"], "a.html")
def test_the_words_are_those_of_the_texts(texts: list[str], name: str) -> None:
    """One counter for all, so that what it remembers of one file is asked of for another."""
    counter = Counter()
    for text in texts:
        data = text.encode("utf-8", "replace")
        assert counter.of_file(name, data).tolist() == numbers_of(plainly(name, data)).tolist()


def test_what_is_remembered_is_bounded_and_nothing_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("policy_handbook.publish.counting._MANY", 2)
    counter = Counter()
    data = b"<p>one</p><p>two</p>\n<p>three</p><p>one</p>"
    for _ in range(2):
        assert counter.of_file("a.html", data).tolist() == numbers_of(plainly("a.html", data)).tolist()


@given(st.lists(TEXTS, min_size=1, max_size=3))
@example(["Keys hang\nbehind", "cafe\n\u0301\n\n'quoted\n'"])
def test_the_words_of_lines_are_those_of_the_whole_text(texts: list[str]) -> None:
    counter = Counter()
    for text in texts:
        assert counter.of_lines("a/b.pdf", text).tolist() == Counter().of_texts(["a b.pdf", text]).tolist()
