"""What can be read in a file of a site: its text in every way in which somebody, or a machine, might read it."""

from __future__ import annotations

import gzip
import html
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote

PICTURES = frozenset((".png", ".jpg", ".jpeg", ".gif", ".webp", ".ico", ".woff", ".woff2", ".ttf"))
"""Files without words."""

MARKED_UP = frozenset((".html", ".xml", ".svg"))
_TAG = re.compile(r"<[^<>]*>")
_TAGS_KEPT = re.compile(r"(<[^<>]*>)")
_MARKUP_NAME = re.compile(r"</?[a-zA-Z][\w:-]*|(?<=\s)[a-zA-Z][\w:-]*=(?=\")")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
ESCAPED_TAG = re.compile(r"&(?:lt|#0*60|#x0*3c);|\\u003c|%3c", re.IGNORECASE)
_FOLD = re.compile(r"\r?\n[ \t]")


def suffix_of(name: str) -> str:
    """The end of a file's name, such as ``.html``."""
    return Path(name).suffix.lower()


def texts_in(name: str, data: bytes) -> Iterator[str]:
    """Yield the ways to read a file: as it is with all escapes undone, and without tags."""
    suffix = suffix_of(name)
    if suffix in PICTURES:
        return
    if suffix == ".gz":
        data = gzip.decompress(data)
    text = data.decode("utf-8", "replace")
    if suffix == ".ics":
        text = _FOLD.sub("", text)
    if suffix in MARKED_UP:
        yield from _marked_up(text)
        if not ESCAPED_TAG.search(text):
            return
    plain = unescaped(text)
    if suffix not in MARKED_UP:
        yield plain
    if "<" in plain:
        yield without_tags(plain)
        yield _TAG.sub("", plain)


def _marked_up(text: str) -> Iterator[str]:
    pieces = [*pieces_of(text)]
    between = pieces[::2]
    pieces[1::2] = map(without_names, pieces[1::2])
    yield unescaped("".join(pieces))
    yield unescaped(" ".join(between))
    yield unescaped("".join(between))


@lru_cache(maxsize=1)
def pieces_of(text: str) -> tuple[str, ...]:
    """Take a text with tags apart: what is between tags and the tags in turn, first and last what is between.

    The last one is remembered, for a page is asked for its words, then for its links.
    """
    return tuple(_TAGS_KEPT.split(text))


def without_names(tag: str) -> str:
    """A tag with the values of its attributes: the a and class of a link are no words of the sentence before it."""
    return _MARKUP_NAME.sub("<markup0 ", tag)


def without_tags(text: str) -> str:
    """A text with a space for each of its tags."""
    return _TAG.sub(" ", text)


def unescaped(text: str) -> str:
    """Undo escapes of JSON, HTML and addresses."""
    if "\\u" in text:
        text = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    if "\\n" in text:
        text = text.replace("\\n", " ")
    text = html.unescape(text)
    return unquote(text) if "%" in text else text
