"""What a view's search finds, as scripts: these can be read from a folder of files too, where JSON cannot.

A handbook of a thousand policies is too much for a phone to fetch, and too much for it to count the words of. So the
words are counted here, and the browser fetches the parts that a search needs: the list in which a word stands, then
the texts of what is shown. In a small handbook one file holds it all, because every further request costs more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256

from policy_handbook.feeds.stretches import LEVELS, NOT_KEPT, SMALL, Counted, as_json, joined, stretches, words_of
from policy_handbook.model import Handbook
from policy_handbook.outputs import OutputFile, Page

__all__ = ["LEVELS", "SMALL", "search_files", "words_of"]

PART = 32_000
"""About so many letters are in a part; on a slow phone a part then takes no longer than asking for it."""

WHOLE = 500_000
"""A handbook whose parts have no more letters than this together comes in one file."""


def search_files(view: Handbook, pages: Sequence[Page], counted: Counted = NOT_KEPT) -> list[OutputFile]:
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
    found = [counted.stretch(together) for together in stretches(pages)]
    places = joined(found)
    words = sorted(places, key=_as_browsers_sort)
    lists = list(_grouped([f"{word} {places[word][1]}" for word in words]))
    texts = list(_grouped([text for stretch in found for text in stretch.texts]))
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
    """The index and its parts, each with the stamp of all of them: a browser may have kept parts of an older build."""
    stamp = sha256("\n".join((index, *parts.values())).encode()).hexdigest()[:12]
    whole = sum(map(len, parts.values())) <= WHOLE
    held = ",".join(f"{as_json(name)}:{content}" for name, content in parts.items()) if whole else ""
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


def _as_browsers_sort(word: str) -> bytes:
    return word.encode("utf-16-be")
