"""The small invented trust, to be changed by each test as it likes."""

import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
SAMPLE = ROOT / "tests" / "data" / "trust"


def copy_trust(folder: Path) -> Path:
    """Copy the sample and make a project of it, with no hand-written pages."""
    shutil.copytree(SAMPLE, folder)
    config = (ROOT / "mkdocs.yml").read_text()
    config = config.replace("- hooks/", f"- {ROOT.as_posix()}/hooks/").replace("watch:\n  - policy_data\n", "")
    (folder / "mkdocs.yml").write_text(config)
    (folder / "docs").mkdir()
    return folder


@pytest.fixture(name="trust")
def fixture_trust(tmp_path: Path) -> Path:
    return copy_trust(tmp_path / "trust")
