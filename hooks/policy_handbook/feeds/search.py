"""What a view's search finds, as a script: a script can be read from a folder of files too, where JSON cannot."""

from __future__ import annotations

import json
from collections.abc import Sequence

from policy_handbook.model import Handbook
from policy_handbook.outputs import Page, SearchEntry


def search_index(view: Handbook, pages: Sequence[Page]) -> bytes:
    """Write what can be found in a view, and the words that stand for one another in its glossary.

    Lists instead of objects keep the file small. ``pages`` has a row for every page or term: address, title, text,
    weight, other words, and its clauses as (anchor, number, heading, text). ``words`` has a row for every term:
    the term, then what else people call it.
    """
    rows = [row for page in pages for row in _rows(page)]
    words = [
        [term.term, *filter(None, (term.short, *term.synonyms))]
        for term in view.glossary.terms
        if term.short or term.synonyms
    ]
    text = json.dumps({"pages": rows, "words": words}, ensure_ascii=False, separators=(",", ":"))
    return f"window.handbookIndex={text};\n".encode()


def _rows(page: Page) -> list[list[object]]:
    """A row for each entry of its own, the clauses of a policy gathered under it."""
    clauses = [
        [entry.address.partition("#")[2], entry.number, entry.title.removeprefix(f"{entry.number} "), entry.text]
        for entry in page.entries
        if entry.policy
    ]
    own = [entry for entry in page.entries if not entry.policy]
    return [_row(entry, clauses if entry.address == page.address else []) for entry in own]


def _row(entry: SearchEntry, clauses: list[list[str]]) -> list[object]:
    return [entry.address, entry.title, entry.text, entry.weight, " ".join(entry.synonyms), clauses]
