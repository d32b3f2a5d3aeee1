"""The last look at what was built: for text that a view must not hold, and for links that lead nowhere.

Searching each view is work of its own for the machine's cores; the links of all of them are followed when every file
has said where it leads. What was looked through before and is as it was is looked through again only for what is newly
looked for.
"""

from __future__ import annotations

import gc
import hashlib
import os
import signal
import sys
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import cached_property
from multiprocessing import get_context
from pathlib import Path

from policy_handbook.findings import Finding, Severity
from policy_handbook.keeping import NOTHING_KEPT, Store
from policy_handbook.model import Handbook, View
from policy_handbook.print import Cache, pdf_text
from policy_handbook.publish.corpus import Corpus
from policy_handbook.publish.counting import Counter
from policy_handbook.publish.docs import DocsPage
from policy_handbook.publish.errors import UnusableError
from policy_handbook.publish.following import Following
from policy_handbook.publish.leaks import Leak, Scanner
from policy_handbook.publish.linkcheck import as_findings, site_of
from policy_handbook.publish.listing import bytes_of, files_below
from policy_handbook.publish.looked import Cleared, Done, Facts, Looked, Seen, in_view, pointers_packed
from policy_handbook.publish.named import Addresses
from policy_handbook.publish.pointers import Reader
from policy_handbook.publish.signs import lasts, sign_of
from policy_handbook.publish.traces import Suspects, trace_of

LITTLE = 16_000_000
"""Bytes that are sooner looked at than another process has begun to."""

PRINTED = 10
"""To look at a byte of a printed sheet takes so many times as long."""


def corpus_of(handbook: Handbook, store: Store) -> Corpus:
    """Return the words of a handbook, of which most are kept, with all that may be looked for among them."""
    shelf = store.shelf("words of the handbook")
    corpus = Corpus(handbook, shelf)
    shelf.save()
    _ = corpus.candidates  # once, for the scanners of all views
    return corpus


@dataclass(frozen=True)
class Inspection:
    """What is looked at.

    Attributes:
        handbook: the whole handbook.
        site: the folder of all sites.
        cache: the words of printed documents that were read before.
        docs_folder: the folder of hand-written pages.
        docs: those pages.
        store: where it is kept what was looked through.
        now: the time at which the look begins, in nanoseconds as files bear it; without it, every file is read at the
            next look again.
        listed: the names of all files of the sites, where they are at hand.
        counted: the words of the handbook, where they are.
    """

    handbook: Handbook
    site: Path
    cache: Cache
    docs_folder: Path
    docs: tuple[DocsPage, ...]
    store: Store = NOTHING_KEPT
    now: int = 0
    listed: Sequence[str] | None = None
    counted: Corpus | None = None

    @cached_property
    def corpus(self) -> Corpus:
        """The words of the handbook, for the scanners of all views."""
        return self.counted or corpus_of(self.handbook, self.store)

    @cached_property
    def names(self) -> Sequence[str]:
        """The names of all files of the sites."""
        return files_below(self.site) if self.listed is None else sorted(self.listed)

    @cached_property
    def files(self) -> Mapping[str, Sequence[str]]:
        """The names of the files of each view that was built, by its folder: those in the folders of others apart."""
        folders = [view.folder for view in self.handbook.views if (self.site / view.folder).is_dir()]
        files: dict[str, list[str]] = {folder: [] for folder in folders}
        for name in self.names:
            at = max((folder for folder in folders if name.startswith(f"{folder}/")), key=len, default="")
            if at:
                files[at].append(name[len(at) + 1 :])
        return files

    @cached_property
    def views(self) -> Sequence[View]:
        """The views that were built."""
        return [view for view in self.handbook.views if view.folder in self.files]

    @cached_property
    def looked(self) -> Mapping[str, Looked]:
        """What is kept of the files of each view, by its folder."""
        return {view.folder: Looked(self.store, view) for view in self.views}

    @cached_property
    def counter(self) -> Counter:
        """Counts out the words of all files that this process looks at."""
        return Counter()

    @cached_property
    def reader(self) -> Reader:
        """Reads the links of all files that this process looks at."""
        return Reader()

    def look(self, view: View) -> _Look:
        """Return what looks at the files of a view."""
        own = [page.path for page in self.docs if view.audience in page.readers]
        written = [(self.docs_folder / path).read_text("utf-8", "replace") for path in own]
        extractors = {".pdf": lambda data: pdf_text(data, self.cache)}
        scanner = Scanner(self.corpus, view.audience, extractors, written, self.counter)
        return _Look.of(self.site / view.folder, scanner, self.looked[view.folder], self.reader, self.now)

    def part(self, part: Part) -> Done:
        """Do one part of the work."""
        return self.look(part.view).of_all(part.names)

    def what_is_known(self, view: View) -> tuple[Done, Sequence[str]]:
        """Look at the files of a view of which something is kept; return which are left, where these are many."""
        look = self.look(view)
        known, left, size = look.sorted_out(self.files[view.folder])
        if size > LITTLE:
            return look.of_all((), known), left
        return look.of_all(left, known), ()


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the work: some files of a view."""

    view: View
    names: Sequence[str]


@dataclass(frozen=True)
class _Look:
    """Looks at the files of a view.

    Attributes:
        folder: where they are.
        scanner: what they must not hold.
        looked: what is kept of them.
        suspects: what is newly looked for; of no use where nothing is kept.
        addresses: the policies that are newly withheld.
        reader: reads their links.
        now: the time at which the look began.
    """

    folder: Path
    scanner: Scanner
    looked: Looked
    suspects: Suspects
    addresses: Addresses
    reader: Reader
    now: int

    @classmethod
    def of(cls, folder: Path, scanner: Scanner, looked: Looked, reader: Reader, now: int) -> _Look:
        cleared = looked.cleared or Cleared.of(scanner)
        return cls(folder, scanner, looked, *cleared.left_of(scanner), reader, now)

    def of_all(self, names: Iterable[str], known: Iterable[Seen] = ()) -> Done:
        """Look at some files; others are known."""
        done = Done(self.looked.folder, [], [*known], Cleared.of(self.scanner))
        for name in names:
            leaks, seen = self.at(name)
            done.seen.append(seen)
            for leak in leaks:
                message = f"{done.folder}/{leak.file} holds a {leak.kind} that its readers may not see"
                done.findings.append(Finding("leak", Severity.ERROR, leak.place, message))
        return done

    def sorted_out(self, names: Iterable[str]) -> tuple[list[Seen], list[str], int]:
        """Part files into those that need not be read again and those that do; say how many bytes these have."""
        known, left, size, home = [], [], 0, f"{self.folder}/"
        for name in names:
            path = home + name
            sign = sign_of(path)
            untouched = bool(sign) and self.looked.signs.get(name) == sign
            digest = self.looked.digests[name] if untouched else hashlib.sha256(bytes_of(path)).digest()
            if self.looked.digests.get(name) == digest and not self._has_to_be_read(name):
                known.append(Seen(name, digest, None, self._lasting(sign)))
            else:
                left.append(name)
                size += Path(path).stat().st_size * (PRINTED if name.endswith(".pdf") else 1)
        return known, left, size

    def _has_to_be_read(self, name: str) -> bool:
        """Whether a file that is as it was may hold what is newly looked for."""
        if self.suspects:
            trace = self.looked.traces.get(name)
            if trace is None or self.suspects.may_be_in(trace):
                return True
        if not self.addresses.policies:
            return False
        return any(self.addresses.named_in(self.scanner.raw(name, bytes_of(f"{self.folder}/{name}"))))

    def _lasting(self, sign: str) -> str:
        """A sign, if the file will have another one whenever it is changed from now on."""
        return sign if lasts(sign, self.now) else ""

    def at(self, name: str) -> tuple[Sequence[Leak], Seen]:
        """Look at one file."""
        path = f"{self.folder}/{name}"
        sign = self._lasting(sign_of(path))  # before the file is read: what is written into it meanwhile changes that
        data = bytes_of(path)
        words, raw = self.scanner.read(name, data)
        pointers = pointers_packed(self.reader.pointers_of(in_view(name), data))
        facts = Facts(trace_of(words), pointers)
        return [*self.scanner.leaks_in(name, words, raw)], Seen(name, hashlib.sha256(data).digest(), facts, sign)


@dataclass(frozen=True, slots=True)
class Inspected:
    """What came of it.

    Attributes:
        findings: every leak and every link that leads nowhere.
        digests: the SHA-256 of every file that was looked at, by its name within the folder of all sites.
        signs: what they look like from outside for as long as they are what they are.
    """

    findings: Sequence[Finding]
    digests: Mapping[str, bytes]
    signs: Mapping[str, str]


def inspect(inspection: Inspection, cores: int = 0) -> Inspected:
    """Report every leak and every link that leads nowhere; keep what was looked through if there is none.

    Raises:
        UnusableError: the machine ended one of the processes that share the work.
    """
    done = _all_done(inspection, cores or os.cpu_count() or 1)
    following = Following(inspection.site, inspection.store, inspection.looked, done)
    site = site_of(inspection.site, inspection.handbook, following.said, inspection.names)
    broken = site.broken(following.due(site))
    found = as_findings(broken, inspection.handbook, inspection.docs)
    found += [leak for part in done for leak in part.findings]
    if not found:
        following.save(site)
    seen = [(f"{part.folder}/{file.name}", file) for part in done for file in part.seen]
    return Inspected(
        found, {name: file.digest for name, file in seen}, {name: file.sign for name, file in seen if file.sign}
    )


def _all_done(inspection: Inspection, cores: int) -> list[Done]:
    _ = inspection.corpus, inspection.looked  # once, before copies of this process are made
    done: list[Done] = []
    left: list[Part] = []
    step = max(1, cores // max(1, len(inspection.views)))
    for view in inspection.views:
        names = inspection.files[view.folder]
        if inspection.looked[view.folder].cleared:
            here, names = inspection.what_is_known(view)
            done.append(here)
            if not names:
                continue
        left += [Part(view, names[first::step]) for first in range(step)]
    return [*done, *_shared(inspection, left, cores)]


def _shared(inspection: Inspection, parts: Sequence[Part], cores: int) -> Sequence[Done]:
    """Do the parts of the work, side by side if there are some."""
    if cores == 1 or len(parts) < 2:
        return [*map(inspection.part, parts)]
    # where it can be had, a copy of this process is made at once; elsewhere the handbook is handed to a new one
    context = get_context("fork" if sys.platform == "linux" else "spawn")
    try:
        with ProcessPoolExecutor(min(cores, len(parts)), context, _begin, (inspection,)) as pool:
            return [*pool.map(_do, parts)]
    except BrokenProcessPool:
        raise UnusableError("a part of the build was ended from outside", "try again, with more memory free") from None


_at_hand: list[Inspection] = []
"""What this process looks at, where it is one of those that share the work."""


def _begin(inspection: Inspection) -> None:
    gc.freeze()  # what was read before is not looked through again for circles
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the command says that it was stopped
    _at_hand[:] = [inspection]


def _do(part: Part) -> Done:
    return _at_hand[0].part(part)
