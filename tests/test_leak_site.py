"""A site as it is built and put on a server, PDFs, pictures and names of files included: no view holds another's words.

Readers of every word are worked out where it is drawn, and what is looked through is every byte that was published.
"""

import datetime as dt
import gzip
import re
import shutil
import zlib
from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import pytest
from pypdfium2 import PdfDocument

from policy_handbook.findings import Severity
from policy_handbook.publish import check
from policy_handbook.publish.build import BuildResult, build
from policy_handbook.publish.checking import Checked
from tests.processes import apart
from tests.random_handbooks import AUDIENCES, INTRANET, Drawn, draw

ROOT = Path(__file__).parent.parent
TODAY = dt.date(2026, 11, 21)
SEED = 2
"""One that has earlier issues and fliers, and a policy in force for readers of each site."""


def checked_mildly(data: Path, *, root: Path, today: dt.date) -> Checked:
    """Check, and let errors pass: the rules refuse much of what is drawn, and no view may depend on that they did."""
    checked = check(data, root=root, today=today)
    return replace(checked, findings=tuple(found.with_severity(Severity.WARNING) for found in checked.findings))


def built_mildly(data: Path, root: Path) -> BuildResult:
    """Build in a process that does nothing else."""
    import_module("policy_handbook.publish.build").check = checked_mildly  # type: ignore[attr-defined]
    return build(data, root / "site", root=root, today=TODAY)


@pytest.fixture(name="drawn", scope="module")
def fixture_drawn() -> Drawn:
    return draw(SEED)


@pytest.fixture(name="site", scope="module")
def fixture_site(drawn: Drawn, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project built, with files beside its pages and pictures that nothing published uses."""
    root = tmp_path_factory.mktemp("school")
    data = root / "policy_data"
    drawn.write(data)
    shutil.copy(ROOT / "mkdocs.yml", root)
    (root / "hooks").symlink_to(ROOT / "hooks")
    word, nobodys = drawn.word(INTRANET), drawn.word([])
    (root / "docs" / "inner").mkdir(parents=True)
    page = f"---\naudience: [staff, governors]\ntitle: Rota {word}\n---\n\n# Rota {word}\n\nThe rota of {word}.\n"
    (root / "docs" / f"rota-{word}.md").write_text(page, encoding="utf-8")
    (root / "docs" / "no-audience.md").write_text(f"# Of {nobodys}\n", encoding="utf-8")
    (data / "assets").mkdir()
    for folder in (root / "docs", root / "docs" / "inner", data / "assets", data, data / "acknowledgements"):
        folder.mkdir(exist_ok=True)
        for ending in ("txt", "png", "pdf"):
            (folder / f"{nobodys}.{ending}").write_text(nobodys, encoding="utf-8")
    built = apart(built_mildly, data, root)
    assert built.ok, [str(finding) for finding in built.findings if finding.severity == "error"]
    return root / "site"


FOLDERS = {
    "public": "website",
    "parents": "website/parents",
    "pupils": "website/pupils",
    "staff": "intranet",
    "governors": "intranet/governors",
}


def files_of(site: Path, audience: str) -> Iterator[tuple[str, Path]]:
    """The files of a view with their names within it, without those of the views in folders within it."""
    home = site / FOLDERS[audience]
    inner = [site / folder for folder in FOLDERS.values() if folder.startswith(f"{FOLDERS[audience]}/")]
    for path in sorted(home.rglob("*")):
        if path.is_file() and not any(path.is_relative_to(other) for other in inner):
            yield path.relative_to(home).as_posix(), path


def texts_in(path: Path) -> Iterator[str]:
    """What a file says, read in every way in which somebody might."""
    data = path.read_bytes()
    if path.suffix == ".gz":
        data = gzip.decompress(data)
    for encoding in ("utf-8", "utf-16-be"):
        yield data.decode(encoding, "replace")
    if path.suffix != ".pdf":
        return
    document = PdfDocument(data)
    yield " ".join(page.get_textpage().get_text_range() for page in document)
    yield f"{document.get_metadata_dict()} {[mark.get_title() for mark in document.get_toc()]}"
    for stream in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL):
        try:
            inner = zlib.decompress(stream[1])
        except zlib.error:
            continue
        yield inner.decode("latin-1")
        yield inner.decode("utf-16-be", "replace")


def everything(site: Path, audience: str) -> str:
    found = (f"{name}\n" + "\n".join(texts_in(path)) for name, path in files_of(site, audience))
    return "\n".join(found).casefold()


@pytest.mark.parametrize("audience", AUDIENCES)
def test_no_file_of_a_view_holds_what_is_for_others(site: Path, drawn: Drawn, audience: str) -> None:
    text = everything(site, audience)
    assert [word for word in drawn.forbidden(audience) if word in text] == []
    assert [word for word in drawn.clauses if audience in drawn.readers[word] and word not in text] == []


def test_printed_policies_and_sheets_and_comparisons_are_among_them(site: Path) -> None:
    names = {name for audience in AUDIENCES for name, _ in files_of(site, audience)}
    kinds = (r"policies/[^/]+/[^/]+\.pdf", r"fliers/[^/]+\.pdf", r"policies/[^/]+/(changes|issues)/\d+/index\.html")
    assert [kind for kind in kinds if not any(re.fullmatch(kind, name) for name in names)] == []


def test_a_word_in_a_printed_policy_is_found(site: Path, drawn: Drawn) -> None:
    """What is said only on paper would be found, too: the words of a policy are all in its PDF."""
    printed = [path for _, path in files_of(site, "staff") if path.suffix == ".pdf" and path.parent.name != "fliers"]
    text = "\n".join("\n".join(texts_in(path)) for path in printed).casefold()
    assert [word for word in drawn.clauses if "staff" in drawn.readers[word] and word not in text] == []


def test_nothing_but_the_views_is_published(site: Path) -> None:
    assert sorted(path.name for path in site.iterdir()) == ["intranet", "manifest.json", "website"]
