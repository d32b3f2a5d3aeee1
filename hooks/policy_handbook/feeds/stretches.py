"""What a search finds on some pages that follow each other, with their words counted, ready to be joined to others.

To count the words of a thousand policies takes most of the time of writing a search index, and after an edit all but
one of them are as they were. So pages are taken together in stretches of about a dozen and each stretch is kept by the
digest of what is found on it. In a stretch places are counted from its own beginning: it is the same wherever it comes.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import sub
from sys import intern

from policy_handbook.keeping import Shelf, Store, key_of, packed, unpacked
from policy_handbook.latest import Latest
from policy_handbook.outputs import Page, SearchEntry
from policy_handbook.read.again import Newest

_SMALL = (
    "a an and are as at be by can child do does for from have how i if in is it may my of on or our the their they to "
    "we what when where which who will with you your"
)
SMALL = frozenset(_SMALL.split())
"""Words that find nothing of their own. Only titles and other names are searched for them: IT is a subject."""

TITLE, NAMES, TEXT = 3.0, 2.0, 1.0
"""What a word counts in a title, in other names for the same, and in a text."""

USUAL = {TITLE: 5, NAMES: 5, TEXT: 30}
"""So many words are usual there; in a longer text a word counts less."""

LEVELS = 16
"""What a word counts for in a place is kept as one of so many levels, a third of a doubling apart."""

TOGETHER = 12
"""About so many pages are a stretch. Fewer would have to be counted anew after an edit, and more would be joined."""

_WORD = re.compile(r"\d+(?:\.\d+)+|[^\W_]+(?:'[^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Row:
    """A page or a term, and the clauses gathered under it."""

    own: SearchEntry
    clauses: Sequence[SearchEntry]


@dataclass(frozen=True, slots=True)
class Stretch:
    """What is found on some pages, as it stands in an index.

    Attributes:
        size: how many places there are on them.
        listed: each row as the index lists it, in JSON.
        texts: the texts of each row, in JSON.
        words: of each word how many places it has here, the first and the last of them, and what is written of those
            after the first.
    """

    size: int
    listed: Sequence[str]
    texts: Sequence[str]
    words: Mapping[str, tuple[int, int, int, str]]

    def packed(self) -> bytes:
        """The stretch as bytes."""
        columns = [list(column) for column in zip(*self.words.values(), strict=True)]
        return packed([self.size, self.listed, self.texts, list(self.words), columns])

    @classmethod
    def unpacked(cls, data: bytes) -> Stretch:
        """Undo ``packed``."""
        size, listed, texts, words, columns = unpacked(data)
        return cls(size, listed, texts, dict(zip(words, zip(*columns, strict=True), strict=True)))


@dataclass(frozen=True, slots=True)
class Counted:
    """Where the stretches of a view are kept.

    Attributes:
        shelf: keeps them between builds.
        frame: the digest of this program; empty keeps nothing.
        audience: whose view it is.
    """

    shelf: Shelf
    frame: bytes = b""
    audience: str = ""

    def stretch(self, pages: Sequence[Page]) -> Stretch:
        """Count what is found on some pages, unless that was done before."""
        if not self.frame:
            return counted(pages)
        name = pages[0].address
        key = key_of(self.frame, *map(_digest, pages))
        found = self.shelf.get(name, key)  # asked for in any case, or it would be thrown away

        def made() -> Stretch:
            if found is not None:
                return Stretch.unpacked(found)
            stretch = counted(pages)
            self.shelf.put(name, key, stretch.packed())
            return stretch

        return _newest.get_or((self.audience, name), key, made)


NOT_KEPT = Counted(Store().shelf("search"))
"""Counts everything anew."""

_newest = Newest(1 << 12)
"""The stretches that this process knows: while pages are served, the next build needs most of them again."""


def _digest(page: Page) -> bytes:
    return page.found or digest_of(page.address, page.entries)


def digest_of(address: str, entries: Sequence[SearchEntry]) -> bytes:
    """Return the digest of what is found on the page at an address."""
    return _digests.get_or(address, entries, None, lambda: _digest_of(address, entries))


_digests: Latest[bytes] = Latest()


def _digest_of(address: str, entries: Sequence[SearchEntry]) -> bytes:
    values = [[e.address, e.title, e.text, e.policy, e.number, e.synonyms, e.weight] for e in entries]
    return key_of(packed([address, values]))


def stretches(pages: Iterable[Page]) -> Iterator[Sequence[Page]]:
    """Put pages together to stretches.

    A stretch ends after a page by whose address that is decided, and by nothing else: so a new page or one that is
    gone changes the stretch that it is in, and not all that come after it.
    """
    together: list[Page] = []
    for page in pages:
        if not page.found and not page.entries:
            continue
        together.append(page)
        if key_of(page.address)[0] % TOGETHER == 0:
            yield together
            together = []
    if together:
        yield together


def counted(pages: Iterable[Page]) -> Stretch:
    """Count what is found on some pages."""
    rows = [row for page in pages for row in rows_of(page)]
    size, places = _places(rows)
    words = {word: (len(at), at[0], at[-1], _rest(at)) for word, at in places.items()}
    return Stretch(size, [as_json(_listed(row)) for row in rows], [as_json(_texts(row)) for row in rows], words)


def _rest(places: Sequence[int]) -> str:
    """What is written of the places after the first, each as the distance from the one before: small numbers."""
    before = map((-LEVELS).__and__, places)  # without what the word counts there
    return "".join(map(_WRITTEN.__getitem__, map(sub, places[1:], before)))


class _Written(dict[int, str]):
    """Numbers as they are written after others; there are few, and each is written a thousand times."""

    def __missing__(self, number: int) -> str:
        self[number] = f",{number}"
        return self[number]


_WRITTEN = _Written()


def joined(parts: Iterable[Stretch]) -> Mapping[str, tuple[int, str]]:
    """Of each word of all stretches, one after another: how many places it has, and what is written of them."""
    written: defaultdict[str, list[str]] = defaultdict(list)
    last: dict[str, int] = {}
    number: dict[str, int] = {}
    start = 0
    for part in parts:
        for word, (times, first, end, rest) in part.words.items():
            written[word].append(f"{start + first - last.get(word, 0)}{rest}")
            last[word] = start + end - end % LEVELS
            number[word] = number.get(word, 0) + times
        start += part.size * LEVELS
    return {word: (number[word], ",".join(found)) for word, found in written.items()}


def as_json(value: object) -> str:
    """A value as a script has it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


# --- rows -------------------------------------------------------------------------------------------------


def rows_of(page: Page) -> Iterator[Row]:
    """A row for each entry of its own, the clauses of a policy gathered under it."""
    clauses = [entry for entry in page.entries if entry.policy]
    for entry in page.entries:
        if not entry.policy:
            yield Row(entry, clauses if entry.address == page.address else ())


def _listed(row: Row) -> list[object]:
    clauses = []
    for entry in row.clauses:
        anchor = entry.address.partition("#")[2]
        told = anchor == f"clause-{entry.number.replace('.', '-')}"
        clauses.append([anchor] if told else [anchor, entry.number])
    return [row.own.address, row.own.title, " ".join(row.own.synonyms), clauses]


def _texts(row: Row) -> list[object]:
    return [row.own.text, [[_heading(entry), entry.text] for entry in row.clauses]]


def _heading(entry: SearchEntry) -> str:
    return entry.title.removeprefix(f"{entry.number} ")


# --- words ------------------------------------------------------------------------------------------------


def words_of(text: str) -> list[str]:
    """The words of a text as the browser takes them: small, and with a straight apostrophe."""
    return _WORD.findall(text.lower().replace("’", "'").replace("‘", "'").replace("ʼ", "'"))


@dataclass(frozen=True, slots=True)
class _Counts:
    """What the words of a place count there.

    Attributes:
        words: those that find it, but for small ones.
        levels: what each of them counts, a byte each.
        names: the small words that are part of its name, with what each counts.
    """

    words: tuple[str, ...]
    levels: bytes
    names: tuple[tuple[str, int], ...]


def count_ahead(entries: Iterable[SearchEntry]) -> None:
    """Have at hand what the words of clauses count, for all views that show the very same text."""
    for entry in entries:
        if entry.policy:
            _counts_of_clause(_heading(entry), entry.text, entry.weight)


def _places(rows: Iterable[Row]) -> tuple[int, Mapping[str, list[int]]]:
    """How many places there are, and where every word stands: the place times ``LEVELS``, plus what it counts there."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    first = 0
    for counts in _each_place(rows):
        for word, level in zip(counts.words, counts.levels, strict=True):
            found[word].append(first + level)
        for word, level in counts.names:
            found[word].append(first + level)
        first += LEVELS
    return first // LEVELS, found


def _each_place(rows: Iterable[Row]) -> Iterator[_Counts]:
    """What the words of each place count: of a page or a term, and of each of the clauses under it."""
    for row in rows:
        own = row.own
        named = _scores(words_of(own.title), TITLE)
        for word, score in _scores(words_of(" ".join(own.synonyms)), NAMES).items():
            named[word] = named.get(word, 0) + score
        yield _counts_of(named, own.text, own.weight)
        for entry in row.clauses:
            yield _counts_of_clause(_heading(entry), entry.text, entry.weight)


@lru_cache(maxsize=1 << 17)
def _counts_of_clause(heading: str, text: str, weight: float) -> _Counts:
    return _counts_of(_in_heading(heading), text, weight)


def _counts_of(named: Mapping[str, float], text: str, weight: float) -> _Counts:
    """Count the words of a place: of those that name it with what they count, and of its text."""
    words = words_of(text)
    length, factor, counts = len(words), math.sqrt(weight), Counter(words)
    once = _level(_score(1, length, TEXT) * factor)
    found = {
        intern(word): once if times == 1 else _level(_score(times, length, TEXT) * factor)
        for word, times in counts.items()
        if word not in SMALL
    }
    names: dict[str, int] = {}
    for word, score in named.items():
        total = score + _score(counts[word], length, TEXT) if word in counts else score
        (names if word in SMALL else found)[word] = _level(total * factor)
    return _Counts(tuple(found), bytes(found.values()), tuple(names.items()))


@lru_cache(maxsize=4096)
def _in_heading(heading: str) -> Mapping[str, float]:
    return _scores([word for word in words_of(heading) if word not in SMALL], TITLE)


def _scores(words: Sequence[str], field: float) -> dict[str, float]:
    return {word: _score(times, len(words), field) for word, times in Counter(words).items()}


@lru_cache(maxsize=4096)
def _score(times: int, length: int, field: float) -> float:
    """BM25+: each further time counts less, and so does every word among many."""
    return field * (0.5 + 2.2 * times / (times + 1.2 * (0.3 + 0.7 * length / USUAL[field])))


@lru_cache(maxsize=4096)
def _level(score: float) -> int:
    return min(max(round(3 * math.log2(score)), 0), LEVELS - 1)
