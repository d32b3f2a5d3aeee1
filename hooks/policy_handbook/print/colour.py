"""The school's colour on paper: what can be read on it, and how dark it has to be to be read on white."""

from __future__ import annotations

from dataclasses import dataclass

LEAST_CONTRAST = 4.5
"""Of text with what is behind it: WCAG 2.2, level AA."""

INK, PAPER = "#1a1a1a", "#ffffff"


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of a sheet.

    Attributes:
        band: behind the title.
        on_band: of the title.
        text: of headings on white; the school's colour, darker where it could not be read.
        tint: behind boxes, light enough for any ink and for a photocopier.
    """

    band: str
    on_band: str
    text: str
    tint: str


def palette(colour: str) -> Palette:
    """Return the colours of a sheet for a school's colour."""
    band = _channels(colour)
    on_band = PAPER if _contrast(band, _channels(PAPER)) >= LEAST_CONTRAST else INK
    text = band
    while _contrast(text, _channels(PAPER)) < LEAST_CONTRAST:
        text = (text[0] * 9 // 10, text[1] * 9 // 10, text[2] * 9 // 10)
    red, green, blue = (255 - (255 - channel) * 9 // 100 for channel in band)
    return Palette(_hex(band), on_band, _hex(text), _hex((red, green, blue)))


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _hex(channels: tuple[int, int, int]) -> str:
    return "#" + "".join(f"{channel:02x}" for channel in channels)


def _contrast(one: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(channels: tuple[int, int, int]) -> float:
    """Relative luminance, as WCAG defines it."""
    red, green, blue = (_linear(channel / 255) for channel in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
