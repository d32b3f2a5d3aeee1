"""Writes invented policies as OpenDocument texts and as PDF files."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from typing import Any

import fontpkg_atkinson_hyperlegible
import typst
from odf.opendocument import OpenDocumentText
from odf.style import ParagraphProperties, Style, TextProperties
from odf.table import Table, TableCell, TableRow
from odf.text import A, H, List, ListItem, ListLevelStyleBullet, ListStyle, Note, NoteBody, NoteCitation, P, Span

from tests.importing.invented import Chapter, Invented, Part

# --- OpenDocument ---------------------------------------------------------------------------------------


def _saved(document: Any) -> bytes:
    stream = io.BytesIO()
    document.write(stream)
    return stream.getvalue()


def _table(rows: Sequence[Sequence[str]]) -> Any:
    table = Table()
    for row in rows:
        line = TableRow()
        for text in row:
            cell = TableCell()
            cell.addElement(P(text=text))
            line.addElement(cell)
        table.addElement(line)
    return table


def _history(document: Any, policy: Invented) -> None:
    if policy.changes:
        document.text.addElement(H(outlinelevel=2, text="Document history"))
        heads = [("Version", "Date", "Changes", "By")]
        document.text.addElement(_table(heads + [(c.issue, c.date, c.summary, c.by) for c in policy.changes]))


def odt_styled(policy: Invented) -> bytes:
    """Headings with levels, real lists, tables, a note and a link."""
    document = OpenDocumentText()
    bullets = ListStyle(name="Dots")
    for level in range(1, 4):
        bullets.addElement(ListLevelStyleBullet(level=str(level), bulletchar="•"))
    document.automaticstyles.addElement(bullets)
    title = Style(name="Title", family="paragraph")
    document.styles.addElement(title)
    document.text.addElement(P(stylename=title, text=policy.title))
    document.text.addElement(_table(policy.control))
    _history(document, policy)

    def items(parts: Sequence[Part]) -> Any:
        made = List(stylename=bullets)
        for part in parts:
            item = ListItem()
            item.addElement(P(text=part.text))
            if part.parts:
                item.addElement(items(part.parts))
            made.addElement(item)
        return made

    def write(chapter: Chapter, level: int) -> None:
        document.text.addElement(H(outlinelevel=level, text=chapter.title))
        for part in chapter.parts:
            document.text.addElement(P(text=part.text))
            if part.parts:
                document.text.addElement(items(part.parts))
        for inner in chapter.chapters:
            write(inner, level + 1)

    for chapter in policy.chapters:
        write(chapter, 1)
    return _saved(document)


def odt_bold(policy: Invented) -> bytes:
    """No styles: bold paragraphs for headings, typed numbers, dashes for bullets."""
    document = OpenDocumentText()
    bold = Style(name="B", family="text")
    bold.addElement(TextProperties(fontweight="bold"))
    inset = Style(name="In", family="paragraph")
    inset.addElement(ParagraphProperties(marginleft="1cm"))
    deeper = Style(name="Deep", family="paragraph")
    deeper.addElement(ParagraphProperties(marginleft="2cm"))
    for style in (bold, inset, deeper):
        document.automaticstyles.addElement(style)

    def strong(text: str) -> None:
        paragraph = P()
        paragraph.addElement(Span(stylename=bold, text=text))
        document.text.addElement(paragraph)

    def items(parts: Sequence[Part], depth: int) -> None:
        for part in parts:
            document.text.addElement(P(stylename=inset if depth == 0 else deeper, text=f"- {part.text}"))
            items(part.parts, depth + 1)

    strong(policy.title.upper())
    for label, value in policy.control:
        document.text.addElement(P(text=f"{label}: {value}"))
    for number, chapter in enumerate(policy.chapters, 1):
        strong(f"{number} {chapter.title}")
        counter = 0
        for group in (chapter, *chapter.chapters):
            if group is not chapter:
                strong(group.title)
            for part in group.parts:
                counter += 1
                document.text.addElement(P(text=f"{number}.{counter} {part.text}"))
                items(part.parts, 0)
    return _saved(document)


def odt_with_note(text: str, note: str, link: str) -> bytes:
    """One heading and one clause with a footnote and a link."""
    document = OpenDocumentText()
    document.text.addElement(H(outlinelevel=1, text="Purpose"))
    paragraph = P(text=text)
    footnote = Note(noteclass="footnote")
    footnote.addElement(NoteCitation(text="1"))
    body = NoteBody()
    body.addElement(P(text=note))
    footnote.addElement(body)
    paragraph.addElement(footnote)
    paragraph.addElement(A(href=link, text=" the guidance"))
    document.text.addElement(paragraph)
    return _saved(document)


# --- PDF ------------------------------------------------------------------------------------------------

_COMMON = """
#let d = json(bytes(sys.inputs.data))
#set text(font: "Atkinson Hyperlegible", size: 11pt)
"""

_NUMBERED = (
    _COMMON
    + """
#set page(paper: "a4", margin: 2.5cm, header: [#d.school #h(1fr) #d.title],
  footer: context [Page #counter(page).display() of #counter(page).final().first()])
#set heading(numbering: "1.")
#align(center, text(size: 22pt, weight: "bold", d.title))
#table(columns: 2, ..d.control.flatten())
#outline(title: [Contents])
#if d.changes.len() > 0 [
  *Change record*
  #table(columns: 4, [*Issue*], [*Date*], [*Summary of change*], [*By*], ..d.changes.flatten())
]
#let items(parts) = list(..parts.map(p => [#p.text #if p.parts.len() > 0 { items(p.parts) }]))
#for (i, c) in d.chapters.enumerate(start: 1) {
  heading(c.title)
  let n = 0
  for p in c.parts {
    n += 1
    par[#i.#n #p.text]
    if p.parts.len() > 0 { items(p.parts) }
  }
  for inner in c.chapters {
    heading(level: 2, numbering: none, inner.title)
    for p in inner.parts { n += 1; par[#i.#n #p.text]; if p.parts.len() > 0 { items(p.parts) } }
  }
}
"""
)

_BOLD = (
    _COMMON
    + """
#set page(paper: "a4", margin: 3cm, footer: align(center, context counter(page).display()))
#set list(marker: ([–], [o]), indent: 1em)
#text(size: 16pt, weight: "bold", d.school) \\
#text(size: 20pt, weight: "bold", d.title)

#for (label, value) in d.control [#label: #value \\ ]

#let items(parts) = list(..parts.map(p => [#p.text #if p.parts.len() > 0 { items(p.parts) }]))
#for c in d.chapters {
  block(above: 1.4em, below: 0.8em, strong(c.title))
  for p in c.parts {
    par(p.text)
    if p.parts.len() > 0 { items(p.parts) }
  }
  for inner in c.chapters {
    block(above: 1.4em, below: 0.8em, strong(emph(inner.title)))
    for p in inner.parts { par(p.text); if p.parts.len() > 0 { items(p.parts) } }
  }
}
"""
)

_LETTERED = (
    _COMMON
    + """
#set page(paper: "a5", margin: 2cm, header: align(right, d.title),
  footer: align(right, context counter(page).display()))
#set enum(numbering: (..n) => {
  let depth = n.pos().len()
  numbering(if depth == 1 { "a)" } else { "(i)" }, n.pos().last())
}, full: true)
#grid(columns: (1fr, 1fr), row-gutter: 0.8em, ..d.control.map(((label, value)) => ([#label:], value)).flatten())

#let items(parts) = enum(..parts.map(p => [#p.text #if p.parts.len() > 0 { items(p.parts) }]))
#for (i, c) in d.chapters.enumerate(start: 1) {
  block(above: 1.6em, below: 1em, text(weight: "bold", [#i. #lower(c.title)]))
  for p in c.parts {
    par(p.text)
    if p.parts.len() > 0 { items(p.parts) }
  }
  for (j, inner) in c.chapters.enumerate(start: 1) {
    block(above: 1.6em, below: 1em, text(weight: "bold", [#i.#j #lower(inner.title)]))
    for p in inner.parts { par(p.text); if p.parts.len() > 0 { items(p.parts) } }
  }
}
"""
)


def _part(part: Part) -> dict[str, Any]:
    return {"text": part.text, "parts": [_part(inner) for inner in part.parts]}


def _chapter(chapter: Chapter) -> dict[str, Any]:
    return {
        "title": chapter.title,
        "parts": [_part(part) for part in chapter.parts],
        "chapters": [_chapter(inner) for inner in chapter.chapters],
    }


def _compiled(source: str, policy: Invented) -> bytes:
    data = {
        "title": policy.title,
        "school": policy.school,
        "control": [list(pair) for pair in policy.control],
        "changes": [[change.issue, change.date, change.summary, change.by] for change in policy.changes],
        "chapters": [_chapter(chapter) for chapter in policy.chapters],
    }
    return compile_pdf(source, json.dumps(data))


def compile_pdf(source: str, data: str = "{}") -> bytes:
    """Typeset Typst source."""
    folder = str(next(iter(fontpkg_atkinson_hyperlegible.__path__)))
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[folder])
    pdf = typst.Compiler(input=source.encode(), font_paths=fonts, sys_inputs={"data": data}).compile(format="pdf")
    assert isinstance(pdf, bytes)
    return pdf


def pdf_numbered(policy: Invented) -> bytes:
    """Numbered headings and clauses, ruled tables, a table of contents, running heads and page numbers."""
    return _compiled(_NUMBERED, policy)


def pdf_bold(policy: Invented) -> bytes:
    """Bold headings without numbers, labels before colons, dashes for bullets."""
    return _compiled(_BOLD, policy)


def pdf_lettered(policy: Invented) -> bytes:
    """Small pages, headings in small letters over two lines, letters for items, columns without rules."""
    return _compiled(_LETTERED, policy)
