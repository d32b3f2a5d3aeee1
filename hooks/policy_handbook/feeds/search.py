"""What a view's search finds, as scripts: these can be read from a folder of files too, where JSON cannot.

A handbook of a thousand policies is too much for a phone to fetch, and too much for it to count the words of. So the
words are counted here, and the browser fetches the parts that a search needs: the list in which a word stands, then
the texts of what is shown. In a small handbook one file holds it all, because every further request costs more.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from operator import sub

from policy_handbook.model import Handbook
from policy_handbook.outputs import OutputFile, Page, SearchEntry

_SMALL = (
    "a an and are as at be by can child do does for from have how i if in is it may my of on or our the their they to "
    "we what when where which who will with you your"
)
SMALL = frozenset(_SMALL.split())
"""Words that find nothing of their own. Only titles and other names are searched for them: IT is a subject."""

PART = 32_000
"""About so many letters are in a part; on a slow phone a part then takes no longer than asking for it."""

WHOLE = 500_000
"""A handbook whose parts have no more letters than this together comes in one file."""

TITLE, NAMES, TEXT = 3.0, 2.0, 1.0
"""What a word counts in a title, in other names for the same, and in a text."""

USUAL = {TITLE: 5, NAMES: 5, TEXT: 30}
"""So many words are usual there; in a longer text a word counts less."""

LEVELS = 16
"""What a word counts for in a place is kept as one of so many levels, a third of a doubling apart."""

_WORD = re.compile(r"\d+(?:\.\d+)+|[^\W_]+(?:'[^\W\d_]+)*")

Places = dict[str, list[int]]


@dataclass(frozen=True, slots=True)
class _Row:
    """A page or a term, and the clauses gathered under it."""

    own: SearchEntry
    clauses: Sequence[SearchEntry]


def search_files(view: Handbook, pages: Sequence[Page]) -> list[OutputFile]:
    """Write what can be found in a view.

    The first file, ``assets/search-index.js``, says what there is. ``pages`` has a row for every page or term: address,
    title, other words, and its clauses as (anchor, number); a number that the anchor tells is left out. ``words`` has
    a row for every term of the glossary: the term, then what else people call it. ``lists`` and ``texts`` say where
    the parts begin: with which word, and with which page. The parts themselves:

    - ``list-N``: word after word, in order, each with the places where it stands: ``phone 35,18;phoned 64``. A page is
      a place, and each of its clauses is one after it. A place is written as its distance from the one before, times
      ``LEVELS``, plus the level of what the word counts there. No word stands in quotation marks, nor beside the next:
      the leak scan would take it for the id of a policy, or two of them for somebody's name.
    - ``text-N``: for each page its text, and (heading, text) of its clauses.
    - ``spelling``: every word with the number of places where it stands, to mend slips of the keys with.
    """
    rows = [row for page in pages for row in _rows(page)]
    places = _places(rows)
    words = sorted(places, key=_as_browsers_sort)
    lists = list(_grouped([_written(word, places[word]) for word in words]))
    texts = list(_grouped([_json(_texts(row)) for row in rows]))
    spelling = ";".join(f"{word} {len(places[word])}" for word in words if not word[0].isdigit())
    parts = {
        **{f"list-{number}": f'"{";".join(lines)}"' for number, (_, lines) in enumerate(lists)},
        **{f"text-{number}": f"[{','.join(lines)}]" for number, (_, lines) in enumerate(texts)},
        "spelling": f'"{spelling}"',
    }
    index = {
        "pages": [_listed(row) for row in rows],
        "words": [
            [term.term, *filter(None, (term.short, *term.synonyms))]
            for term in view.glossary.terms
            if term.short or term.synonyms
        ],
        "small": _SMALL,
        "lists": ";".join(f"{words[start]} {number}" for number, (start, _) in enumerate(lists)),
        "texts": [start for start, _ in texts],
    }
    return list(_files(_json(index), parts))


def _files(index: str, parts: Mapping[str, str]) -> Iterator[OutputFile]:
    """The index and its parts, each with the stamp of all of them: a browser may have kept parts of an older build."""
    stamp = sha256("\n".join((index, *parts.values())).encode()).hexdigest()[:12]
    whole = sum(map(len, parts.values())) <= WHOLE
    held = ",".join(f"{_json(name)}:{content}" for name, content in parts.items()) if whole else ""
    text = f'window.handbookIndex={index[:-1]},"stamp":"{stamp}","parts":{{{held}}}}};\n'
    yield OutputFile("assets/search-index.js", text.encode())
    if not whole:
        for name, content in parts.items():
            yield OutputFile(f"assets/search/{name}.js", f'handbookPart("{name}","{stamp}",{content});\n'.encode())


def _grouped(written: Sequence[str]) -> Iterator[tuple[int, Sequence[str]]]:
    """Put what is written together to about the size of a part; yields where each begins, and what is in it."""
    start, size = 0, 0
    for number, text in enumerate(written):
        if size and size + len(text) > PART:
            yield start, written[start:number]
            start, size = number, 0
        size += len(text)
    if written:
        yield start, written[start:]


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _as_browsers_sort(word: str) -> bytes:
    return word.encode("utf-16-be")


# --- rows -------------------------------------------------------------------------------------------------


def _rows(page: Page) -> Iterator[_Row]:
    """A row for each entry of its own, the clauses of a policy gathered under it."""
    clauses = [entry for entry in page.entries if entry.policy]
    for entry in page.entries:
        if not entry.policy:
            yield _Row(entry, clauses if entry.address == page.address else ())


def _listed(row: _Row) -> list[object]:
    clauses = []
    for entry in row.clauses:
        anchor = entry.address.partition("#")[2]
        told = anchor == f"clause-{entry.number.replace('.', '-')}"
        clauses.append([anchor] if told else [anchor, entry.number])
    return [row.own.address, row.own.title, " ".join(row.own.synonyms), clauses]


def _texts(row: _Row) -> list[object]:
    return [row.own.text, [[_heading(entry), entry.text] for entry in row.clauses]]


def _heading(entry: SearchEntry) -> str:
    return entry.title.removeprefix(f"{entry.number} ")


# --- words ------------------------------------------------------------------------------------------------


def words_of(text: str) -> list[str]:
    """The words of a text as the browser takes them: small, and with a straight apostrophe."""
    return _WORD.findall(text.lower().replace("’", "'").replace("‘", "'").replace("ʼ", "'"))


def _places(rows: Iterable[_Row]) -> Places:
    """Where every word stands, as the place times ``LEVELS`` plus what it counts there."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    names: defaultdict[str, list[int]] = defaultdict(list)  # small words, where they are part of a name
    for place, (named, text, weight) in enumerate(_searched(rows)):
        words = words_of(text)
        length, first = len(words), place * LEVELS
        once = first + _level(_score(1, length, TEXT) * weight)
        counts = Counter(words)
        for word, times in counts.items():
            if word not in named:
                found[word].append(once if times == 1 else first + _level(_score(times, length, TEXT) * weight))
        for word, score in named.items():
            if word in counts:
                score += _score(counts[word], length, TEXT)
            (names if word in SMALL else found)[word].append(first + _level(score * weight))
    for word in SMALL:
        found.pop(word, None)
    return found | names


def _searched(rows: Iterable[_Row]) -> Iterator[tuple[Mapping[str, float], str, float]]:
    """What each place has to search: the words that name it with what they count, its text, and its own weight."""
    for row in rows:
        own = row.own
        named = _scores(words_of(own.title), TITLE)
        for word, score in _scores(words_of(" ".join(own.synonyms)), NAMES).items():
            named[word] = named.get(word, 0) + score
        yield named, own.text, math.sqrt(own.weight)
        for entry in row.clauses:
            yield _in_heading(_heading(entry)), entry.text, math.sqrt(entry.weight)


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


def _written(word: str, places: Sequence[int]) -> str:
    """A word and its places, each as the distance from the one before: these are small numbers."""
    before = (0, *(place - place % LEVELS for place in places))
    return f"{word} {','.join(map(str, map(sub, places, before)))}"
