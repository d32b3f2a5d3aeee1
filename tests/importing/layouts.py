"""All layouts in which invented policies are written, with the ending of the file and what the document shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.importing import layouts_other, layouts_text, layouts_word
from tests.importing.invented import Invented


@dataclass(frozen=True)
class Layout:
    """A layout: how it is written, the ending of its file, and whether it shows the change record sheet."""

    write: Callable[[Invented], bytes]
    ending: str
    shows_changes: bool = False
    extra: tuple[str, ...] = ()


LAYOUTS = {
    "Word, styled": Layout(layouts_word.styled, "docx", shows_changes=True),
    "Word, bold and typed numbers": Layout(layouts_word.bold, "docx", shows_changes=True),
    "Word, automatic numbers": Layout(layouts_word.automatic, "docx", shows_changes=True),
    "Word, capitals and no bullets": Layout(layouts_word.capitals, "docx"),
    "Word, awkward": Layout(layouts_word.awkward, "docx"),
    "text, bare paragraphs": Layout(layouts_text.paragraphs, "txt"),
    "text, typed numbers": Layout(layouts_text.numbered, "txt", shows_changes=True),
    "text, broken lines": Layout(layouts_text.wrapped, "txt"),
    "text, letters and parts": Layout(layouts_text.lettered, "txt", extra=("The plan", "The rest")),
    "Markdown": Layout(layouts_text.markdown, "md", shows_changes=True),
    "Markdown, typed numbers": Layout(layouts_text.markdown_numbered, "md"),
    "web page": Layout(layouts_text.web_page, "html"),
    "web page of Word": Layout(layouts_text.word_page, "htm"),
    "OpenDocument, styled": Layout(layouts_other.odt_styled, "odt", shows_changes=True),
    "OpenDocument, bold": Layout(layouts_other.odt_bold, "odt"),
    "PDF, numbered": Layout(layouts_other.pdf_numbered, "pdf", shows_changes=True),
    "PDF, bold": Layout(layouts_other.pdf_bold, "pdf"),
    "PDF, small letters": Layout(layouts_other.pdf_lettered, "pdf"),
}
