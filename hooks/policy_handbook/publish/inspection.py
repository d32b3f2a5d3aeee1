"""The last look at what was built: for text that a view must not hold, and for links that lead nowhere.

Searching each view is work of its own for the machine's cores; the links of all of them are followed when every file
has said where it leads. What was looked through before and is as it was is looked through again only for what is newly
looked for.
"""

from __future__ import annotations

import hashlib
import os
import signal
import sys
from collections.abc import Mapping, Sequence
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
from policy_handbook.publish.listing import files_below
from policy_handbook.publish.looked import Cleared, Done, Facts, Looked, Seen, pointers_packed
from policy_handbook.publish.named import Addresses
from policy_handbook.publish.pointers import Reader
from policy_handbook.publish.traces import Suspects, trace_of


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
    """

    handbook: Handbook
    site: Path
    cache: Cache
    docs_folder: Path
    docs: tuple[DocsPage, ...]
    store: Store = NOTHING_KEPT

    @cached_property
    def corpus(self) -> Corpus:
        """The words of the handbook, for the scanners of all views."""
        shelf = self.store.shelf("words of the handbook")
        corpus = Corpus(self.handbook, shelf)
        shelf.save()
        return corpus

    @cached_property
    def views(self) -> Sequence[View]:
        """The views that were built."""
        return [view for view in self.handbook.views if (self.site / view.folder).is_dir()]

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

    def files(self, view: View) -> list[str]:
        """The names of the files of a view in order, without those of the views in folders within it."""
        inner = tuple(
            f"{other.folder.removeprefix(f'{view.folder}/')}/"
            for other in self.handbook.views
            if other.folder.startswith(f"{view.folder}/")
        )
        return [name for name in files_below(self.site / view.folder) if not name.startswith(inner)]

    def part(self, part: Part) -> Done:
        """Do one part of the work."""
        view = part.view
        own = [page.path for page in self.docs if view.audience in page.readers]
        written = [(self.docs_folder / path).read_text("utf-8", "replace") for path in own]
        extractors = {".pdf": lambda data: pdf_text(data, self.cache)}
        scanner = Scanner(self.corpus, view.audience, extractors, written, self.counter)
        look = _Look.of(self.site / view.folder, scanner, self.looked[view.folder], self.reader)
        done = Done(view.folder, [], [], Cleared.of(scanner))
        for name in self.files(view)[part.first :: part.step]:
            leaks, seen = look.at(name)
            done.seen.append(seen)
            for leak in leaks:
                message = f"{view.folder}/{leak.file} holds a {leak.kind} that its readers may not see"
                done.findings.append(Finding("leak", Severity.ERROR, leak.place, message))
        return done


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the work: every so many files of a view from one on."""

    view: View
    first: int = 0
    step: int = 1


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
    """

    folder: Path
    scanner: Scanner
    looked: Looked
    suspects: Suspects
    addresses: Addresses
    reader: Reader

    @classmethod
    def of(cls, folder: Path, scanner: Scanner, looked: Looked, reader: Reader) -> _Look:
        cleared = looked.cleared or Cleared.of(scanner)
        return cls(folder, scanner, looked, *cleared.left_of(scanner), reader)

    def at(self, name: str) -> tuple[Sequence[Leak], Seen]:
        """Look at one file, if something of it is not known already."""
        data = (self.folder / name).read_bytes()
        digest = hashlib.sha256(data).digest()
        kept = self.looked.facts(name, digest)
        if kept and not self._has_to_be_read(kept, name, data):
            return (), Seen(name, digest, b"")
        words, raw = self.scanner.read(name, data)
        pointers = pointers_packed(self.reader.pointers_of(name if "/" in name else f"/{name}", data))
        facts = Facts(trace_of(words), pointers).packed()
        return [*self.scanner.leaks_in(name, words, raw)], Seen(name, digest, facts)

    def _has_to_be_read(self, kept: Facts, name: str, data: bytes) -> bool:
        if self.suspects and self.suspects.may_be_in(kept.trace):
            return True
        return bool(self.addresses.places) and any(self.addresses.named_in(self.scanner.raw(name, data)))


@dataclass(frozen=True, slots=True)
class Inspected:
    """What came of it.

    Attributes:
        findings: every leak and every link that leads nowhere.
        digests: the SHA-256 of every file that was looked at, by its name within the folder of all sites.
    """

    findings: Sequence[Finding]
    digests: Mapping[str, bytes]


def inspect(inspection: Inspection, cores: int = 0) -> Inspected:
    """Report every leak and every link that leads nowhere; keep what was looked through if there is none.

    Raises:
        UnusableError: the machine ended one of the processes that share the work.
    """
    done = _all_done(inspection, cores or os.cpu_count() or 1)
    following = Following(inspection.site, inspection.store, inspection.looked, done)
    site = site_of(inspection.site, inspection.handbook, following.said)
    broken = site.broken(following.pages(site))
    found = as_findings(broken, inspection.handbook, inspection.docs)
    found += [leak for part in done for leak in part.findings]
    if not found:
        following.save(site)
    return Inspected(found, {f"{part.folder}/{file.name}": file.digest for part in done for file in part.seen})


def _all_done(inspection: Inspection, cores: int) -> list[Done]:
    parts = _searches(inspection, cores)
    _ = inspection.corpus, inspection.looked  # once, before copies of this process are made
    if cores == 1 or len(parts) < 2:
        return [*map(inspection.part, parts)]
    # where it can be had, a copy of this process is made at once; elsewhere the handbook is handed to a new one
    context = get_context("fork" if sys.platform == "linux" else "spawn")
    try:
        with ProcessPoolExecutor(min(cores, len(parts)), context, _begin, (inspection,)) as pool:
            return [*pool.map(_do, parts)]
    except BrokenProcessPool:
        raise UnusableError("a part of the build was ended from outside", "try again, with more memory free") from None


def _searches(inspection: Inspection, cores: int) -> Sequence[Part]:
    step = max(1, cores // max(1, len(inspection.views)))
    return [Part(view, first, step) for view in inspection.views for first in range(step)]


_at_hand: list[Inspection] = []
"""What this process looks at, where it is one of those that share the work."""


def _begin(inspection: Inspection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the command says that it was stopped
    _at_hand[:] = [inspection]


def _do(part: Part) -> Done:
    return _at_hand[0].part(part)
