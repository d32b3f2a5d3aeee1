"""``handbook edit`` as it is started."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

EDIT = [sys.executable, "-m", "policy_handbook", "edit", "--no-open", "--today", "2026-11-21"]


@contextmanager
def started(data: Path, *options: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Start the command, and wait for its address."""
    command = [*EDIT, "--data", str(data), *options]
    with subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"}
    ) as run:
        assert run.stderr
        said = run.stderr.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+/[\w-]{30,}/", said)
        assert found, said
        try:
            yield found[0], run
        finally:
            run.kill()


def test_it_shows_an_address_that_works(data: Path) -> None:
    with started(data) as (address, _):
        port = int(address.split(":")[2].split("/")[0])
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        connection.request("GET", f"/{address.split('/', 3)[3]}")
        assert b"Policy handbook: editor" in connection.getresponse().read()
        connection.request("GET", f"/{address.split('/', 3)[3]}config.json")
        assert connection.getresponse().status == 200
        connection.close()


@pytest.mark.skipif(os.name == "nt", reason="signals are different there")
def test_ctrl_c_ends_it(data: Path) -> None:
    with started(data) as (_, run):
        run.send_signal(signal.SIGINT)
        assert run.wait(timeout=20) in (0, 130)
        assert run.stderr
        assert "Traceback" not in run.stderr.read()


def test_a_port_that_is_taken_is_said_in_one_line(data: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = subprocess.run([*EDIT, "--data", str(data), "--port", port], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith(f"handbook: port {port} cannot be used")
    assert done.stderr.count("\n") == 1


def test_a_folder_without_a_school_is_said_in_one_line(tmp_path: Path) -> None:
    done = subprocess.run([*EDIT, "--data", str(tmp_path)], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "school.yaml cannot be read" in done.stderr
