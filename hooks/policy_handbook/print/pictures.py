"""Pictures for paper: a crest or another picture of the school as SVG, which the typesetter takes as text.

A picture in pixels is wrapped in SVG. What could run or load something is refused: the same file is on the website.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator

LARGEST = 2_000_000
"""Bytes: a crest is drawn at two centimetres, and this much already slows every page and every sheet."""

_PIXELS = ((b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpeg"), (b"GIF8", "gif"))
_ACTIVE = re.compile(r"(?i)<\s*(?:script|foreignObject|iframe|handler|listener|set|animate\w*)\b|\son\w+\s*=|<!ENTITY")
_REFERENCE = re.compile(r"(?i)(?:href|src)\s*=\s*[\"']?\s*([^\"'\s>]+)|url\(\s*[\"']?\s*([^\"')\s]+)|(@import)\b")


class PictureError(Exception):
    """Why a picture cannot be used, and what to do, each in a few words."""

    def __init__(self, message: str, advice: str) -> None:
        super().__init__(message)
        self.advice = advice


def as_svg(data: bytes) -> str:
    """Return a picture as the text of an SVG.

    Raises:
        PictureError: it is too large, no picture, or an SVG that could run or load something.
    """
    if len(data) > LARGEST:
        raise PictureError(
            f"the picture has {len(data) / 1e6:.1f} MB, and {LARGEST / 1e6:.0f} MB is the most",
            "a copy with fewer pixels: 600 across are enough",
        )
    for opening, kind in _PIXELS:
        if data.startswith(opening):
            return _wrapped(data, kind)
    text = data.decode("utf-8", "replace")
    if not re.search(r"<svg[\s>]", text[:4000]):
        raise PictureError("this is no picture that can be printed", "an SVG, PNG or JPEG file")
    for trouble in _unsafe(text):
        raise PictureError(f"the SVG holds {trouble}", "save it again as a plain SVG, or as PNG")
    return text


def _unsafe(text: str) -> Iterator[str]:
    if match := _ACTIVE.search(text):
        yield f"something that can run ({match[0].strip(' <=')})"
    for match in _REFERENCE.finditer(text):
        target = match[1] or match[2] or match[3]
        if not target.startswith(("#", "data:image/png", "data:image/jpeg")):
            yield "a reference to something outside itself"


def _wrapped(data: bytes, kind: str) -> str:
    """Put a picture in pixels into an SVG of its size."""
    width, height = _size(data, kind)
    encoded = base64.b64encode(data).decode("ascii")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
        f'<image width="{width}" height="{height}" xlink:href="data:image/{kind};base64,{encoded}"/></svg>'
    )


def _size(data: bytes, kind: str) -> tuple[int, int]:
    """Read the width and height from the head of a picture."""
    size = {"png": _png_size, "jpeg": _jpeg_size, "gif": _gif_size}[kind](data)
    if not size or not all(size):
        raise PictureError("the picture is cut short", "save it again")
    return size


def _png_size(data: bytes) -> tuple[int, int] | None:
    if len(data) < 24 or data[12:16] != b"IHDR":
        return None
    return int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")


def _gif_size(data: bytes) -> tuple[int, int] | None:
    return (int.from_bytes(data[6:8], "little"), int.from_bytes(data[8:10], "little")) if len(data) > 9 else None


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    """Walk the segments to the frame header, which alone has the size."""
    at = 2
    while at + 9 < len(data) and data[at] == 0xFF:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            return int.from_bytes(data[at + 7 : at + 9], "big"), int.from_bytes(data[at + 5 : at + 7], "big")
        at += 2 + length
    return None
