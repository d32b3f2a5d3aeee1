"""The addresses of pages, as MkDocs and search engines are told of them."""

from __future__ import annotations


def source_path(address: str) -> str:
    """Return the path from which MkDocs makes an address; empty for the not-found page, which a template makes."""
    if address == "404.html":
        return ""
    return f"{address.rstrip('/')}.md" if address else "index.md"


def is_past(address: str) -> bool:
    """Whether a page is of the past, or one that a reader looks for only once here: for no search engine."""
    parts = address.split("/")
    past = len(parts) > 4 and parts[0] == "policies" and parts[2] in ("issues", "changes")
    return past or address in ("as-at/", "search/")
