"""Which pages have their links followed: those that are new, and all where something that one may lead to has gone.

At the last build every link led somewhere. A page that is as it was then leads where it led then, and that is there
still unless a file is gone, or a place in one that has changed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from policy_handbook.keeping import Store, key_of, packed, unpacked
from policy_handbook.publish.documents import reader_of
from policy_handbook.publish.linkcheck import BuiltSite
from policy_handbook.publish.listing import bytes_of
from policy_handbook.publish.looked import Done, Looked, Seen, in_view, pointers_unpacked
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
        folder, file = self._seen.get(name, ("", None))
        if file is None:  # it is in no view
            return self._read(name, name)
        if file.facts:
            return pointers_unpacked(file.facts.pointers)
        kept = self._looked[folder].pointers.get(file.name)
        return self._read(name, in_view(file.name)) if kept is None else pointers_unpacked(kept)

    def _read(self, name: str, called: str) -> Pointers | None:
        return self._reader.pointers_of(called, bytes_of(f"{self._site}/{name}"))

    def due(self, site: BuiltSite) -> Mapping[str, Collection[str]] | None:
        """The files whose links have to be followed, with the addresses that they had before; ``None`` for all.

        An address that stood in a file at the last build led somewhere then, whatever else is in the file now.
        """
        found = self._shelf.get(_NAME, self._key(site))
        if found is None or not all(looked.cleared for looked in self._looked.values()):
            return None
        if set(unpacked(found)) - site.files:
            return None
        due: dict[str, Collection[str]] = {}
        for folder, looked in self._looked.items():
            changed = [file.name for at, file in self._seen.values() if at == folder and file.facts]
            before = looked.pointers_of(changed)
            for name in changed:
                full = f"{folder}/{name}"
                had = pointers_unpacked(before[name]) if name in before else None
                if name in looked.digests and (name not in before or self._lacks_a_place(full, had)):
                    return None
                due[full] = had.addresses if had else ()
        unknown = site.files - self._seen.keys()
        if any(map(reader_of, unknown)):
            return None  # they are in no view, and it is not known what they were
        return due

    def _lacks_a_place(self, name: str, had: Pointers | None) -> bool:
        """Whether a changed file had a place that could be led to, and has it no longer."""
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
