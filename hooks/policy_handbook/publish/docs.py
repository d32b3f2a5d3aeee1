"""Hand-written pages in docs/: which of them a view may hold. One without an audience is in none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from policy_handbook.model import spelt_out
from policy_handbook.read.plain import plain_yaml

_FRONT_MATTER = re.compile(r"\A---\s*\n(.*?\n)---\s*\n", re.DOTALL)


@dataclass(frozen=True, slots=True)
class DocsPage:
    """A hand-written page.

    Attributes:
        path: its file within docs/, with forward slashes.
        title: its title.
        readers: the audiences that may read it; empty where it names none that the school has.
        declared: what its front matter says of its audience, for the rule.
    """

    path: str
    title: str
    readers: tuple[str, ...]
    declared: tuple[str, ...]

    @property
    def address(self) -> str:
        """Where it is published, within its view."""
        stem = self.path.removesuffix(".md")
        return stem.removesuffix("index") if stem == "index" or stem.endswith("/index") else f"{stem}/"


def docs_pages(docs: Path, audiences: Sequence[str]) -> Iterator[DocsPage]:
    """Yield the pages of a docs folder, in order of path."""
    for path in _named_like_pages(docs):
        text = _text(path)
        if text is None:
            continue
        front = front_matter(text)
        named = front.get("audience")
        declared = tuple(map(str, named)) if isinstance(named, list) else (str(named),) if named else ()
        heading = re.search(r"^# (.+)$", text, re.MULTILINE)
        title = str(front.get("title") or (heading[1] if heading else path.stem))
        yield DocsPage(path.relative_to(docs).as_posix(), title, spelt_out(declared, audiences), declared)


def unreadable_pages(docs: Path) -> Iterator[Path]:
    """Yield what is called like a page and is no file that can be read."""
    return (path for path in _named_like_pages(docs) if _text(path) is None)


def _named_like_pages(docs: Path) -> list[Path]:
    return sorted(docs.rglob("*.md")) if docs.is_dir() else []


def _text(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else None
    except OSError:
        return None


def front_matter(text: str) -> dict[str, object]:
    """Return the fields at the top of a page; none if there are none or they cannot be read."""
    match = _FRONT_MATTER.match(text)
    if not match:
        return {}
    try:
        fields = plain_yaml(match[1])
    except (yaml.YAMLError, ValueError, RecursionError):  # a day that is none is a ValueError of the library
        return {}
    return fields if isinstance(fields, dict) else {}


def front_matter_removed(text: str) -> str:
    """Return a page without the fields at its top."""
    return _FRONT_MATTER.sub("", text, count=1)
