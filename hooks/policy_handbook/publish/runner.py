"""Builds one view with MkDocs, in a process of its own.

Two audiences never share a process, so that nothing that one leaves behind can reach the other. The environment
names the view; see ``shell``.
"""

from __future__ import annotations

import gc
import json
import logging
import os
import sys
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import MkDocsException

from policy_handbook.publish.apart import Handed
from policy_handbook.publish.checking import Checked
from policy_handbook.publish.handover import Given, hand_over
from policy_handbook.publish.shell import PRINT_LOG
from policy_handbook.publish.standing import Standing

for _name in ("markdown.extensions.fenced_code", "mkdocs.config.defaults"):
    import_module(_name)  # MkDocs does so when it builds: in each copy of this process anew, unless it is done here

SELDOM = 100_000, 50, 100
"""How seldom Python looks for circles of objects: what is read stays until the end, and looking takes its time."""


def build_view(
    config_file: str,
    site_dir: str,
    environment: Mapping[str, str],
    checked: Handed[Checked],
    there: Mapping[str, bytes] | None = None,
    left: str = "",
) -> int:
    """Build the view that an environment names; print why not, in one line, where it cannot be built.

    Args:
        config_file: the project's mkdocs.yml.
        site_dir: the folder for what has to be written of the view.
        environment: what ``shell`` is to find in the environment.
        checked: what was read, and found in it.
        there: the SHA-256 of files that need not be written if they would be the same, by name within the view.
        left: the file for what was left out for that reason, as JSON: the same, with digests in hexadecimal.

    Returns:
        0 if it was built.
    """
    gc.set_threshold(*SELDOM)
    os.environ.update(environment)
    standing = Standing(there or {})
    hand_over(Given(checked.value, standing))
    # findings are shown by the command that started this; here only what MkDocs itself has to say counts
    logging.getLogger("mkdocs").addHandler(_Lines())
    logging.getLogger("mkdocs.hooks.handbook").setLevel(logging.CRITICAL)
    logging.getLogger(PRINT_LOG).addHandler(_Lines())
    try:
        build(load_config(config_file=config_file, site_dir=site_dir, strict=True))
    except (MkDocsException, OSError) as error:
        print(str(error).strip() or "MkDocs stopped because of a warning", file=sys.stderr)  # noqa: T201 - a command
        return 1
    if left:
        Path(left).write_text(json.dumps({name: digest.hex() for name, digest in standing.left.items()}), "utf-8")
    return 0


class _Lines(logging.Handler):
    """Passes warnings on to the command that reads them."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)

    def emit(self, record: logging.LogRecord) -> None:
        print(record.getMessage(), file=sys.stderr)  # noqa: T201 - a command
