"""Turns the bytes of a file into text that libyaml can read, or says why it is no text."""

from __future__ import annotations

import re
from itertools import islice

from policy_handbook.findings import Finding, Place, Severity
from policy_handbook.marks import Mark
from policy_handbook.read.words import code_point

MAX_BYTES = 2_000_000
"""The longest real policy seen is 0.2 MB of YAML; a file ten times that is not a policy."""

UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]+")
"""Characters that have no place in a text: they are slips of a program and would break feeds and pages."""

_CONTROLS = bytes({*range(0x20), 0x7F} - {*b"\t\n\r"})
_SHOWN_AT_MOST = 20  # places; a run of such characters is one
_LINE_END = re.compile(r"\r\n|\r|\n")
_LINE_SEPARATORS = "\x85\u2028\u2029"
_DIRECTIVE = re.compile(r"(?:[ \t]*(?:#[^\r\n]*)?[\r\n])*+%")
_SAVE = "save the file as UTF-8 (in Word or Notepad: Save as, Encoding: UTF-8)"
_COPY = "the text alone, copied into a plain text file"
_OTHER_FORMATS: tuple[tuple[bytes, str, str], ...] = (
    (b"PK\x03\x04", "a Word, spreadsheet or zip file", _COPY),
    (b"\xd0\xcf\x11\xe0", "a file of an old Word or Excel", _COPY),
    (b"%PDF", "a PDF file", _COPY),
    (b"\xff\xfe", "text saved as UTF-16, which some programs call Unicode", _SAVE),
    (b"\xfe\xff", "text saved as UTF-16, which some programs call Unicode", _SAVE),
)


def decoded(data: bytes, file: str) -> tuple[str, list[Finding]]:
    """Return the text of a file, or findings where it has none.

    Args:
        data: the file's bytes; a byte order mark and Windows line ends are fine.
        file: the name by which findings call it.
    """
    if len(data) > MAX_BYTES:
        return "", [too_large(file, len(data))]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return "", [_not_utf8(data, error, file)]
    for separator in _LINE_SEPARATORS:
        # libyaml would count these as ends of lines, and editors do not
        text = text.replace(separator, " ")
    found = []
    if _may_be_unprintable(data):
        found = [_unprintable(text, match, file) for match in islice(UNPRINTABLE.finditer(text), _SHOWN_AT_MOST)]
    if not found and (directive := _DIRECTIVE.match(text)):
        found.append(_directive(text, directive.end() - 1, file))
    return text, found


def _may_be_unprintable(data: bytes) -> bool:
    """Whether any of those characters can be in a text in UTF-8: a quick look, where that at the text takes long.

    What is not ASCII among them begins with one of two bytes or pairs; surrogates are never there.
    """
    return len(data.translate(None, _CONTROLS)) < len(data) or b"\xc2" in data or b"\xef\xbf" in data


def mark_of(text: str, position: int) -> Mark:
    """Return the line and column of a position; every kind of line end counts once."""
    lines = _LINE_END.split(text[:position])
    return Mark(len(lines), len(lines[-1]) + 1)


def line_at(text: str, number: int) -> str:
    """Return a line by its number from 1; empty if there is none."""
    lines = _LINE_END.split(text)
    return lines[number - 1] if number <= len(lines) else ""


def too_large(file: str, size: int) -> Finding:
    """Return the finding for a file of too many bytes."""
    message = f"the file is larger than {MAX_BYTES // 1_000_000} MB, and no policy is that long"
    write = "take out what came into it by mistake, such as a picture"
    return Finding("file-too-large", Severity.ERROR, Place(file), message, f"{size / 1_000_000:.1f} MB", write)


def _not_utf8(data: bytes, error: UnicodeDecodeError, file: str) -> Finding:
    for start, name, write in _OTHER_FORMATS:
        if data.startswith(start):
            message = "this is not a text file in UTF-8"
            return Finding("not-utf-8", Severity.ERROR, Place(file), message, name, write)
    before = data[: error.start].decode("utf-8-sig")
    byte = data[error.start]
    seen = bytes([byte]).decode("cp1252", "replace")
    meaning = f", which may stand for {seen}" if seen.isprintable() and seen != "\ufffd" else ""
    return Finding(
        "not-utf-8",
        Severity.ERROR,
        Place(file, *mark_of(before, len(before))),
        "a character is not saved as UTF-8, so that it could be misread",
        f"the byte {byte:02X}{meaning}",
        _SAVE,
    )


def _unprintable(text: str, match: re.Match[str], file: str) -> Finding:
    place = Place(file, *mark_of(text, match.start()))
    message = "a character that cannot be printed is in the file"
    times = f", {len(match[0])} characters" if len(match[0]) > 1 else ""
    found, write = f"{code_point(match[0][0])}{times}", "delete it and type the text again"
    return Finding("yaml-syntax", Severity.ERROR, place, message, found, write)


def _directive(text: str, position: int, file: str) -> Finding:
    place = Place(file, *mark_of(text, position))
    message = "a line that begins with % gives YAML an instruction, and none is needed here"
    return Finding("yaml-syntax", Severity.ERROR, place, message, "%", "take the line out")
