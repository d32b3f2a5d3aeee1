"""A command loads what it needs: help is there at once, and checking does not wait for what builds."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from policy_handbook.cli.main import commands

ROOT = Path(__file__).parents[1]
HEAVY = {
    "PIL",
    "docx",
    "feedgen",
    "fontTools",
    "icalendar",
    "linkcheck",
    "lxml",
    "material",
    "mkdocs",
    "odf",
    "pdfplumber",
    "pikepdf",
    "playwright",
    "pypdfium2",
    "rich",
    "ruamel",
    "typst",
}
"""What takes long to load, and what neither help nor a check has to do with."""

SCRIPT = """
import sys
from policy_handbook.cli import main
try:
    main()
finally:
    print(*sys.modules, file=sys.stderr)
"""


def loaded(*arguments: str) -> set[str]:
    """The modules that a command has loaded at its end."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "hooks")}
    command = [sys.executable, "-c", SCRIPT, *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return set(done.stderr.splitlines()[-1].split())


def packages(modules: set[str]) -> set[str]:
    return {name.partition(".")[0] for name in modules}


@pytest.mark.parametrize("command", ["", *sorted(commands.commands)])
def test_help_loads_the_commands_and_nothing_of_what_they_do(command: str) -> None:
    modules = loaded(*filter(None, [command]), "--help")
    assert "policy_handbook.cli.main" in modules
    own = {name for name in modules if name.startswith("policy_handbook.")}
    assert {name for name in own if not name.startswith("policy_handbook.cli")} == set()
    assert packages(modules) & (HEAVY | {"jinja2", "markdown_it", "pydantic", "yaml"}) == set()


def test_a_check_loads_nothing_that_builds() -> None:
    modules = loaded("check", "--today", "2026-11-21")
    assert "policy_handbook.rules" in modules
    # whether a flier fits on its sheet is tried with typst, once for each
    assert packages(modules) & (HEAVY - {"typst"} | {"filelock", "jinja2"}) == set()
    assert modules & {"policy_handbook.pages", "policy_handbook.feeds", "policy_handbook.publish.build"} == set()
