"""The runs that are looked for in any view of a handbook, and which of its texts say them, found out for all at once.

What is looked for in one view is chosen from these: see ``sought``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING

import numpy as np

from policy_handbook.model import Handbook
from policy_handbook.publish.legible import without_tags
from policy_handbook.publish.wording import (
    Flags,
    Indices,
    Lookup,
    Numbers,
    Texts,
    firsts_of,
    numbers_of,
    runs_at,
    runs_by_length,
    words_of,
)

if TYPE_CHECKING:
    from policy_handbook.publish.corpus import Corpus

RUN = 6
"""Six words in a row are seldom the same by chance."""

FEW = 3
"""A text of fewer words gives nothing away, unless it is a name."""

STEP = 2
"""Every second run of a text is looked for: two of them are in any nine words of it."""

LONG = 8
"""An earlier issue may not say this many words in a row of what is withheld now."""


@dataclass(frozen=True, eq=False)
class Candidates:
    """The runs that are looked for in any view.

    Attributes:
        lookup: finds them; its ``runs`` are all of them in rising order, each once.
        which: for each place in the texts at which one is, which it is; the places are in order of it, and those of
            the same one in order of the texts.
        starts: where each of these places is in the words of all texts.
        lengths: how many words are in the run there.
        said: which of them are said in a text, one after another, wherever in the text.
        by: the text that says each of these.
        own: whether the program itself can write them.
        allowed: for each audience, which texts its view may hold.
    """

    lookup: Lookup
    which: Indices
    starts: Indices
    lengths: Indices
    said: Indices
    by: Indices
    own: Flags
    allowed: Mapping[str, Flags]

    @classmethod
    def of(cls, corpus: Corpus) -> Candidates:
        """Find those of a handbook."""
        allowed = _allowed(corpus)
        withheld = corpus.sought & ~np.logical_and.reduce([*allowed.values()])
        starts, lengths = _places(corpus, withheld)
        runs = np.zeros(len(starts), np.uint64)
        for length in range(1, RUN + 1):
            runs[lengths == length] = runs_at(corpus.texts.words, starts[lengths == length], length)
        order = np.lexsort((starts, lengths, runs))
        first = firsts_of(runs[order])
        lookup = Lookup(runs[order][first])
        own = np.zeros(len(lookup.runs), np.bool_)
        own[_said_in(_own_words(), lookup)[0]] = True
        said, by = _said_in(corpus.texts, lookup)
        return cls(lookup, np.cumsum(first) - 1, starts[order], lengths[order], said, by, own, allowed)


def _said_in(texts: Texts, lookup: Lookup) -> tuple[Indices, Indices]:
    """Which runs are said within one of some texts, and in which."""
    said, by = [], []
    for length, runs in runs_by_length(texts.words, RUN):
        places, which = lookup.found_at(runs)
        inside = texts.owners[places] == texts.owners[places + (length - 1)]
        said.append(which[inside])
        by.append(texts.owners[places[inside]])
    none: Indices = np.zeros(0, np.int64)
    return np.concatenate([none, *said]), np.concatenate([none, *by])


def _allowed(corpus: Corpus) -> Mapping[str, Flags]:
    """For each audience, which texts the view may hold: of earlier issues, none that says much of what is withheld."""
    readable = {audience: corpus.read_by(audience) for audience in corpus.whole.school.audiences}
    if not corpus.earlier.any():
        return readable
    found = [(runs, starts) for length, runs, starts in corpus.texts.runs(LONG) if length == LONG]
    runs, starts = found[0] if found else (np.zeros(0, np.uint64), np.zeros(0, np.int64))
    owners = corpus.texts.owners[starts]
    return {audience: _without_withheld(corpus, flags, runs, owners) for audience, flags in readable.items()}


def _without_withheld(corpus: Corpus, readable: Flags, runs: Numbers, owners: Indices) -> Flags:
    """Leave out those texts of earlier issues that say much of what is withheld now.

    Args:
        corpus: all texts.
        readable: which of them the audience may read, as the data says it.
        runs: all long runs in them.
        owners: the text that each is in.
    """
    withheld = corpus.sought & ~readable & ~corpus.earlier
    taken = np.setdiff1d(runs[withheld[owners]], runs[(readable & ~corpus.earlier)[owners]])
    said = owners[Lookup(taken).found_at(runs)[0]]
    allowed = readable.copy()
    allowed[said[corpus.earlier[said]]] = False
    return allowed


def _places(corpus: Corpus, withheld: Flags) -> tuple[Indices, Indices]:
    """Where in the words of all texts a run is looked for, and how many words it has.

    Args:
        corpus: all texts.
        withheld: which of them are looked for.
    """
    texts = corpus.texts
    lengths = texts.lengths
    whole = withheld & (lengths > 0) & (lengths <= RUN) & ((lengths >= FEW) | corpus.telling)
    parts = withheld & (lengths > RUN)
    # every page says the school's own telephone number and addresses: a run that has little else gives nothing away
    contacts = numbers_of(words_of(" ".join(contacts_of(corpus.whole))))
    foreign = np.concatenate(([0], np.cumsum(~np.isin(texts.words, contacts))))
    starts = _stepped(texts.bounds[:-1][parts], lengths[parts])
    starts = starts[foreign[starts + RUN] - foreign[starts] > RUN // 2]
    return (
        np.concatenate((texts.bounds[:-1][whole], starts)),
        np.concatenate((lengths[whole], np.full(len(starts), RUN))),
    )


def _stepped(begins: Indices, lengths: Indices) -> Indices:
    """Where runs of long texts begin: at every so many words of each, and where its last run does."""
    most = lengths - RUN
    steps = -(-most // STEP) + 1
    offsets = np.arange(int(steps.sum())) - np.repeat(np.cumsum(steps) - steps, steps)
    starts: Indices = np.repeat(begins, steps) + np.minimum(STEP * offsets, np.repeat(most, steps))
    return starts


def contacts_of(whole: Handbook) -> tuple[str, ...]:
    """The school's telephone number and addresses."""
    school = whole.school
    addresses = (school.website_url, school.handbook_url, school.intranet_url)
    return (school.phone, school.email, " ".join(school.address), *addresses)


@lru_cache(maxsize=1)
def _own_words() -> Texts:
    """All words that the program itself can write: its templates, its theme, and the modules that make files."""
    package = files("policy_handbook")
    folders = ("templates", "theme", "pages", "feeds", "print", "history")
    return Texts.of(text for name in folders for text in _texts_below(package / name))


def _texts_below(folder: Traversable) -> Iterator[str]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _texts_below(entry)
        elif entry.name.endswith((".py", ".jinja", ".html", ".js", ".css", ".typ", ".xml")):
            text = entry.read_text(encoding="utf-8")
            yield text
            yield without_tags(text)
