"""What a view's search finds, as a script: a script can be read from a folder of files too, where JSON cannot."""

from __future__ import annotations

import json
from collections.abc import Sequence

from policy_handbook.model import Handbook
from policy_handbook.outputs import Page


def search_index(view: Handbook, pages: Sequence[Page]) -> bytes:
    """Write the entries of all pages of a view, and the words that stand for others.

    Entries are lists, to keep the file small: address, title, text, policy, number, weight.
    """
    entries = [
        [entry.address, entry.title, entry.text, entry.policy, entry.number, entry.weight]
        for page in pages
        for entry in page.entries
    ]
    synonyms: dict[str, str] = {}
    for term in view.glossary.terms:
        for word in (*term.synonyms, term.short):
            if word:
                synonyms[word.lower()] = term.term.lower()
    index = {"entries": entries, "synonyms": synonyms}
    text = json.dumps(index, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return f"window.handbookIndex={text};\n".encode()
