"""What the MkDocs hook asks for: a view's pages and files, and the values that the theme shows round them.

Nothing here imports MkDocs; the hook translates. The environment and the clock are read here, at the border.
"""

from __future__ import annotations

import datetime as dt
import logging
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from policy_handbook.acknowledgement import FOLDER
from policy_handbook.addresses import full_address
from policy_handbook.findings import Finding, Severity
from policy_handbook.keeping import key_of
from policy_handbook.outputs import OutputFile, Page
from policy_handbook.pages.links import Links
from policy_handbook.publish.checking import check, kept_between, printed
from policy_handbook.publish.clock import today_from
from policy_handbook.publish.content_policy import with_content_policy
from policy_handbook.publish.docs import front_matter_removed
from policy_handbook.publish.errors import UnusableError
from policy_handbook.publish.handover import Given, handed_over
from policy_handbook.publish.kept_folder import compiled_templates
from policy_handbook.publish.paths import is_past, source_path
from policy_handbook.publish.standing import Standing
from policy_handbook.publish.unchanged import frame_of
from policy_handbook.publish.view import ViewOutputs, make_view

DEFAULT_VIEW = "public"
PRINT_LOG = "policy_handbook.print"
"""What could not be printed is said here: the pages are whole without it, so that it is no warning of MkDocs."""


_THEMES = ("material", "mkdocs")
"""Packages that bring themes, whose templates and files the frame does without."""


class Problem(Exception):  # noqa: N818 - it is shown to a person and no error of the program
    """Why a view cannot be built, in one line."""


@dataclass(frozen=True)
class Shell:
    """One view, ready for MkDocs.

    Attributes:
        outputs: its pages and files.
        today: the date of the build.
        root: the project's folder.
        docs: the folder of hand-written pages.
        trouble: how many errors the data has at present, while the last good pages are served.
        serving: whether pages are served and not built.
        standing: which files need not be written, since they stand there as they would be.
    """

    outputs: ViewOutputs
    today: dt.date
    root: Path
    docs: Path
    trouble: int = 0
    serving: bool = False
    standing: Standing = field(default_factory=Standing)

    @classmethod
    def open(
        cls,
        root: Path,
        docs: Path,
        log: logging.Logger,
        *,
        last: Shell | None = None,
        serving: bool = False,
        standing: Standing | None = None,
    ) -> Shell:
        """Read and check the data that the environment names.

        Args:
            root: the project's folder.
            docs: the folder of hand-written pages.
            log: where findings go.
            last: what was served before; it is served on while the data has errors.
            serving: whether pages are served and not built.
            standing: which files stand there already; what was handed over counts, if anything was.

        Raises:
            Problem: there are errors in the data and nothing was served before, or there is no such view.
        """
        audience = os.environ.get("HANDBOOK_VIEW", DEFAULT_VIEW)
        data = Path(os.environ.get("HANDBOOK_DATA", root / "policy_data"))
        today = today_from(os.environ)
        try:
            given = handed_over() or Given(check(data, root=root, today=today), standing or Standing())
            checked, standing = given
            cache, store = printed(root), kept_between(root, data, serving=serving)
        except UnusableError as error:
            raise Problem(str(error)) from None
        _log_all(checked.findings, log)
        handbook = checked.publishable
        if handbook is None:
            errors = sum(finding.severity is Severity.ERROR for finding in checked.findings)
            if last is not None:
                log.error("%d errors in the data: the last good pages are shown until they are mended", errors)
                return cls(last.outputs, last.today, root, docs, errors, serving, standing)
            raise Problem(f"{errors} errors in the data: nothing was built")
        if audience not in handbook.school.audiences:
            known = ", ".join(handbook.school.audiences)
            if last is not None:
                log.error("there is no view called %s any more: the last good pages are shown", audience)
                return cls(last.outputs, last.today, root, docs, 1, serving, standing)
            raise Problem(f"there is no view called {audience}: HANDBOOK_VIEW is one of {known}")
        outputs = make_view(
            handbook,
            audience,
            data=data,
            docs=docs,
            findings=checked.findings,
            today=today,
            cache=cache,
            register=Path(os.environ.get("HANDBOOK_ACKNOWLEDGEMENTS") or data / FOLDER),
            store=store,
            frame=_frame(root, serving=serving),
            there=standing.there,
            serving=serving,
        )
        for line in outputs.unprinted:
            logging.getLogger(PRINT_LOG).warning("%s", line)
        return cls(outputs, today, root, docs, serving=serving, standing=standing)

    @property
    def site_name(self) -> str:
        """The name of the school."""
        return self.outputs.handbook.school.name

    @property
    def site_url(self) -> str:
        """The address of the view with a slash at the end; empty for an intranet without an address."""
        address = full_address(self.outputs.handbook, self.outputs.handbook.view)
        return address if address.startswith("http") else ""

    @property
    def files(self) -> Iterator[OutputFile]:
        """The files that have to be written: generated ones, and pages that were finished before.

        Left out are those that stand there already, but for what a page of docs/ names: MkDocs looks for that.
        """
        for file in (*self.outputs.files, *self._finished.values()):
            stood = file.path in self.standing.there  # else its digest need not be taken
            if self._is_named(file.path) or not (stood and self.standing.has_digest(file.path, file.sha256)):
                yield file

    @cached_property
    def _finished(self) -> Mapping[str, OutputFile]:
        """Pages as they were finished at an earlier build, with which MkDocs has nothing to do any more.

        Those to which a page of docs/ leads by the name of their source stay with MkDocs, which looks for it.
        """
        if self.trouble:
            return {}  # every page says so
        known = self.outputs.kept.files | self.outputs.framed.files
        return {address: file for address, file in known.items() if not self._is_named(source_path(address))}

    def _is_named(self, path: str) -> bool:
        """Whether a page of docs/ may lead to a file of this name."""
        name = path.rpartition("/")[2]
        return any(name in text for text in self._written)

    @cached_property
    def _written(self) -> Sequence[str]:
        return [(self.docs / page.path).read_text("utf-8", "replace") for page in self.outputs.docs]

    @cached_property
    def _pages(self) -> Mapping[str, Page]:
        return {page.address: page for page in self.outputs.pages}

    @cached_property
    def _docs(self) -> frozenset[str]:
        return frozenset(page.path for page in self.outputs.docs)

    @property
    def watched(self) -> list[str]:
        """Files and folders beside docs/ and the configuration whose change makes the pages anew."""
        data = os.environ.get("HANDBOOK_DATA", str(self.root / "policy_data"))
        return [path for path in (data, str(self.root / "handbook.yaml")) if Path(path).exists()]

    @property
    def theme_folder(self) -> str:
        """The folder of our own frame and assets, which come before Material's."""
        return str(files("policy_handbook") / "theme")

    def theme_folders(self, configured: Sequence[str]) -> list[str]:
        """Our own frame and assets, then what the project has of its own; the frame needs nothing of a theme's.

        MkDocs would go through the ten thousand icons of Material to leave each of them out.
        """
        installed = [spec.submodule_search_locations for name in _THEMES if (spec := find_spec(name))]
        homes = [home for locations in installed if locations for home in locations]
        own = [path for path in configured if not any(Path(path).is_relative_to(home) for home in homes)]
        return [self.theme_folder, *(own and configured)]

    def admits_docs_page(self, path: str) -> bool:
        """Whether a file of docs/ is in this view."""
        return path in self._docs

    def admits_theme_file(self, source: str | None, path: str) -> bool:
        """Whether a file of the theme is to be written: ours are where they do not stand already.

        Material's scripts and styles are not asked for.
        """
        if source is None or not Path(source).is_relative_to(self.theme_folder):
            return False
        return not self.standing.has(path, Path(source).read_bytes())

    def generated_pages(self, taken: set[str]) -> Iterator[str]:
        """Yield the paths of generated pages for MkDocs, but for those to which docs/ adds something."""
        for page in self.outputs.pages:
            path = source_path(page.address)
            if page.address in self._finished:
                continue
            if path and path not in taken and path.replace(".md", "/index.md") not in taken:
                yield path

    def page_at(self, url: str) -> Page | None:
        """The generated page at an address within the view."""
        return self._pages.get("" if url in (".", "./") else url)

    def without_title(self, markdown: str) -> str:
        """What docs/ adds to a generated page, without the front matter."""
        return front_matter_removed(markdown)

    @cached_property
    def template_values(self) -> Mapping[str, Any]:
        """What every page of the theme may show."""
        view = self.outputs.handbook
        return {
            "view": view,
            "today": self.today,
            "trouble": self.trouble,
            "help_pages": [
                (page.title, page.address)
                for page in self.outputs.docs
                # a page in a folder is reached from the index of the folder
                if not self.page_at(page.address) and (page.path.endswith("/index.md") or "/" not in page.path)
            ],
        }

    def context_of(self, url: str) -> dict[str, Any]:
        """What the theme shows on one page."""
        page = self.page_at(url)
        address = page.address if page else url
        return {"handbook_page": page, "handbook_links": Links.on_page(self.outputs.handbook, address)}

    def site_map(self, places: Iterable[tuple[str, str | None, str | None]]) -> list[tuple[str, str | None]]:
        """Return the addresses of all pages that a search engine may show, with the days of their last change.

        Args:
            places: for each page that MkDocs makes, its address within the view, in full, and the day.
        """
        finished = (self._pages[address] for address in self._finished)
        ours = (
            (page.address, f"{self.site_url}{page.address}", (page.updated or self.today).isoformat())
            for page in finished
        )
        rows = sorted({*places, *(ours if self.site_url else ())}, key=lambda row: row[0])
        return [(full, changed) for address, full, changed in rows if full and not is_past(address)]

    def page_output(self, html: str, url: str, path: str) -> str:
        """Finish a page, and keep it for later builds; an empty text writes nothing where it stands already."""
        output = with_content_policy(html, serving=self.serving)
        page = self.page_at(url)
        if page and not self.trouble:
            self.outputs.kept.finished(page, output)
            self.outputs.framed.finished(page, output)
        return "" if self.standing.has(path, output.encode("utf-8", "xmlcharrefreplace")) else output

    def template_output(self, output: str, name: str) -> str:
        """Finish a page that is made from a template alone; an empty text publishes nothing."""
        if name == "sitemap.xml" and self.outputs.handbook.view.site.value == "intranet":
            return ""
        return with_content_policy(output, serving=self.serving) if name.endswith(".html") else output

    def cache_folder(self) -> Path | None:
        """A folder for compiled templates, which are run as they are; none where it cannot be made or trusted."""
        return compiled_templates(self.root)


def _frame(root: Path, *, serving: bool) -> bytes:
    """The digest of what pages are made with; empty if that may be more than is known here."""
    try:
        return key_of(frame_of(root), str(serving))
    except OSError:
        return b""


def _log_all(findings: tuple[Finding, ...], log: logging.Logger) -> None:
    levels = {Severity.ERROR: logging.ERROR, Severity.WARNING: logging.WARNING, Severity.INFO: logging.INFO}
    for finding in findings:
        # a warning about the data is no warning about the site: --strict of MkDocs is for the latter
        level = logging.INFO if finding.severity is Severity.WARNING else levels[finding.severity]
        log.log(level, "%s: %s: %s (%s)", finding.place, finding.severity, finding.message, finding.rule)
