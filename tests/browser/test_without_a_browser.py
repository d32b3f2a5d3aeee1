"""Who has no browser may go on; a run that guards publishing may not."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ONE = "tests/browser/test_looks.py::test_print_this_policy_prints"


@pytest.mark.parametrize(("ci", "result", "code"), [("", "1 skipped", 0), ("true", "1 error", 1)])
def test_without_a_browser(ci: str, result: str, code: int, tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name not in ("HANDBOOK_BROWSER", "CI")}
    environment |= {"PATH": str(tmp_path)} | ({"CI": ci} if ci else {})
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", ONE],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result in done.stdout, done.stdout + done.stderr
    assert "apt-get install chromium-headless-shell" in done.stdout
    assert done.returncode == code
