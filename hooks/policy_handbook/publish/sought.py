"""What a view must not hold: the runs of the texts that are withheld from it, but for those that it says anyway."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from policy_handbook.model import Handbook, SiteName
from policy_handbook.publish.candidates import RUN, contacts_of
from policy_handbook.publish.corpus import Corpus
from policy_handbook.publish.wording import (
    Flags,
    Indices,
    Numbers,
    Texts,
    firsts_of,
    numbers_of,
    runs_by_length,
    words_of,
)

ENOUGH = 2
"""So many runs of a text have to be there, or all of those that the view does not say anyway."""


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


def sought_in(corpus: Corpus, audience: str, hand_written: Iterable[str]) -> Sought:
    """Return what the view of an audience must not hold and does not say anyway."""
    candidates, owners = corpus.candidates, corpus.texts.owners
    allowed = candidates.allowed[audience]
    said = candidates.own.copy()
    said[candidates.said[allowed[candidates.by]]] = True
    for _, runs, _ in Texts.of(_general_texts(corpus.whole, audience)).runs(RUN):
        said[candidates.lookup.among(runs)] = True
    single = numbers_of(words_of(" ".join(hand_written)))
    for _, runs in runs_by_length(single, 1):
        said[candidates.lookup.among(runs)] = True
    withheld = corpus.sought & ~allowed
    places = np.flatnonzero(withheld[owners[candidates.starts]] & ~said[candidates.which])
    places = places[firsts_of(candidates.which[places])]  # the first text that says a run is the one that it is of
    starts = candidates.starts[places]
    runs = candidates.lookup.runs[candidates.which[places]]
    return Sought(corpus.texts, runs, owners[starts], starts, candidates.lengths[places])


def _general_texts(whole: Handbook, audience: str) -> Iterator[str]:
    """What every view may say, whatever policies it holds."""
    school = whole.school
    yield from (school.name, school.short_name, school.vision)
    yield from contacts_of(whole)
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
