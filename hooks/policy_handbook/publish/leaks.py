"""The last look before publishing: does any file of a view hold what its audience may not read?

Texts are compared as runs of words, so that marks, tags, entities, capitals and curly quotes make no difference.
A text of more than six words is looked for in overlapping runs of six, of which two have to be there: one alone,
such as "if you are worried about something", comes about by chance. A shorter text is looked for as a whole. Runs that
the view says anyway, or that the program itself writes round the text, are no leak. Where all runs of a text but one
are such, that one has to be there with the word before and the word after it, which comes to as much as two runs have:
where one clause ends and the next begins, a file has runs that are of neither.

The words of a handbook are counted out once, as a ``Corpus``, for the scanners of all of its views.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from policy_handbook.findings import Place
from policy_handbook.model import Handbook
from policy_handbook.publish.candidates import RUN, STEP
from policy_handbook.publish.corpus import Corpus
from policy_handbook.publish.counting import Counter
from policy_handbook.publish.legible import PICTURES, suffix_of
from policy_handbook.publish.named import KIND, Addresses
from policy_handbook.publish.sought import ENOUGH, sought_in
from policy_handbook.publish.withheld import Said
from policy_handbook.publish.wording import Lookup, Numbers, runs_at, runs_by_length

HEAD = 3
"""Longer runs are looked for only where their first so many words are there."""

Extractor = Callable[[bytes], str]


@dataclass(frozen=True, slots=True)
class Leak:
    """Something that a view holds and must not.

    Attributes:
        file: the file of the view.
        kind: what leaked: clause, title of a policy, address of a policy.
        place: where it stands in the data. The text itself is never shown.
    """

    file: str
    kind: str
    place: Place

    def __str__(self) -> str:
        return f"{self.file} holds a {self.kind} that its readers may not see: {self.place}"


class Scanner:
    """Knows what one view must not hold."""

    def __init__(
        self,
        whole: Handbook | Corpus,
        audience: str,
        extractors: Mapping[str, Extractor] | None = None,
        hand_written: Iterable[str] = (),
        counter: Counter | None = None,
    ) -> None:
        """Work out what to look for.

        Args:
            whole: the whole handbook, or its corpus.
            audience: whose view is looked through.
            extractors: how to read files that are no text, by the ends of their names.
            hand_written: the view's pages from docs/. Their authors say whom they are for, so that a single word in
                one, such as "behaviour", does not give a policy of that title away.
            counter: counts out the words of files; one that did so for other views has much of it done.
        """
        corpus = whole if isinstance(whole, Corpus) else Corpus(whole)
        self._extractors = extractors or {}
        self._counter = counter or Counter()
        self._corpus = corpus
        self.sought = sought_in(corpus, audience, hand_written)
        self.addresses = Addresses.withheld(corpus.whole, audience)
        self._lookup = Lookup(self.sought.runs)
        longer = self.sought.starts[self.sought.lengths > HEAD]
        self._heads = Lookup(np.unique(runs_at(self.sought.texts.words, longer, HEAD)))

    def scan(self, folder: Path) -> Iterator[Leak]:
        """Yield what the files of a folder hold and must not, in order of path."""
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            name = path.relative_to(folder).as_posix()
            yield from self.scan_file(name, path.read_bytes())

    def scan_file(self, name: str, data: bytes) -> Iterator[Leak]:
        """Yield what one file holds and must not, its name included."""
        yield from self.leaks_in(name, *self.read(name, data))

    def read(self, name: str, data: bytes) -> tuple[Numbers, str]:
        """Return all words of a file, its name included, and what it says with all its marks."""
        raw = self.raw(name, data)
        if suffix_of(name) in self._extractors:
            return self._counter.of_lines(name, raw.removeprefix(f"/{name} ")), raw
        return self._counter.of_file(name, data), raw

    def raw(self, name: str, data: bytes) -> str:
        """Return what a file says with all its marks, after its name."""
        suffix = suffix_of(name)
        if suffix in self._extractors:
            return f"/{name} {self._extractors[suffix](data)}"
        return f"/{name} " + ("" if suffix in PICTURES else data.decode("utf-8", "replace"))

    def leaks_in(self, name: str, words: Numbers, raw: str) -> Iterator[Leak]:
        """Yield what a file holds and must not, of which this was read."""
        found = dict.fromkeys((said.kind, said.place) for said in self._said_in(words))
        for place in self.addresses.named_in(raw):
            found[KIND, place] = None
        for kind, place in found:
            yield Leak(name, kind, place)

    def _said_in(self, words: Numbers) -> Iterator[Said]:
        """Yield what is looked for and is in a row of words, in parts or in whole."""
        hits = []
        starts = np.zeros(0, np.int64)
        for length, runs in runs_by_length(words, HEAD):
            hits.append(self._lookup.among(runs))
            if length == HEAD:
                starts = self._heads.found_at(runs)[0]
        for length in range(HEAD + 1, RUN + 1):
            starts = starts[starts <= len(words) - length]
            hits.append(self._lookup.among(runs_at(words, starts, length)))
        which = np.unique(np.concatenate(hits))
        if len(which):
            counts = np.bincount(self.sought.owners[which], minlength=len(self.sought.needed))
            enough = (counts > 0) & (counts >= self.sought.needed)
            for index in np.flatnonzero(enough).tolist():
                if counts[index] >= ENOUGH or self._goes_on(words, index):
                    yield self._corpus.said[index]

    def _goes_on(self, words: Numbers, index: int) -> bool:
        """Whether a row of words has a run that is looked for with the words beside it in its text, on both sides."""
        texts, own = self.sought.texts, self.sought.owners == index
        begin, end = texts.bounds[index : index + 2].tolist()
        for start, size in zip(self.sought.starts[own].tolist(), self.sought.lengths[own].tolist(), strict=True):
            first, last = max(begin, start - STEP // 2), min(end, start + size + STEP // 2)
            (asked,) = runs_at(texts.words, np.array([first]), last - first)
            if (runs_at(words, np.arange(len(words) - (last - first) + 1), last - first) == asked).any():
                return True
        return False
