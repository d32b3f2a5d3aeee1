"""Computes the numbers that Word shows but does not store: from numbering.xml, paragraph by paragraph."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from policy_handbook.importing.figures import decimal, whole
from policy_handbook.importing.sources.xml import Element
from policy_handbook.model.resolve import letter, roman

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PLACE = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a list: how it counts and looks.

    Attributes:
        form: the kind of number, such as ``decimal`` or ``bullet``.
        text: the pattern of the label, such as ``%1.%2``.
        start: the first number.
        style: the paragraph style that is tied to it.
        indent: how far its text is set in, in points.
        legal: whether numbers of the levels above are shown in figures.
    """

    form: str = "decimal"
    text: str = ""
    start: int = 1
    style: str = ""
    indent: float = 0
    legal: bool = False


@dataclass(slots=True)
class Numbering:
    """The lists of a document, and how far each has counted."""

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    lists: dict[str, str] = field(default_factory=dict)
    starts: dict[str, dict[int, int]] = field(default_factory=dict)
    own_levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    counters: dict[str, dict[int, int]] = field(default_factory=dict)
    begun: set[str] = field(default_factory=set)

    def level(self, list_id: str, depth: int) -> Level | None:
        """Return a level of a list; ``None`` where there is no such list."""
        own = self.own_levels.get(list_id, {}).get(depth)
        return own or self.levels.get(self.lists.get(list_id, ""), {}).get(depth)

    def depth_of_style(self, list_id: str, style: str) -> int | None:
        """Return the level that is tied to a style."""
        levels = self.levels.get(self.lists.get(list_id, ""), {})
        return next((depth for depth, level in levels.items() if level.style == style), None)

    def label(self, list_id: str, depth: int) -> str:
        """Count one further and return the label that the next paragraph shows."""
        level = self.level(list_id, depth)
        if level is None:
            return ""
        if level.form == "bullet":
            return "•"
        counter = self.counters.setdefault(self.lists[list_id], {})
        self._begin(list_id, counter)
        counter[depth] = counter.get(depth, level.start - 1) + 1
        for deeper in [other for other in counter if other > depth]:
            del counter[deeper]
        if level.form == "none":
            return ""
        return _PLACE.sub(lambda match: self._shown(list_id, int(match[1]) - 1, counter, level), level.text).strip()

    def _begin(self, list_id: str, counter: dict[int, int]) -> None:
        """Start a list anew that says so, when its first paragraph comes."""
        if list_id in self.begun:
            return
        self.begun.add(list_id)
        for depth, start in self.starts.get(list_id, {}).items():
            counter[depth] = start - 1

    def _shown(self, list_id: str, depth: int, counter: dict[int, int], showing: Level) -> str:
        level = self.level(list_id, depth) or Level()
        number = counter.setdefault(depth, level.start)
        return shown("decimal" if showing.legal else level.form, number)


def shown(form: str, number: int) -> str:
    """Return a number in one of Word's forms."""
    if number < 1:
        return str(number)
    forms = {
        "lowerLetter": lambda: letter(number - 1).lower(),
        "upperLetter": lambda: letter(number - 1),
        "lowerRoman": lambda: roman(number),
        "upperRoman": lambda: roman(number).upper(),
        "decimalZero": lambda: f"{number:02}",
    }
    return forms.get(form, lambda: str(number))()


def read_numbering(root: Element | None) -> Numbering:
    """Read numbering.xml."""
    numbering = Numbering()
    if root is None:
        return numbering
    links: dict[str, str] = {}
    for abstract in root.iter(f"{W}abstractNum"):
        name = abstract.get(f"{W}abstractNumId", "")
        numbering.levels[name] = {int(item.get(f"{W}ilvl", "0")): _level(item) for item in abstract.iterfind(f"{W}lvl")}
        style_link = abstract.find(f"{W}numStyleLink")
        own_link = abstract.find(f"{W}styleLink")
        if style_link is not None:
            links[name] = style_link.get(f"{W}val", "")
        if own_link is not None:
            links[f"style {own_link.get(f'{W}val', '')}"] = name
    for name, style in list(links.items()):
        if not name.startswith("style ") and f"style {style}" in links:
            numbering.levels[name] = numbering.levels[links[f"style {style}"]]
    for item in root.iterfind(f"{W}num"):
        _read_list(item, numbering)
    return numbering


def _read_list(item: Element, numbering: Numbering) -> None:
    name = item.get(f"{W}numId", "")
    abstract = item.find(f"{W}abstractNumId")
    numbering.lists[name] = abstract.get(f"{W}val", "") if abstract is not None else ""
    for override in item.iterfind(f"{W}lvlOverride"):
        depth = int(override.get(f"{W}ilvl", "0"))
        start = override.find(f"{W}startOverride")
        level = override.find(f"{W}lvl")
        if start is not None:
            numbering.starts.setdefault(name, {})[depth] = int(start.get(f"{W}val", "1"))
        if level is not None:
            numbering.own_levels.setdefault(name, {})[depth] = _level(level)


def _level(item: Element) -> Level:
    def value(tag: str) -> str:
        found = item.find(f"{W}{tag}")
        return found.get(f"{W}val", "") if found is not None else ""

    start = value("start")
    indent = item.find(f"{W}pPr/{W}ind")
    return Level(
        form=value("numFmt") or "decimal",
        text=value("lvlText"),
        start=whole(start, 1),
        style=value("pStyle"),
        indent=_points(indent),
        legal=item.find(f"{W}isLgl") is not None,
    )


def _points(indent: Element | None) -> float:
    if indent is None:
        return 0
    left = indent.get(f"{W}left") or indent.get(f"{W}start") or "0"
    return decimal(left, 0) / 20
