"""Tells the server of changed files: at once where the system sends word of them, by looking again where it does not.

No system sends word of what another machine has written in a folder of a network. So word only says that it is time
to look; what has changed is found by looking, at the times of files, and nothing is told twice. Where word comes, there
is no need to look often besides. Where it cannot come, as with too many watched files on the machine, looking goes on.
"""

from __future__ import annotations

import logging
import os
import stat
import time
import warnings
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from watchdog.events import FileSystemEventHandler
    from watchdog.observers.api import BaseObserver, ObservedWatch

OFTEN = 0.1
"""Seconds between two looks where no word comes; a look at a thousand files takes five thousandths."""

SELDOM = 1.0
"""Seconds between two looks at a folder of which word has come: a part of it may be elsewhere and send none."""

_Seen = Mapping[str, tuple[int, int, int]]


@dataclass(eq=False)
class Watched:
    """A file or folder that is watched.

    Attributes:
        path: where it is.
        recursive: whether the folders within it are watched, too.
        handler: is told of changes.
        seen: how each file looked last: when it was written, its size, and which it is.
        heard: whether word has come since the last look.
        sends: whether the system sends word of it, as far as is known.
        due: when to look again, if no word comes.
        word: what the word comes by; ``None`` where it cannot.
    """

    path: str
    recursive: bool
    handler: FileSystemEventHandler
    seen: _Seen = field(default_factory=dict)
    heard: bool = False
    sends: bool = False
    due: float = 0.0
    word: ObservedWatch | None = None

    def look(self) -> None:
        """Look at every file, and tell of those that have changed."""
        from watchdog.events import FileModifiedEvent

        heard, self.heard = self.heard, False  # what comes from now on may be of something that is not seen any more
        now = _seen(self.path, recursive=self.recursive)
        changed = {path for path, _ in now.items() ^ self.seen.items()}
        self.seen = now
        if heard or changed:
            self.sends = heard
        self.due = time.monotonic() + (SELDOM if self.sends else OFTEN)
        for path in sorted(changed):
            self.handler.dispatch(FileModifiedEvent(path))


class Watching:
    """Watches files and folders; stands where MkDocs' server has an observer of its own."""

    def __init__(self) -> None:
        self._all: list[Watched] = []
        self._lock = Lock()
        self._time_to_look = Event()
        self._ended = False
        self._looking = Thread(target=self._look_on, daemon=True)
        self._native = _native()

    def schedule(self, handler: FileSystemEventHandler, path: str, *, recursive: bool = False) -> Watched:
        """Watch a file or a folder from now on."""
        watched = Watched(path, recursive, handler, _seen(path, recursive=recursive))
        with self._lock:
            self._all.append(watched)
        if self._looking.is_alive():
            self._listen(watched)
        return watched

    def unschedule(self, watched: Watched) -> None:
        """Watch it no longer."""
        with self._lock:
            self._all.remove(watched)
        if self._native and watched.word:
            with suppress(Exception):
                self._native.unschedule(watched.word)

    def start(self) -> None:
        """Begin."""
        if self._native:
            try:
                self._native.start()
            except Exception:  # whatever there is none of on this machine, looking is enough
                self._native = None
        for watched in self._all:
            self._listen(watched)
        self._looking.start()

    def stop(self) -> None:
        """End."""
        self._ended = True
        self._time_to_look.set()
        if self._native:
            with suppress(Exception):
                self._native.stop()

    def join(self) -> None:
        """Wait for the end."""
        self._looking.join()

    def _listen(self, watched: Watched) -> None:
        """Let word come of a folder; a single file is looked at, since an editor may put another in its place."""
        if self._native is None or not Path(watched.path).is_dir():
            return
        from watchdog import events

        handler = events.FileSystemEventHandler()
        handler.on_any_event = partial(self._hear, watched)  # type: ignore[method-assign]
        kinds = [
            *(events.FileCreatedEvent, events.FileModifiedEvent, events.FileClosedEvent, events.FileDeletedEvent),
            *(events.FileMovedEvent, events.DirCreatedEvent, events.DirDeletedEvent, events.DirMovedEvent),
        ]  # not that one was read, which a build does with all of them
        with suppress(Exception):  # each system has its own reasons why it cannot
            watched.word = self._native.schedule(
                handler, watched.path, recursive=watched.recursive, event_filter=[*kinds]
            )

    def _hear(self, watched: Watched, _event: object) -> None:
        watched.heard = True
        self._time_to_look.set()

    def _look_on(self) -> None:
        """Look whenever it is time."""
        while not self._ended:
            self._time_to_look.wait(OFTEN)
            self._time_to_look.clear()
            with self._lock:
                every = [*self._all]
            for watched in every:
                if watched.heard or time.monotonic() >= watched.due:
                    watched.look()


def _native() -> BaseObserver | None:
    """What the system sends word by; ``None`` where there is no such thing."""
    logging.getLogger("watchdog").addHandler(logging.NullHandler())  # what it lacks is no news to whoever edits
    with warnings.catch_warnings(), suppress(Exception):
        warnings.simplefilter("ignore")
        from watchdog.observers import Observer
        from watchdog.observers.polling import PollingObserver

        observer = Observer()
        return None if isinstance(observer, PollingObserver) else observer
    return None


def _seen(path: str, *, recursive: bool) -> _Seen:
    """How every file at a path looks, or below it."""
    found: dict[str, tuple[int, int, int]] = {}
    left, folders = [path], set()
    while left:
        at = left.pop()
        with suppress(OSError):  # it went away, or leads nowhere
            state = os.stat(at)  # noqa: PTH116 - to make a path of each takes as long as the rest
            if not stat.S_ISDIR(state.st_mode):
                found[at] = state.st_mtime_ns, state.st_size, state.st_ino
            elif (recursive or at == path) and (state.st_dev, state.st_ino) not in folders:
                folders.add((state.st_dev, state.st_ino))  # a link may lead back to where it is
                with os.scandir(at) as entries:
                    left.extend(entry.path for entry in entries)
    return found
