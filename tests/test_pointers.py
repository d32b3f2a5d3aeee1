"""Pages that are taken apart tag by tag say of links what a browser sees, whatever stands on them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_handbook.publish.documents import reader_of
from policy_handbook.publish.pointers import Pointers, Reader

NAMES = st.sampled_from(
    ["a", "A", "div", "object", "br", "svg", "body", "head", "html", "script", "style", "title", "td"]
)
ATTRIBUTES = st.sampled_from(
    ["href", "id", "name", "src", "srcset", "data", "xlink:href", "HREF", "title", "data-href"]
)
VALUES = st.sampled_from(
    ["../x/", "#a", "a b 2x, c", " a ", "&amp;", "&eacute;", "&x", "<b>", "a>b", "'", "", "a\nb", "é"]
)
MARKS = st.sampled_from(['{}="{}"', "{}='{}'", "{}={}", "{}", '{} = "{}"', '\n{}="{}"', '/{}="{}"', '{}="{}"x="y"'])
PLAIN = st.tuples(st.just('{}="{}"'), ATTRIBUTES, VALUES)
ATTRIBUTE = st.one_of(PLAIN, PLAIN, PLAIN, st.tuples(MARKS, ATTRIBUTES, VALUES)).map(
    lambda drawn: drawn[0].format(*drawn[1:])
)
TAG = st.tuples(NAMES, st.lists(ATTRIBUTE, max_size=3), st.sampled_from([">", ">", "/>", " >", ""])).map(
    lambda drawn: f"<{' '.join([drawn[0], *drawn[1]])}{drawn[2]}"
)
OTHER = st.sampled_from(
    [
        "</a>",
        "</script>",
        "</title>",
        "</style>",
        "</body>",
        "<!-- ",
        " -->",
        "<!doctype html>",
        "text",
        "<",
        ">",
        "\0",
        "&lt;",
    ]
)
PAGES = st.lists(TAG | OTHER | NAMES.map("</{}>".format), max_size=12).map("".join)
HEAD = '<!doctype html>\n<html lang="en"><head><title>x &amp; y</title><script src="a.js"></script></head>'
COMMON = f"{HEAD}<body>{{}}</body></html>"


def as_browsers_read(data: bytes) -> Pointers:
    reader = reader_of("a.html")
    assert reader is not None
    document = reader("a.html", data)
    return Pointers(frozenset(link.address for link in document.links), document.anchors)


@given(st.lists(PAGES | PAGES.map(COMMON.format), min_size=1, max_size=3))
def test_a_page_points_to_what_a_browser_finds_on_it(pages: list[str]) -> None:
    reader = Reader()
    for page in pages:
        assert reader.pointers_of("a.html", page.encode()) == as_browsers_read(page.encode())


@pytest.mark.parametrize(
    "page",
    [
        '<script>"<a href=\\"no/\\" id=\\"no\\">"</script>',
        '<!-- <a href="no/" id="no"></a> -->',
        '<textarea><a href="no/" id="no"></textarea>',
        '<a title=\'<a href="no/" id="no">\' href="yes/">x</a>',
        '<a href="yes/" HREF="no/">x</a>',
        "\ufeff<a href='yes/'>x</a>",
    ],
)
def test_what_only_looks_like_a_link_is_none(page: str) -> None:
    found = Reader().pointers_of("a.html", page.encode())
    assert found == as_browsers_read(page.encode())


def test_the_pages_of_a_template_are_taken_apart_tag_by_tag(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("policy_handbook.publish.pointers.reader_of", lambda _name: pytest.fail)
    page = COMMON.format('<a class="x" href="../a/#b">x</a><p id="c">1 &lt; 2</p><br/><img src="d.png" alt="">')
    assert Reader().pointers_of("a.html", page.encode()) == (
        frozenset({"a.js", "../a/#b", "d.png"}),
        frozenset({"c"}),
    )
