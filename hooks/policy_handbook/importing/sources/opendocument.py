"""Reads OpenDocument texts by a walk over their parts, with the numbers that LibreOffice shows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from policy_handbook.importing.blocks import COLUMN, Block, Document, Part, Run, plain, squeezed
from policy_handbook.importing.figures import whole
from policy_handbook.importing.sources.problems import UnreadableError
from policy_handbook.importing.sources.word_numbers import shown
from policy_handbook.importing.sources.xml import Element, children, local, parsed, unpacked

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_XLINK = "{http://www.w3.org/1999/xlink}"
_XML = "{http://www.w3.org/XML/1998/namespace}"
_FORMS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_SKIPPED = frozenset(
    ("tracked-changes", "annotation", "annotation-end", "forms", "sequence-decls", "note-citation", "bookmark")
)
_INDENT = 18


@dataclass(frozen=True, slots=True)
class _ListLevel:
    """A level of a list style."""

    bullet: bool = True
    form: str = ""
    prefix: str = ""
    suffix: str = ""
    shown_levels: int = 1
    start: int = 1


@dataclass(slots=True)
class _Styles:
    """The styles of a document: what each says, by name."""

    elements: dict[str, Element] = field(default_factory=dict)
    lists: dict[str, dict[int, _ListLevel]] = field(default_factory=dict)
    outline: dict[int, _ListLevel] = field(default_factory=dict)

    def chain(self, name: str) -> Iterator[Element]:
        """Yield a style and those that it rests on."""
        seen: set[str] = set()
        while name in self.elements and name not in seen:
            seen.add(name)
            yield self.elements[name]
            name = self.elements[name].get(f"{_STYLE}parent-style-name", "")

    def says(self, name: str, properties: str, attribute: str) -> str:
        """Return what a style says about something; empty if nothing."""
        for style in self.chain(name):
            for item in style.iterfind(f"{_STYLE}{properties}"):
                value = item.get(attribute)
                if value is not None:
                    return value
        return ""

    def names(self, name: str) -> str:
        """Return the names of a style and of those that it rests on, in small letters."""
        shown_names = (
            f"{style.get(f'{_STYLE}display-name') or ''} {style.get(f'{_STYLE}name') or ''}"
            for style in self.chain(name)
        )
        return " ".join(shown_names).replace("_20_", " ").lower()


@dataclass(slots=True)
class _Walk:
    """What the walk knows while it goes through a document."""

    styles: _Styles
    place: int = 0
    page: int = 1
    gap: bool = False
    notes: dict[str, tuple[Block, ...]] = field(default_factory=dict)
    boxes: list[Element] = field(default_factory=list)
    pictures: int = 0
    outline: dict[int, int] = field(default_factory=dict)
    counters: dict[str, dict[int, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in the document a paragraph stands."""

    part: Part = Part.BODY
    depth: int | None = None
    label: str = ""
    indent: float = 0


def read(data: bytes, name: str) -> Document:
    """Read an OpenDocument text."""
    parts = unpacked(data)
    if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
        raise UnreadableError("the file is protected by a password; save it without one")
    if "content.xml" not in parts:
        raise UnreadableError("the file is damaged: it has no text; is there another copy?")
    content = parsed(parts["content.xml"])
    more = parsed(parts["styles.xml"]) if "styles.xml" in parts else None
    walk = _Walk(_read_styles(content, more))
    body = content.find(f"{_OFFICE}body/{_OFFICE}text")
    if body is None:
        raise UnreadableError("the file is damaged: it has no text; is there another copy?")
    heads = list(_heads(more, walk)) if more is not None else []
    walk.place = 0
    blocks = list(_blocks(body, walk, _Place()))
    tracked = next(content.iter(f"{_TEXT}tracked-changes"), None) is not None
    remarks = [f"{walk.pictures} pictures were left out; what they say has to be typed"] if walk.pictures else []
    remarks += ["changes were tracked; the text is as if all of them were accepted"] if tracked else []
    return Document(
        name,
        "OpenDocument",
        (*heads, *blocks),
        notes=walk.notes,
        properties=_properties(parts.get("meta.xml")),
        remarks=tuple(remarks),
    )


def _properties(content: bytes | None) -> dict[str, str]:
    if not content:
        return {}
    names = {
        "title": "title",
        "subject": "subject",
        "initial-creator": "author",
        "creation-date": "created",
        "date": "changed",
    }
    return {
        names[local(item)]: (item.text or "").strip()
        for item in parsed(content).iter()
        if isinstance(item.tag, str) and local(item) in names
    }


# --- styles ---------------------------------------------------------------------------------------------


def _read_styles(content: Element, more: Element | None) -> _Styles:
    styles = _Styles()
    for root in (more, content):
        if root is None:
            continue
        for item in root.iter(f"{_STYLE}style"):
            styles.elements[item.get(f"{_STYLE}name", "")] = item
        for item in root.iter(f"{_TEXT}list-style"):
            styles.lists[item.get(f"{_STYLE}name", "")] = _levels(item)
        for item in root.iter(f"{_TEXT}outline-style"):
            styles.outline = _levels(item)
    return styles


def _levels(item: Element) -> dict[int, _ListLevel]:
    levels: dict[int, _ListLevel] = {}
    for child in children(item):
        depth = int(child.get(f"{_TEXT}level", "1")) - 1
        form = child.get(f"{_STYLE}num-format", "")
        levels[depth] = _ListLevel(
            bullet=local(child) == "list-level-style-bullet",
            form=form,
            prefix=child.get(f"{_STYLE}num-prefix", ""),
            suffix=child.get(f"{_STYLE}num-suffix", ""),
            shown_levels=int(child.get(f"{_TEXT}display-levels", "1")),
            start=int(child.get(f"{_TEXT}start-value", "1")),
        )
    return levels


def _label(levels: Mapping[int, _ListLevel], counter: Mapping[int, int], depth: int) -> str:
    level = levels.get(depth)
    if level is None or level.bullet:
        return "•"
    if not level.form:
        return ""
    first = max(0, depth - level.shown_levels + 1)
    numbers = [
        shown(_FORMS.get(levels[above].form, "decimal"), counter.get(above, levels[above].start))
        for above in range(first, depth + 1)
        if above in levels and levels[above].form
    ]
    return f"{level.prefix}{'.'.join(numbers)}{level.suffix}".strip()


# --- blocks ---------------------------------------------------------------------------------------------


def _heads(styles: Element, walk: _Walk) -> Iterator[Block]:
    """Yield the text of running heads and feet, each once."""
    seen: set[str] = set()
    for item in styles.iter(f"{_STYLE}header", f"{_STYLE}footer"):
        part = Part.HEAD if local(item) == "header" else Part.FOOT
        for block in _blocks(item, walk, _Place(part)):
            if block.text and block.text not in seen:
                seen.add(block.text)
                yield replace(block, place=0)


def _blocks(parent: Element, walk: _Walk, place: _Place) -> Iterator[Block]:
    for child in children(parent):
        name = local(child)
        if name in _SKIPPED:
            continue
        if name in ("p", "h"):
            yield from _paragraph(child, walk, place)
        elif name == "list":
            yield from _list(child, walk, place, "", 0)
        elif name == "table":
            walk.place += 1
            yield _table(child, walk, place)
        elif name in ("table-of-content", "alphabetical-index"):
            yield from _blocks(child, walk, replace(place, part=Part.CONTENTS))
        elif name == "soft-page-break":
            walk.page += 1
        elif name == "frame":
            yield from _frame(child, walk, place)
        elif name in ("section", "index-body", "index-title", "text-box", "change"):
            yield from _blocks(child, walk, place)


def _frame(frame: Element, walk: _Walk, place: _Place) -> Iterator[Block]:
    boxes = [item for item in children(frame) if local(item) == "text-box"]
    walk.pictures += not boxes
    for box in boxes:
        yield from _blocks(box, walk, replace(place, depth=None, label=""))


def _paragraph(item: Element, walk: _Walk, place: _Place) -> Iterator[Block]:
    walk.place += 1
    number = walk.place
    style = item.get(f"{_TEXT}style-name", "")
    runs = squeezed(tuple(_runs(item, walk, (style,), "")))
    names = walk.styles.names(style)
    heading = int(item.get(f"{_TEXT}outline-level", "1")) if local(item) == "h" else 0
    label = place.label
    if heading and not label and plain(runs) and heading - 1 in walk.styles.outline:
        label = _outline_label(walk, heading - 1)
    margin = _points(walk.styles.says(style, "paragraph-properties", f"{_FO}margin-left"))
    block = Block(
        runs=tuple(replace(run, bold=False) for run in runs) if heading else runs,
        place=number,
        page=walk.page,
        part=Part.CONTENTS if names.startswith("contents ") and place.part is Part.BODY else place.part,
        heading=heading,
        title=bool(re.search(r"\btitle\b", names)) and "subtitle" not in names,
        depth=None if heading else place.depth,
        label=label,
        indent=max(margin, place.indent) / COLUMN,
        size=_points(_first_size(item, walk, style)),
        gap=walk.gap,
        centred=walk.styles.says(style, "paragraph-properties", f"{_FO}text-align") == "center",
    )
    walk.gap = not (block.text or block.label)
    if block.text or block.notes or block.label:
        yield block
    boxes, walk.boxes = walk.boxes, []
    for box in boxes:
        yield from _frame(box, walk, place)


def _first_size(item: Element, walk: _Walk, style: str) -> str:
    span = next((child for child in children(item) if local(child) == "span"), None)
    own = span.get(f"{_TEXT}style-name", "") if span is not None and not (item.text or "").strip() else ""
    size = f"{_FO}font-size"
    return walk.styles.says(own, "text-properties", size) or walk.styles.says(style, "text-properties", size)


def _outline_label(walk: _Walk, depth: int) -> str:
    level = walk.styles.outline[depth]
    if not level.form:
        return ""
    walk.outline[depth] = walk.outline.get(depth, level.start - 1) + 1
    for deeper in [other for other in walk.outline if other > depth]:
        del walk.outline[deeper]
    return _label(walk.styles.outline, walk.outline, depth)


def _points(text: str) -> float:
    match = re.fullmatch(r"(-?\d*\.?\d+)(pt|cm|mm|in|px)", text)
    if not match:
        return 0
    return float(match[1]) * {"pt": 1, "cm": 28.35, "mm": 2.835, "in": 72, "px": 0.75}[match[2]]


def _list(item: Element, walk: _Walk, place: _Place, style: str, depth: int) -> Iterator[Block]:
    style = item.get(f"{_TEXT}style-name", "") or style
    key = item.get(f"{_TEXT}continue-list", "") or (style if depth == 0 else "")
    goes_on = item.get(f"{_TEXT}continue-numbering") == "true" or bool(item.get(f"{_TEXT}continue-list"))
    counter = walk.counters.setdefault(style or key, {})
    levels = walk.styles.lists.get(style, {})
    if not goes_on and depth == 0:
        counter.clear()
    elif not goes_on:
        counter.pop(depth, None)
    for child in children(item):
        if local(child) not in ("list-item", "list-header"):
            continue
        start = child.get(f"{_TEXT}start-value", "")
        if whole(start, -1) >= 0:
            counter[depth] = whole(start, 1) - 1
        yield from _list_item(child, walk, place, (style, depth, levels, counter))
    name = item.get(f"{_XML}id", "")
    if name:
        walk.counters[name] = counter


def _list_item(
    item: Element, walk: _Walk, place: _Place, among: tuple[str, int, Mapping[int, _ListLevel], dict[int, int]]
) -> Iterator[Block]:
    style, depth, levels, counter = among
    numbered = False
    indent = _INDENT * (depth + 1)
    for child in children(item):
        if local(child) == "list":
            yield from _list(child, walk, place, style, depth + 1)
            continue
        label = ""
        if not numbered and local(item) == "list-item" and _has_text(child):
            counter[depth] = counter.get(depth, levels[depth].start - 1 if depth in levels else 0) + 1
            for deeper in [other for other in counter if other > depth]:
                del counter[deeper]
            label, numbered = _label(levels, counter, depth), True
        here = _Place(place.part, depth if label else None, label, indent)
        yield from _blocks_of_one(child, walk, here)


def _has_text(element: Element) -> bool:
    return any(text.strip() for text in element.itertext())


def _blocks_of_one(child: Element, walk: _Walk, place: _Place) -> Iterator[Block]:
    if local(child) in ("p", "h"):
        yield from _paragraph(child, walk, place)
    elif local(child) == "table":
        walk.place += 1
        yield _table(child, walk, place)


def _table(table: Element, walk: _Walk, place: _Place) -> Block:
    number = walk.place
    rows = []
    for row in table.iter(f"{_TABLE}table-row"):
        if next(row.iterancestors(f"{_TABLE}table"), None) is not table:
            continue
        cells = [
            tuple(_blocks(cell, walk, _Place(place.part))) if local(cell) == "table-cell" else ()
            for cell in children(row)
            if local(cell) in ("table-cell", "covered-table-cell")
        ]
        rows.append(tuple(cells))
    walk.gap = False
    return Block(rows=tuple(rows), place=number, page=walk.page, part=place.part)


# --- runs -----------------------------------------------------------------------------------------------


def _runs(parent: Element, walk: _Walk, styles: tuple[str, ...], link: str) -> Iterator[Run]:
    """Yield the runs of an element; ``styles`` are those round the text, the innermost first."""
    yield from _letters(parent.text, walk, styles, link)
    for child in children(parent):
        name = local(child)
        if name == "span":
            own = child.get(f"{_TEXT}style-name", "")
            if walk.styles.says(own, "text-properties", f"{_TEXT}display") != "none":
                yield from _runs(child, walk, (own, *styles), link)
        elif name == "a":
            target = child.get(f"{_XLINK}href", "")
            yield from _runs(child, walk, styles, target if ":" in target else link)
        elif name == "note":
            yield _note(child, walk)
        elif name == "frame":
            walk.boxes.append(child)
        elif name in ("s", "tab", "line-break"):
            yield Run(" ")
        elif name == "soft-page-break":
            walk.page += 1
        elif name not in _SKIPPED:
            yield from _runs(child, walk, styles, link)
        yield from _letters(child.tail, walk, styles, link)


def _letters(text: str | None, walk: _Walk, styles: tuple[str, ...], link: str) -> Iterator[Run]:
    if not text:
        return

    def says(attribute: str) -> str:
        found = (walk.styles.says(style, "text-properties", attribute) for style in styles)
        return next(filter(None, found), "")

    underlined = says(f"{_STYLE}text-underline-style") not in ("", "none") and not link
    yield Run(
        text,
        bold=says(f"{_FO}font-weight") in ("bold", "600", "700", "800", "900") or underlined,
        italic=says(f"{_FO}font-style") == "italic",
        struck=says(f"{_STYLE}text-line-through-style") not in ("", "none"),
        link=link,
    )


def _note(note: Element, walk: _Walk) -> Run:
    label = f"note-{len(walk.notes) + 1}"
    body = note.find(f"{_TEXT}note-body")
    walk.notes[label] = ()
    if body is not None:
        walk.notes[label] = tuple(_blocks(body, walk, _Place()))
    return Run("", note=label)
