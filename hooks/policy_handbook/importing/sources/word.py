"""Reads Word documents by a walk over their own parts.

No library gives the numbers that Word shows, or text boxes, content controls and tracked changes at once; macros,
templates with macros and the strict variant are refused by some. So the parts are read as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from policy_handbook.importing.blocks import COLUMN, Block, Document, Part, Run, plain, squeezed
from policy_handbook.importing.figures import whole
from policy_handbook.importing.markers import marker_of
from policy_handbook.importing.sources.problems import UnreadableError
from policy_handbook.importing.sources.spaces import typed_indent
from policy_handbook.importing.sources.word_numbers import Numbering, W, read_numbering
from policy_handbook.importing.sources.word_styles import Styles, half_points, is_on, read_styles
from policy_handbook.importing.sources.xml import Element, children, local, parsed, unpacked
from policy_handbook.importing.steps.labels import pairs_in
from policy_handbook.outputs import WORD_EXPORT

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)
_HYPERLINK = re.compile(r'HYPERLINK\s+"([^"]+)"')
_SKIPPED = frozenset({"del", "moveFrom", "pPr", "rPr", "sectPr", "bookmarkStart", "proofErr", "instrText", "delText"})
_GAP = 6


@dataclass(slots=True)
class _Walk:
    """What the walk knows while it goes through one part of a document."""

    numbering: Numbering
    styles: Styles
    links: Mapping[str, str]
    exact: bool = False
    prefix: str = ""
    place: int = 0
    page: int = 1
    gap: bool = False
    fields: list[str] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    pictures: int = 0
    hidden: bool = False
    in_contents: bool = False


def read(data: bytes, name: str) -> Document:
    """Read a Word document."""
    parts = _parts(data)
    main = _main_part(parts)
    folder, _, file = main.rpartition("/")
    links = _links(parts.get(f"{folder}/_rels/{file}.rels"))
    numbering = read_numbering(_root(parts.get(f"{folder}/numbering.xml")))
    styles = read_styles(_root(parts.get(f"{folder}/styles.xml")))
    properties = _properties(parts.get("docProps/core.xml"))
    exact = properties.get("category") == WORD_EXPORT
    walk = _Walk(numbering, styles, links, exact=exact)
    root = parsed(parts[main])
    body = root.find(f"{W}body")
    if body is None:
        raise UnreadableError("the file is damaged: it has no text; is there another copy?")
    blocks = list(_blocks(body, walk))
    notes = {**_notes(parts, folder, "footnotes", "fn", walk), **_notes(parts, folder, "endnotes", "en", walk)}
    heads = list(_heads(root, parts, folder, walk))
    return Document(
        name,
        "Word",
        (*heads, *blocks),
        notes={label: note for label, note in notes.items() if any(block.text for block in note)},
        properties=properties,
        exact=exact,
        remarks=tuple(_remarks(parts, folder, walk, root)),
    )


def _parts(data: bytes) -> dict[str, bytes]:
    parts = dict(unpacked(data))
    for name, content in parts.items():
        if _STRICT[0][0] in content[:4000] or _STRICT[1][0] in content[:4000]:
            for strict, usual in _STRICT:
                parts[name] = parts[name].replace(strict, usual)
    return parts


def _main_part(parts: Mapping[str, bytes]) -> str:
    root = _root(parts.get("_rels/.rels"))
    for item in root if root is not None else ():
        if str(item.get("Type", "")).endswith("/officeDocument"):
            target = str(item.get("Target", "")).lstrip("/")
            if target in parts:
                return target
    found = [name for name in parts if re.fullmatch(r"word/document\d*\.xml", name)]
    if not found:
        raise UnreadableError("the file is damaged: it has no text; is there another copy?")
    return found[0]


def _root(content: bytes | None) -> Element | None:
    return parsed(content) if content else None


def _links(content: bytes | None) -> dict[str, str]:
    root = _root(content)
    return {} if root is None else {item.get("Id", ""): item.get("Target", "") for item in children(root)}


def _properties(content: bytes | None) -> dict[str, str]:
    root = _root(content)
    names = {
        "title": "title",
        "subject": "subject",
        "category": "category",
        "creator": "author",
        "created": "created",
        "modified": "changed",
    }
    if root is None:
        return {}
    return {names[local(item)]: (item.text or "").strip() for item in children(root) if local(item) in names}


def _remarks(parts: Mapping[str, bytes], folder: str, walk: _Walk, root: Element) -> Iterator[str]:
    if any(name.lower().endswith("vbadata.xml") for name in parts) or "macroEnabled" in str(
        parts.get("[Content_Types].xml", b"")
    ):
        yield "the file has macros; they were not run and not imported"
    if walk.pictures:
        yield f"{walk.pictures} pictures or drawings were left out; what they say has to be typed"
    if walk.hidden:
        yield "hidden text was left out"
    if f"{folder}/comments.xml" in parts and b"<w:t" in parts[f"{folder}/comments.xml"]:
        yield "comments in the margin were left out"
    if next(root.iter(f"{W}ins", f"{W}del"), None) is not None:
        yield "changes were tracked; the text is as if all of them were accepted"
    if next(root.iter(f"{W}altChunk"), None) is not None:
        yield "the file holds another file that was not read; copy its text into the document"


def _heads(root: Element, parts: Mapping[str, bytes], folder: str, walk: _Walk) -> Iterator[Block]:
    """Yield the text of running heads and feet, each once."""
    seen: set[str] = set()
    for reference in root.iter(f"{W}headerReference", f"{W}footerReference"):
        target = walk.links.get(reference.get(f"{_R}id", ""), "")
        content = parts.get(f"{folder}/{target}")
        if not content or target in seen:
            continue
        seen.add(target)
        file_links = _links(parts.get(f"{folder}/_rels/{target}.rels"))
        part = Part.HEAD if local(reference) == "headerReference" else Part.FOOT
        inner = _Walk(walk.numbering, walk.styles, file_links)
        for block in _blocks(parsed(content), inner):
            if block.text and block.text not in seen:
                seen.add(block.text)
                yield replace(block, part=part, place=0)


def _notes(
    parts: Mapping[str, bytes], folder: str, name: str, prefix: str, walk: _Walk
) -> dict[str, tuple[Block, ...]]:
    root = _root(parts.get(f"{folder}/{name}.xml"))
    if root is None:
        return {}
    inner = _Walk(walk.numbering, walk.styles, _links(parts.get(f"{folder}/_rels/{name}.xml.rels")))
    return {
        f"{prefix}{item.get(f'{W}id', '')}": tuple(_blocks(item, inner))
        for item in children(root)
        if item.get(f"{W}type", "normal") == "normal"
    }


# --- blocks ---------------------------------------------------------------------------------------------


def _blocks(parent: Element, walk: _Walk, *, contents: bool = False) -> Iterator[Block]:
    for child in children(parent):
        name = local(child)
        if name == "p":
            yield from _paragraphs(child, walk, contents=contents)
        elif name == "tbl":
            walk.place += 1
            yield _table(child, walk)
        elif name == "sdt":
            inner = child.find(f"{W}sdtContent")
            if inner is not None:
                yield from _blocks(inner, walk, contents=contents or _is_contents(child))
        elif name in ("ins", "moveTo", "customXml", "smartTag"):
            yield from _blocks(child, walk, contents=contents)
        elif name == "AlternateContent":
            yield from _blocks(_chosen(child), walk, contents=contents)


def _is_contents(sdt: Element) -> bool:
    gallery = sdt.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
    return gallery is not None and "contents" in gallery.get(f"{W}val", "").lower()


def _chosen(alternate: Element) -> Element:
    return next(iter(children(alternate)), alternate)


def _paragraphs(paragraph: Element, walk: _Walk, *, contents: bool) -> Iterator[Block]:
    walk.place += 1
    place = walk.place
    walk.in_contents = "TOC" in walk.fields
    style_id = _style_of(paragraph)
    runs = list(_runs(paragraph, walk, style_id))
    contents = contents or walk.in_contents or walk.styles.name(style_id).startswith("toc")
    block = _block(paragraph, runs, walk, style_id, place)
    if contents:
        block = replace(block, part=Part.CONTENTS)
    if block.text or block.label or block.notes:
        yield from _split(block)
        walk.gap = False
    else:
        walk.gap = True
    boxes, walk.boxes = walk.boxes, []
    for box in boxes:
        yield from _blocks(box, walk)


def _style_of(paragraph: Element) -> str:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return style.get(f"{W}val", "") if style is not None else ""


def _block(paragraph: Element, runs: list[Run], walk: _Walk, style_id: str, place: int) -> Block:
    own = paragraph.find(f"{W}pPr")
    name = walk.styles.name(style_id)
    is_shown = any(run.text.strip() or run.note for run in runs) or walk.exact or _leads_to_table(paragraph)
    depth, label, indent = _list_place(own, style_id, walk) if is_shown else (None, "", 0.0)
    before = walk.styles.in_paragraph(style_id, own, "spacing")
    space = before.get(f"{W}before", "0") if before is not None else "0"
    alignment = walk.styles.in_paragraph(style_id, own, "jc")
    heading = _heading(own, style_id, walk)
    return Block(
        runs=tuple(runs),
        place=place,
        page=walk.page,
        heading=heading,
        title=name == "title",
        depth=None if heading else depth,
        label=label,
        indent=(_indent(own, style_id, walk) or indent) / COLUMN,
        size=_size(paragraph, style_id, walk),
        gap=walk.gap or whole(space, 0) / 20 >= _GAP,
        centred=alignment is not None and alignment.get(f"{W}val") == "center",
        anchors=tuple(mark.get(f"{W}name", "") for mark in paragraph.iter(f"{W}bookmarkStart")),
    )


def _leads_to_table(paragraph: Element) -> bool:
    """Whether a table follows at once, so that a number alone is the number of the table."""
    following = paragraph.getnext()
    return following is not None and local(following) == "tbl"


def _heading(own: Element | None, style_id: str, walk: _Walk) -> int:
    level = walk.styles.heading(style_id)
    outline = walk.styles.in_paragraph(style_id, own, "outlineLvl")
    if level or outline is None:
        return level
    number = whole(outline.get(f"{W}val", ""), 9)
    return number + 1 if 0 <= number < 9 else 0


def _list_place(own: Element | None, style_id: str, walk: _Walk) -> tuple[int | None, str, float]:
    """Return how deep in a list a paragraph is, its label, and how far it is set in."""
    # a style may say how deep and leave the list to the style that it rests on, so each is looked up alone
    list_item = walk.styles.in_paragraph(style_id, own, f"numPr/{W}numId")
    depth_item = walk.styles.in_paragraph(style_id, own, f"numPr/{W}ilvl")
    if list_item is None:
        return None, "", 0
    list_id = list_item.get(f"{W}val", "0")
    if list_id == "0" or walk.numbering.level(list_id, 0) is None:
        return None, "", 0
    by_style = walk.numbering.depth_of_style(list_id, style_id)
    depth = int(depth_item.get(f"{W}val", "0")) if depth_item is not None else (by_style or 0)
    level = walk.numbering.level(list_id, depth)
    return depth, walk.numbering.label(list_id, depth), level.indent if level else 0


def _indent(own: Element | None, style_id: str, walk: _Walk) -> float:
    found = walk.styles.in_paragraph(style_id, own, "ind")
    if found is None:
        return 0
    left = found.get(f"{W}left") or found.get(f"{W}start") or "0"
    return float(left) / 20 if re.fullmatch(r"-?\d+(\.\d+)?", left) else 0


def _size(paragraph: Element, style_id: str, walk: _Walk) -> float:
    first = next((run for run in paragraph.iter(f"{W}r") if run.find(f"{W}t") is not None), None)
    own = first.find(f"{W}rPr") if first is not None else None
    size = half_points(walk.styles.in_run((style_id or walk.styles.default,), own, "sz"))
    return size or walk.styles.size or 0


def _split(block: Block) -> Iterator[Block]:
    """Yield the lines of a paragraph that was broken by hand, where they are more than one thing."""
    lines = _broken(block.runs)
    if len(lines) == 1:
        yield replace(block, runs=squeezed(lines[0]), indent=block.indent + typed_indent(lines[0]))
        return
    texts = [plain(line) for line in lines]
    bold_first = _is_bold(lines[0]) and not all(_is_bold(line) for line in lines if plain(line))
    marked = any(marker_of(text).length for text in texts[1:])
    if bold_first or marked or _is_field_list(texts) or _are_sentences(texts):
        for index, line in enumerate(lines):
            if plain(line) or any(run.note for run in line):
                kept = block if index == 0 else replace(block, label="", heading=0, gap=False)
                yield replace(kept, runs=squeezed(line), indent=block.indent + typed_indent(line))
    else:
        yield replace(block, runs=squeezed(tuple(Run(" ") if run.text == "\n" else run for run in block.runs)))


def _is_field_list(texts: list[str]) -> bool:
    """Whether every line has a label and a value, or most have one of control data."""
    filled = [text for text in texts if text]
    known = sum(bool(pairs_in(text)) for text in filled)
    labelled = all(re.match(r"[A-Z][\w ]{1,40}:", text) for text in filled)
    return len(filled) > 1 and (labelled or known > len(filled) / 2)


def _are_sentences(texts: list[str]) -> bool:
    """Whether every line but the last ends a sentence, and each begins one."""
    filled = [text for text in texts if text]
    ended = all(text.endswith((".", "?", "!", ":")) for text in filled[:-1])
    return len(filled) > 1 and ended and all(text[:1].isupper() for text in filled)


def _broken(runs: tuple[Run, ...]) -> list[tuple[Run, ...]]:
    lines: list[list[Run]] = [[]]
    for run in runs:
        if run.text == "\n":
            lines.append([])
        else:
            lines[-1].append(run)
    return [tuple(line) for line in lines]


def _is_bold(runs: tuple[Run, ...]) -> bool:
    words = [run for run in runs if run.text.strip()]
    return bool(words) and all(run.bold for run in words)


def _table(table: Element, walk: _Walk) -> Block:
    place = walk.place
    rows = []
    for row in _inner(table, "tr"):
        if row.find(f"{W}trPr/{W}del") is not None:
            continue
        cells: list[tuple[Block, ...]] = []
        for cell in _inner(row, "tc"):
            span = cell.find(f"{W}tcPr/{W}gridSpan")
            width = int(span.get(f"{W}val", "1")) if span is not None else 1
            cells.append(tuple(_blocks(cell, walk)))
            cells += [()] * (min(width, 20) - 1)
        rows.append(tuple(cells))
    walk.gap = False
    return Block(rows=tuple(rows), place=place, page=walk.page)


def _inner(parent: Element, name: str) -> Iterator[Element]:
    """Yield the rows of a table or the cells of a row, those within content controls too."""
    for child in children(parent):
        if local(child) == name:
            yield child
        elif local(child) in ("sdt", "sdtContent", "ins", "customXml", "moveTo"):
            yield from _inner(child, name)


# --- runs -----------------------------------------------------------------------------------------------


def _runs(parent: Element, walk: _Walk, style_id: str, link: str = "") -> Iterator[Run]:
    for child in children(parent):
        name = local(child)
        if name in _SKIPPED:
            continue
        if name == "r":
            yield from _run(child, walk, style_id, link or _field_link(walk))
        elif name == "hyperlink":
            within = child.get(f"{W}anchor", "")
            target = walk.links.get(child.get(f"{_R}id", ""), f"#{within}" if within else "")
            yield from _runs(child, walk, style_id, target)
        elif name == "AlternateContent":
            yield from _runs(_chosen(child), walk, style_id, link)
        elif name == "t":
            yield Run("".join(map(str, child.itertext())), link=link)
        else:
            yield from _runs(child, walk, style_id, link)


def _field_link(walk: _Walk) -> str:
    for instruction in walk.fields:
        match = _HYPERLINK.search(instruction)
        if match:
            return match[1]
    return ""


def _run(run: Element, walk: _Walk, style_id: str, link: str) -> Iterator[Run]:
    own = run.find(f"{W}rPr")
    character = own.find(f"{W}rStyle") if own is not None else None
    styles = (character.get(f"{W}val", "") if character is not None else "", style_id)

    def is_set(tag: str) -> bool:
        return is_on(walk.styles.in_run(styles, own, tag))

    if is_set("vanish"):
        walk.hidden = walk.hidden or any(text.text for text in run.iter(f"{W}t"))
        return
    heading = walk.styles.heading(style_id) or walk.styles.name(style_id) == "title"
    bold = is_set("b") or (is_on(own.find(f"{W}u")) if own is not None and not link else False)
    look = Run("", bold=bold and not heading, italic=is_set("i") and not heading, struck=is_set("strike"), link=link)
    for child in children(run):
        yield from _run_part(child, walk, look)


def _run_part(child: Element, walk: _Walk, look: Run) -> Iterator[Run]:
    name = local(child)
    if name in ("t", "tab", "br", "cr", "noBreakHyphen", "sym"):
        yield from _letters(child, name, walk, look)
    elif name in ("footnoteReference", "endnoteReference"):
        prefix = "fn" if name == "footnoteReference" else "en"
        yield Run("", note=f"{prefix}{child.get(f'{W}id', '')}")
    elif name == "fldChar":
        _field(child, walk)
    elif name == "instrText":
        if walk.fields:
            text = walk.fields[-1] + (child.text or "")
            is_contents = re.match(r"\s*TOC\b", text) is not None
            walk.fields[-1] = "TOC" if is_contents else text
            walk.in_contents = walk.in_contents or is_contents
    elif name == "lastRenderedPageBreak":
        walk.page += 1
    elif name == "AlternateContent":
        for inner in children(_chosen(child)):
            yield from _run_part(inner, walk, look)
    elif name in ("drawing", "pict", "object"):
        _drawing(child, walk)


def _letters(child: Element, name: str, walk: _Walk, look: Run) -> Iterator[Run]:
    if name == "t":
        yield replace(look, text="".join(map(str, child.itertext())))
    elif name == "tab":
        yield replace(look, text="\t")
    elif name == "noBreakHyphen":
        yield replace(look, text="-")
    elif name == "sym":
        yield replace(look, text="•")
    elif child.get(f"{W}type") in ("page", "column"):
        walk.page += 1
    else:
        yield Run("\n")


def _field(child: Element, walk: _Walk) -> None:
    kind = child.get(f"{W}fldCharType")
    if kind == "begin":
        walk.fields.append("")
    elif kind == "end" and walk.fields:
        walk.fields.pop()


def _drawing(child: Element, walk: _Walk) -> None:
    boxes = list(child.iter(f"{W}txbxContent"))
    walk.boxes += boxes
    walk.pictures += not boxes
