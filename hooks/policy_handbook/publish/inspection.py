"""The last look at what was built: for text that a view must not hold, and for links that lead nowhere.

Following the links and searching each view are work of their own for the machine's cores.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import cached_property
from multiprocessing import get_context
from pathlib import Path

from policy_handbook.findings import Finding, Severity
from policy_handbook.model import Handbook, View
from policy_handbook.print import Cache, pdf_text
from policy_handbook.publish.corpus import Corpus
from policy_handbook.publish.docs import DocsPage
from policy_handbook.publish.errors import UnusableError
from policy_handbook.publish.leaks import Scanner
from policy_handbook.publish.linkcheck import broken_links


@dataclass(frozen=True)
class Inspection:
    """What is looked at.

    Attributes:
        handbook: the whole handbook.
        site: the folder of all sites.
        cache: the words of printed documents that were read before.
        docs_folder: the folder of hand-written pages.
        docs: those pages.
    """

    handbook: Handbook
    site: Path
    cache: Cache
    docs_folder: Path
    docs: tuple[DocsPage, ...]

    @cached_property
    def corpus(self) -> Corpus:
        """The words of the handbook, for the scanners of all views."""
        return Corpus(self.handbook)

    def files(self, view: View) -> list[Path]:
        """The files of a view in order, without those of the views in folders within it."""
        folder = self.site / view.folder
        inner = [
            self.site / other.folder for other in self.handbook.views if other.folder.startswith(f"{view.folder}/")
        ]
        files = (path for path in sorted(folder.rglob("*")) if path.is_file())
        return [path for path in files if not any(path.is_relative_to(other) for other in inner)]

    def leaks(self, view: View, files: Iterable[Path]) -> list[Finding]:
        """Search files of a view for what it must not hold."""
        extractors = {".pdf": lambda data: pdf_text(data, self.cache)}
        own = [page.path for page in self.docs if view.audience in page.readers]
        written = [(self.docs_folder / path).read_text("utf-8", "replace") for path in own]
        scanner = Scanner(self.corpus, view.audience, extractors, written)
        found = []
        for path in files:
            name = path.relative_to(self.site / view.folder).as_posix()
            for leak in scanner.scan_file(name, path.read_bytes()):
                message = f"{view.folder}/{leak.file} holds a {leak.kind} that its readers may not see"
                found.append(Finding("leak", Severity.ERROR, leak.place, message))
        return found

    def part(self, part: Part) -> list[Finding]:
        """Do one part of the work."""
        if part.view is None:
            return broken_links(self.site, self.handbook, self.docs)
        return self.leaks(part.view, self.files(part.view)[part.first :: part.step])


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the work: every so many files of a view from one on, or, without a view, all links."""

    view: View | None = None
    first: int = 0
    step: int = 1


def inspect(inspection: Inspection, cores: int = 0) -> list[Finding]:
    """Report every leak and every link that leads nowhere.

    Raises:
        UnusableError: the machine ended one of the processes that share the work.
    """
    cores = cores or os.cpu_count() or 1
    parts = [Part(), *_searches(inspection, cores)]
    if cores == 1:
        return [finding for part in parts for finding in inspection.part(part)]
    _ = inspection.corpus  # once, before copies of this process are made
    # where it can be had, a copy of this process is made at once; elsewhere the handbook is handed to a new one
    context = get_context("fork" if sys.platform == "linux" else "spawn")
    try:
        with ProcessPoolExecutor(min(cores, len(parts)), context, _begin, (inspection,)) as pool:
            return [finding for found in pool.map(_do, parts) for finding in found]
    except BrokenProcessPool:
        raise UnusableError("a part of the build was ended from outside", "try again, with more memory free") from None


def _searches(inspection: Inspection, cores: int) -> Sequence[Part]:
    built = [view for view in inspection.handbook.views if (inspection.site / view.folder).is_dir()]
    step = max(1, cores // max(1, len(built)))
    return [Part(view, first, step) for view in built for first in range(step)]


_at_hand: list[Inspection] = []
"""What this process looks at, where it is one of those that share the work."""


def _begin(inspection: Inspection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the command says that it was stopped
    _at_hand[:] = [inspection]


def _do(part: Part) -> list[Finding]:
    return _at_hand[0].part(part)
