"""What is changed in a watched folder is told, once, whether the system sends word of it or not."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from watchdog.events import FileSystemEvent, FileSystemEventHandler

from policy_handbook.publish import watching
from policy_handbook.publish.watching import Watched, Watching

LONG = 60  # seconds after which something is not coming any more


class Noted(FileSystemEventHandler):
    """Notes the names of the files of which it was told."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def on_any_event(self, event: FileSystemEvent) -> None:
        assert not event.is_directory
        self.names.append(Path(os.fsdecode(event.src_path)).name)

    def until(self, name: str) -> None:
        end = time.monotonic() + LONG
        while name not in self.names:
            assert time.monotonic() < end, self.names
            time.sleep(0.01)


@pytest.fixture(name="folder")
def fixture_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    (folder / "policies").mkdir(parents=True)
    (folder / "school.yaml").write_text("name: Hill", encoding="utf-8")
    (folder / "policies" / "open.yaml").write_text("title: Open", encoding="utf-8")
    return folder


class _Broken:
    """Sends no word, as on a machine where too many files are watched already."""

    def start(self) -> None:
        raise OSError("inotify instance limit reached")

    def stop(self) -> None:
        raise RuntimeError("never started")


class _Full:
    """Begins, and can listen to nothing."""

    def start(self) -> None: ...

    def stop(self) -> None: ...

    def schedule(self, *_: object, **__: object) -> None:
        raise OSError("inotify watch limit reached")


@pytest.fixture(name="begun", params=["word", "no word", "none to begin", "none to listen to"])
def fixture_begun(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[Path, bool], Noted]]:
    begun: list[Watching] = []
    without = {"no word": lambda: None, "none to begin": _Broken, "none to listen to": _Full}
    if request.param in without:
        monkeypatch.setattr(watching, "_native", without[request.param])

    def begin(path: Path, recursive: bool = True) -> Noted:
        noted = Noted()
        begun.append(Watching())
        begun[-1].schedule(noted, str(path), recursive=recursive)
        begun[-1].start()
        return noted

    yield begin
    for each in begun:
        each.stop()
        each.join()


def test_whatever_is_done_to_a_file_is_told(
    folder: Path, begun: Callable[..., Noted], capfd: pytest.CaptureFixture[str]
) -> None:
    noted = begun(folder)
    policy = folder / "policies" / "open.yaml"
    policy.write_text("title: Newly open", encoding="utf-8")
    noted.until("open.yaml")
    (folder / "policies" / "new.yaml").write_text("title: New", encoding="utf-8")
    noted.until("new.yaml")
    (folder / "school.yaml").unlink()
    noted.until("school.yaml")
    (folder / "fliers").mkdir()
    (folder / "fliers" / "late.yaml").write_text("title: Late", encoding="utf-8")
    noted.until("late.yaml")
    noted.names.clear()
    beside = policy.with_suffix(".tmp")
    beside.write_text("title: Put in its place", encoding="utf-8")
    beside.replace(policy)  # as many an editor saves
    noted.until("open.yaml")
    assert capfd.readouterr() == ("", "")


def test_a_file_that_an_editor_puts_another_in_the_place_of_is_watched_on(
    folder: Path, begun: Callable[..., Noted]
) -> None:
    noted = begun(folder / "school.yaml")
    for number in range(3):
        beside = folder / "beside.yaml"
        beside.write_text(f"name: Hill {number}", encoding="utf-8")
        beside.replace(folder / "school.yaml")
        noted.until("school.yaml")
        noted.names.clear()


def test_what_is_no_longer_watched_is_told_no_more(folder: Path) -> None:
    other = folder.parent / "other"
    other.mkdir()
    gone, noted, watched = Noted(), Noted(), Watching()
    first = watched.schedule(gone, str(folder), recursive=True)
    watched.start()
    watched.schedule(noted, str(other), recursive=True)
    watched.unschedule(first)
    (folder / "school.yaml").unlink()
    (other / "a.yaml").write_text("", encoding="utf-8")
    noted.until("a.yaml")
    watched.stop()
    watched.join()
    assert gone.names == []


# --- a single look ------------------------------------------------------------------------------------------


@pytest.fixture(name="watched")
def fixture_watched(folder: Path) -> Watched:
    watched = Watched(str(folder), True, Noted())
    watched.look()
    assert isinstance(watched.handler, Noted)
    watched.handler.names.clear()
    return watched


def told(watched: Watched) -> list[str]:
    """Look, and say what was told."""
    assert isinstance(watched.handler, Noted)
    watched.handler.names.clear()
    watched.look()
    return watched.handler.names


def test_a_change_is_told_once(folder: Path, watched: Watched) -> None:
    (folder / "school.yaml").write_text("name: Hill School", encoding="utf-8")
    watched.heard = True
    assert told(watched) == ["school.yaml"]
    assert told(watched) == []
    watched.heard = True  # word may come after the change was seen
    assert told(watched) == []


def test_a_folder_is_looked_at_often_until_word_comes_and_again_once_it_fails(folder: Path, watched: Watched) -> None:
    assert not watched.sends
    watched.heard = True
    told(watched)
    assert watched.sends
    told(watched)
    assert watched.sends
    (folder / "school.yaml").write_text("written on another machine", encoding="utf-8")
    assert told(watched) == ["school.yaml"]
    assert not watched.sends


def test_a_file_that_was_read_has_not_changed(folder: Path, watched: Watched) -> None:
    (folder / "school.yaml").read_bytes()
    assert told(watched) == []


def test_links_that_lead_back_or_nowhere_end_no_look(folder: Path, watched: Watched) -> None:
    (folder / "policies" / "up").symlink_to(folder)
    (folder / "nowhere").symlink_to(folder / "never-there")
    assert told(watched) == []
    (folder / "policies" / "open.yaml").write_text("title: Still found", encoding="utf-8")
    assert told(watched) == ["open.yaml"]


def test_what_is_below_a_folder_that_is_watched_alone_is_left(folder: Path) -> None:
    watched = Watched(str(folder), False, Noted())
    watched.look()
    (folder / "policies" / "open.yaml").write_text("title: Newly open", encoding="utf-8")
    assert told(watched) == []


def test_a_folder_that_is_not_there_yet_is_waited_for(tmp_path: Path) -> None:
    watched = Watched(str(tmp_path / "later"), True, Noted())
    assert told(watched) == []
    (tmp_path / "later").mkdir()
    (tmp_path / "later" / "a.yaml").write_text("", encoding="utf-8")
    assert told(watched) == ["a.yaml"]
