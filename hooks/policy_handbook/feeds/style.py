"""The school's colour as a style sheet, with a shade of it that can be read on a dark page."""

from __future__ import annotations

import colorsys

from policy_handbook.model import Handbook

LIGHT, DARK_PAGE = "#ffffff", "#111518"


def school_css(view: Handbook) -> bytes:
    """Write the custom properties of the school's colour."""
    colour = view.school.colour
    text = LIGHT if contrast(colour, LIGHT) >= contrast(colour, "#0b0c0c") else "#0b0c0c"
    return f":root{{--brand:{colour};--on-brand:{text};--brand-on-dark:{readable_on_dark(colour)}}}\n".encode()


def readable_on_dark(colour: str) -> str:
    """Return the colour, lightened until it can be read on a dark page (contrast of 4.5 at least)."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*(part / 255 for part in _parts(colour)))
    while contrast(colour, DARK_PAGE) < 4.5 and lightness < 1:
        lightness = min(1.0, lightness + 0.02)
        colour = "#" + "".join(f"{round(part * 255):02x}" for part in colorsys.hls_to_rgb(hue, lightness, saturation))
    return colour


def contrast(first: str, second: str) -> float:
    """Return the contrast of two colours as WCAG 2.2 defines it, from 1 to 21."""
    darker, lighter = sorted((_luminance(first), _luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    def linear(part: int) -> float:
        share = part / 255
        return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)

    red, green, blue = map(linear, _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
