"""Writes invented policies as plain text, Markdown and web pages, in the ways in which schools' files come out."""

from __future__ import annotations

import html
import textwrap
from collections.abc import Callable, Iterator, Sequence

from policy_handbook.model.resolve import letter, roman
from tests.importing.invented import Chapter, Invented, Part

Mark = Callable[[int, int], str]


def _lines(parts: Sequence[Part], mark: Mark, indent: int, depth: int = 0) -> Iterator[tuple[int, str, str]]:
    """Yield how far each item is set in, its mark and its text."""
    for index, part in enumerate(parts):
        yield indent * depth, mark(depth, index), part.text
        yield from _lines(part.parts, mark, indent, depth + 1)


def _no_mark(_depth: int, _index: int) -> str:
    return ""


def _dash(_depth: int, _index: int) -> str:
    return "-"


def _star(_depth: int, _index: int) -> str:
    return "*"


def _symbol(depth: int, _index: int) -> str:
    return "\uf0b7" if depth == 0 else "o"


def _control(policy: Invented, style: str) -> Iterator[str]:
    for label, value in policy.control:
        if style == "next line":
            yield label
            yield value
            yield ""
        elif style == "glued":
            yield f"{label}{value}" if value[0].isdigit() else f"{label}: {value}"
        elif style == "tabs":
            yield f"{label}:\t{value}"
        else:
            yield f"{label}: {value}"


def _changes(policy: Invented) -> Iterator[str]:
    if policy.changes:
        yield "Change Record Sheet"
        yield ""
        yield "Issue No\tDate\tSummary of Change\tAmended by:"
        for change in policy.changes:
            yield f"{change.issue}\t{change.date}\t{change.summary}\t{change.by}"
        yield ""


def paragraphs(policy: Invented) -> bytes:
    """A paragraph a line, no numbers, middle dots for bullets, headings as bare lines."""
    out = [policy.title, ""]
    out += [*_control(policy, "colon"), ""]

    def write(chapter: Chapter) -> None:
        out.append(chapter.title)
        for part in chapter.parts:
            out.append(part.text)
            out.extend(f"· {text}" for _, _, text in _lines(part.parts, _no_mark, 0))
        for inner in chapter.chapters:
            write(inner)

    for chapter in policy.chapters:
        write(chapter)
    return "\n".join(out).encode()


def numbered(policy: Invented) -> bytes:
    """Typed numbers after dashes, a printed contents list with dots, the title on every page, tabs in tables."""
    out = [policy.school.upper(), "", policy.title, "", *_control(policy, "colon"), "", "Contents", ""]
    out += [f"{number}. {chapter.title}.....\t{number}" for number, chapter in enumerate(policy.chapters, 1)]
    out += ["", *_changes(policy)]
    for number, chapter in enumerate(policy.chapters, 1):
        out += ["", policy.shown, ""] if number % 2 else []
        out += [f"{number}. {chapter.title}", ""]
        counter = 0
        for group in (chapter, *chapter.chapters):
            if group is not chapter:
                out += ["", group.title, ""]
            for part in group.parts:
                counter += 1
                out.append(f"- {number}.{counter}. {part.text}")
                out += [f"{' ' * (indent + 1)}- {text}" for indent, _, text in _lines(part.parts, _dash, 2)]
        out.append("")
    return "\r\n".join(out).encode("utf-8-sig")


def wrapped(policy: Invented) -> bytes:
    """Lines broken at 72 letters, page numbers, running heads after form feeds, headings in small letters."""
    out = [policy.title, policy.school, "", *_control(policy, "next line")]
    for number, chapter in enumerate(policy.chapters, 1):
        if number % 3 == 0:
            out += ["", f"Page {number // 3} of 3", f"\f{policy.school}", ""]
        _wrap(out, f"{number}. {chapter.title.lower()}", "", "")
        out.append("")
        _wrapped_parts(out, chapter.parts)
        for position, inner in enumerate(chapter.chapters, 1):
            out += [f"{number}.{position} {inner.title.lower()}", ""]
            _wrapped_parts(out, inner.parts)
    return "\n".join(out).encode("utf-16")


def _wrapped_parts(out: list[str], parts: Sequence[Part]) -> None:
    for part in parts:
        _wrap(out, part.text, "", "")
        for indent, mark, text in _lines(part.parts, _symbol, 2):
            space = " " * (indent + 2)
            _wrap(out, text, f"{space}{mark} ", f"{space}  ")
        out.append("")


def _wrap(out: list[str], text: str, first: str, later: str) -> None:
    out += textwrap.wrap(text, 72, initial_indent=first, subsequent_indent=later, break_on_hyphens=False)


def lettered(policy: Invented) -> bytes:
    """Part A, Part B; items as ``a). text``; labels glued to values; Windows letters; a contents list without pages."""
    half = (len(policy.chapters) + 1) // 2
    out = [
        policy.title,
        "",
        *_control(policy, "glued"),
        "",
        "Contents",
        *(chapter.title for chapter in policy.chapters),
        "",
    ]
    for index, chapter in enumerate(policy.chapters):
        if index in (0, half):
            out += ["", f"Part {'A' if index == 0 else 'B'}: {'The plan' if index == 0 else 'The rest'}", ""]
        for group in (chapter, *chapter.chapters):
            out += ["", group.title, ""]
            for part in group.parts:
                out.append(part.text)
                out += [f"{' ' * i}{m} {t}" for i, m, t in _lines(part.parts, _letter, 3)]
    return "\n".join(out).encode("cp1252", errors="replace")


def _letter(depth: int, index: int) -> str:
    return f"{letter(index).lower()})." if depth == 0 else f"({roman(index + 1)})"


def markdown(policy: Invented) -> bytes:
    """Markdown with its own headings, lists and tables."""
    out = [f"# {policy.title}", "", "| Item | Detail |", "| --- | --- |"]
    out += [f"| {label} | {value} |" for label, value in policy.control] + [""]
    if policy.changes:
        out += ["## Version history", "", "| Issue | Date | Change | By |", "|---|---|---|---|"]
        out += [f"| {c.issue} | {c.date} | {c.summary} | {c.by} |" for c in policy.changes] + [""]

    def write(chapter: Chapter, depth: int) -> None:
        out.extend([f"{'#' * depth} {chapter.title}", ""])
        for part in chapter.parts:
            out.extend(textwrap.wrap(part.text, 80))
            out.append("")
            out.extend(f"{' ' * i}- {t}" for i, _, t in _lines(part.parts, _dash, 2))
            out.append("")
        for inner in chapter.chapters:
            write(inner, depth + 1)

    for chapter in policy.chapters:
        write(chapter, 2)
    return "\n".join(out).encode()


def markdown_numbered(policy: Invented) -> bytes:
    """Markdown of a conversion: bold lines for headings, typed clause numbers, stars for bullets."""
    out = [f"**{policy.school}**", "", f"**{policy.title}**", ""]
    out += [f"**{label}:** {value}  " for label, value in policy.control] + [""]
    for number, chapter in enumerate(policy.chapters, 1):
        out += [f"**{number}. {chapter.title}**", ""]
        counter = 0
        for group in (chapter, *chapter.chapters):
            if group is not chapter:
                out += [f"**{group.title}**", ""]
            for part in group.parts:
                counter += 1
                out += [f"{number}.{counter} {part.text}", ""]
                out += [f"{' ' * i}* {t}" for i, _, t in _lines(part.parts, _star, 4)]
                out.append("")
    return "\n".join(out).encode()


def web_page(policy: Invented) -> bytes:
    """A web page with headings, lists and tables, and with the menus of a school's site round it."""
    out = [
        f"<!DOCTYPE html><html><head><title>{_h(policy.title)}</title><style>p{{}}</style></head><body>",
        f"<h1>{_h(policy.title)}</h1><table>",
        *(f"<tr><th>{_h(label)}</th><td>{_h(value)}</td></tr>" for label, value in policy.control),
        "</table>",
    ]

    def items(parts: Sequence[Part]) -> str:
        inner = "".join(f"<li>{_h(part.text)}{items(part.parts)}</li>" for part in parts)
        return f"<ul>{inner}</ul>" if parts else ""

    def write(chapter: Chapter, depth: int) -> None:
        out.append(f"<h{depth}>{_h(chapter.title)}</h{depth}>")
        out.extend(f"<p>{_h(part.text)}</p>{items(part.parts)}" for part in chapter.parts)
        for inner in chapter.chapters:
            write(inner, depth + 1)

    for chapter in policy.chapters:
        write(chapter, 2)
    return ("".join(out) + "</body></html>").encode()


def word_page(policy: Invented) -> bytes:
    """A page as Word saves it: no lists, bullets in spans, hard spaces, bold for headings."""
    out = ["<html xmlns:o='urn:schemas-microsoft-com:office:office'><body><div class=WordSection1>"]
    out.append(f"<p class=MsoNormal align=center><b><span style='font-size:20.0pt'>{_h(policy.title)}</span></b></p>")
    out += [f"<p class=MsoNormal>{_h(label)}:&nbsp;&nbsp; {_h(value)}</p>" for label, value in policy.control]

    def items(parts: Sequence[Part], depth: int) -> None:
        for part in parts:
            out.append(
                f"<p class=MsoListParagraph style='margin-left:{36 * depth}.0pt;text-indent:-18.0pt'>"
                f"<span style='font-family:Symbol'>·<span>&nbsp;&nbsp;&nbsp;&nbsp; </span></span>{_h(part.text)}</p>"
            )
            items(part.parts, depth + 1)

    for number, chapter in enumerate(policy.chapters, 1):
        out.append(f"<p class=MsoNormal><b>{number}.&nbsp;{_h(chapter.title)}</b></p>")
        for group in (chapter, *chapter.chapters):
            if group is not chapter:
                out.append(f"<p class=MsoNormal><b><i>{_h(group.title)}</i></b></p>")
            for part in group.parts:
                out.append(f"<p class=MsoNormal>{_h(part.text)}</p>")
                items(part.parts, 1)
    return ("".join(out) + "</div></body></html>").encode()


def _h(text: str) -> str:
    return html.escape(text)
