"""A policy as a Word document, for those who comment in Word: real headings, real numbers, links and tables.

Numbers are Word's own, so that a clause that somebody puts in moves those after it. Where a view leaves out clauses,
the next number is set, so that numbers stay those of the page.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import re
import zipfile
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_SECTION
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from policy_handbook.model import Handbook, Policy
from policy_handbook.outputs import WORD_EXPORT
from policy_handbook.print.colour import palette
from policy_handbook.print.document import issued_on, policy_data
from policy_handbook.print.tree import Tree, spelt_out
from policy_handbook.print.word_notes import Notes
from policy_handbook.print.word_numbers import Numbers

FONT = "Arial"
_BULLETS = ("List Bullet", "List Bullet 2", "List Bullet 3")
_NOT_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_EARLIEST = (1980, 1, 1, 0, 0, 0)


def policy_word(view: Handbook, policy: Policy) -> bytes:
    """Write one policy of a view as a Word document; the same policy gives the same bytes.

    Args:
        view: what ``for_audience`` returned.
        policy: one of its policies.
    """
    document = Document()
    _Writer(document, view, policy).write()
    out = io.BytesIO()
    document.save(out)
    return _steady(out.getvalue())


def _steady(data: bytes) -> bytes:
    """Put the parts of a document into a new archive without the time at which it was made."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name, _EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return out.getvalue()


class _Writer:
    """Writes one policy into a document."""

    def __init__(self, document: WordDocument, view: Handbook, policy: Policy) -> None:
        self._document = document
        self._view = view
        self._policy = policy
        self._colour = RGBColor.from_string(palette(view.school.colour).text[1:])
        self._bookmarks = 0
        self._numbers = Numbers(document.part.numbering_part.element, policy.numbering)
        self._notes = Notes(document)
        self._note_texts: dict[str, list[dict[str, Any]]] = {}

    def write(self) -> None:
        """Write the whole document."""
        data = policy_data(self._view, self._policy)
        self._properties()
        self._styles()
        self._page(data)
        self._document.add_paragraph(data["school"], style="Subtitle")
        self._document.add_paragraph(data["title"], style="Title")
        self._document.add_paragraph(data["summary"])
        if data["key_points"]:
            self._heading("In short", 1)
            for point in data["key_points"]:
                self._blocks(point, first_style="List Bullet")
        self._heading("About this issue", 1)
        rows = [*data["control"], ["Kind", self._policy.kind.capitalize()]]
        self._table([["Item", "Detail"], *rows], (50, 116))
        for part in data["sections"]:
            self._section(part, 1)
        self._ending(data)

    def _properties(self) -> None:
        core = self._document.core_properties
        moment = dt.datetime.combine(issued_on(self._policy), dt.time())
        core.title, core.subject = self._policy.title, f"Issue {self._policy.issue}"
        core.author = core.last_modified_by = self._view.school.name
        core.created = core.modified = moment
        core.language, core.revision, core.comments, core.keywords = "en-GB", 1, "", ""
        core.category = WORD_EXPORT

    def _styles(self) -> None:
        styles = self._document.styles
        for name in ("Normal", "Title", "Subtitle", *(f"Heading {level}" for level in range(1, 5))):
            style = styles[name]
            assert isinstance(style, ParagraphStyle)  # noqa: S101 - the template's styles are what they are
            style.font.name = FONT
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for key in [key for key in fonts.attrib if "Theme" in key]:
                del fonts.attrib[key]  # a theme's font would count before the named one
            if name != "Normal":
                style.font.color.rgb = self._colour
        styles["Normal"].font.size = Pt(11)
        defaults = self._document.styles.element.find(qn("w:docDefaults"))
        for language in defaults.iter(qn("w:lang")):
            language.set(qn("w:val"), "en-GB")
        clause = styles.add_style("Clause", 1)
        clause.base_style = styles["Normal"]
        clause.paragraph_format.space_after = Pt(6)

    def _page(self, data: dict[str, Any]) -> None:
        section = self._document.sections[0]
        section.start_type = WD_SECTION.NEW_PAGE
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = Mm(22)
        head = section.header.paragraphs[0]
        head.text = f"{data['school']} · {data['title']} · issue {data['issue']}"
        foot = section.footer.paragraphs[0]
        foot.add_run("Printed copies are uncontrolled. Page ")
        _field(foot, "PAGE")
        foot.add_run(" of ")
        _field(foot, "NUMPAGES")
        for paragraph in (head, foot):
            for run in paragraph.runs:
                run.font.size = Pt(9)

    def _heading(self, text: str, level: int) -> Paragraph:
        heading: Paragraph = self._document.add_heading(_clean(text), min(level, 4))
        return heading

    def _section(self, part: dict[str, Any], level: int) -> None:
        heading = self._heading(part["title"], level)
        self._numbers.section(heading, part["number"], level)
        if part["definitions"]:
            table = self._table(
                [["Word", "What it means here"], *([row[0], ""] for row in part["definitions"])], (45, 121)
            )
            for row, definition in zip(table.rows[1:], part["definitions"], strict=True):
                self._into_cell(row.cells[1], definition[1])
        for clause in part["clauses"]:
            self._clause(clause, 0)
        for inner in part["sections"]:
            self._section(inner, level + 1)

    def _clause(self, clause: dict[str, Any], depth: int) -> None:
        style = "Clause" if clause["label"] or not depth else _BULLETS[min(depth, len(_BULLETS)) - 1]
        first = self._blocks(clause["text"], first_style=style, inset=depth)
        self._numbers.clause(first, clause["label"], depth)
        self._bookmark(first, clause["anchor"])
        for item in clause["items"]:
            self._clause(item, depth + 1)

    def _blocks(self, text: Tree, first_style: str, inset: int = 0) -> Paragraph:
        """Write the blocks of a text; the first paragraph, which is there in any case, is the clause's own."""
        rest = spelt_out(text)
        self._note_texts = _note_texts(rest)
        first = self._document.add_paragraph(style=first_style)
        if rest and rest[0]["kind"] == "paragraph":
            self._runs(first, rest.pop(0)["children"])
        for node in rest:
            self._block(node, 14 + 8 * inset)
        return first

    def _block(self, node: dict[str, Any], indent: int) -> None:
        kind = node["kind"]
        if kind == "list":
            style = "List Number" if node["ordered"] else "List Bullet"
            for item in node["children"]:
                self._item(item, style, indent)
        elif kind == "table":
            self._table_of(node)
        elif kind == "footnotes":
            return  # each is written where the text refers to it
        elif kind == "quote":
            for child in node["children"]:
                self._block(child, indent + 8)
        else:
            paragraph = self._document.add_paragraph()
            paragraph.paragraph_format.left_indent = Mm(indent)
            self._runs(paragraph, node["children"] or [{**node, "kind": "text", "text": node["text"].rstrip()}])

    def _note(self, paragraph: Paragraph, label: str) -> None:
        """Put a note to what was written last in a paragraph."""
        texts = self._note_texts.get(label, [])
        for made, child in zip(self._notes.add(paragraph, len(texts)), texts, strict=False):
            self._runs(made, child["children"])

    def _item(self, item: dict[str, Any], style: str, indent: int) -> None:
        paragraph = self._document.add_paragraph(style=style)
        if style == "List Number":
            self._numbers.restart_if_first(paragraph)
        paragraph.paragraph_format.left_indent = Mm(indent + 6)
        for place, child in enumerate(item["children"]):
            if child["kind"] == "paragraph" and not place:
                self._runs(paragraph, child["children"])
            else:
                self._block(child, indent + 8)

    def _runs(self, paragraph: Paragraph, nodes: list[dict[str, Any]], look: frozenset[str] = frozenset()) -> None:
        for node in nodes:
            kind = node["kind"]
            if kind in ("strong", "em", "s"):
                self._runs(paragraph, node["children"], look | {kind})
            elif kind in ("link", "within"):
                self._link(paragraph, node, look)
            elif kind == "break":
                paragraph.add_run().add_break()
            elif kind == "footnote-reference":
                self._note(paragraph, node["text"])
            elif kind in ("text", "long-text", "code"):
                run = paragraph.add_run(_clean(node["text"]))
                run.bold, run.italic = "strong" in look or None, "em" in look or None
                run.font.strike = "s" in look or None
                if kind == "code":
                    run.font.name = "Courier New"
            else:
                self._runs(paragraph, node["children"], look)

    def _link(self, paragraph: Paragraph, node: dict[str, Any], look: frozenset[str]) -> None:
        """A link to another document, or to a clause of this one."""
        link = OxmlElement("w:hyperlink")
        if node["kind"] == "within":
            link.set(qn("w:anchor"), bookmark_name(node["text"]))
        else:
            link.set(qn("r:id"), paragraph.part.relate_to(node["text"], RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
        before = len(paragraph.runs)
        self._runs(paragraph, node["children"], look)
        for run in paragraph.runs[before:]:
            run.font.underline = True
            run.font.color.rgb = self._colour
            link.append(run._r)  # noqa: SLF001 - python-docx has no links of its own
        paragraph._p.append(link)  # noqa: SLF001

    def _bookmark(self, paragraph: Paragraph, anchor: str) -> None:
        start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
        for mark in (start, end):
            mark.set(qn("w:id"), str(self._bookmarks))
        start.set(qn("w:name"), bookmark_name(anchor))
        self._bookmarks += 1
        paragraph._p.insert(1 if paragraph._p.pPr is not None else 0, start)  # noqa: SLF001
        paragraph._p.append(end)  # noqa: SLF001

    def _table(self, rows: list[list[str]], widths: tuple[int, ...]) -> Table:
        table: Table = self._document.add_table(rows=len(rows), cols=len(widths), style="Table Grid")
        for row, texts in zip(table.rows, rows, strict=True):
            for cell, text, width in zip(row.cells, texts, widths, strict=True):
                cell.width = Mm(width)
                cell.text = _clean(text)
        _head_row(table)
        self._document.add_paragraph()
        return table

    def _table_of(self, node: dict[str, Any]) -> None:
        columns = max(len(row["children"]) for row in node["children"])
        table = self._document.add_table(rows=len(node["children"]), cols=columns, style="Table Grid")
        for row, cells in zip(table.rows, node["children"], strict=True):
            for cell, content in zip(row.cells, cells["children"], strict=False):
                self._runs(cell.paragraphs[0], content["children"])
        _head_row(table)
        self._document.add_paragraph()

    def _into_cell(self, cell: _Cell, text: Tree) -> None:
        nodes = spelt_out(text)
        self._note_texts = _note_texts(nodes)
        for number, node in enumerate(node for node in nodes if node["kind"] != "footnotes"):
            paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
            self._runs(paragraph, node["children"])

    def _ending(self, data: dict[str, Any]) -> None:
        if data["links"]:
            self._heading("Read together with", 1)
            texts = [["" if address else title, why] for title, why, address in data["links"]]
            table = self._table([["Document", "Why"], *texts], (60, 106))
            for row, (title, _, address) in zip(table.rows[1:], data["links"], strict=True):
                if address:
                    self._linked(row.cells[0].paragraphs[0], title, address)
        if data["guidance"]:
            self._heading("Guidance", 1)
            self._table([["Document", "Edition", "Why"], *data["guidance"]], (80, 20, 66))
        if data["changes"]:
            self._heading("Change record sheet", 1)
            rows = [[*row, change.kind] for row, change in zip(data["changes"], self._policy.changes, strict=True)]
            self._table([["Issue", "Date", "What changed", "By", "Kind"], *rows], (14, 32, 64, 34, 22))

    def _linked(self, paragraph: Paragraph, words: str, address: str) -> None:
        """Write words that lead to an address."""
        text = {"kind": "text", "text": words, "children": []}
        self._link(paragraph, {"kind": "link", "text": address, "children": [text]}, frozenset())


def _note_texts(nodes: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """The paragraphs of the footnotes of a text, by what refers to them."""
    groups = [node["children"] for node in nodes if node["kind"] == "footnotes"]
    return {note["text"]: note["children"] for group in groups for note in group}


def bookmark_name(anchor: str) -> str:
    """A name for a bookmark: Word takes forty letters, digits and underlines."""
    name = re.sub(r"\W", "_", anchor)
    return name if len(name) <= 40 else f"{name[:31]}_{hashlib.sha256(anchor.encode()).hexdigest()[:8]}"


def _head_row(table: Table) -> None:
    """Let the first row be repeated on each page and be read as headings."""
    row = table.rows[0]
    properties = row._tr.get_or_add_trPr()  # noqa: SLF001
    properties.append(OxmlElement("w:tblHeader"))
    for cell in row.cells:
        for paragraph in cell.paragraphs:
            for run in paragraph.runs:
                run.bold = True


def _field(paragraph: Paragraph, name: str) -> None:
    """A number that Word works out, such as that of the page."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)  # noqa: SLF001


def _clean(text: str) -> str:
    """A text without characters that XML cannot hold."""
    return _NOT_XML.sub("", text)
