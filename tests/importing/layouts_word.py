"""Writes invented policies as Word documents, in the ways in which schools lay them out."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import docx
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt

from policy_handbook.model.resolve import letter, roman
from tests.importing.invented import Chapter, Invented, Part

_ABSTRACT = 90


def _bytes(document: Any) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _add_list(document: Any, number: int, levels: Sequence[tuple[str, str, str]]) -> str:
    """Add a list to numbering.xml; each level is a form, a pattern and a style."""
    rows = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        + (f'<w:pStyle w:val="{style}"/>' if style else "")
        + f'<w:lvlText w:val="{text}"/><w:pPr><w:ind w:left="{720 * (depth + 1)}" w:hanging="360"/></w:pPr></w:lvl>'
        for depth, (form, text, style) in enumerate(levels)
    )
    abstract = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{_ABSTRACT + number}">'
        f'<w:multiLevelType w:val="multilevel"/>{rows}</w:abstractNum>'
    )
    numbering = document.part.numbering_part.element
    numbering.insert(0, abstract)
    numbering.append(
        parse_xml(
            f'<w:num {nsdecls("w")} w:numId="{_ABSTRACT + number}">'
            f'<w:abstractNumId w:val="{_ABSTRACT + number}"/></w:num>'
        )
    )
    return str(_ABSTRACT + number)


def _number(paragraph: Any, list_id: str, depth: int) -> None:
    properties = paragraph._p.get_or_add_pPr()
    properties.append(
        parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{depth}"/><w:numId w:val="{list_id}"/></w:numPr>')
    )


def _field(paragraph: Any, instruction: str, shown: str) -> None:
    for kind, text in (("begin", ""), ("instr", instruction), ("separate", ""), ("shown", shown), ("end", "")):
        run = paragraph.add_run(shown if kind == "shown" else "")
        if kind == "instr":
            item = OxmlElement("w:instrText")
            item.text = text
            run._r.append(item)
        elif kind != "shown":
            item = OxmlElement("w:fldChar")
            item.set(qn("w:fldCharType"), kind)
            run._r.append(item)


def _control_table(document: Any, policy: Invented, *, wide: bool = False) -> None:
    pairs = list(policy.control)
    if wide:
        if len(pairs) % 2:
            pairs.append(("Website", "Yes"))
        table = document.add_table(rows=len(pairs) // 2, cols=4)
        cells = [cell for row in table.rows for cell in row.cells]
        for index, (label, value) in enumerate(pairs):
            cells[2 * index].text, cells[2 * index + 1].text = label, value
        return
    table = document.add_table(rows=len(pairs), cols=2)
    for row, (label, value) in zip(table.rows, pairs, strict=True):
        row.cells[0].text, row.cells[1].text = label, value


def _change_table(document: Any, policy: Invented) -> None:
    table = document.add_table(rows=1, cols=4)
    for cell, head in zip(table.rows[0].cells, ("Issue No", "Date", "Summary of change", "Amended by"), strict=True):
        cell.text = head
    for change in policy.changes:
        cells = table.add_row().cells
        for cell, text in zip(cells, (change.issue, change.date, change.summary, change.by), strict=True):
            cell.text = text


def styled(policy: Invented) -> bytes:
    """Heading styles with real numbers, real bullets, a contents field, running heads, tables."""
    document = docx.Document()
    document.core_properties.title = policy.title
    section = document.sections[0]
    section.header.paragraphs[0].text = f"{policy.school} – {policy.title}"
    _field(section.footer.paragraphs[0], "PAGE", "1")
    outline = _add_list(
        document, 1, [("decimal", "%1.", "Heading1"), ("decimal", "%1.%2", ""), ("lowerLetter", "(%3)", "")]
    )
    document.add_paragraph(policy.title, style="Title")
    document.add_paragraph(policy.school)
    _control_table(document, policy)
    contents = document.add_paragraph()
    shown = "\n".join(f"{number}. {chapter.title}\t{number}" for number, chapter in enumerate(policy.chapters, 1))
    _field(contents, 'TOC \\o "1-3"', shown)
    if policy.changes:
        document.add_paragraph("Change record sheet", style="Heading 2")
        _change_table(document, policy)

    def write(chapter: Chapter, depth: int) -> None:
        heading = document.add_paragraph(chapter.title, style=f"Heading {depth}")
        if depth == 1:
            _number(heading, outline, 0)
        for part in chapter.parts:
            clause = document.add_paragraph(part.text)
            _number(clause, outline, 1)
            _bullets(document, part.parts, 1)
        for inner in chapter.chapters:
            write(inner, depth + 1)

    for chapter in policy.chapters:
        write(chapter, 1)
    return _bytes(document)


def _bullets(document: Any, parts: Sequence[Part], depth: int) -> None:
    style = "List Bullet" if depth == 1 else f"List Bullet {min(depth, 3)}"
    for part in parts:
        document.add_paragraph(part.text, style=style)
        _bullets(document, part.parts, depth + 1)


def bold(policy: Invented) -> bytes:
    """No styles at all: bold lines for headings, typed numbers, typed bullets, labels before colons."""
    document = docx.Document()
    _bold_line(document, policy.school)
    _bold_line(document, policy.title)
    for label, value in policy.control:
        document.add_paragraph(f"{label}: {value}")
    if policy.changes:
        _bold_line(document, "Version control")
        _change_table(document, policy)
    for number, chapter in enumerate(policy.chapters, 1):
        _bold_chapter(document, chapter, f"{number}")
    return _bytes(document)


def _bold_line(document: Any, text: str) -> None:
    document.add_paragraph().add_run(text).bold = True


def _bold_chapter(document: Any, chapter: Chapter, number: str) -> None:
    _bold_line(document, f"{number}. {chapter.title}" if "." not in number else f"{number} {chapter.title}")
    for position, part in enumerate(chapter.parts, 1):
        document.add_paragraph(f"{number}.{position}\t{part.text}")
        _typed_bullets(document, part.parts, 1)
    for position, inner in enumerate(chapter.chapters, len(chapter.parts) + 1):
        _bold_chapter(document, inner, f"{number}.{position}")


def _typed_bullets(document: Any, parts: Sequence[Part], depth: int) -> None:
    for part in parts:
        paragraph = document.add_paragraph(f"{'•' if depth == 1 else 'o'}\t{part.text}")
        paragraph.paragraph_format.left_indent = Cm(depth)
        _typed_bullets(document, part.parts, depth + 1)


def automatic(policy: Invented) -> bytes:
    """Automatic numbers on plain paragraphs: headings are bold, clauses and items are of one multilevel list."""
    document = docx.Document()
    _bold_line(document, policy.title)
    document.add_paragraph(policy.school)
    _control_table(document, policy, wide=True)
    outline = _add_list(
        document,
        2,
        [("decimal", "%1", ""), ("decimal", "%1.%2.", ""), ("lowerLetter", "%3)", ""), ("lowerRoman", "(%4)", "")],
    )

    def items(parts: Sequence[Part], depth: int) -> None:
        for part in parts:
            _number(document.add_paragraph(part.text), outline, depth)
            items(part.parts, depth + 1)

    def write(chapter: Chapter) -> None:
        heading = document.add_paragraph()
        heading.add_run(chapter.title).bold = True
        _number(heading, outline, 0)
        for part in chapter.parts:
            _number(document.add_paragraph(part.text), outline, 1)
            items(part.parts, 2)

    for chapter in policy.chapters:
        write(chapter)
        for inner in chapter.chapters:
            _bold_line(document, inner.title)
            for part in inner.parts:
                _number(document.add_paragraph(part.text), outline, 1)
                items(part.parts, 2)
    if policy.changes:
        _bold_line(document, "Policy log")
        _change_table(document, policy)
    return _bytes(document)


def capitals(policy: Invented) -> bytes:
    """No styles, no numbers, no bullets: headings in capitals, items as bare lines after a colon."""
    document = docx.Document()
    document.add_paragraph(policy.school.upper())
    document.add_paragraph(policy.title.upper())

    def items(parts: Sequence[Part]) -> None:
        for part in parts:
            document.add_paragraph(part.text)
            items(part.parts)

    def write(chapter: Chapter) -> None:
        document.add_paragraph(chapter.title.upper())
        for part in chapter.parts:
            document.add_paragraph(part.text)
            items(part.parts)
        for inner in chapter.chapters:
            document.add_paragraph().add_run(inner.title).bold = True
            for part in inner.parts:
                document.add_paragraph(part.text)
                items(part.parts)

    for chapter in policy.chapters:
        write(chapter)
    for label, value in policy.control:
        document.add_paragraph(f"{label}: {value}")
    return _bytes(document)


def awkward(policy: Invented) -> bytes:
    """A title in a text box, tracked changes, a content control, line breaks, letters for items, a note, a link."""
    document = docx.Document()
    first = document.add_paragraph()
    first.add_run()._r.append(_text_box(policy.title))
    control = document.add_paragraph()
    for index, (label, value) in enumerate(policy.control):
        run = control.add_run(f"{label}: {value}")
        if index + 1 < len(policy.control):
            run.add_break()
    for number, chapter in enumerate(policy.chapters, 1):
        heading = document.add_paragraph()
        run = heading.add_run(f"{number}. {chapter.title}")
        run.bold, run.underline, run.font.size = True, True, Pt(14)
        for part in chapter.parts:
            paragraph = document.add_paragraph(part.text)
            if number == 2 and not part.parts:
                _track(paragraph, "gone words ", " before the day is over")
            _letters(document, part.parts, 0)
        for inner in chapter.chapters:
            document.add_paragraph().add_run(inner.title).italic = True
            for part in inner.parts:
                document.add_paragraph(part.text)
                _letters(document, part.parts, 0)
        if number == 1:
            document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    return _bytes(document)


def _letters(document: Any, parts: Sequence[Part], depth: int) -> None:
    for index, part in enumerate(parts):
        label = f"({letter(index).lower()})" if depth == 0 else f"{roman(index + 1)}."
        document.add_paragraph(f"{label} {part.text}")
        _letters(document, part.parts, depth + 1)


def _text_box(text: str) -> Any:
    return parse_xml(
        f'<w:pict {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"><v:shape><v:textbox><w:txbxContent>'
        f"<w:p><w:r><w:rPr><w:b/><w:sz w:val='40'/></w:rPr><w:t>{text}</w:t></w:r></w:p>"
        "</w:txbxContent></v:textbox></v:shape></w:pict>"
    )


def _track(paragraph: Any, gone: str, added: str) -> None:
    about = 'w:id="7" w:author="somebody" w:date="2024-01-01T00:00:00Z"'
    paragraph._p.append(
        parse_xml(
            f'<w:del {nsdecls("w")} {about}><w:r><w:delText xml:space="preserve">{gone}</w:delText></w:r></w:del>'
        )
    )
    paragraph._p.append(
        parse_xml(f'<w:ins {nsdecls("w")} {about}><w:r><w:t xml:space="preserve">{added}</w:t></w:r></w:ins>')
    )
