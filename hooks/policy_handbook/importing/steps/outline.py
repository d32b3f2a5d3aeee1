"""Makes sections of lines: which lines are headings, how deep each is, and what stands under it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from policy_handbook.importing.account import Entry, Why
from policy_handbook.importing.blocks import Run, squeezed
from policy_handbook.importing.drafts import SectionDraft
from policy_handbook.importing.lines import Line
from policy_handbook.importing.markers import Sort
from policy_handbook.importing.steps.headings import Layout, Weighed, begins_heading, is_body, layout_of, weigh
from policy_handbook.importing.vocabulary import normal, vocabulary

_LINKS = ("link", "related", "associated", "other policies", "other relevant", "read in conjunction", "supporting doc")
_APPENDIX = ("appendix", "annex", "schedule")


@dataclass(frozen=True, slots=True)
class Head:
    """A heading and the lines under it, before deeper or later headings.

    Attributes:
        line: the heading.
        weighed: why it is one.
        rank: how deep it is; only the order counts.
        body: the lines under it.
    """

    line: Line
    weighed: Weighed
    rank: int = 0
    body: tuple[Line, ...] = ()


def find_heads(
    lines: Sequence[Line], contents: frozenset[str], *, exact: bool = False
) -> tuple[list[Line], list[Head]]:
    """Find the headings among lines.

    Args:
        lines: the lines of a document.
        contents: titles that the printed table of contents named.
        exact: whether the source says for certain which lines are headings.

    Returns:
        The lines before the first heading, and the headings with the lines under them.
    """
    layout = layout_of(lines, contents)
    joined = list(lines) if exact else _broken_headings_joined(lines, layout)
    weights = [weigh(joined, index, layout) for index in range(len(joined))]
    flags = [bool(line.block.heading) for line in joined] if exact else _flags(joined, weights, layout)
    places = [index for index, flag in enumerate(flags) if flag]
    ends = [*places[1:], len(joined)] if places else []
    heads = [
        Head(joined[place], weights[place], 0, tuple(joined[place + 1 : end]))
        for place, end in zip(places, ends, strict=True)
    ]
    return joined[: places[0]] if places else joined, _ranked(heads if exact else _with_titles(heads))


def _with_titles(heads: Sequence[Head]) -> list[Head]:
    """Give a heading such as ``Appendix 1`` the title on the line after it."""
    result: list[Head] = []
    for head in heads:
        last = result[-1] if result else None
        bare = last is not None and last.line.marker.sort is Sort.PART and not last.line.text and not last.body
        if last and bare and not head.line.marker.text and not head.line.block.notes:
            result[-1] = replace(last, line=_joined(last.line, head.line), body=head.body)
        else:
            result.append(head)
    return result


def _broken_headings_joined(lines: Sequence[Line], layout: Layout) -> list[Line]:
    """Join two lines that are one heading."""
    result: list[Line] = []
    for index, line in enumerate(lines):
        last = result[-1] if result else None
        if last and not last.block.is_table and begins_heading(last, line):
            pair = [*result, *lines[index:]]
            together = _joined(last, line)
            whole = [*result[:-1], together, *lines[index + 1 :]]
            is_head = weigh(pair, len(result) - 1, layout).points >= layout.pass_mark - 1
            if is_head and weigh(whole, len(result) - 1, layout).points >= layout.pass_mark:
                result[-1] = together
                continue
        result.append(line)
    return result


def _joined(first: Line, second: Line) -> Line:
    space = Run(" ", bold=first.block.bold)
    block = replace(first.block, runs=squeezed((*first.block.runs, space, *second.block.runs)))
    return replace(first, block=block, runs=squeezed((*first.runs, space, *second.runs)))


# --- which lines are headings ---------------------------------------------------------------------------


def _flags(lines: Sequence[Line], weights: Sequence[Weighed], layout: Layout) -> list[bool]:
    flags = [
        weighed.points >= layout.pass_mark and (not _is_weak(weighed) or _has_body(lines, index))
        for index, weighed in enumerate(weights)
    ]
    _agree_among_numbers(lines, weights, flags)
    _leave_out_unmarked(lines, weights, flags)
    index = 0
    while index < len(flags):
        end = index
        while end < len(flags) and flags[end]:
            end += 1
        if end - index > 1:
            _settle_run(index, end, lines, weights, flags)
        index = max(end, index + 1)
    return flags


def _agree_among_numbers(lines: Sequence[Line], weights: Sequence[Weighed], flags: list[bool]) -> None:
    """Let lines that are numbered alike be headings together or not at all: 2.1, 2.2 and 2.3."""
    groups: dict[str, list[int]] = {}
    for index, line in enumerate(lines):
        if line.marker.levels > 1 and not line.block.heading:
            groups.setdefault(line.marker.number.rpartition(".")[0], []).append(index)
    for places in groups.values():
        heads = sum(flags[place] for place in places)
        if heads == len(places) or not heads or len(places) < _SEVERAL:
            continue
        are_heads = heads >= len(places) * _MOST
        for place in places:
            line = lines[place]
            if are_heads:
                flags[place] = flags[place] or (len(line.text.split()) <= _SHORT and line.text[-1:] not in ".;:")
            elif weights[place].own < _MARKED:
                flags[place] = False


def _leave_out_unmarked(lines: Sequence[Line], weights: Sequence[Weighed], flags: list[bool]) -> None:
    """Where headings stand out by their letters, leave out lines for which only their words speak."""
    seen = [index for index, flag in enumerate(flags) if flag]
    usual_size = Counter(line.block.size for line in lines if not line.block.is_table).most_common(1)
    size = usual_size[0][0] if usual_size else 0
    outstanding = [
        index
        for index in seen
        if lines[index].block.bold or lines[index].block.heading or lines[index].block.size > size
    ]
    if len(outstanding) < _SEVERAL or len(outstanding) < _MOST * len(seen):
        return
    for index in seen:
        if _is_weak(weights[index]):
            flags[index] = False


_SEVERAL, _MOST, _SHORT = 3, 0.6, 14


def _is_weak(weighed: Weighed) -> bool:
    """Whether only the words of a line speak for it."""
    return weighed.own < _MARKED and not weighed.usual


def _has_body(lines: Sequence[Line], index: int) -> bool:
    return index + 1 < len(lines) and is_body(lines[index], lines[index + 1])


_MARKED = 2


def _settle_run(start: int, end: int, lines: Sequence[Line], weights: Sequence[Weighed], flags: list[bool]) -> None:
    """Decide about lines in a row that all look like headings: a heading has text under it, a list has not."""
    ends_document = end == len(lines)
    for index in range(start + 1, end):
        weighed = weights[index]
        if weighed.own >= _MARKED:
            continue
        is_last = index == end - 1 and not ends_document
        under_links = _is_links(lines[start].text)
        alone = end - start == 2 and not under_links
        if not (is_last and (weighed.usual or alone or (lines[index].block.gap and not under_links))):
            flags[index] = False


def _is_links(text: str) -> bool:
    key = normal(text)
    return any(word in key for word in _LINKS)


# --- how deep each is -----------------------------------------------------------------------------------

Look = tuple[float, bool, bool, bool]


def _look(line: Line) -> Look:
    """Return how a heading looks; the smaller, the higher it stands."""
    letters = [letter for letter in line.text if letter.isalpha()]
    caps = len(letters) > 3 and all(letter.isupper() for letter in letters)
    return -round(line.block.size), not caps, not line.block.bold, line.block.italic


def _ranked(heads: Sequence[Head]) -> list[Head]:
    numbered = sum(head.line.marker.levels == 1 for head in heads) >= 2
    looks = sorted({_look(head.line) for head in heads if not _is_fixed(head)})
    ranked: list[Head] = []
    for index, head in enumerate(heads):
        ranked.append(replace(head, rank=_rank(heads, index, ranked, looks, numbered=numbered)))
    return ranked


def _is_fixed(head: Head) -> bool:
    return bool(head.line.block.heading or head.line.marker.levels or head.line.marker.sort is Sort.PART)


_PART = 5
"""The rank of Part A; above that of section 1."""


def _rank(heads: Sequence[Head], index: int, before: Sequence[Head], looks: Sequence[Look], *, numbered: bool) -> int:
    head = heads[index]
    marker = head.line.marker
    in_appendix = any(is_appendix(earlier.line) for earlier in before)
    if is_appendix(head.line):
        beside_parts = any(earlier.line.marker.sort is Sort.PART and earlier.rank == _PART for earlier in before)
        return _PART if beside_parts else 10
    if marker.sort is Sort.PART:
        return _PART
    if marker.levels and not (in_appendix and marker.levels == 1 and _restarts(head, before)):
        styled_deeper = head.line.block.heading > marker.levels and not numbered
        return 10 * (head.line.block.heading if styled_deeper else marker.levels)
    if marker.levels:
        return 20
    if head.line.block.heading:
        return 10 * head.line.block.heading
    if _closes_parts(head, before):
        return _PART
    if numbered:
        return _rank_by_numbers(heads, index, before)
    if any(earlier.line.block.heading for earlier in heads):
        return _below_styled(head, before)
    return 10 * (min(looks.index(_look(head.line)), 2) + 1)


_CLOSING = re.compile(
    r"\b(?:reviews?|reviewing|monitoring|links?|related|breach(?:es)?|equal\w*|references|further|contacts"
    r"|summary|conclusion)\b"
)


def _closes_parts(head: Head, before: Sequence[Head]) -> bool:
    """Whether a heading stands after the lettered parts, as those before Part A stand before them."""
    in_part = any(earlier.line.marker.sort is Sort.PART for earlier in before)
    opens_before = bool(before) and before[0].line.marker.sort is not Sort.PART
    return in_part and opens_before and not head.line.marker.text and bool(_CLOSING.search(normal(head.line.text)))


def _restarts(head: Head, before: Sequence[Head]) -> bool:
    """Whether a number begins anew, as in an appendix with numbers of its own."""
    tops = [int(earlier.line.marker.number) for earlier in before if earlier.line.marker.levels == 1]
    return not tops or int(head.line.marker.number) <= tops[-1]


def _below_styled(head: Head, before: Sequence[Head]) -> int:
    """Rank a heading without a style among others that have one: below them, beside its like."""
    for earlier in reversed(before):
        if earlier.line.block.heading:
            return earlier.rank + 10
        if _look(earlier.line) == _look(head.line):
            return earlier.rank
    return 10


def _rank_by_numbers(heads: Sequence[Head], index: int, before: Sequence[Head]) -> int:
    """Rank a heading without a number by the numbers of the clauses that follow it."""
    current = next((earlier for earlier in reversed(before) if earlier.line.marker.levels), None)
    if current is None:
        return 10
    top = current.line.marker.number.split(".")[0]
    following = _next_number(heads, index)
    if following.split(".")[0] == top and "." in following:
        return current.rank + 10
    if following and following.split(".")[0] != top and "." in following:
        return 10
    if _look(heads[index].line) == _look(current.line) and normal(heads[index].line.text) in vocabulary().headings:
        return 10 * current.line.marker.levels
    weaker = _look(heads[index].line) > _look(current.line)
    return current.rank + 10 if weaker or not heads[index].weighed.usual else 10


def _next_number(heads: Sequence[Head], index: int) -> str:
    """Return the first decimal number of several levels under a heading."""
    return next((line.marker.number for line in heads[index].body if line.marker.levels > 1), "")


def is_appendix(line: Line) -> bool:
    """Whether a heading is that of an appendix."""
    return line.marker.sort is Sort.PART and line.marker.number.lower().startswith(_APPENDIX)


# --- sections -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Placed:
    """A section with the lines under its heading, still to be made into clauses."""

    section: SectionDraft
    body: tuple[Line, ...]


def sections_of(heads: Sequence[Head], *, exact: bool = False) -> tuple[list[SectionDraft], list[Placed], list[Entry]]:
    """Nest sections by rank.

    Args:
        heads: the headings.
        exact: whether the source says for certain what a title is, with the marks at its end.

    Returns:
        The sections at the top, every section with its lines, and what was taken out.
    """
    tops: list[SectionDraft] = []
    placed: list[Placed] = []
    entries: list[Entry] = []
    stack: list[tuple[int, SectionDraft]] = []
    for head in heads:
        while stack and stack[-1][0] >= head.rank:
            stack.pop()
        section, told = _section(head, len(stack) + 1, exact=exact)
        entries += told
        (stack[-1][1].sections if stack else tops).append(section)
        stack.append((head.rank, section))
        placed.append(Placed(section, head.body))
    return tops, placed, entries


def _section(head: Head, level: int, *, exact: bool) -> tuple[SectionDraft, list[Entry]]:
    line = head.line
    marker = line.marker
    appendix = is_appendix(line) and level == 1
    title = line.text if exact or line.text.rstrip().endswith("...") else line.text.rstrip(" :;.")
    entries = [Entry(marker.text, Why.NUMBER, place=line.block.place)] if marker.text and title else []
    if marker.sort is Sort.PART and not appendix:
        title, entries = f"{marker.number}: {title}" if title else marker.number, []
    section = SectionDraft(
        title=title or marker.number or "Untitled",
        number=marker.number,
        anchors=line.block.anchors,
        level=level,
        appendix=appendix,
        made_up=not title,
        place=line.block.place,
    )
    if head.weighed.points < _UNSURE:
        section.doubts.append(f"is “{section.title}” a heading?")
    return section, entries


_UNSURE = 5
