"""What a view must not hold: the runs of the texts that are withheld from it, but for those that it says anyway."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable

import numpy as np

from policy_handbook.model import Handbook, SiteName
from policy_handbook.publish.corpus import Corpus
from policy_handbook.publish.legible import without_tags
from policy_handbook.publish.wording import (
    Flags,
    Indices,
    Lookup,
    Numbers,
    Texts,
    numbers_of,
    runs_at,
    runs_by_length,
    words_of,
)

RUN = 6
"""Six words in a row are seldom the same by chance."""

FEW = 3
"""A text of fewer words gives nothing away, unless it is a name."""

STEP = 2
"""Every second run of a text is looked for: two of them are in any nine words of it."""

ENOUGH = 2
"""So many runs of a text have to be there, or all of those that the view does not say anyway."""

LONG = 8
"""An earlier issue may not say this many words in a row of what is withheld now."""


@dataclass(frozen=True, eq=False)
class Sought:
    """What is looked for in a view.

    Attributes:
        texts: all texts of the handbook.
        runs: the runs to look for in rising order.
        owners: the index of the text that each is of.
        starts: where each begins in the words of all texts.
        lengths: how many words each has.
    """

    texts: Texts
    runs: Numbers
    owners: Indices
    starts: Indices
    lengths: Indices

    @cached_property
    def needed(self) -> Indices:
        """How many runs of each text have to be there."""
        return np.minimum(np.bincount(self.owners, minlength=len(self.texts.lengths)), ENOUGH)

    def only(self, chosen: Flags) -> Sought:
        """Some of the runs."""
        return Sought(self.texts, self.runs[chosen], self.owners[chosen], self.starts[chosen], self.lengths[chosen])

    def without(self, said: Iterable[Numbers]) -> Sought:
        """Those that are not among the runs that are said anyway."""
        lookup = Lookup(self.runs)
        kept = np.ones(len(self.runs), np.bool_)
        for runs in said:
            kept[lookup.among(runs)] = False
        return self.only(kept)


def sought_in(corpus: Corpus, audience: str, hand_written: Iterable[str]) -> Sought:
    """Return what the view of an audience must not hold and does not say anyway."""
    allowed = _allowed(corpus, corpus.read_by(audience))
    contacts = numbers_of(words_of(" ".join(_contacts(corpus.whole))))
    sought = _runs_of(corpus, corpus.sought & ~allowed, contacts)
    said_anyway = (
        corpus.texts.only(allowed),
        Texts.of(_general_texts(corpus.whole, audience)),
        _own_words(),
    )
    for texts in said_anyway:
        sought = sought.without(run for _, run, _ in texts.runs(RUN))
    single = numbers_of(words_of(" ".join(hand_written)))
    return sought.without(run for _, run in runs_by_length(single, 1))


def _allowed(corpus: Corpus, readable: Flags) -> Flags:
    """Which texts the view may hold: of earlier issues, none that says much of what is withheld now."""
    if not corpus.earlier.any():
        return readable
    withheld = _long_runs(corpus.texts.only(corpus.sought & ~readable & ~corpus.earlier))
    taken = Lookup(np.setdiff1d(withheld, _long_runs(corpus.texts.only(readable & ~corpus.earlier))))
    allowed = readable.copy()
    for length, runs, starts in corpus.texts.runs(LONG):
        if length == LONG:
            said = corpus.texts.owners[starts[taken.found_at(runs)[0]]]
            allowed[said[corpus.earlier[said]]] = False
    return allowed


def _long_runs(texts: Texts) -> Numbers:
    found = [runs for length, runs, _ in texts.runs(LONG) if length == LONG]
    return np.unique(found[0]) if found else np.zeros(0, np.uint64)


def _runs_of(corpus: Corpus, withheld: Flags, contacts: Numbers) -> Sought:
    """The runs to look for, each with what it is of.

    Args:
        corpus: all texts.
        withheld: which of them are looked for.
        contacts: the words of the school's own telephone number and addresses, which every page says: a run that
            has little else gives nothing away.
    """
    texts = corpus.texts
    lengths = texts.lengths
    whole = withheld & (lengths > 0) & (lengths <= RUN) & ((lengths >= FEW) | corpus.telling)
    parts = withheld & (lengths > RUN)
    foreign = np.concatenate(([0], np.cumsum(~np.isin(texts.words, contacts))))
    found = [(texts.bounds[:-1][whole & (lengths == length)], length) for length in range(1, RUN + 1)]
    starts = _stepped(texts.bounds[:-1][parts], lengths[parts])
    found.append((starts[foreign[starts + RUN] - foreign[starts] > RUN // 2], RUN))
    # the first text that says a run is the one that it is of
    found[RUN - 1 :] = [(np.sort(np.concatenate([starts for starts, _ in found[RUN - 1 :]])), RUN)]
    runs, first = np.unique(np.concatenate([runs_at(texts.words, *row) for row in found]), return_index=True)
    starts = np.concatenate([starts for starts, _ in found])[first]
    sizes = np.concatenate([np.full(len(starts), length) for starts, length in found])[first]
    return Sought(texts, runs, texts.owners[starts], starts, sizes)


def _stepped(begins: Indices, lengths: Indices) -> Indices:
    """Where runs of long texts begin: at every so many words of each, and where its last run does."""
    steps = (lengths - RUN) // STEP + 1
    offsets = np.arange(int(steps.sum())) - np.repeat(np.cumsum(steps) - steps, steps)
    return np.union1d(np.repeat(begins, steps) + STEP * offsets, begins + lengths - RUN)


def _general_texts(whole: Handbook, audience: str) -> Iterator[str]:
    """What every view may say, whatever policies it holds."""
    school = whole.school
    yield from (school.name, school.short_name, school.vision)
    yield from _contacts(whole)
    for value in school.values:
        yield from (value.name, value.meaning)
    yield from (definition.title for definition in school.audiences.values())
    yield from school.audiences
    used = {policy.category for policy in whole.in_force.values() if audience in policy.readers}
    yield from (name for category, title in school.categories.items() if category in used for name in (category, title))
    yield from (term.name for term in school.terms)
    yield from (body.title for body in whole.people.bodies.values())
    for guidance in whole.guidance.values():
        yield from (guidance.title, guidance.publisher, guidance.url)
    if school.audiences[audience].site is SiteName.INTRANET:
        for duty in whole.duties.values():  # the statutory register is a page of the intranet
            yield from (duty.title, duty.basis, duty.source, duty.note, duty.only_if)


def _contacts(whole: Handbook) -> tuple[str, ...]:
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
