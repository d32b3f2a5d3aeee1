"""Tells what a file is by what is in it, and reads it. Nothing in a file is run, and nothing is fetched."""

from __future__ import annotations

import importlib
import io
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from policy_handbook.importing.blocks import Document
from policy_handbook.importing.sources.problems import UnreadableError

MAX_BYTES = 60_000_000
"""A policy of words alone is far smaller; a larger file is pictures, which take minutes and bring nothing."""

MAX_TEXT = 4_000_000
MAX_WORDS = 150_000
"""The text of the longest policies is a tenth of that."""

MAX_UNPACKED = 300_000_000
MAX_PART = 40_000_000
"""What an archive may hold unpacked, in all and in one part of text: more is a trap or no policy."""

_ENDINGS = {
    ".docx": "Word",
    ".docm": "Word",
    ".dotx": "Word",
    ".odt": "OpenDocument",
    ".html": "HTML",
    ".htm": "HTML",
    ".xhtml": "HTML",
    ".md": "Markdown",
    ".markdown": "Markdown",
    ".pdf": "PDF",
    ".txt": "plain text",
    ".text": "plain text",
    ".doc": "old Word",
    ".rtf": "rich text",
}
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")
_OLE = b"\xd0\xcf\x11\xe0"
_CONVERT_SECONDS = 120


def is_offered(path: Path) -> bool:
    """Whether a file of a folder looks like one to import; others are passed over without a word."""
    hidden = path.name.startswith((".", "~$"))
    return path.is_file() and not hidden and path.suffix.lower() in _ENDINGS


def read_document(data: bytes, name: str) -> Document:
    """Read the bytes of a file.

    Args:
        data: its bytes.
        name: its name.

    Raises:
        UnreadableError: nothing can be made of it; the message says why and what to do.
    """
    if not data.strip():
        raise UnreadableError("the file is empty")
    if len(data) > MAX_BYTES:
        raise UnreadableError(
            f"the file has {len(data) // 1_000_000} MB; save it without its pictures, or as plain text"
        )
    form = form_of(data, name)
    if form in ("plain text", "Markdown") and len(data) > MAX_TEXT:
        raise UnreadableError(f"the file has {len(data) // 1_000_000} MB of text; that is no single policy")
    document = _reader(form)(data, name)
    promised = _ENDINGS.get(Path(name).suffix.lower(), "")
    if promised and promised != form and {promised, form} != {"plain text", "Markdown"}:
        said = f"the name ends in {Path(name).suffix} but the file is {form}; it was read as that"
        document = replace(document, remarks=(*document.remarks, said))
    if not any(text.strip() for text in document.texts()):
        raise UnreadableError("there is no text in the file; is it a scan? Make its text readable, or type it")
    words = sum(len(text.split()) for text in document.texts())
    if words > MAX_WORDS:
        raise UnreadableError(f"the file has {words:,} words; that is no single policy")
    return document


def form_of(data: bytes, name: str) -> str:
    """Tell the format of a file by its bytes; its name decides only between kinds of text."""
    if b"%PDF-" in data[:1024]:
        return "PDF"
    if data.startswith(b"PK"):
        return _form_of_archive(data)
    if data.startswith(_OLE):
        return _form_of_old_office(data)
    if data.lstrip()[:5] == b"{\\rtf":
        return "rich text"
    if data.startswith(_PICTURES):
        raise UnreadableError("the file is a picture; only text can be imported")
    return _form_of_text(data, name)


def _form_of_archive(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _refuse_traps(archive)
            names = set(archive.namelist())
            kind = archive.read("mimetype")[:80].decode("ascii", "replace") if "mimetype" in names else ""
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, ValueError, EOFError) as error:
        raise UnreadableError("the file is damaged and cannot be opened; is there another copy?") from error
    if "opendocument.text" in kind:
        return "OpenDocument"
    if any(name.startswith("word/document") for name in names) or "word/document.xml" in names:
        return "Word"
    for part, what in (("xl/", "a spreadsheet"), ("ppt/", "a presentation"), ("Index/", "a Pages document")):
        if any(name.startswith(part) for name in names):
            raise UnreadableError(f"the file is {what}; save its text as .docx")
    raise UnreadableError("the file is an archive without a document; unpack it and import what is in it")


def _refuse_traps(archive: zipfile.ZipFile) -> None:
    sizes = [item.file_size for item in archive.infolist()]
    parts = [item.file_size for item in archive.infolist() if item.filename.lower().endswith((".xml", ".rels"))]
    if sum(sizes) > MAX_UNPACKED or max(parts, default=0) > MAX_PART or len(sizes) > 20_000:
        raise UnreadableError("the file unpacks to far more than a policy holds; it was not opened")
    if any(item.flag_bits & 1 for item in archive.infolist()):
        raise UnreadableError("the file is protected by a password; save it without one")


def _form_of_old_office(data: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise UnreadableError("the file is protected by a password; save it without one")
    if "WordDocument".encode("utf-16-le") in data:
        return "old Word"
    raise UnreadableError("the file is no text document that can be read; save its text as .docx")


def _form_of_text(data: bytes, name: str) -> str:
    start = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html")) or (b"<html" in start and b"<" in start[:1]):
        return "HTML"
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    if b"\x00" in data[:8192] and not wide:
        raise UnreadableError("the file is no document that can be read; save its text as .docx")
    if start.startswith(b'{"url"') or (b"docs.google.com" in start[:300] and start.startswith(b"{")):
        raise UnreadableError("the file is only a link to a document; download that as .docx")
    ending = _ENDINGS.get(Path(name).suffix.lower(), "")
    if ending in ("HTML", "Markdown"):
        return ending
    return "plain text"


_READERS = {
    "Word": "word",
    "OpenDocument": "opendocument",
    "HTML": "html",
    "Markdown": "markdown",
    "PDF": "pdf",
    "plain text": "plain",
}


def _reader(form: str) -> Callable[[bytes, str], Document]:
    """Return the reader of a format; each is imported only when it is needed."""
    if form not in _READERS:
        return _through_office
    module = importlib.import_module(f"policy_handbook.importing.sources.{_READERS[form]}")
    reader: Callable[[bytes, str], Document] = module.read
    return reader


def _through_office(data: bytes, name: str) -> Document:
    """Read an old format through LibreOffice, where it is installed."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise UnreadableError("this old format cannot be read here; open it in Word and save it as .docx")
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / f"document{'.rtf' if data.lstrip()[:5] == _RTF else '.doc'}"
        source.write_bytes(data)
        profile = f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"
        command = [program, profile, "--headless", "--convert-to", "docx", "--outdir", folder, str(source)]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=_CONVERT_SECONDS)  # noqa: S603 - ours
            converted = source.with_suffix(".docx").read_bytes()
        except (OSError, subprocess.SubprocessError) as error:
            raise UnreadableError("LibreOffice could not open the file; save it as .docx") from error
    return replace(_reader("Word")(converted, name), form="old Word")


_RTF = b"{\\rtf"
