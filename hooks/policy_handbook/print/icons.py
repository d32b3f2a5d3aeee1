"""Icons for fliers by name: the Material icons that come with the site's theme, and the other sets beside them."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

_NAME = re.compile(r"[a-z0-9]+(?:[-/][a-z0-9]+)*")


@lru_cache(maxsize=1)
def _folder() -> Path | None:
    """The folder of icons, which the theme brings along; ``None`` without the theme."""
    found = find_spec("material")
    return Path(found.origin).parent / "templates" / ".icons" if found and found.origin else None


def icon(name: str) -> str:
    """Return the SVG of an icon; an empty text if there is none of that name.

    Args:
        name: as in ``phone``, or with its set as in ``fontawesome/solid/bus``.
    """
    folder = _folder()
    if folder is None or not _NAME.fullmatch(name):
        return ""
    for path in (folder / "material" / f"{name}.svg", folder / f"{name}.svg"):
        if path.is_file():
            return path.read_text(encoding="utf-8")
    return ""


def tinted(svg: str, colour: str) -> str:
    """Return an icon in a colour."""
    return svg.replace("<svg ", f'<svg fill="{colour}" ', 1)


@lru_cache(maxsize=1)
def _names() -> tuple[str, ...]:
    folder = _folder()
    return tuple(sorted(path.stem for path in (folder / "material").glob("*.svg"))) if folder else ()


def nearest_icon(name: str) -> str:
    """Return the name of the icon that was probably meant; an empty text if none comes near."""
    matches = difflib.get_close_matches(name.lower().replace("_", "-"), _names(), n=1, cutoff=0.6)
    return matches[0] if matches else ""


def icons_with(word: str) -> Sequence[str]:
    """Return the names of the icons that have a word in their name."""
    return [name for name in _names() if word.lower() in name]
