"""Reads web pages, those that Word saves too. Scripts and styles are passed over; nothing is fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree
from lxml.html import HTMLParser, document_fromstring

from policy_handbook.importing.blocks import COLUMN, Block, Document, Part, Run, plain, squeezed
from policy_handbook.importing.figures import whole
from policy_handbook.importing.sources.html_styles import depth_of_list, with_class_styles
from policy_handbook.importing.sources.plain import decoded
from policy_handbook.importing.sources.problems import UnreadableError
from policy_handbook.importing.sources.spaces import typed_indent
from policy_handbook.importing.sources.word_numbers import shown
from policy_handbook.importing.sources.xml import Element, children, local

_SKIPPED = frozenset(
    ("script", "style", "noscript", "template", "head", "svg", "iframe", "object", "button", "input", "select", "form")
)
_BLOCKS = frozenset(
    (
        *("p", "div", "section", "article", "main", "blockquote", "pre", "address", "figure", "figcaption", "details"),
        *("summary", "dl", "dt", "dd", "ul", "ol", "li", "table", "h1", "h2", "h3", "h4", "h5", "h6", "nav", "header"),
        *("footer", "aside", "center", "body", "html", "hgroup", "fieldset", "hr", "thead", "tbody"),
    )
)
_FURNITURE = {"nav": Part.HEAD, "header": Part.HEAD, "footer": Part.FOOT, "aside": Part.FOOT}
_NOTE_TARGET = re.compile(r"#?_?(?:fn|ftn|edn|footnote|endnote|note)[-_:]?(\d+)$", re.IGNORECASE)
_FORMS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_STYLE_FORMS = {
    "lower-alpha": "lowerLetter",
    "lower-latin": "lowerLetter",
    "upper-alpha": "upperLetter",
    "lower-roman": "lowerRoman",
    "upper-roman": "upperRoman",
}
_INDENT = 18
_SPACES = re.compile(r"[ \t\r\n\f]+")


@dataclass(frozen=True, slots=True)
class _Look:
    """How text looks at a place: what the elements round it say."""

    bold: bool = False
    italic: bool = False
    struck: bool = False
    link: str = ""
    size: float = 0
    heading: int = 0
    title: bool = False
    part: Part = Part.BODY
    depth: int = -1
    indent: float = 0
    centred: bool = False


@dataclass(slots=True)
class _Walk:
    """What the walk collects."""

    blocks: list[Block] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    label: str = ""
    size: float = 0
    place: int = 0
    pictures: int = 0
    notes: dict[str, tuple[Block, ...]] = field(default_factory=dict)


def read(data: bytes, name: str) -> Document:
    """Read a web page."""
    return read_text(_decoded(data), name, "HTML")


def read_text(text: str, name: str, form: str) -> Document:
    """Read the text of a web page."""
    parser = HTMLParser(encoding="utf-8", remove_comments=True, no_network=True, huge_tree=True)
    try:
        root = document_fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise UnreadableError("there is no text in the page") from error
    with_class_styles(root)
    body = root.find("body")
    walk = _Walk()
    start = _Look(part=Part.HEAD) if _main(root) is not None else _Look()
    _block(body if body is not None else root, walk, start)
    _flush(walk, start)
    remarks = (f"{walk.pictures} pictures were left out; what they say has to be typed",) if walk.pictures else ()
    return Document(name, form, _sized(walk.blocks), notes=walk.notes, properties=_properties(root), remarks=remarks)


def _sized(blocks: list[Block]) -> tuple[Block, ...]:
    """Give the usual size of a browser to what has none, where other parts have one: then those stand out."""
    if not any(block.size for block in blocks):
        return tuple(blocks)
    return tuple(block if block.size or block.is_table else replace(block, size=_USUAL_SIZE) for block in blocks)


_USUAL_SIZE = 12


def _decoded(data: bytes) -> str:
    match = re.search(rb"""charset\s*=\s*["']?([\w-]+)""", data[:4096], re.IGNORECASE)
    if match and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode(match[1].decode("ascii"), errors="replace")
        except LookupError:
            pass
    return decoded(data)


def _properties(root: Element) -> dict[str, str]:
    title = root.findtext(".//title") or ""
    found = {"title": " ".join(title.split())}
    for meta in root.iter("meta"):
        if (meta.get("name") or "").lower() == "author":
            found["author"] = meta.get("content", "")
    return {key: value for key, value in found.items() if value}


def _main(root: Element) -> Element | None:
    """Return the one element that holds the page's content, where the page says which."""
    mains = [*root.iter("main")] or [item for item in root.iter("article") if item.getparent() is not None]
    return mains[0] if len(mains) == 1 else None


# --- blocks ---------------------------------------------------------------------------------------------


def _block(element: Element, walk: _Walk, look: _Look) -> None:
    """Go through an element that stands apart from the text round it."""
    tag = local(element).lower()
    if _is_note(element):
        _note(element, walk, look)
        return
    look = _looking(element, tag, look)
    if tag in ("ul", "ol"):
        _list(element, walk, look)
    elif tag == "table":
        _flush(walk, look)
        _table(element, walk, look)
    elif tag == "hr":
        _flush(walk, look)
    else:
        _flush(walk, look)
        _inside(element, walk, look)
        _flush(walk, look)


def _inside(element: Element, walk: _Walk, look: _Look) -> None:
    _text(element.text, walk, look)
    for child in children(element):
        _child(child, walk, look)
        _text(child.tail, walk, look)


def _child(child: Element, walk: _Walk, look: _Look) -> None:
    tag = local(child).lower()
    if tag in _SKIPPED or "display:none" in (child.get("style") or "").replace(" ", ""):
        return
    if tag == "br":
        _break(walk, look)
    elif tag == "img":
        walk.pictures += 1
    elif tag in _BLOCKS:
        _block(child, walk, look)
    elif tag == "a" and (note := _NOTE_TARGET.match(child.get("href") or "")):
        walk.runs.append(Run("", note=note[1]))
    elif tag == "sup" and _has_only_a_note(child):
        _inside(child, walk, look)
    else:
        _inside(child, walk, _looking(child, tag, look))


def _has_only_a_note(element: Element) -> bool:
    inner = list(children(element))
    return len(inner) == 1 and local(inner[0]) == "a"


def _text(text: str | None, walk: _Walk, look: _Look) -> None:
    if text:
        text = _SPACES.sub(" ", text)
        walk.runs.append(Run(text, look.bold, look.italic, look.struck, look.link))
        if text.strip():
            walk.size = max(walk.size, look.size)


def _break(walk: _Walk, look: _Look) -> None:
    walk.runs.append(Run("\n"))
    _ = look


def _flush(walk: _Walk, look: _Look) -> None:
    """End the paragraph that was being collected."""
    lines = _broken(walk.runs)
    for line in lines:
        runs = squeezed(tuple(line))
        if not runs:
            continue  # a label waits for the first text of its item
        walk.place += 1
        made = _made(runs, walk, look)
        walk.blocks.append(replace(made, indent=made.indent + typed_indent(line, shown="\xa0")))
        walk.label = ""
    walk.runs, walk.size = [], 0


def _made(runs: tuple[Run, ...], walk: _Walk, look: _Look) -> Block:
    labelled = bool(walk.label)
    return Block(
        runs=runs if not look.heading else tuple(replace(run, bold=False) for run in runs),
        place=walk.place,
        part=look.part,
        heading=look.heading,
        title=look.title,
        depth=look.depth if look.depth >= 0 and labelled else None,
        label=walk.label,
        indent=look.indent / COLUMN,
        size=walk.size,
        centred=look.centred,
    )


def _broken(runs: list[Run]) -> list[list[Run]]:
    """Return the lines of a paragraph: apart where they are several things, and one where they are a sentence."""
    lines: list[list[Run]] = [[]]
    for run in runs:
        if run.text == "\n":
            lines.append([])
        else:
            lines[-1].append(run)
    texts = [plain(tuple(line)) for line in lines]
    filled = [text for text in texts if text]
    several = len(filled) > 1 and not all(text[:1].islower() for text in filled[1:])
    if not several:
        return [[Run(" ") if run.text == "\n" else run for run in runs]]
    return lines


def _looking(element: Element, tag: str, look: _Look) -> _Look:
    """Return how text looks within an element."""
    style = (element.get("style") or "").replace(" ", "").lower()
    kind = f"{element.get('class') or ''} {element.get('id') or ''}".lower()
    if tag in ("b", "strong", "u", "th") or re.search(r"font-weight:(?:bold|[6-9]00)", style):
        look = replace(look, bold=True)
    if re.search(r"font-weight:(?:normal|[1-5]00)", style):
        look = replace(look, bold=False)
    if tag in ("i", "em", "cite") or "font-style:italic" in style:
        look = replace(look, italic=True)
    if tag in ("s", "del", "strike") or "text-decoration:line-through" in style:
        look = replace(look, struck=True)
    if tag == "a":
        look = replace(look, link=_address(element.get("href") or ""))
    size = re.search(r"font-size:(\d+(?:\.\d+)?)(pt|px)", style)
    if size:
        look = replace(look, size=float(size[1]) * (1 if size[2] == "pt" else 0.75))
    return _standing(element, tag, style, kind, look)


def _address(link: str) -> str:
    return link if re.match(r"(?:https?|mailto|tel):", link) else ""


def _standing(element: Element, tag: str, style: str, kind: str, look: _Look) -> _Look:
    """Return how an element stands on the page."""
    if tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
        look = replace(look, heading=int(tag[1]))
    if "msotitle" in kind or (tag == "h1" and "title" in kind):
        look = replace(look, title=True)
    if tag in ("main", "article") and look.part is Part.HEAD:
        look = replace(look, part=Part.BODY)
    elif tag in _FURNITURE and look.part is Part.BODY and not _is_within_article(element):
        look = replace(look, part=_FURNITURE[tag])
    if "msotoc" in kind or re.search(r"\b(?:toc|table-of-contents)\b", kind):
        look = replace(look, part=Part.CONTENTS)
    margin = re.search(r"margin-left:(\d+(?:\.\d+)?)(pt|px|cm|in)", style)
    if margin:
        unit = {"pt": 1, "px": 0.75, "cm": 28.35, "in": 72}[margin[2]]
        look = replace(look, indent=float(margin[1]) * unit)
    if "text-align:center" in style or element.get("align") == "center" or tag == "center":
        look = replace(look, centred=True)
    return look


def _is_within_article(element: Element) -> bool:
    return any(local(above) in ("main", "article") for above in element.iterancestors())


# --- lists, tables, notes -------------------------------------------------------------------------------


def _list(element: Element, walk: _Walk, look: _Look) -> None:
    _flush(walk, look)
    style = (element.get("style") or "").replace(" ", "").lower()
    form = _FORMS.get(element.get("type") or "", "")
    form = form or next((name for word, name in _STYLE_FORMS.items() if word in style), "decimal")
    start = element.get("start") or "1"
    number = whole(start, 1)
    deeper = 1 + depth_of_list(element)
    inner = replace(look, depth=look.depth + deeper, indent=look.indent + _INDENT * deeper)
    for child in children(element):
        if local(child) != "li":
            _block(child, walk, inner)
            continue
        number = whole(child.get("value") or "", number)
        if _is_note(child):
            _note(child, walk, look)
        else:
            walk.label = "•" if local(element) == "ul" else f"{shown(form, number)}."
            _inside(child, walk, _looking(child, "li", inner))
            _flush(walk, inner)
            walk.label = ""
        number += 1


def _table(element: Element, walk: _Walk, look: _Look) -> None:
    rows = []
    holds_page = any(next(element.iter(tag), None) is not None for tag in ("h1", "h2", "h3", "table"))
    inner_tables = [item for item in element.iter("table") if item is not element]
    place = walk.place + 1
    for row in element.iter("tr"):
        if any(above in inner_tables for above in row.iterancestors()):
            continue
        rows.append(tuple(cell for item in children(row) for cell in _cells(item, walk, look)))
    walk.place = max(walk.place, place)
    for caption in element.iterfind("caption"):
        _inside(caption, walk, look)
        _flush(walk, look)
    if holds_page and (inner_tables or len(rows) == 1):
        walk.blocks += [block for row in rows for cell in row for block in cell]
    elif rows:
        walk.blocks.append(Block(rows=tuple(rows), place=place, part=look.part))


def _cells(cell: Element, walk: _Walk, look: _Look) -> Iterator[tuple[Block, ...]]:
    """Yield a cell, and an empty one for each column more that it reaches over."""
    inner = _Walk(place=walk.place)
    plain_look = replace(look, depth=-1, indent=0)
    _inside(cell, inner, plain_look)
    _flush(inner, plain_look)
    walk.place = inner.place
    walk.pictures += inner.pictures
    yield tuple(inner.blocks)
    for _ in range(min(whole(cell.get("colspan") or "1", 1), 20) - 1):
        yield ()


def _is_note(element: Element) -> bool:
    """Whether an element is the text of a footnote, and not a reference to one."""
    name = element.get("id") or ""
    return local(element) in ("li", "div", "p", "aside") and _NOTE_TARGET.match(name) is not None


def _note(element: Element, walk: _Walk, look: _Look) -> None:
    _flush(walk, look)
    match = _NOTE_TARGET.match(element.get("id") or "")
    inner = _Walk()
    for link in [*element.iter("a")]:
        target = link.get("href") or ""
        if "ref" in target.lower() or _NOTE_TARGET.match(target):
            link.tail, link.text = link.tail, ""
            for child in list(link):
                link.remove(child)
            link.set("href", "")
    _inside(element, inner, _Look())
    _flush(inner, _Look())
    if match:
        walk.notes[match[1]] = tuple(inner.blocks)
