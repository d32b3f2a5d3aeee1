"""Data to PDF by Typst, with fonts from packages only and the accessibility of the result enforced."""

from __future__ import annotations

import datetime as dt
import json
from functools import lru_cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, Literal

import fontpkg_atkinson_hyperlegible
import typst

STANDARDS: list[Literal["ua-1", "a-2a"]] = ["ua-1", "a-2a"]
"""PDF/UA-1 for readers with assistive software, PDF/A-2a for archives: Typst refuses what breaks either."""


class TypesetError(Exception):
    """The typesetter refused a document; the message says what for."""


@lru_cache(maxsize=1)
def _templates() -> Path:
    with as_file(files("policy_handbook") / "print" / "typst") as folder:
        return folder


@lru_cache(maxsize=1)
def _compiler() -> typst.Compiler:
    """Make the compiler once: fonts are read when it is made. It is not safe to share between threads."""
    fonts = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=True,
        font_paths=[str(Path(fontpkg_atkinson_hyperlegible.__file__).parent / "files")],
    )
    return typst.Compiler(root=str(_templates()), ignore_system_fonts=True, font_paths=fonts)


def typeset(template: str, data: dict[str, Any], made_on: dt.date) -> bytes:
    """Typeset a document.

    Args:
        template: the name of a template of the package, without its ending.
        data: what the template shows; JSON values only.
        made_on: the date in the PDF's metadata; the date of the issue, so that the same issue gives the same bytes.

    Raises:
        TypesetError: the typesetter refused it, or warned of something, such as a character without a glyph.
    """
    moment = dt.datetime.combine(made_on, dt.time(), dt.UTC)
    try:
        pdf, warnings = _compiler().compile_with_warnings(
            input=str(_templates() / f"{template}.typ"),
            format="pdf",
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
            pdf_standards=[*STANDARDS],
            timestamp=int(moment.timestamp()),
        )
    except typst.TypstError as error:
        raise TypesetError(str(error)) from error
    if warnings:
        raise TypesetError("; ".join(str(warning.message) for warning in warnings))
    if not isinstance(pdf, bytes):
        raise TypesetError(f"{template} gave no PDF")
    return pdf
