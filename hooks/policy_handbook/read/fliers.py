"""Reads what lies below ``fliers/``: one printed sheet a file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from policy_handbook.model import Policy
from policy_handbook.model.base import ID_PATTERN
from policy_handbook.model.flier import Flier, resolve_flier
from policy_handbook.read.issues import DataFolder
from policy_handbook.read.words import visible

FOLDER = "fliers"


def read_fliers(folder: DataFolder, policies: Mapping[str, Policy], audiences: Sequence[str]) -> dict[str, Flier]:
    """Read the fliers by id, in order of title.

    Args:
        folder: the data folder.
        policies: the policies that could be read, by id.
        audiences: the school's audiences.
    """
    found = {}
    for path in _files(folder):
        flier = folder.record(path, Flier)
        if flier is not None:
            found[path.stem] = resolve_flier(flier, path.stem, audiences, policies)
    return dict(sorted(found.items(), key=lambda item: (item[1].title.lower(), item[0])))


def _files(folder: DataFolder) -> Iterator[Path]:
    home = folder.root / FOLDER
    try:
        paths = sorted(home.iterdir())
    except FileNotFoundError:
        return
    except OSError as error:
        folder.report(home, "file-unreadable", f"the folder cannot be read: {error.strerror or error}")
        return
    for path in paths:
        if path.name.startswith((".", "~")):
            continue
        if path.suffix == ".yaml" and re.fullmatch(ID_PATTERN, path.stem):
            yield path
            continue
        message = "a flier is a file whose name ends in .yaml and has small letters, digits and hyphens only"
        suggestion = "-".join(re.findall(r"[a-z0-9]+", path.stem.lower()))
        write = f"{suggestion}.yaml" if suggestion and path.suffix.lower() in (".yaml", ".yml") else ""
        folder.report(path, "file-name", message, found=visible(path.name), write=write)
