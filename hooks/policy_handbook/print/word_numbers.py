"""Numbers of sections, clauses and items as lists that Word itself counts.

A list has nine levels. Sections and clauses have the first five, items the last four, whatever the clause that holds
them: so that (a) begins anew under each clause.
"""

from __future__ import annotations

from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.text.paragraph import Paragraph

from policy_handbook.model import Numbering

_ITEMS = (("lowerLetter", "(%6)"), ("lowerRoman", "(%7)"), ("upperLetter", "(%8)"), ("decimal", "(%9)"))
_FIRST_ITEM = 5
_CLAUSES = (("decimal", "%1"), ("decimal", "%1.%2"), ("decimal", "%1.%2.%3"), ("decimal", "%1.%2.%3.%4"))
_APPENDIX = (("upperLetter", "Appendix %1"), ("decimal", "%1.%2"), ("decimal", "%1.%2.%3"), ("decimal", "%1.%2.%3.%4"))
_LONG_APPENDIX = (("upperLetter", "Appendix %1"), ("decimal", "Appendix %1.%2"), ("decimal", "Appendix %1.%2.%3"))
_PARTS = (("upperLetter", "Part %1"), ("decimal", "%2"), ("decimal", "%2.%3"), ("decimal", "%2.%3.%4"))
_OWN_OF_PART = 4
"""The level for clauses that stand in a Part itself, as A.1."""


class Numbers:
    """Gives paragraphs their places in lists, and sets a number where counting would not come to it."""

    def __init__(self, numbering: Any, style: Numbering) -> None:
        self._numbering = numbering
        self._style = style
        self._is_part = False
        self._depth = 0
        appendix = _LONG_APPENDIX if style is Numbering.PARTS else _APPENDIX
        self._lists = {
            "main": _List(numbering, 901, _PARTS if style is Numbering.PARTS else _CLAUSES),
            "appendix": _List(numbering, 902, appendix),
        }
        self._list = self._lists["main"]
        self._plain = _List(numbering, 903, (("decimal", "%1."),))
        self._last: Any = None

    def section(self, heading: Paragraph, number: str, level: int) -> None:
        """Number a heading as the section is numbered; an empty number is none."""
        if not number:
            return
        if level == 1:
            self._list = self._lists["appendix" if number.startswith("Appendix") else "main"]
        self._is_part = number.startswith("Part ")
        self._depth = level
        self._list.place(heading, level - 1, _count(number))

    def clause(self, paragraph: Paragraph, label: str, depth: int) -> None:
        """Number a clause or an item of one."""
        if not label:
            return
        own = _OWN_OF_PART if self._is_part else self._depth
        self._list.place(paragraph, _FIRST_ITEM + min(depth, 4) - 1 if depth else own, _count(label))

    def restart_if_first(self, paragraph: Paragraph) -> None:
        """Number a line of a numbered list within a clause: from 1 unless the paragraph before is of that list."""
        before = paragraph._p.getprevious()  # noqa: SLF001 - python-docx has no way to it
        again = before is not None and before is self._last
        self._plain.place(paragraph, 0, None if again else 1, anew=not again)
        self._last = paragraph._p  # noqa: SLF001


def _count(label: str) -> int:
    """The number that Word has to come to: 4 of 9.4, 2 of (b), 3 of Part C."""
    last = label.replace("(", "").replace(")", "").split(".")[-1].split(" ")[-1]
    if last.isdigit():
        return int(last)
    if last.isupper():
        return _of_letters(last.lower())
    return 0


def _of_letters(letters: str) -> int:
    total = 0
    for letter in letters:
        total = total * 26 + ord(letter) - ord("a") + 1
    return total


class _List:
    """A list of several levels, with what Word would count next at each."""

    def __init__(self, numbering: Any, identity: int, levels: tuple[tuple[str, str], ...]) -> None:
        self._numbering = numbering
        self._identity = identity
        self._counts = [0] * 9
        self._instances = 0
        abstract = parse_xml(_abstract(identity, levels))
        first = numbering.find(qn("w:num"))
        first.addprevious(abstract) if first is not None else numbering.append(abstract)
        self._current = self._instance()

    def place(self, paragraph: Paragraph, level: int, count: int | None, *, anew: bool = False) -> None:
        """Put a paragraph into the list at a level, where it has to come to a number; 0 is whatever comes."""
        expected = self._counts[level] + 1
        if anew or (count and count != expected):
            self._current = self._instance(level, count or 1)
            expected = count or 1
        self._counts[level] = expected
        for deeper in range(level + 1, 9):
            self._counts[deeper] = 0
        paragraph_properties: Any = paragraph._p.get_or_add_pPr()  # noqa: SLF001 - python-docx has no lists
        properties = paragraph_properties.get_or_add_numPr()
        properties.get_or_add_ilvl().val = level
        properties.get_or_add_numId().val = self._current

    def _instance(self, level: int | None = None, start: int = 1) -> int:
        """Make another instance of the list: the same counts, with one of them set."""
        override = (
            ""
            if level is None
            else f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
        )
        number = self._identity * 1000 + self._instances
        self._instances += 1
        xml = f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{self._identity}"/>{override}</w:num>'
        self._numbering.append(parse_xml(xml))
        return number


def _abstract(identity: int, levels: tuple[tuple[str, str], ...]) -> str:
    rows = [*levels, *[("decimal", "%1.%5")] * (_FIRST_ITEM - len(levels)), *_ITEMS]
    inner = "".join(_level(place, form, text) for place, (form, text) in enumerate(rows))
    kind = '<w:multiLevelType w:val="multilevel"/>'
    return f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{identity}">{kind}{inner}</w:abstractNum>'


def _level(place: int, form: str, text: str) -> str:
    item = place >= _FIRST_ITEM
    left = 794 + 454 * (place - _FIRST_ITEM + 1) if item else 794
    hanging = 454 if item else 794
    return (
        f'<w:lvl w:ilvl="{place}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:suff w:val="tab"/>'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{left}" w:hanging="{hanging}"/></w:pPr></w:lvl>'
    )
