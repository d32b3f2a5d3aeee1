"""Reads the text of PDF files line by line, with sizes and weights of letters, tables and links."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from statistics import median
from typing import Any

from policy_handbook.importing.blocks import COLUMN, Block, Document, Part, Run, squeezed
from policy_handbook.importing.sources.pdf_columns import Columns, columns_of, reading_order
from policy_handbook.importing.sources.problems import UnreadableError
from policy_handbook.importing.words import counted

MAX_PAGES = 250
_BOLD = re.compile(r"bold|black|heavy|semib|demi", re.IGNORECASE)
_ITALIC = re.compile(r"italic|oblique", re.IGNORECASE)
_EDGE = 0.09
"""Running heads and feet stand within this share of a page at its top and bottom."""
_GAP = 1.2
_CID = re.compile(r"\(cid:\d+\)")
_FEW_WORDS = 15


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a page, or a table, before it is a block."""

    top: float
    bottom: float
    left: float
    right: float
    page: int
    height: float
    size: float = 0
    runs: tuple[Run, ...] = ()
    rows: tuple[tuple[Run, ...], ...] = ()

    @property
    def text(self) -> str:
        """Its words, those of the cells of a table too."""
        if self.rows:
            return " ".join(cell.text for row in self.rows for cell in row)
        return " ".join("".join(run.text for run in self.runs).split())


def read(data: bytes, name: str) -> Document:
    """Read a PDF."""
    lines, pictures, properties = _opened(data)
    words = sum(len(line.text.split()) for line in lines)
    if words < _FEW_WORDS and pictures:
        raise UnreadableError("the pages are pictures (a scan) and hold no text; make the text readable, or type it")
    if _CID.search(" ".join(line.text for line in lines[:40])):
        raise UnreadableError("the letters of this PDF cannot be read; use the document that it was made from")
    remarks = (f"{pictures} pictures were left out; what they say has to be typed",) if pictures else ()
    blocks = tuple(_blocks(lines, properties.get("title", "")))
    return Document(name, "PDF", blocks, properties=properties, lines=True, remarks=remarks)


def _opened(data: bytes) -> tuple[list[_Line], int, dict[str, str]]:
    try:
        import pdfplumber
    except ImportError as error:
        raise UnreadableError(
            "reading PDF needs one more part: pip install 'policy-handbook[import-pdf]'; or save it as .docx"
        ) from error
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            _refuse_long(len(document.pages))
            lines: list[_Line] = []
            pictures = 0
            for number, whole in enumerate(document.pages, 1):
                page = quick_pages()(document, whole.page_obj, number, whole.initial_doctop)
                lines += _lines(page, number)
                pictures += len(page.images)
                page.close()
            return lines, pictures, _properties(document.metadata)
    except UnreadableError:
        raise
    except Exception as error:
        kind = " ".join(type(item).__name__ for item in (error, error.__cause__, *error.args) if item is not None)
        if "Password" in kind or "Encryption" in kind or "password" in str(error).lower():
            raise UnreadableError("the file is protected by a password; save it without one") from error
        raise UnreadableError("the file is damaged and cannot be read; is there another copy?") from error


@lru_cache(maxsize=1)
def quick_pages() -> Any:
    """Return the class of pages whose letters keep only what is used here: the rest takes half of all time."""
    from pdfminer.layout import LTChar
    from pdfplumber.page import Page

    class QuickPage(Page):
        def process_object(self, obj: Any) -> dict[str, Any]:
            if not isinstance(obj, LTChar) or isinstance(obj.fontname, bytes):
                return dict(super().process_object(obj))
            left, edge = self.mediabox[:2]
            top, bottom = self.height - obj.y1 + edge, self.height - obj.y0 + edge
            return {
                "object_type": "char",
                "page_number": self.page_number,
                "text": obj.get_text(),
                "fontname": obj.fontname,
                "size": obj.size,
                "upright": obj.upright,
                "matrix": obj.matrix,
                "x0": obj.x0 + left,
                "x1": obj.x1 + left,
                "top": top,
                "bottom": bottom,
                "doctop": self.initial_doctop + top,
                "width": obj.width,
                "height": obj.height,
            }

    return QuickPage


def _refuse_long(pages: int) -> None:
    if pages > MAX_PAGES:
        raise UnreadableError(f"the file has {pages} pages; that is no single policy")


def _properties(metadata: Any) -> dict[str, str]:
    names = {"Title": "title", "Author": "author"}
    found = {names[key]: str(value) for key, value in (metadata or {}).items() if key in names and value}
    date = re.match(r"D:(\d{4})(\d{2})(\d{2})", str((metadata or {}).get("CreationDate", "")))
    return found | ({"created": "-".join(date.groups())} if date else {})


# --- lines ----------------------------------------------------------------------------------------------


def _lines(page: Any, number: int) -> list[_Line]:
    """Return the lines and tables of a page from top to bottom."""
    tables = [(table.bbox, rows) for table in page.find_tables() if (rows := _rows(table))]
    upright = page.filter(lambda item: item.get("upright", True))
    words = upright.extract_words(extra_attrs=["fontname", "size"], x_tolerance=2, y_tolerance=3)
    free = [word for word in words if not any(_is_in(word, box) for box, _ in tables)]
    links = [link for link in page.hyperlinks if str(link.get("uri", "")).startswith(("http", "mailto:"))]
    linked = _linked_texts(words, links)
    groups = list(_grouped(free))
    columns = columns_of(groups, float(page.width))
    parts = [part for group in groups for part in (columns.parts(group) if columns else (group,))]
    lines = [_line(part, number, float(page.height), links) for part in parts]
    lines += [
        _Line(box[1], box[3], box[0], box[2], number, float(page.height), rows=_runs(rows, linked))
        for box, rows in tables
    ]
    order = reading_order([(line.left, line.top, line.right, line.bottom) for line in lines], columns)
    return [_stretched(lines[index], columns) for index in order]


def _stretched(line: _Line, columns: Columns | None) -> _Line:
    """Return a line of a column as wide as if the page had only one, so that full lines are seen to be full."""
    left, right = columns.stretched(line.left, line.right) if columns else (line.left, line.right)
    return replace(line, left=left, right=right)


def _linked_texts(words: Sequence[Any], links: Sequence[Any]) -> dict[str, str]:
    """Return the addresses of links by the words that they lie over, whatever lines these stand on."""
    found: dict[str, str] = {}
    for address in dict.fromkeys(str(link["uri"]) for link in links):
        boxes = [_box(link) for link in links if link["uri"] == address]
        under = [str(word["text"]) for word in words if any(_is_in(word, box) for box in boxes)]
        found.setdefault(" ".join(under), address)
    return found


def _runs(rows: Sequence[Sequence[str]], linked: Mapping[str, str]) -> tuple[tuple[Run, ...], ...]:
    """Return the cells of a table; what is a link as a whole keeps its address."""
    return tuple(tuple(Run(cell, link=linked.get(cell, "")) for cell in row) for row in rows)


def _rows(table: Any) -> list[tuple[str, ...]]:
    """Return the rows of a table; none for a frame round a single text."""
    rows = [tuple(" ".join((cell or "").split()) for cell in row) for row in table.extract()]
    is_form = bool(rows) and any(rows[0]) and not any(any(row) for row in rows[1:])
    rows = rows if is_form else [row for row in rows if any(row)]
    used = [index for index in range(max(map(len, rows), default=0)) if any(len(r) > index and r[index] for r in rows)]
    return [tuple(row[index] if index < len(row) else "" for index in used) for row in rows] if len(used) > 1 else []


def _is_in(word: Any, box: tuple[float, float, float, float]) -> bool:
    middle_x, middle_y = (word["x0"] + word["x1"]) / 2, (word["top"] + word["bottom"]) / 2
    return bool(box[0] <= middle_x <= box[2] and box[1] <= middle_y <= box[3])


def _grouped(words: Iterable[Any]) -> Iterator[list[Any]]:
    """Yield the words of each line, from left to right."""
    line: list[Any] = []
    for word in sorted(words, key=lambda item: (item["bottom"], item["x0"])):
        if line and abs(word["bottom"] - line[0]["bottom"]) > max(2.5, 0.35 * word["size"]):
            yield sorted(line, key=lambda item: float(item["x0"]))
            line = []
        line.append(word)
    if line:
        yield sorted(line, key=lambda item: float(item["x0"]))


def _line(words: Sequence[Any], page: int, height: float, links: Sequence[Any]) -> _Line:
    runs: list[Run] = []
    addresses = [next((str(item["uri"]) for item in links if _is_in(word, _box(item))), "") for word in words]
    for index, (word, link) in enumerate(zip(words, addresses, strict=True)):
        name = str(word["fontname"])
        text = (" " if index else "") + word["text"]
        look = Run("", bool(_BOLD.search(name)), bool(_ITALIC.search(name)))
        ends = bool(link) and link not in addresses[index + 1 : index + 2]
        end = len(text.rstrip(".,;:")) if ends else len(text)  # a full stop after a link is part of its last word
        runs += [replace(look, text=text[:end], link=link), replace(look, text=text[end:])]
    sizes = Counter(round(word["size"] * 2) / 2 for word in words for _ in word["text"])
    return _Line(
        top=min(word["top"] for word in words),
        bottom=max(word["bottom"] for word in words),
        left=words[0]["x0"],
        right=words[-1]["x1"],
        page=page,
        height=height,
        size=sizes.most_common(1)[0][0],
        runs=squeezed(_one_look(runs)),
    )


def _one_look(runs: list[Run]) -> tuple[Run, ...]:
    """Give bullets and lone marks the look of what follows, so that a line in bold counts as bold."""
    result = list(runs)
    for index, run in enumerate(result[:-1]):
        if not any(letter.isalnum() for letter in run.text):
            result[index] = replace(run, bold=result[index + 1].bold, italic=result[index + 1].italic)
    return tuple(result)


def _box(link: Any) -> tuple[float, float, float, float]:
    return link["x0"] - 1, link["top"] - 1, link["x1"] + 1, link["bottom"] + 1


# --- blocks ---------------------------------------------------------------------------------------------


def _blocks(lines: Sequence[_Line], title: str) -> Iterator[Block]:
    margin = min((line.left for line in lines if line.runs), default=0)
    pitch = _pitch(lines)
    usual = _usual_size(lines)
    furniture = _furniture(lines, title)
    previous: _Line | None = None
    for place, line in enumerate(lines, 1):
        part = furniture.get(place - 1, Part.BODY)
        larger = max(1.0, min(line.size, previous.size) / usual) if previous else 1.0
        gap = previous is None or previous.page != line.page or line.top - previous.top > pitch * larger * _GAP
        if line.rows:
            rows = tuple(tuple((Block(runs=(cell,), place=place),) for cell in row) for row in line.rows)
            yield Block(rows=rows, place=place, page=line.page, part=part, gap=True)
        else:
            yield Block(
                runs=line.runs,
                place=place,
                page=line.page,
                part=part,
                indent=(line.left - margin) / COLUMN,
                size=line.size,
                extent=(line.right - margin) / COLUMN,
                gap=gap and (previous is None or previous.page == line.page),
            )
        if part is Part.BODY:
            previous = line


def _usual_size(lines: Sequence[_Line]) -> float:
    """Return the size of most letters; lines of larger ones stand further apart without a space between them."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text) if line.size else 0
    return sizes.most_common(1)[0][0] or 1 if sizes else 1


def _pitch(lines: Sequence[_Line]) -> float:
    """Return the usual distance of lines within a paragraph: that after lines which fill the page's width."""
    edge = sorted(line.right for line in lines if line.runs)
    right = edge[int(len(edge) * 0.9)] if edge else 0
    steps: list[float] = []
    full: list[float] = []
    for line, later in pairwise(lines):
        if line.page != later.page or not line.runs or not later.runs or abs(line.size - later.size) >= 1:
            continue
        step = round(later.top - line.top, 1)
        if _NEAREST < step < _FARTHEST:
            steps.append(step)
            if line.right > right * 0.93 and not line.text.endswith((".", ":", ";", "?")):
                full.append(step)
    if full:
        return median(full)
    low = sorted(steps)[: max(1, len(steps) // 2)]
    return median(low) if low else _USUAL_PITCH


_NEAREST, _FARTHEST, _USUAL_PITCH = 4, 40, 14


def _furniture(lines: Sequence[_Line], title: str) -> dict[int, Part]:
    """Find running heads and feet: what comes back at the edge of pages, whatever its page number, or has the title."""
    named = counted([title])
    pages = len({line.page for line in lines})
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, line in enumerate(lines):
        edge = "top" if line.bottom < line.height * _EDGE else "bottom" if line.top > line.height * (1 - _EDGE) else ""
        if edge:
            groups[edge, re.sub(r"\d+", "#", line.text)].append(index)
    return {
        index: Part.HEAD if edge == "top" else Part.FOOT
        for (edge, _), places in groups.items()
        for index in places
        if len({lines[place].page for place in places}) >= max(2, pages / 3)
        or (named and lines[index].page > 1 and not named - counted([lines[index].text]))
    }
