"""Which pages have their links followed: those that are new, and all where something that one may lead to has gone.

At the last build every link led somewhere. A page that is as it was then leads where it led then, and that is there
still unless a file is gone, or a place in one that has changed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from policy_handbook.keeping import Store, key_of, packed, unpacked
from policy_handbook.publish.documents import reader_of
from policy_handbook.publish.linkcheck import BuiltSite
from policy_handbook.publish.looked import Done, Facts, Looked, Seen, pointers_unpacked
from policy_handbook.publish.pointers import Pointers, Reader

_NAME = "files"


class Following:
    """What is known of the links of a site once all of its views were looked through."""

    def __init__(self, site: Path, store: Store, looked: Mapping[str, Looked], done: Sequence[Done]) -> None:
        """Take what was seen in this build, and what is kept of the last one.

        Args:
            site: the folder of all sites.
            store: where it is kept which files there were.
            looked: what is kept of the files of each view, by its folder.
            done: what was seen of them now.
        """
        self._site = site
        self._shelf = store.shelf("files of the site")
        self._looked = looked
        self._done = done
        self._seen: dict[str, tuple[str, Seen]] = {
            f"{part.folder}/{file.name}": (part.folder, file) for part in done for file in part.seen
        }
        self._reader = Reader()

    def said(self, name: str) -> Pointers | None:
        """What a file says of links."""
        if name not in self._seen:  # it is in no view
            return self._reader.pointers_of(name, (self._site / name).read_bytes())
        folder, file = self._seen[name]
        facts = Facts.unpacked(file.facts) if file.facts else self._looked[folder].facts(file.name, file.digest)
        return pointers_unpacked(facts.pointers) if facts else None

    def pages(self, site: BuiltSite) -> Iterable[str] | None:
        """The files whose links have to be followed; ``None`` for all."""
        found = self._shelf.get(_NAME, self._key(site))
        if found is None or not all(looked.cleared for looked in self._looked.values()):
            return None
        changed = [name for name in site.files if name not in self._seen or self._seen[name][1].facts]
        if set(unpacked(found)) - site.files or any(map(self._lacks_a_place, changed)):
            return None
        return changed

    def _lacks_a_place(self, name: str) -> bool:
        """Whether a changed file had a place that could be led to, and has it no longer."""
        if name not in self._seen:
            return reader_of(name) is not None  # it is in no view, and nothing is known of it
        folder, file = self._seen[name]
        before = self._looked[folder].before(file.name)
        had = pointers_unpacked(before.pointers) if before else None
        has = self.said(name)
        return had is not None and not (has is not None and had.anchors <= has.anchors)

    def save(self, site: BuiltSite) -> None:
        """Keep what was seen: nothing was wrong with any of it."""
        seen: dict[str, list[Seen]] = defaultdict(list)
        for part in self._done:
            seen[part.folder] += part.seen
        for part in {part.folder: part for part in self._done}.values():
            self._looked[part.folder].save(seen[part.folder], part.cleared)
        self._shelf.put(_NAME, self._key(site), packed(sorted(site.files)))
        self._shelf.save()

    def _key(self, site: BuiltSite) -> bytes:
        """The key of the files of the build of which everything else that is kept is."""
        stamps = [part for folder in sorted(self._looked) for part in (folder, self._looked[folder].stamp)]
        return key_of(site.surroundings, *stamps)
