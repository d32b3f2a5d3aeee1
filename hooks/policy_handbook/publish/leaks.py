"""The last look before publishing: does any file of a view hold what its audience may not read?

Texts are compared as runs of words, so that marks, tags, entities, capitals and curly quotes make no difference.
A text of more than six words is looked for in overlapping runs of six, of which two have to be there: one alone,
such as "if you are worried about something", comes about by chance. A shorter text is looked for as a whole. Runs that
the view says anyway, or that the program itself writes round the text, are no leak.

The words of a handbook are counted out once, as a ``Corpus``, for the scanners of all of its views.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import numpy as np

from policy_handbook.findings import Place
from policy_handbook.model import Handbook, SiteName
from policy_handbook.publish.corpus import Corpus
from policy_handbook.publish.counting import Counter
from policy_handbook.publish.legible import PICTURES, suffix_of, without_tags
from policy_handbook.publish.named import KIND, Addresses
from policy_handbook.publish.withheld import Said
from policy_handbook.publish.wording import (
    Flags,
    Indices,
    Lookup,
    Numbers,
    Texts,
    numbers_of,
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
    ) -> None:
        """Work out what to look for.

        Args:
            whole: the whole handbook, or its corpus.
            audience: whose view is looked through.
            extractors: how to read files that are no text, by the ends of their names.
            hand_written: the view's pages from docs/. Their authors say whom they are for, so that a single word in
                one, such as "behaviour", does not give a policy of that title away.
        """
        corpus = whole if isinstance(whole, Corpus) else Corpus(whole)
        self._extractors = extractors or {}
        self._counter = Counter()
        self._corpus = corpus
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
        sought = sought.without(run for _, run in runs_by_length(single, 1))
        self._lookup = Lookup(sought.runs)
        self._owners = sought.owners
        self._longest = sought.longest
        left = np.bincount(sought.owners, minlength=len(corpus.texts.lengths))
        self._needed = np.minimum(left, ENOUGH)
        self._addresses = Addresses.withheld(corpus.whole, audience)

    def scan(self, folder: Path) -> Iterator[Leak]:
        """Yield what the files of a folder hold and must not, in order of path."""
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            name = path.relative_to(folder).as_posix()
            yield from self.scan_file(name, path.read_bytes())

    def scan_file(self, name: str, data: bytes) -> Iterator[Leak]:
        """Yield what one file holds and must not, its name included."""
        suffix = suffix_of(name)
        if suffix in self._extractors:
            raw = self._extractors[suffix](data)
            words = self._counter.of_texts([name.replace("/", " "), raw])
        else:
            raw = "" if suffix in PICTURES else data.decode("utf-8", "replace")
            words = self._counter.of_file(name, data)
        found = dict.fromkeys((said.kind, said.place) for said in self._said_in(words))
        for place in self._addresses.named_in(f"/{name} {raw}"):
            found[KIND, place] = None
        for kind, place in found:
            yield Leak(name, kind, place)

    def _said_in(self, words: Numbers) -> Iterator[Said]:
        """Yield what is looked for and is in a row of words, in parts or in whole."""
        hits = [self._lookup.among(runs) for _, runs in runs_by_length(words, self._longest)]
        which = np.unique(np.concatenate(hits)) if hits else np.zeros(0, np.int64)
        if len(which):
            counts = np.bincount(self._owners[which], minlength=len(self._needed))
            enough = (counts > 0) & (counts >= self._needed)
            yield from (self._corpus.said[index] for index in np.flatnonzero(enough).tolist())


@dataclass(frozen=True, eq=False)
class _Sought:
    """Runs to look for in rising order, each with the index of the text that it is of."""

    runs: Numbers
    owners: Indices
    longest: int

    def without(self, said: Iterable[Numbers]) -> _Sought:
        """Those that are not among the runs that are said anyway."""
        lookup = Lookup(self.runs)
        kept = np.ones(len(self.runs), np.bool_)
        for runs in said:
            kept[lookup.among(runs)] = False
        return _Sought(self.runs[kept], self.owners[kept], self.longest)


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


def _runs_of(corpus: Corpus, withheld: Flags, contacts: Numbers) -> _Sought:
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
    found: list[tuple[Numbers, Indices]] = []
    for length, runs, starts in texts.runs(RUN):
        owners, offsets = texts.owners[starts], texts.offsets[starts]
        chosen = whole[owners] & (lengths[owners] == length)
        if length == RUN:
            last = lengths[owners] - RUN
            stepped = (offsets % STEP == 0) | (offsets == last)
            telling = foreign[starts + RUN] - foreign[starts] > RUN // 2
            chosen |= parts[owners] & stepped & telling
        found.append((runs[chosen], owners[chosen]))
    if not found:
        return _Sought(np.zeros(0, np.uint64), np.zeros(0, np.int64), 0)
    # the first text that says a run is the one that it is of
    runs, first = np.unique(np.concatenate([runs for runs, _ in found]), return_index=True)
    return _Sought(runs, np.concatenate([owners for _, owners in found])[first], RUN)


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
