"""Hand-written pages in docs/: which of them a view may hold. One without an audience is in none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from policy_handbook.model import spelt_out

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
    if not docs.is_dir():
        return
    for path in sorted(docs.rglob("*.md")):
        text = path.read_text(encoding="utf-8", errors="replace")
        front = front_matter(text)
        named = front.get("audience")
        declared = tuple(map(str, named)) if isinstance(named, list) else (str(named),) if named else ()
        heading = re.search(r"^# (.+)$", text, re.MULTILINE)
        title = str(front.get("title") or (heading[1] if heading else path.stem))
        yield DocsPage(path.relative_to(docs).as_posix(), title, spelt_out(declared, audiences), declared)


def front_matter(text: str) -> dict[str, object]:
    """Return the fields at the top of a page; none if there are none or they cannot be read."""
    match = _FRONT_MATTER.match(text)
    if not match:
        return {}
    try:
        fields = yaml.safe_load(match[1])
    except yaml.YAMLError:
        return {}
    return fields if isinstance(fields, dict) else {}


def front_matter_removed(text: str) -> str:
    """Return a page without the fields at its top."""
    return _FRONT_MATTER.sub("", text, count=1)
