"""The school's colour as a style sheet, with shades of it that can be read on light and on dark pages."""

from __future__ import annotations

import colorsys
import json
from collections.abc import Sequence

from policy_handbook.model import Handbook

WHITE, BLACK = "#ffffff", "#0b0c0c"
LIGHT_GROUNDS = ("#ffffff", "#f2f5f6", "#ffee99")
"""What the colour is seen on in light pages: the page, a panel and a marked text, as in handbook.css."""
DARK_GROUNDS = ("#12171a", "#1c2328", "#574900")
"""The same in dark pages."""
READABLE = 4.5
"""The contrast that WCAG 2.2 asks for at level AA."""


def school_css(view: Handbook) -> bytes:
    """Write the custom properties of the school's colour, and what stands at the foot of printed pages."""
    colour = view.school.colour
    text = WHITE if contrast(colour, WHITE) >= READABLE else BLACK
    deep = shade(colour, 0.75) if text == WHITE else shade(colour, 1.15)
    colours = {
        "brand": colour,
        "on-brand": text,
        "brand-deep": deep,
        "brand-on-light": readable(colour, LIGHT_GROUNDS),
        "brand-on-dark": readable(colour, DARK_GROUNDS),
    }
    foot = json.dumps(f"{view.school.name} – printed copies are uncontrolled", ensure_ascii=False)
    pages = '"Page " counter(page) " of " counter(pages)'
    font = "font:8pt Hyperlegible,sans-serif"
    return (
        f":root{{{';'.join(f'--{name}:{value}' for name, value in colours.items())}}}\n"
        f"@media print{{@page{{@bottom-left{{content:{foot};{font}}}@bottom-right{{content:{pages};{font}}}}}}}\n"
    ).encode()


def readable(colour: str, grounds: Sequence[str]) -> str:
    """Return the colour, made lighter or darker until it can be read on all of some grounds."""
    lighter = _luminance(grounds[0]) < 0.5
    hue, lightness, saturation = colorsys.rgb_to_hls(*(part / 255 for part in _parts(colour)))
    while min(contrast(colour, ground) for ground in grounds) < READABLE and 0 < lightness < 1:
        lightness = min(1.0, lightness + 0.02) if lighter else max(0.0, lightness - 0.02)
        colour = _hex(colorsys.hls_to_rgb(hue, lightness, saturation))
    return colour


def shade(colour: str, factor: float) -> str:
    """Return the colour, darker by a factor below 1 or lighter by one above."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*(part / 255 for part in _parts(colour)))
    return _hex(colorsys.hls_to_rgb(hue, min(1.0, lightness * factor), saturation))


def contrast(first: str, second: str) -> float:
    """Return the contrast of two colours as WCAG 2.2 defines it, from 1 to 21."""
    darker, lighter = sorted((_luminance(first), _luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


def _hex(parts: Sequence[float]) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    def linear(part: int) -> float:
        share = part / 255
        return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)

    red, green, blue = map(linear, _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
