"""What the tests of printed things share: a view of the small school, and ways to read a PDF back."""

import io
import re
from pathlib import Path

import pikepdf
from pypdfium2 import PdfDocument

from policy_handbook.audience import for_audience
from policy_handbook.model import Handbook
from policy_handbook.read import read_handbook

ROOT = Path(__file__).parent.parent.parent
SMALL = ROOT / "tests" / "data" / "small"
SAMPLE = ROOT / "policy_data"


def handbook_of(data: Path) -> Handbook:
    handbook = read_handbook(data).handbook
    assert handbook is not None
    return handbook


def view_of(audience: str, data: Path = SMALL) -> Handbook:
    return for_audience(handbook_of(data), audience)


def page_texts(pdf: bytes) -> list[str]:
    """The words of each page, on one line each."""
    return [" ".join(page.get_textpage().get_text_range().split()) for page in PdfDocument(pdf)]


def words(pdf: bytes) -> str:
    return " ".join(page_texts(pdf))


def opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf))


def xmp(document: pikepdf.Pdf) -> str:
    return document.Root.Metadata.read_bytes().decode()


def tags(document: pikepdf.Pdf) -> list[str]:
    """The kinds of the structure elements, in the order of the file."""
    return [
        str(thing.S).removeprefix("/")
        for thing in document.objects
        if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == pikepdf.Name.StructElem
    ]


def figures_without_words(document: pikepdf.Pdf) -> list[pikepdf.Object]:
    return [
        thing
        for thing in document.objects
        if isinstance(thing, pikepdf.Dictionary)
        and thing.get("/S") == pikepdf.Name.Figure
        and not str(thing.get("/Alt", ""))
    ]


def outline(document: pikepdf.Pdf) -> list[str]:
    with document.open_outline() as lines:
        return [str(line.title) for line in lines.root]


def fonts_not_embedded(document: pikepdf.Pdf) -> list[str]:
    return [
        str(thing.FontName)
        for thing in document.objects
        if isinstance(thing, pikepdf.Dictionary)
        and thing.get("/Type") == pikepdf.Name.FontDescriptor
        and not {"/FontFile", "/FontFile2", "/FontFile3"} & set(thing.keys())
    ]


def assert_accessible(pdf: bytes, title: str, language: str = "en-GB") -> pikepdf.Pdf:
    """What a reader with assistive software needs of every printed thing."""
    document = opened(pdf)
    described = xmp(document)
    assert bool(document.Root.MarkInfo.Marked)
    assert str(document.Root.Lang) == language
    assert bool(document.Root.ViewerPreferences.DisplayDocTitle)
    assert str(document.docinfo["/Title"]) == title
    assert re.search(r"pdfuaid:part>1<", described)
    assert re.search(r"pdfaid:part>2<", described)
    assert figures_without_words(document) == []
    assert fonts_not_embedded(document) == []
    assert "H1" in tags(document)
    return document
