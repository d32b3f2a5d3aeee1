"""What a file is, what is in it, and the one plain line for each that nothing can be made of."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from itertools import pairwise

import docx
import pdfplumber
import pikepdf
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from policy_handbook.importing import reading
from policy_handbook.importing.blocks import Document, Part
from policy_handbook.importing.reading import read_document
from policy_handbook.importing.sources.pdf import quick_pages
from policy_handbook.importing.sources.problems import UnreadableError
from tests.importing import layouts_other, layouts_word
from tests.importing.invented import KITES, PONDS


def word(*paragraphs: str) -> bytes:
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    return layouts_word._bytes(document)


def changed(data: bytes, edit: Callable[[str, bytes], bytes], more: dict[str, bytes] | None = None) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            new.writestr(name, edit(name, old.read(name)))
        for name, content in (more or {}).items():
            new.writestr(name, content)
    return stream.getvalue()


def _as_it_is(_name: str, data: bytes) -> bytes:
    return data


def pdf(text: str) -> bytes:
    return layouts_other.compile_pdf(f"= Swan Policy\n{text}")


def locked(data: bytes) -> bytes:
    stream = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as document:
        document.save(stream, encryption=pikepdf.Encryption(owner="a", user="b"))
    return stream.getvalue()


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks if block.part is Part.BODY]


def archive(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        for name, data in parts.items():
            made.writestr(name, data)
    return stream.getvalue()


def laughing() -> bytes:
    grown = "".join(f'<!ENTITY {after} "{f"&{before};" * 10}">' for before, after in pairwise("abcdefghij"))
    return archive({"content.xml": f'<!DOCTYPE a [<!ENTITY a "ha">{grown}]><a>&j;</a>'.encode()})


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600

BAD = {
    "empty": (b"", "a.docx", "empty"),
    "blank": (b" \n\n ", "a.txt", "empty"),
    "broken Word": (word("Text")[:700], "a.docx", "damaged"),
    "cut Word": (word("Text" * 500)[:-900], "a.docx", "damaged"),
    "broken PDF": (b"%PDF-1.7\nnothing", "a.pdf", "damaged"),
    "locked Word": (OLE + "EncryptedPackage".encode("utf-16-le"), "a.docx", "password"),
    "old Word": (OLE + "WordDocument".encode("utf-16-le"), "a.doc", "save it as .docx"),
    "rich text": (b"{\\rtf1 text}", "a.rtf", "save it as .docx"),
    "locked PDF": (locked(pdf("Text")), "a.pdf", "password"),
    "scan": (layouts_other.compile_pdf("#rect(width: 10cm, height: 10cm)"), "a.pdf", "no text"),
    "picture": (b"\x89PNG\r\n\x1a\n" + b"\x00" * 40, "a.docx", "picture"),
    "spreadsheet": (
        changed(word("x"), _as_it_is).replace(b"word/", b"xlxl/"),
        "a.xlsx",
        "document",
    ),
    "program": (b"MZ\x00\x00" + bytes(range(256)), "a.txt", "no document"),
    "link": (b'{"url": "https://docs.google.com/document/d/x"}', "a.gdoc", "only a link"),
    "no text": (word(""), "a.docx", "no text"),
    "too much text": (b"swans " * (reading.MAX_TEXT // 6 + 1), "a.txt", "MB of text"),
    "too many words": (b"<p>" + b"a swan " * (reading.MAX_WORDS // 2 + 1), "a.html", "150,002 words"),
    "entities within entities": (laughing(), "a.odt", "declarations"),
    "OpenDocument that unpacks to far more": (archive({"content.xml": b" " * 41_000_000}), "a.odt", "unpacks to far"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_gets_one_plain_line(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")  # as where LibreOffice is not installed
    data, file, words = BAD[name]
    with pytest.raises(UnreadableError) as caught:
        read_document(data, file)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_that_unpacks_to_far_too_much_is_not_opened() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * (reading.MAX_PART + 1))
    with pytest.raises(UnreadableError, match="unpacks to far more"):
        read_document(stream.getvalue(), "a.docx")


def test_a_huge_file_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_BYTES", 100)
    with pytest.raises(UnreadableError, match="without its pictures"):
        read_document(b"words " * 50, "a.txt")


def test_a_file_with_a_wrong_name_is_read_as_what_it_is() -> None:
    document = read_document(word("Swans are fed."), "a.pdf")
    assert (document.form, texts(document)) == ("Word", ["Swans are fed."])
    assert any("ends in .pdf" in remark for remark in document.remarks)


def test_macros_are_not_run_and_not_in_the_way() -> None:
    def edit(name: str, data: bytes) -> bytes:
        plain = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
        return data.replace(plain, b"application/vnd.ms-word.document.macroEnabled.main+xml")

    document = read_document(changed(word("Swans are fed."), edit, {"word/vbaProject.bin": b"\x00"}), "a.docm")
    assert texts(document) == ["Swans are fed."]
    assert any("macros" in remark for remark in document.remarks)


def test_the_strict_variant_of_word_is_read() -> None:
    def edit(name: str, data: bytes) -> bytes:
        usual = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
        return data.replace(usual, b"http://purl.oclc.org/ooxml/wordprocessingml/main")

    assert texts(read_document(changed(word("Swans are fed."), edit), "a.docx")) == ["Swans are fed."]


def test_a_file_with_entities_is_not_opened() -> None:
    def edit(name: str, data: bytes) -> bytes:
        if name != "word/document.xml":
            return data
        head = b'<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/hostname"><!ENTITY y "grown">]><w:document'
        return data.replace(b"<w:document", head, 1).replace(b"Swans", b"&x;&y; Swans")

    with pytest.raises(UnreadableError, match="not opened"):
        read_document(changed(word("Swans are fed."), edit), "a.docx")


def test_tracked_changes_are_accepted_and_hidden_text_stays_out() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Swans are fed")
    layouts_word._track(paragraph, " never", " at noon")
    paragraph.add_run(" secretly").font.hidden = True
    made = read_document(layouts_word._bytes(document), "a.docx")
    assert texts(made) == ["Swans are fed at noon"]
    assert len([remark for remark in made.remarks if "tracked" in remark or "hidden" in remark]) == 2


def test_a_link_and_a_footnote_of_word_are_kept() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("See ")
    target = document.part.relate_to(
        "https://example.org/a",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink",
        is_external=True,
    )
    paragraph._p.append(
        parse_xml(f'<w:hyperlink {nsdecls("w", "r")} r:id="{target}"><w:r><w:t>the guidance</w:t></w:r></w:hyperlink>')
    )
    paragraph._p.append(parse_xml(f'<w:r {nsdecls("w")}><w:footnoteReference w:id="2"/></w:r>'))
    notes = (
        f'<w:footnotes {nsdecls("w")}><w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
        '<w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t>Of 2024.</w:t></w:r></w:p></w:footnote>'
        "</w:footnotes>"
    )
    data = changed(layouts_word._bytes(document), _as_it_is, {"word/footnotes.xml": notes.encode()})
    made = read_document(data, "a.docx")
    (block,) = made.blocks
    assert [(run.text, run.link) for run in block.runs if run.link] == [("the guidance", "https://example.org/a")]
    assert [made.notes[label][0].text for label in block.notes] == ["Of 2024."]


def test_a_note_and_a_link_of_opendocument_are_kept() -> None:
    made = read_document(
        layouts_other.odt_with_note("Swans are fed.", "Not on Sunday.", "https://example.org/a"), "a.odt"
    )
    block = made.blocks[1]
    assert block.text == "Swans are fed. the guidance"
    assert [made.notes[label][0].text for label in block.notes] == ["Not on Sunday."]
    assert [run.link for run in block.runs if run.link] == ["https://example.org/a"]


def test_lists_of_word_count_on_and_begin_anew() -> None:
    document = docx.Document()
    outline = layouts_word._add_list(document, 5, [("decimal", "%1.", ""), ("lowerLetter", "%1%2)", "")])
    for depth in (0, 1, 1, 0, 1):
        layouts_word._number(document.add_paragraph("x"), outline, depth)
    made = read_document(layouts_word._bytes(document), "a.docx")
    assert [block.label for block in made.blocks] == ["1.", "1a)", "1b)", "2.", "2a)"]


def test_menus_scripts_and_hidden_parts_of_a_page_are_no_text() -> None:
    page = (
        "<html><head><title>T</title><script>a()</script></head><body><nav>Home</nav><main><h1>Swan Policy</h1>"
        "<p>Fed<br>daily</p><p style='display: none'>gone</p><img src='http://example.org/x.png'></main></body></html>"
    )
    made = read_document(page.encode(), "a.html")
    assert texts(made) == ["Swan Policy", "Fed daily"]
    assert [block.text for block in made.blocks if block.part is Part.HEAD] == ["Home"]


def test_a_footnote_of_markdown_is_kept() -> None:
    made = read_document(b"# Swans\n\nThey are fed.[^1]\n\n[^1]: At noon.\n", "a.md")
    assert [[made.notes[label][0].text for label in block.notes] for block in made.blocks] == [[], ["At noon."]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_is_read_in_the_encodings_of_office_programs(encoding: str) -> None:
    assert texts(read_document("Pupils’ swans – fed".encode(encoding), "a.txt")) == ["Pupils’ swans – fed"]


def test_headings_of_a_pdf_are_told_by_their_letters() -> None:
    made = read_document(layouts_other.pdf_bold(KITES), "a.pdf")
    bold = [block.text for block in made.blocks if block.bold]
    assert "Model aircraft" in bold
    assert all(block.size > 5 for block in made.blocks if not block.is_table)


def test_the_short_way_to_the_letters_of_a_page_comes_to_what_the_library_reads() -> None:
    looks = ["fontname", "size", "upright"]
    with pdfplumber.open(io.BytesIO(layouts_other.pdf_numbered(PONDS))) as document:
        for page in document.pages:
            quick = quick_pages()(document, page.page_obj, page.page_number, page.initial_doctop)
            words = page.extract_words(extra_attrs=looks)
            assert words
            assert quick.extract_words(extra_attrs=looks) == words
            assert [table.extract() for table in quick.find_tables()] == [
                table.extract() for table in page.find_tables()
            ]
