"""A small school on a disk of its own, and its files as the editor sees them."""

import datetime as dt
from pathlib import Path

import pytest

from policy_handbook.editing.store import Store
from policy_handbook.rules.examples import files

TODAY = dt.date(2026, 11, 21)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The data folder of a project."""
    folder = tmp_path / "school" / "policy_data"
    for name, text in files("").items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def store(data: Path) -> Store:
    return Store(data, data.parent, TODAY)
