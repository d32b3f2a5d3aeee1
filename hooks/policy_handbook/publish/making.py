"""The views of a handbook, each built by a process of its own."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from policy_handbook.model import SiteName, View
from policy_handbook.pages.templates import load_all
from policy_handbook.publish.apart import Ended, Handed, Job, each_apart
from policy_handbook.publish.checking import Checked
from policy_handbook.publish.errors import UnusableError
from policy_handbook.publish.kept_folder import compiled_templates
from policy_handbook.publish.listing import files_below
from policy_handbook.publish.tree import Tree, refuse_clash
from policy_handbook.publish.unchanged import BuiltView

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Making:
    """What the processes that build the views are given.

    Attributes:
        config: the project's mkdocs.yml.
        data: the folder that holds school.yaml.
        work: the folder of this build.
        today: the date of the build.
        checked: what was read, and found in it.
        cores: how many of the machine's to use.
    """

    config: Path
    data: Path
    work: Path
    today: dt.date
    checked: Handed[Checked]
    cores: int

    def folder(self, view: View) -> Path:
        """Where that is written of a view which has to be."""
        return self.work / "views" / view.audience

    def output(self, view: View) -> Path:
        """The file for whatever its process says."""
        return self.work / f"{view.audience}.txt"

    def left(self, view: View) -> Path:
        """The file that says what was left as it stands."""
        return self.work / f"{view.audience}.json"

    def job(self, view: View, there: Mapping[str, bytes]) -> Job:
        """The work of building a view, of which some files stand there already."""
        from policy_handbook.publish.runner import build_view  # MkDocs, which no other command needs

        midnight = dt.datetime.combine(self.today, dt.time(), dt.UTC)
        environment = {
            "HANDBOOK_VIEW": view.audience,
            "HANDBOOK_DATA": str(self.data),
            "HANDBOOK_TODAY": self.today.isoformat(),
            "SOURCE_DATE_EPOCH": str(int(midnight.timestamp())),
            "NO_MKDOCS_2_WARNING": "1",
        }
        paths = str(self.config), str(self.folder(view))
        arguments = (*paths, environment, self.checked, there, str(self.left(view)))
        return Job(build_view, arguments, self.output(view))


def build_views(
    views: Sequence[View],
    making: Making,
    tree: Tree,
    every: Sequence[View],
    progress: Progress,
    meanwhile: Callable[[], None] = lambda: None,
) -> list[BuiltView]:
    """Build views side by side, as many at a time as there are cores, and put them where they belong.

    Args:
        views: the views to build.
        making: what their processes are given.
        tree: the folder of all sites.
        every: all views of the handbook.
        progress: is told of each that is done, and of what there was to say of it.
        meanwhile: what this process does while it waits for the last of them.

    Raises:
        UnusableError: one of them could not be built, or two would have the same file.
    """
    load_all(compiled_templates(making.config.parent))
    done: dict[int, tuple[BuiltView, Sequence[str], Mapping[str, bytes]]] = {}
    # what holds most begins first, so that no core waits for it in the end
    order = sorted(range(len(views)), key=lambda index: views[index].site is not SiteName.INTRANET)
    jobs = [making.job(views[index], tree.of_view(views[index], every)) for index in order]
    for ended in each_apart(jobs, making.cores, meanwhile):
        index = order[ended.index]
        view = views[index]
        said = _said(view, making, ended)
        written, left = _files_of(view, making)
        names = {*written, *left}
        refuse_clash(view, names, every)
        pages = sum(name.endswith(".html") for name in names)
        done[index] = BuiltView(view, pages, len(names), ended.seconds, said), written, left
        progress(f"Built {view.title}: {pages} pages in {ended.seconds:.1f} s")
        for line in said:
            progress(f"{view.title}: {line}")
    for index in sorted(done, key=lambda index: not views[index].is_top):  # folders of others are within a top view's
        built, written, left = done[index]
        tree.put(built.view, making.folder(built.view), written, left)
    return [done[index][0] for index in sorted(done)]


def _said(view: View, making: Making, ended: Ended) -> tuple[str, ...]:
    """What there was to say about a view.

    Raises:
        UnusableError: it could not be built.
    """
    output = making.output(view)
    said = [line for line in output.read_text("utf-8").splitlines() if line.strip()] if output.is_file() else []
    if ended.code:
        why = "; ".join(said[-3:]) or ("its process was ended from outside" if ended.code < 0 else "")
        raise UnusableError(f"the view {view.title} could not be built", why or "MkDocs ended without a word")
    return tuple(said)


def _files_of(view: View, making: Making) -> tuple[Sequence[str], Mapping[str, bytes]]:
    """The files of a view by name within it: those that were written, and those left as they stand, with digests."""
    left = json.loads(making.left(view).read_text("utf-8"))
    return files_below(making.folder(view)), {name: bytes.fromhex(digest) for name, digest in left.items()}
