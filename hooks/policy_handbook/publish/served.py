"""The folder of a view that is served: after an edit, only what has changed is written there.

MkDocs empties the folder of a build and writes all files anew. To empty it of a few hundred takes longer than all the
rest, so MkDocs is given another folder, and what it has written there is moved into the one that is served.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Thread

from policy_handbook.publish.standing import Standing, delete_others, digests_below, move_into


@dataclass
class Served:
    """What is served, and where the next build goes.

    Attributes:
        folder: what is served.
        scratch: where MkDocs writes.
        there: the SHA-256 of every file that is served, by name.
    """

    folder: Path
    scratch: Path
    there: Mapping[str, bytes]

    @classmethod
    def begin(cls, folder: Path) -> Served:
        """Take over a folder that MkDocs has built."""
        return cls(folder, _scratch(folder), digests_below(folder))

    def take(self, standing: Standing) -> None:
        """Bring what is served up to date with what was written, and with what of it was left as it stands."""
        now = digests_below(self.scratch) | standing.left
        move_into(self.scratch, self.folder)
        if not self.there.keys() <= now.keys():
            delete_others(self.folder, now.keys())
        self.there = now
        # nobody has to wait until the folders are gone that MkDocs made and would have to delete
        Thread(target=partial(shutil.rmtree, self.scratch, ignore_errors=True)).start()
        self.scratch = _scratch(self.folder)

    def end(self) -> None:
        """Clear away what this made; MkDocs does so with what is served."""
        shutil.rmtree(self.scratch, ignore_errors=True)


def _scratch(folder: Path) -> Path:
    """An empty folder beside another, so that what is in it need not be copied."""
    return Path(tempfile.mkdtemp(prefix=f"{folder.name}-", dir=folder.parent))
