"""The documents say what the program does: pages made from it are up to date, and every command named exists."""

import re
from pathlib import Path

import pytest

from policy_handbook.cli.main import commands
from policy_handbook.publish.docs import docs_pages
from tests import manual

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
HAND_WRITTEN = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(DOCS.glob("*.md"))]


def test_the_generated_pages_are_up_to_date(pytestconfig: pytest.Config) -> None:
    if pytestconfig.getoption("--update-golden"):
        manual.write(DOCS)
    for path, text in manual.pages().items():
        page = DOCS / path
        assert page.is_file(), f"{path}: make docs writes it"
        assert page.read_text(encoding="utf-8") == text, f"{path}: make docs writes it anew"
    assert {path.name for path in (DOCS / "rules").iterdir()} == {
        Path(path).name for path in manual.pages() if path.startswith("rules/")
    }


def test_every_page_of_docs_names_its_audience() -> None:
    pages = list(docs_pages(DOCS, ["public", "parents", "pupils", "staff"]))
    assert pages
    assert [page.path for page in pages if not page.readers] == []


@pytest.mark.parametrize("path", HAND_WRITTEN, ids=lambda path: path.name)
def test_commands_that_the_documents_name_exist(path: Path) -> None:
    code = "\n".join(re.findall(r"```.*?```|`[^`]+`", path.read_text(encoding="utf-8"), re.DOTALL))
    named = set(re.findall(r"(?:^|`|/)handbook ([a-z]+)\b", code, re.MULTILINE))
    assert named - set(commands.commands) == set()


@pytest.mark.parametrize("path", HAND_WRITTEN, ids=lambda path: path.name)
def test_files_that_the_documents_link_to_exist(path: Path) -> None:
    for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", path.read_text(encoding="utf-8")):
        assert (path.parent / target).exists(), target
