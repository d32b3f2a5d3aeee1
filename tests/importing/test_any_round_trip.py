"""Whatever a policy says, it goes out as Word and comes back as it was."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policy_handbook.importing.inline import escaped
from policy_handbook.model import Policy
from policy_handbook.model.resolve import resolve
from policy_handbook.print.word import policy_word
from tests.importing.test_round_trip import back, held, outline, sample

PIECES = (
    *("swans", "are fed", "at noon", "Staff", "Purpose", "Contents", "Signed", "Version 3", "May 2021", "Page 3 of 9"),
    *("1.", "2.1", "(a)", "(iv)", "a).", "Part A", "Appendix 1:", "•", "-", "–", "o", "*", "**", "_", "__", "#", "##"),
    *(
        "[x]",
        "[[x",
        "]]",
        "<b>",
        "&amp;",
        "&",
        "|",
        "`",
        "~~",
        "\\",
        "{{",
        "}}",
        "http://example.org",
        "a@b.org",
        "5 * 3",
    ),
    *(
        "“no”",
        "it’s",
        "…",
        "£5",
        "½",
        "é",
        "Ω",
        "漢字",
        "e\u0301",
        "\u00ad",
        "🦢",
        "Next review date:",
        "?",
        ";",
        ":",
    ),
)
"""What might be taken for something else on the way."""

texts = st.lists(st.sampled_from(PIECES), min_size=1, max_size=6).map(" ".join)
titles = texts.filter(lambda text: any(letter.isalnum() for letter in text) and text[0] != "“")


@st.composite
def marked(draw: st.DrawFn) -> str:
    """Draw a text in Markdown, parts of it marked."""
    parts = ["Say"]
    for text in draw(st.lists(texts, min_size=1, max_size=4)):
        words = escaped(text)
        solid = text == text.strip() and text[:1].isalnum() and text[-1:].isalnum()
        form = draw(st.sampled_from(["{}", "**{}**", "*{}*", "***{}***", "~~{}~~", "[{}](https://example.org/a?b=1)"]))
        parts.append((form if solid else "{}").format(words))
    return " ".join(parts)


@st.composite
def clause_texts(draw: st.DrawFn) -> str:
    """Draw the text of a clause: paragraphs, perhaps with a table, a list or a note."""
    text = draw(marked())
    more = draw(st.sampled_from(["", "", "paragraph", "table", "list", "note"]))
    if more == "paragraph":
        return f"{text}\n\n{draw(marked())}"
    if more == "table":
        rows = draw(st.lists(st.tuples(marked(), marked()), min_size=1, max_size=3))
        return f"{text}\n\n| Who | What |\n|---|---|\n" + "\n".join(f"| {one} | {two} |" for one, two in rows)
    if more == "list":
        return f"{text}\n\n" + "\n".join(f"- {item}" for item in draw(st.lists(marked(), min_size=1, max_size=3)))
    return f"{text}[^a]\n\n[^a]: {draw(marked())}" if more == "note" else text


items = st.recursive(
    marked().map(lambda text: {"text": text}),
    lambda inner: st.builds(
        lambda text, below: {"text": text, "items": below}, marked(), st.lists(inner, min_size=1, max_size=3)
    ),
    max_leaves=5,
)
clauses = st.builds(lambda text, below: {"text": text, "items": below}, clause_texts(), st.lists(items, max_size=3))


@st.composite
def sections(draw: st.DrawFn, depth: int = 1) -> dict[str, Any]:
    """Draw a section; its clauses stand before its sub-sections."""
    below = draw(st.lists(sections(depth + 1), max_size=2)) if depth < 3 else []
    return {"title": draw(titles), "clauses": draw(st.lists(clauses, min_size=1, max_size=3)), "sections": below}


def named(section: dict[str, Any], name: str) -> dict[str, Any]:
    """Give sections their ids."""
    below = [named(inner, f"{name}-{number}") for number, inner in enumerate(section["sections"])]
    return {**section, "id": name, "sections": below}


def policy_of(drawn: list[dict[str, Any]], title: str) -> Policy:
    """Make a policy of the sample school of what was drawn."""
    data = {
        "title": title,
        "kind": "policy",
        "status": "in-force",
        "owner": "headteacher",
        "audience": ["staff"],
        "issue": 2,
        "effective_from": "2026-09-01",
        "approval": {"by": "governing-board", "date": "2026-07-09"},
        "review": {"every": "12 months", "next": "2027-07-31"},
        "changes": [
            {"issue": 2, "date": "2026-07-09", "by": "headteacher", "kind": "material", "summary": "More swans"}
        ],
        "summary": "Where swans are fed.",
        "sections": [named(section, f"part-{number}") for number, section in enumerate(drawn)],
    }
    return resolve(Policy.model_validate(data), "swans", ["staff"])


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.lists(sections(), min_size=1, max_size=3), titles)
def test_any_policy_comes_back_from_word_as_it_was(drawn: list[dict[str, Any]], title: str) -> None:
    policy = policy_of(drawn, title)
    view = replace(sample().view, policies={**sample().view.policies, policy.id: policy})
    made = back(policy_word(view, policy), f"{policy.id}.docx", sample().whole)

    assert not made.lost
    assert outline(made.policy) == outline(policy)
    assert held(view, made.policy, made.policy) == held(view, policy, policy)
