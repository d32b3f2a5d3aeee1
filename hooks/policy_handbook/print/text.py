"""The words of a PDF, for whoever has to know all that it says: its pages, and what is written beside them."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

from policy_handbook.print.cache import NO_CACHE, Cache, key_of

_STRING = re.compile(rb"\((?:[^\\()]|\\.)*\)|<(?:[0-9a-fA-F]{2})+>", re.DOTALL)
"""A string within an object, as the library writes it out."""

_FROM_RIGHT = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
_WORD = re.compile(r"\w+")


def pdf_text(data: bytes, cache: Cache = NO_CACHE) -> str:
    """Return every text of a PDF: of its pages, and its metadata, outline, addresses and alternative texts.

    A page's words come first, line by line; what is not on a page follows, a line each.
    """
    return cache.get_or(_key(data), lambda: _text(data).encode("utf-8", "replace")).decode("utf-8")


def _key(data: bytes) -> str:
    return key_of(b"text", b"2", data)


def _text(data: bytes) -> str:
    return "\n".join((*_page_texts(data), *_other_texts(data)))


def _page_texts(data: bytes) -> Iterator[str]:
    from pypdfium2 import PdfDocument

    document = PdfDocument(data)
    try:
        for page in document:
            text = page.get_textpage().get_text_range().replace("\ufffe", "").replace("\r", "")
            yield text
            if _FROM_RIGHT.search(text):
                # on such a page the words of other scripts come out last first, so they are given that way round, too
                yield "\n".join(" ".join(reversed(_WORD.findall(line))) for line in text.split("\n"))
    finally:
        document.close()


def _other_texts(data: bytes) -> Iterator[str]:
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as document:
        if pikepdf.Name.Metadata in document.Root:
            yield document.Root.Metadata.read_bytes().decode("utf-8", "replace")
        for thing in document.objects:
            inner = thing.stream_dict if isinstance(thing, pikepdf.Stream) else thing
            for match in _STRING.finditer(inner.unparse(resolved=True)):
                yield str(pikepdf.Object.parse(match[0]))
