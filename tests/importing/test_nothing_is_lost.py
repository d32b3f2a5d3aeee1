"""Whatever the lines of a document are, the result is a policy, and every word is in it or told of."""

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from policy_handbook.importing.bringing import lost_words, section_texts
from policy_handbook.importing.data_of import data_of
from policy_handbook.importing.known import Known
from policy_handbook.importing.recover import recover
from policy_handbook.importing.sources import html, plain
from policy_handbook.importing.writing import policy_text

PIECES = [
    "",
    "“Swans”",
    "2. ‘Swan’ or “goose”",
    "Swan Policy",
    "Exampleton School",
    "Contents",
    "Purpose",
    "Staff",
    "1. Aims",
    "1. Aims.....\t1",
    "2 Scope",
    "2.1 Swans are fed.",
    "2.2. Staff must:",
    "2.10 Geese",
    "2.1.1 deeper",
    "- a bullet",
    " - under it",
    "• dot",
    "o ring",
    "(a) first",
    "(i) roman",
    "a). odd",
    "Part A: Use",
    "Appendix 1",
    "Appendix B: Form",
    "Page 3 of 9",
    "7",
    "Date: May 2020",
    "Review Date:\tMay 2021",
    "Version 3",
    "Next review date05/2021",
    "Approved by\tFGB",
    "Change record",
    "Issue\tDate\tSummary\tBy",
    "1\tMay 2020\tBegun\tHead",
    "Date / Review date\t/ Owner",
    "| a | b |",
    "|---|---|",
    "Signed: ..........",
    "Ada Sample, Headteacher",
    "Parents* are told.",
    "* or carers",
    "We aim to:",
    "feed swans;",
    "Links with other policies",
    "Pond policy",
    "A long sentence on swans that goes on and on until it is as long as a line of text may be, and",
    "then ends.",
    "\f",
    "*",
    "___",
    "<b>x</b>",
    "[a](b)",
    "{{ c }}",
    "no",
    "~",
    "**Bold heading**",
    "IN CAPITALS",
    "PRINCIPLES Swans are fed by all of us and by nobody else.",
    "We aim: • one thing • another thing",
]
LINES = st.lists(st.sampled_from(PIECES) | st.text(alphabet="ab 1.:-•*|\t(/)&%", max_size=20), max_size=25)


def check(text: str, *, web: bool = False) -> None:
    document = html.read(text.encode(), "a.html") if web else plain.read(text.encode(), "a.txt")
    recovered = recover(document, "a", Known(), dt.date(2026, 11, 21))
    written = policy_text(data_of(recovered, ()), ())
    assert list(section_texts(written))
    assert not lost_words(document, recovered, written)


@given(LINES)
@settings(max_examples=150, deadline=None)
def test_any_text_comes_in_whole(lines: list[str]) -> None:
    check("\n".join(lines))


TAGS = st.sampled_from(("p", "h1", "h2", "li", "td", "b", "div", "th", "blockquote", "h3"))
ELEMENTS = st.recursive(
    st.sampled_from(PIECES),
    lambda inner: (
        st.builds(lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag}>", TAGS, st.lists(inner, max_size=3))
        | st.builds(
            lambda parts: f"<ul>{''.join(f'<li>{part}</li>' for part in parts)}</ul>", st.lists(inner, max_size=3)
        )
        | st.builds(
            lambda row: f"<table><tr>{''.join(f'<td>{c}</td>' for c in row)}</tr></table>", st.lists(inner, max_size=3)
        )
    ),
    max_leaves=15,
)


@given(st.lists(ELEMENTS, max_size=6))
@settings(max_examples=100, deadline=None)
def test_any_page_comes_in_whole(parts: list[str]) -> None:
    check(f"<html><body><p>x</p>{''.join(parts)}</body></html>", web=True)
