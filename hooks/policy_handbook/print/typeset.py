"""Data to PDF by Typst, with fonts from packages only and the accessibility of the result enforced.

Where there is no Typst for a machine, nothing is printed and the pages' own print style serves.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import as_file, files
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from policy_handbook.outputs import Unread
from policy_handbook.print.cache import Cache, key_of

if TYPE_CHECKING:
    import typst

STANDARDS: list[Literal["ua-1", "a-2a"]] = ["ua-1", "a-2a"]
"""PDF/UA-1 for readers with assistive software, PDF/A-2a for archives: Typst refuses what breaks either."""

FONTS = {
    "Atkinson Hyperlegible": ("fontpkg_atkinson_hyperlegible",),
    "Tajawal": ("fontpkg_tajawal",),
    "Amiri": ("fontpkg_amiri",),
    "Hind Siliguri": ("fontpkg_hind_siliguri",),
    "Noto Sans CJK TC": ("cvttf_NotoSansCJK_Regular", "cvttf_NotoSansCJK_Bold"),
}
"""Families and the packages that bring them; whatever fonts a machine has beside them are not used."""


class TypesetError(Exception):
    """The typesetter refused a document; the message says what for."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A typeset document.

    Attributes:
        pdf: the file.
        notes: what the template has to say about it: the number of pages, and what did not fit.
        entry: the entry of the cache that it is in; empty if it is in none.
    """

    pdf: bytes
    notes: tuple[dict[str, Any], ...]
    entry: str = ""

    @property
    def pages(self) -> int:
        """How many pages it has."""
        return next((int(note["pages"]) for note in self.notes if "pages" in note), 0)

    def packed(self) -> bytes:
        """The document as one run of bytes, for the cache."""
        return json.dumps(self.notes).encode() + b"\n" + self.pdf

    @classmethod
    def unpacked(cls, data: bytes, entry: str = "") -> Sheet:
        """Undo ``packed``."""
        notes, _, pdf = data.partition(b"\n")
        return cls(pdf, tuple(json.loads(notes)), entry)


def can_typeset() -> bool:
    """Whether this machine has the typesetter and its fonts."""
    return find_spec("typst") is not None and has_font("Atkinson Hyperlegible")


def has_font(family: str) -> bool:
    """Whether the packages of a family are installed; that of Chinese, which is large, need not be."""
    return all(find_spec(package) is not None for package in FONTS[family])


@lru_cache(maxsize=1)
def _templates() -> Path:
    with as_file(files("policy_handbook") / "print" / "typst") as folder:
        return folder


def _font_folders() -> list[Path]:
    found = [find_spec(name) for packages in FONTS.values() for name in packages]
    homes = [Path(spec.origin).parent for spec in found if spec and spec.origin]
    return [home / "files" if (home / "files").is_dir() else home for home in homes]


@lru_cache(maxsize=1)
def _compiler() -> typst.Compiler:
    """Make the compiler once: fonts are read when it is made. It is not safe to share between threads."""
    import typst

    fonts = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=True,
        font_paths=[str(folder) for folder in _font_folders()],
    )
    return typst.Compiler(root=str(_templates()), ignore_system_fonts=True, font_paths=fonts)


@lru_cache(maxsize=1)
def tools() -> bytes:
    """What the result depends on beside the data: the templates, the typesetter and the fonts."""
    parts = [path.name.encode() + b"\n" + path.read_bytes() for path in sorted(_templates().glob("*.typ"))]
    parts += [_version_of(name).encode() for packages in (("typst",), *FONTS.values()) for name in packages]
    return key_of(*parts).encode()


def _version_of(package: str) -> str:
    try:
        return version(package.replace("_", "-"))
    except PackageNotFoundError:
        return ""


def typeset(template: str, data: dict[str, Any], made_on: dt.date, cache: Cache) -> Sheet:
    """Typeset a document, or take it from the cache.

    Args:
        template: the name of a template of the package, without its ending.
        data: what the template shows; JSON values only.
        made_on: the date in the PDF's metadata; the date of the issue, so that the same issue gives the same bytes.
        cache: what was typeset before.

    Raises:
        TypesetError: the typesetter refused it, or warned of something, such as a character without a glyph.
    """
    text = json.dumps(data, ensure_ascii=False)
    key = key_of(tools(), template.encode(), text.encode("utf-8", "surrogatepass"), made_on.isoformat().encode())
    return Sheet.unpacked(cache.get_or(key, lambda: _compile(template, text, made_on).packed()), key)


@dataclass(frozen=True, slots=True)
class Stored:
    """What is known of a document in the cache without reading it.

    Attributes:
        entry: the entry that it is in.
        pages: how many pages it has.
        size: how many bytes.
        sha256: its SHA-256.
    """

    entry: str
    pages: int
    size: int
    sha256: bytes

    def is_in(self, cache: Cache) -> bool:
        """Whether it is there still; if so, it is noted that it is used, and it stays."""
        return cache.has(self.entry)

    def unread(self, cache: Cache, again: Callable[[], Sheet]) -> Unread:
        """The document, to be read when it is asked for.

        Args:
            cache: what was typeset before.
            again: typesets it, where it turns out to be damaged, or is gone by then.
        """
        return Unread(self.size, self.sha256, lambda: (self._sheet(cache) or again()).pdf)

    def _sheet(self, cache: Cache) -> Sheet | None:
        found = cache.get(self.entry)
        return None if found is None else Sheet.unpacked(found, self.entry)


def _compile(template: str, text: str, made_on: dt.date) -> Sheet:
    import typst

    moment = dt.datetime.combine(made_on, dt.time(), dt.UTC)
    compiler = _compiler()
    try:
        pdf, warnings = compiler.compile_with_warnings(
            input=str(_templates() / f"{template}.typ"),
            format="pdf",
            sys_inputs={"data": text},
            pdf_standards=[*STANDARDS],
            timestamp=int(moment.timestamp()),
        )
    except typst.TypstError as error:
        raise TypesetError(str(error)) from error
    if warnings:
        raise TypesetError("; ".join(str(warning.message) for warning in warnings))
    if not isinstance(pdf, bytes):
        raise TypesetError(f"{template} gave no PDF")
    notes = compiler.query("<note>", field="value")  # of what was compiled last
    return Sheet(pdf, tuple(json.loads(notes)))
