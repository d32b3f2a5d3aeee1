"""Footnotes as Word's own: numbered through the document, at the foot of the page that refers to them."""

from __future__ import annotations

from typing import Any

from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import XmlPart
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt
from docx.styles.style import CharacterStyle, ParagraphStyle
from docx.text.paragraph import Paragraph

_TEXT, _MARK = "footnote text", "footnote reference"
_LINES = (("-1", "separator"), ("0", "continuationSeparator"))
"""The lines above notes, which Word wants to be there before any note."""


class Notes:
    """The footnotes of a document; none are in it until the first is added."""

    def __init__(self, document: WordDocument) -> None:
        self._document = document
        self._part: XmlPart | None = None
        self._count = 0
        self._styles: dict[str, str] = {}

    def add(self, paragraph: Paragraph, paragraphs: int) -> list[Paragraph]:
        """Refer to a new note at the end of a paragraph.

        Args:
            paragraph: the paragraph that refers to it.
            paragraphs: how many paragraphs the note has.

        Returns:
            Its paragraphs, to be filled in.
        """
        part = self._part = self._part or self._begun()
        self._count += 1
        mark = f'<w:r {nsdecls("w")}><w:rPr><w:rStyle w:val="{self._styles[_MARK]}"/></w:rPr>{{}}</w:r>'
        paragraph._p.append(parse_xml(mark.format(f'<w:footnoteReference w:id="{self._count}"/>')))  # noqa: SLF001
        style = f'<w:pPr><w:pStyle w:val="{self._styles[_TEXT]}"/></w:pPr>'
        inner = f"<w:p>{style}</w:p>" * max(paragraphs, 1)
        note: Any = parse_xml(f'<w:footnote {nsdecls("w")} w:id="{self._count}">{inner}</w:footnote>')
        part.element.append(note)
        note[0].append(parse_xml(mark.format("<w:footnoteRef/>")))
        made = [Paragraph(item, part) for item in note]
        made[0].add_run(" ")
        return made

    def _begun(self) -> XmlPart:
        """Add the part for notes, its styles and what the settings have to say of it."""
        lines = "".join(
            f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
            for number, kind in _LINES
        )
        names = nsdecls("w", "r")
        package = self._document.part.package
        assert package is not None  # noqa: S101 - a document that was opened or made has one
        part = XmlPart(
            PackURI("/word/footnotes.xml"),
            CONTENT_TYPE.WML_FOOTNOTES,
            parse_xml(f"<w:footnotes {names}>{lines}</w:footnotes>"),
            package,
        )
        self._document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
        told = "".join(f'<w:footnote w:id="{number}"/>' for number, _ in _LINES)
        self._document.settings.element.find(qn("w:compat")).addprevious(
            parse_xml(f"<w:footnotePr {nsdecls('w')}>{told}</w:footnotePr>")
        )
        self._add_styles()
        return part

    def _add_styles(self) -> None:
        styles = self._document.styles
        text = styles.add_style(_TEXT, WD_STYLE_TYPE.PARAGRAPH, builtin=True)
        mark = styles.add_style(_MARK, WD_STYLE_TYPE.CHARACTER, builtin=True)
        assert isinstance(text, ParagraphStyle)  # noqa: S101 - what was asked for
        assert isinstance(mark, CharacterStyle)  # noqa: S101
        text.base_style = styles["Normal"]
        text.font.size = Pt(9)
        text.paragraph_format.space_after = Pt(2)
        mark.font.superscript = True
        self._styles = {_TEXT: text.style_id, _MARK: mark.style_id}
