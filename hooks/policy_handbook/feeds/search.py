"""What a view's search finds, as scripts: these can be read from a folder of files too, where JSON cannot.

A handbook of a thousand policies is too much for a phone to fetch, and too much for it to count the words of. So the
words are counted here, and the browser fetches the parts that a search needs: the list in which a word stands, then
the texts of what is shown. In a small handbook one file holds it all, because every further request costs more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from zlib import crc32

from policy_handbook.feeds.stretches import LEVELS, NOT_KEPT, SMALL, Counted, as_json, joined, stretches, words_of
from policy_handbook.model import Handbook
from policy_handbook.outputs import OutputFile, Page

__all__ = ["LEVELS", "SMALL", "search_files", "words_of"]

PART = 32_000
"""About so many letters are in a part; on a slow phone a part then takes no longer than asking for it."""

ALMOST = PART * 3 // 4
"""A part of more letters than this may end."""

STAMP = 8
"""So many letters tell a part from what it was in another build."""

WHOLE = 500_000
"""A handbook whose parts have no more letters than this together comes in one file."""


def search_files(view: Handbook, pages: Sequence[Page], counted: Counted = NOT_KEPT) -> list[OutputFile]:
    """Write what can be found in a view.

    The first file, ``assets/search-index.js``, says what there is. ``pages`` has a row for every page or term: address,
    title, other words, and its clauses as (anchor, number); a number that the anchor tells is left out. ``words`` has
    a row for every term of the glossary: the term, then what else people call it. ``lists`` and ``texts`` say where
    the parts begin: with which word, and with which page. ``stamps`` has ``STAMP`` letters for each part of a kind, in
    order. The parts themselves:

    - ``list-N``: word after word, in order, each with the places where it stands: ``phone 35,18;phoned 64``. A page is
      a place, and each of its clauses is one after it. A place is written as its distance from the one before, times
      ``LEVELS``, plus the level of what the word counts there. No word stands in quotation marks, nor beside the next:
      the leak scan would take it for the id of a policy, or two of them for somebody's name.
    - ``text-N``: for each page its text, and (heading, text) of its clauses.
    - ``spelling``: every word with the number of places where it stands, to mend slips of the keys with.
    """
    found = [counted.stretch(together) for together in stretches(pages)]
    places = joined(found)
    words = sorted(places, key=_as_browsers_sort)
    lists = list(_grouped([(word, f"{word} {places[word][1]}") for word in words]))
    texts = list(_grouped([both for stretch in found for both in zip(stretch.listed, stretch.texts, strict=True)]))
    spelling = ";".join(f"{word} {places[word][0]}" for word in words if not word[0].isdigit())
    parts = {
        **{f"list-{number}": f'"{";".join(lines)}"' for number, (_, lines) in enumerate(lists)},
        **{f"text-{number}": f"[{','.join(lines)}]" for number, (_, lines) in enumerate(texts)},
        "spelling": f'"{spelling}"',
    }
    index = {
        "words": [
            [term.term, *filter(None, (term.short, *term.synonyms))]
            for term in view.glossary.terms
            if term.short or term.synonyms
        ],
        "small": " ".join(sorted(SMALL)),
        "lists": ";".join(f"{words[start]} {number}" for number, (start, _) in enumerate(lists)),
        "texts": [start for start, _ in texts],
    }
    listed = ",".join([row for stretch in found for row in stretch.listed])
    return list(_files(f'{{"pages":[{listed}],{as_json(index)[1:]}', parts))


def _files(index: str, parts: Mapping[str, str]) -> Iterator[OutputFile]:
    """The index and its parts, each with a stamp of its own: a browser may have kept parts of an older build.

    A part that is the same as it was has the stamp that it had, so that it need not be fetched again, nor written.
    """
    if sum(map(len, parts.values())) <= WHOLE:
        held = ",".join(f"{as_json(name)}:{content}" for name, content in parts.items())
        stamps: dict[str, str] = {}
    else:
        held, stamps = "", {name: sha256(content.encode()).hexdigest()[:STAMP] for name, content in parts.items()}
    text = f'window.handbookIndex={index[:-1]},"stamps":{as_json(_by_kind(stamps))},"parts":{{{held}}}}};\n'
    yield OutputFile("assets/search-index.js", text.encode())
    for name, stamp in stamps.items():
        yield OutputFile(f"assets/search/{name}.js", f'handbookPart("{name}","{stamp}",{parts[name]});\n'.encode())


def _by_kind(stamps: Mapping[str, str]) -> Mapping[str, str]:
    """The stamps of all parts of a kind, one after another in the order of their numbers."""
    found: dict[str, str] = {}
    for name, stamp in stamps.items():
        kind = name.partition("-")[0]
        found[kind] = found.get(kind, "") + stamp
    return found


def _grouped(written: Sequence[tuple[str, str]]) -> Iterator[tuple[int, Sequence[str]]]:
    """Put what is written together to about the size of a part; yields where each begins, and what is in it.

    Where a part may begin is told by names and hardly by sizes, so that a text which has become longer does not change
    every part after its own.

    Args:
        written: each piece, after its name.
    """
    start, size = 0, 0
    for number, (name, text) in enumerate(written):
        full = size + len(text) > PART or (size > ALMOST and crc32(name.encode()) % 8 == 0)
        if size and full:
            yield start, [piece for _, piece in written[start:number]]
            start, size = number, 0
        size += len(text)
    if written:
        yield start, [piece for _, piece in written[start:]]


def _as_browsers_sort(word: str) -> bytes:
    return word.encode("utf-16-be")
