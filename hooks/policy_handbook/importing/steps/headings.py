"""Decides what is a heading: the one place where that is weighed, so that each document that goes wrong is a test."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from policy_handbook.importing.lines import Line
from policy_handbook.importing.markers import Sort
from policy_handbook.importing.vocabulary import normal, vocabulary
from policy_handbook.importing.when import find_dates

_QUESTION = re.compile(r"(?:what|who|how|why|when|where|which)\b", re.IGNORECASE)
_URL = re.compile(r"https?://|www\.|\S+@\S+\.\S+")
_SMALL_WORDS = frozenset(
    ("a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "of", "on", "or", "our", "the", "to", "with")
)
_CONNECTS = re.compile(r"(?:\b(?:and|of|for|the|to|with|in|on|or|by|a|an|from|at|as)|[,–—/&-])\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Layout:
    """What is usual in a document, so that a line can be seen to stand out.

    Attributes:
        size: the usual size of letters; 0 where it is not known.
        styled: whether the document marks its headings itself.
        bold_headings: whether whole lines in bold are few enough to mean something.
        contents: titles that the printed table of contents named.
        pass_mark: the points from which a line is a heading.
    """

    size: float
    styled: bool
    bold_headings: bool
    contents: frozenset[str]
    pass_mark: float


def layout_of(lines: Sequence[Line], contents: frozenset[str]) -> Layout:
    """Measure what is usual in a document."""
    sizes: Counter[float] = Counter()
    for line in lines:
        if not line.block.is_table and line.block.size:
            sizes[round(line.block.size)] += len(line.text)
    texts = [line for line in lines if not line.block.is_table]
    bold = sum(line.block.bold for line in texts)
    styled = sum(bool(line.block.heading) for line in texts) >= _STYLED
    bold_headings = 0 < bold <= 0.5 * len(texts)
    known = styled or bold_headings or len(sizes) > 1
    return Layout(
        size=sizes.most_common(1)[0][0] if sizes else 0,
        styled=styled,
        bold_headings=bold_headings,
        contents=contents,
        pass_mark=4 if known else 3,
    )


_STYLED = 3
"""With fewer headings that are styled, the others are likely to be only bold."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """How much a line looks like a heading, and why.

    Attributes:
        points: the sum; the layout's pass mark decides.
        reasons: what counted, for the report.
        own: the points that come from how the line itself is marked: a style, a number, a size, bold, capitals
            or the table of contents.
        usual: whether policies usually have this heading.
    """

    points: float
    reasons: tuple[str, ...]
    own: float
    usual: bool = False


def weigh(lines: Sequence[Line], index: int, layout: Layout) -> Weighed:
    """Weigh whether a line is a heading."""
    line = lines[index]
    if line.block.is_table or not any(letter.isalpha() for letter in line.text):
        return Weighed(-99, (), 0)
    before = lines[index - 1] if index else None
    after = lines[index + 1] if index + 1 < len(lines) else None
    marked = [*_marked(line, layout)]
    usual = [*_usual(line)]
    points = [
        *marked,
        *usual,
        *_unstyled(line, layout),
        *_shape(line, layout),
        *_wording(line),
        *_neighbours(line, before, after),
    ]
    return Weighed(
        points=sum(point for point, _ in points),
        reasons=tuple(reason for point, reason in points if point > 0 and reason),
        own=sum(point for point, _ in marked),
        usual=any(point >= _USUAL for point, _ in usual),
    )


_USUAL = 4


Points = Iterator[tuple[float, str]]


def _marked(line: Line, layout: Layout) -> Points:
    """Weigh how a line is marked out."""
    block = line.block
    if block.heading:
        yield 8, f"the style of a heading, level {block.heading}"
    if block.bold and layout.bold_headings:
        yield 3, "bold"
    elif block.italic and len(line.text.split()) <= 8:
        yield 2, "italic"
    letters = [letter for letter in line.text if letter.isalpha()]
    if len(letters) > 3 and all(letter.isupper() for letter in letters):
        yield 2.5, "capitals"
    if layout.size and block.size >= layout.size + 1:
        yield 3, "larger letters"
    is_bare_bullet = line.is_bullet and not (block.bold or block.heading)
    if not is_bare_bullet and (normal(line.text) in layout.contents or normal(line.whole) in layout.contents):
        yield 7, "named in the table of contents"
    yield from _numbered(line)


def _usual(line: Line) -> Points:
    """Weigh whether policies have such a heading."""
    key = normal(line.text)
    if key in vocabulary().headings or key in vocabulary().record_headings:
        yield _USUAL, "a usual heading"
    elif key.startswith(tuple(f"{word} " for word in vocabulary().heading_beginnings)):
        yield 2, "begins like a heading"


def _unstyled(line: Line, layout: Layout) -> Points:
    """Weigh that a document which styles its headings did not style this line."""
    stands_out = (line.block.bold and layout.bold_headings) or line.text.isupper() or line.marker.sort is Sort.PART
    larger = layout.size and line.block.size >= layout.size + 1
    if layout.styled and not (line.block.heading or stands_out or larger):
        yield -4, ""


def _numbered(line: Line) -> Points:
    sort, levels = line.marker.sort, line.marker.levels
    if line.block.depth is not None and not (line.block.heading or line.block.bold):
        yield -6, ""  # the source says that it is an item of a list
    if line.marker.bullet and sort is not Sort.BULLET:
        yield -2, ""
    if sort is Sort.PART:
        yield 4, "a lettered part or appendix"
    elif sort is Sort.DECIMAL and levels == 1:
        yield 2, "a number"
    elif sort is Sort.DECIMAL:
        yield 0.5, "a number"
    elif sort in (Sort.LETTER, Sort.ROMAN) and line.marker.number.isupper():
        yield 1, "a letter"
    elif sort in (Sort.LETTER, Sort.ROMAN):
        yield (-3 if line.block.bold or line.block.heading else -7), ""
    elif sort is Sort.BULLET:
        yield (-3 if line.block.heading else -12), ""


def _shape(line: Line, layout: Layout) -> Points:
    """Weigh length, end and capitals."""
    text = line.text
    count = len(text.split())
    if count > 14 or (count > 10 and text.endswith(".")):
        yield -5 if count > 20 else -3, ""
    elif count <= 6:
        yield 1.5, "short"
    elif count <= 10:
        yield 0.5, "short"
    else:
        yield -1, ""
    yield from _end(line, count)
    if text[0].islower():
        sure = line.marker.number or normal(text) in layout.contents or line.block.heading
        yield (0.5 if sure else -3), ""
    words = [word for word in re.findall(r"[A-Za-z]+", text) if word.lower() not in _SMALL_WORDS]
    if len(words) > 1 and sum(word[0].isupper() for word in words) >= 0.6 * len(words):
        yield 1, "capital letters"


def _end(line: Line, count: int) -> Points:
    text = line.text.rstrip()
    last = text[-1]
    if last == ".":
        numbered = line.marker.sort is Sort.DECIMAL and line.marker.levels == 1 and count <= 5
        yield (-1 if numbered or line.block.bold else -4), ""
    elif last == ",":
        yield -5, ""
    elif last == ":":
        yield (0 if line.block.bold or line.block.heading or normal(text) in vocabulary().headings else -2), ""
    elif last == "?":
        yield (1.5 if _QUESTION.match(text) else -1), ""
    elif last != ";" and count <= 14:
        yield 2.5, "no full stop"


def _wording(line: Line) -> Points:
    """Weigh what a line says: sentences have verbs."""
    words = [word.lower() for word in re.findall(r"[A-Za-z]+", line.text)]
    words = words[words[:1] in _NOUNS : len(words) - (words[-1:] in _NOUNS and line.text[-1:].isalpha())]
    if not _QUESTION.match(line.text) and any(word in vocabulary().verbs for word in words):
        marked = line.block.heading or line.block.bold or line.marker.number
        yield (-0.5 if line.block.heading or line.block.bold else -2 if marked else -3), ""
    if _URL.search(line.text) or (find_dates(line.text) and len(words) < 8):
        yield -3, ""


_NOUNS = (["aims"], ["needs"], ["will"])
"""Verbs that are nouns at either end of a heading: Pupils with additional needs."""


def _neighbours(line: Line, before: Line | None, after: Line | None) -> Points:
    """Weigh what stands before and after."""
    marked_out = line.block.heading or line.block.bold or line.marker.number
    if before and not before.block.is_table:
        if before.text.rstrip().endswith((":", ",")) and not marked_out and not line.block.gap:
            yield -2.5, ""
        if _in_list(line, before):
            yield (-1 if line.text[:1].isupper() and before.text[:1].islower() else -3), ""
        elif line.text.endswith(";") and before.text.endswith((".", "!", "?")) and after and not after.is_bullet:
            yield 1, ""
    if line.block.gap:
        yield 0.5, "space before"
    if after is None:
        yield -2, ""
    elif is_body(line, after):
        yield 1, "text follows"


def _in_list(line: Line, before: Line) -> bool:
    """Whether a line stands among items."""
    ended_open = before.text.rstrip().endswith((";", "; or", "; and", ", and", ", or"))
    return ended_open or (line.block.depth is not None and not line.block.heading and line.is_bullet)


def is_body(line: Line, after: Line) -> bool:
    """Whether a line is what stands under a heading: a sentence, an item, a table or a deeper number."""
    if after.block.is_table or after.is_bullet or (after.marker.levels > max(1, line.marker.levels)):
        return True
    if len(after.text.split()) >= _SENTENCE_WORDS:
        return True
    if after.text.rstrip().endswith(":") and not line.text.rstrip().endswith((":", ";", ",")):
        return True
    return len(after.text) > len(line.text) and after.text.rstrip().endswith((".", ";", "!", "?"))


_SENTENCE_WORDS = 13


def begins_heading(line: Line, following: Line) -> bool:
    """Whether two lines are one heading that was broken: the first ends in a word that cannot end it."""
    if following.block.gap or following.marker.length or following.block.is_table:
        return False
    alike = (
        line.block.bold == following.block.bold
        and abs(line.block.size - following.block.size) < 0.6
        and line.block.heading == following.block.heading
        and line.text.isupper() == following.text.isupper()
    )
    open_end = _CONNECTS.search(line.text) is not None or following.text[:1].islower()
    return alike and open_end
