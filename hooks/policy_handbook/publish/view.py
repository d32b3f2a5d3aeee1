"""One view as a list of pages and files, made from the filtered handbook alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from policy_handbook.acknowledgement import Coverage, coverage_of, read_register
from policy_handbook.audience import findings_for, for_audience
from policy_handbook.feeds import NOT_KEPT, Counted, files_of
from policy_handbook.findings import Finding
from policy_handbook.keeping import NOTHING_KEPT, Store, key_of
from policy_handbook.model import Handbook, SiteName
from policy_handbook.outputs import OutputFile, Page
from policy_handbook.pages import Beside, PageContext, pages_of
from policy_handbook.print import NO_CACHE, Cache, PictureError, as_svg, prints_of
from policy_handbook.publish.checking import crest_of
from policy_handbook.publish.docs import DocsPage, docs_pages
from policy_handbook.publish.framed import Framed
from policy_handbook.publish.held import held_shelf
from policy_handbook.publish.kept_lists import KeptLists, files_for
from policy_handbook.publish.kept_pages import KeptPages
from policy_handbook.publish.kept_sheets import KeptSheets
from policy_handbook.publish.values import Digests, values_of


@dataclass(frozen=True, slots=True)
class ViewOutputs:
    """Everything of a view that is not MkDocs' own.

    Attributes:
        handbook: what its audience may see.
        pages: its generated pages.
        files: its other generated files.
        docs: the hand-written pages that it may hold.
        unprinted: what could not be printed and why, a line each.
        kept: those pages of policies that are finished already, and where the others are kept once they are.
        framed: the same of other pages.
    """

    handbook: Handbook
    pages: tuple[Page, ...]
    files: tuple[OutputFile, ...]
    docs: tuple[DocsPage, ...]
    unprinted: tuple[str, ...] = ()
    kept: KeptPages = field(default_factory=KeptPages)
    framed: Framed = field(default_factory=Framed)


def make_view(
    handbook: Handbook,
    audience: str,
    *,
    data: Path,
    docs: Path,
    findings: tuple[Finding, ...],
    today: dt.date,
    cache: Cache = NO_CACHE,
    register: Path | None = None,
    store: Store = NOTHING_KEPT,
    frame: bytes = b"",
    there: Mapping[str, bytes] | None = None,
    serving: bool = False,
) -> ViewOutputs:
    """Make the pages and files of a view.

    Args:
        handbook: the whole handbook.
        audience: whose view to make.
        data: the data folder, for pictures that are published.
        docs: the folder of hand-written pages.
        findings: what the checks found; only an intranet shows it.
        today: the date of the build.
        cache: what was typeset before.
        register: the folder that says who has read what, of which an intranet shows counts.
        store: what was kept of earlier builds.
        frame: the digest of what finished pages are made with; empty where it is not known, so that none is kept.
        there: the SHA-256 of the files that stand already, by name within the view.
        serving: whether pages are served; then nothing is looked through for leaks afterwards, and what was made stays
            at hand for the next edit.
    """
    view = for_audience(handbook, audience)
    own_docs = tuple(page for page in docs_pages(docs, list(handbook.school.audiences)) if audience in page.readers)
    shown = findings_for(findings, handbook, view) if view.view.site is SiteName.INTRANET else ()
    assets = _assets(view, data)
    beside = Beside.of(view)
    digests = Digests.of(view, beside)
    crest = _crest(assets)
    sheets = KeptSheets.of(digests, crest, held_shelf(store, f"sheets of {audience}"), frame) if frame else KeptSheets()
    prints = prints_of(view, crest, cache, today, beside.view_for, sheets.stored)
    sheets.save(prints.policies, digests, beside)
    help_pages = tuple((page.title, page.address) for page in own_docs)
    coverage = _coverage(view, register, today) if register else ()
    context = PageContext(today, shown, help_pages, prints.policies, prints.fliers, coverage, prints.packs)
    kept = KeptPages()
    if frame and not any(address.startswith("policies/") for _, address in help_pages):  # these add to their pages
        kept = KeptPages.of(view, beside, digests, context, store, frame, there or {})
    lists = KeptLists()
    if frame:
        lists = KeptLists.of(view, digests, context.for_lists, held_shelf(store, f"lists of {audience}"), frame)
    same = digests.same(lists.key) if serving and frame else None
    pages = pages_of(view, context, kept.pages, beside, lists.pages(view, context.for_lists), same)
    framed = Framed()
    if serving and frame:
        key = key_of(frame, digests.common, values_of([page.address for page in pages]), repr((own_docs, today)))
        added = {page.address for page in own_docs}
        others = (page for page in pages if page.kind not in ("policy", "not-found") and page.address not in added)
        framed = Framed.of(audience, key, others)
    counted = Counted(held_shelf(store, f"search of {audience}"), frame, audience) if frame else NOT_KEPT
    listing = files_for(view, today, store, frame, lists)
    lists.save(pages)
    files = [*files_of(view, pages, today, counted, listing), *assets, *(document.file for document in prints.all)]
    counted.shelf.save()
    return ViewOutputs(view, tuple(pages), tuple(files), own_docs, prints.failed, kept, framed)


def _coverage(view: Handbook, register: Path, today: dt.date) -> tuple[Coverage, ...]:
    if view.view.site is not SiteName.INTRANET:
        return ()
    return tuple(coverage_of(view, read_register(register, view, today)))


def _assets(view: Handbook, data: Path) -> list[OutputFile]:
    """The crest; other pictures are published only where something published uses them."""
    crest = crest_of(view, data)
    return [] if crest is None else [OutputFile(f"assets/{view.school.crest}", crest)]


def _crest(assets: list[OutputFile]) -> str:
    """The crest for paper; a sheet does without one that cannot be printed."""
    try:
        return as_svg(assets[0].content) if assets else ""
    except PictureError:
        return ""
