"""``handbook serve`` in earnest: a change is shown, an error is said and ends nothing."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.processes import interruptible

ROOT = Path(__file__).parent.parent
LONG = 60  # seconds after which something is not coming any more


class Served:
    """A served project: its files, its address, and what the terminal said so far."""

    def __init__(self, project: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.project = project
        self.said = ""
        command = [sys.executable, "-m", "policy_handbook", "serve", "--view", "staff", "--port", str(self.port)]
        self.process = subprocess.Popen(
            [*command, "--today", "2026-11-21"],
            cwd=project,
            env=os.environ
            | {"PYTHONPATH": str(ROOT / "hooks"), "PYTHONUNBUFFERED": "1", "TMPDIR": str(project / "temporary")},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
            preexec_fn=interruptible,
        )
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said += line

    def page(self, address: str = "") -> str:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/{address}", timeout=5) as answer:
                return str(answer.read().decode("utf-8"))
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return ""

    def change(self, name: str, old: str, new: str) -> None:
        path = self.project / "policy_data" / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    def until(self, happened: Callable[[], bool]) -> None:
        end = time.monotonic() + LONG
        while not happened():
            assert time.monotonic() < end, self.said
            assert self.process.poll() is None, self.said
            time.sleep(0.1)

    def stop(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGINT)
        self.process.wait(timeout=LONG)


@pytest.fixture(name="project")
def fixture_project(tmp_path: Path) -> Path:
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    (tmp_path / "hooks").symlink_to(ROOT / "hooks")
    (tmp_path / "docs").mkdir()
    (tmp_path / "temporary").mkdir()
    shutil.copytree(Path(__file__).parent / "data" / "small", tmp_path / "policy_data")
    return tmp_path


@pytest.fixture(name="serving")
def fixture_serving(project: Path) -> Iterator[Callable[[], Served]]:
    started: list[Served] = []

    def start() -> Served:
        started.append(Served(project))
        return started[-1]

    yield start
    for served in started:
        served.stop()


def test_a_change_is_shown_and_an_error_ends_nothing(serving: Callable[[], Served]) -> None:
    served = serving()
    served.until(lambda: "policies/open/" in served.page())
    served.change("policies/open.yaml", "title: ", "title: Newly ")
    served.until(lambda: "Newly " in served.page("policies/open/"))

    served.change("policies/open.yaml", "kind: ", "knid: ")
    served.until(lambda: "unknown" in served.said and "the last good pages are shown" in served.said)
    served.until(lambda: re.search(r"The data has \d+ errors? at present", served.page("policies/open/")) is not None)
    assert "Newly " in served.page("policies/open/")

    served.change("policies/open.yaml", "knid: ", "kind: ")
    served.until(lambda: (page := served.page("policies/open/")) != "" and "at present" not in page)
    assert "Traceback" not in served.said


def test_data_with_errors_from_the_start_is_waited_for(project: Path, serving: Callable[[], Served]) -> None:
    policy = project / "policy_data" / "policies" / "open.yaml"
    policy.write_text(policy.read_text(encoding="utf-8").replace("kind: ", "knid: "), encoding="utf-8")
    served = serving()
    served.until(lambda: "Waiting for a change in policy_data/" in served.said)
    assert "policies/open.yaml" in served.said

    served.change("policies/open.yaml", "knid: ", "kind: ")
    served.until(lambda: "policies/open/" in served.page())
    assert "Traceback" not in served.said


@pytest.mark.parametrize(("told", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_whoever_ends_the_command_ends_what_it_has_started(
    project: Path, serving: Callable[[], Served], told: signal.Signals, code: int
) -> None:
    served = serving()
    served.until(lambda: "policies/open/" in served.page())
    assert [*(project / "temporary").iterdir()] != []
    os.kill(served.process.pid, told)  # the command alone, as a machine that goes down or a script does

    assert served.process.wait(timeout=LONG) == code
    with pytest.raises(ProcessLookupError):
        os.killpg(served.process.pid, 0)
    assert served.page() == ""
    assert [*(project / "temporary").iterdir()] == []
    assert "Traceback" not in served.said
