"""Looks up what Word's styles say about a paragraph or run, through all styles that they rest on."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from policy_handbook.importing.figures import whole
from policy_handbook.importing.sources.word_numbers import W
from policy_handbook.importing.sources.xml import Element

_HEADING = re.compile(r"(?:heading|überschrift|titre|heading level)\s*(\d)")


@dataclass(frozen=True, slots=True)
class Style:
    """A style.

    Attributes:
        name: its name in small letters.
        base: the id of the style that it rests on.
        paragraph: what it says about paragraphs.
        run: what it says about letters.
    """

    name: str
    base: str
    paragraph: Element | None
    run: Element | None


@dataclass(slots=True)
class Styles:
    """The styles of a document."""

    styles: dict[str, Style] = field(default_factory=dict)
    default: str = ""
    size: float = 0

    def chain(self, style_id: str) -> list[Style]:
        """Return a style and those that it rests on."""
        found: list[Style] = []
        seen: set[str] = set()
        while style_id in self.styles and style_id not in seen:
            seen.add(style_id)
            found.append(self.styles[style_id])
            style_id = self.styles[style_id].base
        return found

    def in_paragraph(self, style_id: str, own: Element | None, tag: str) -> Element | None:
        """Return what a paragraph or its styles say about something; ``None`` if nothing."""
        for place in (own, *(style.paragraph for style in self.chain(style_id or self.default))):
            found = place.find(f"{W}{tag}") if place is not None else None
            if found is not None:
                return found
        return None

    def in_run(self, style_ids: tuple[str, ...], own: Element | None, tag: str) -> Element | None:
        """Return what a run, its style or its paragraph's style say about something; ``None`` if nothing."""
        places = [own]
        for style_id in style_ids:
            places += [style.run for style in self.chain(style_id)]
        for place in places:
            found = place.find(f"{W}{tag}") if place is not None else None
            if found is not None:
                return found
        return None

    def name(self, style_id: str) -> str:
        """Return the name of a style in small letters."""
        style = self.styles.get(style_id or self.default)
        return style.name if style else ""

    def heading(self, style_id: str) -> int:
        """Return the level of heading that a style is; 0 if it is none."""
        for style in self.chain(style_id):
            match = _HEADING.match(style.name)
            if match:
                return int(match[1])
        return 0


def is_on(element: Element | None) -> bool:
    """Whether a switch such as bold is on."""
    return element is not None and element.get(f"{W}val", "true") not in ("0", "false", "off", "none")


def read_styles(root: Element | None) -> Styles:
    """Read styles.xml."""
    styles = Styles()
    if root is None:
        return styles
    size = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}sz")
    styles.size = half_points(size) or 0
    for item in root.iterfind(f"{W}style"):
        name = item.find(f"{W}name")
        base = item.find(f"{W}basedOn")
        style_id = item.get(f"{W}styleId", "")
        styles.styles[style_id] = Style(
            name=(name.get(f"{W}val", "") if name is not None else style_id).lower(),
            base=base.get(f"{W}val", "") if base is not None else "",
            paragraph=item.find(f"{W}pPr"),
            run=item.find(f"{W}rPr"),
        )
        if item.get(f"{W}type") == "paragraph" and item.get(f"{W}default") in ("1", "true"):
            styles.default = style_id
    return styles


def half_points(size: Element | None) -> float:
    """Return a size in points; 0 where there is none."""
    text = size.get(f"{W}val", "") if size is not None else ""
    return whole(text, 0) / 2
