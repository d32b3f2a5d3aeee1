"""A new site begins as an earlier one: what comes of it is what was built and no more, and the earlier one stays."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_handbook.model import SiteName, View
from policy_handbook.publish.errors import UnusableError
from policy_handbook.publish.kept_folder import CACHE
from policy_handbook.publish.manifest import EarlierSite
from policy_handbook.publish.served import Served
from policy_handbook.publish.standing import Standing, delete_others, digests_below, move_into
from policy_handbook.publish.tree import Tree, refuse_clash
from tests.test_publish import digest
from tests.test_warm_builds import forget, is_built, project_at, rewrite

PAGE = Path("site/website/policies/open/index.html")
CLOSED = "policy_data/policies/closed.yaml"
SPARE = Path(CACHE, "spare", "policy-data")

_NAMES = st.lists(st.sampled_from(["a", "b", "c.html"]), min_size=1, max_size=3).map("/".join)


def fits(files: dict[str, bytes]) -> bool:
    """Whether no file has the name of a folder of another."""
    return not any(other.startswith(f"{name}/") for name in files for other in files)


_FILES = st.dictionaries(_NAMES, st.sampled_from([b"one", b"two", b"three"]), max_size=6).filter(fits)


def write(folder: Path, files: dict[str, bytes]) -> None:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


def read(folder: Path) -> dict[str, bytes]:
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


@given(old=_FILES, new=_FILES)
def test_what_is_served_is_what_was_built_last(old: dict[str, bytes], new: dict[str, bytes]) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place, "served")
        folder.mkdir()
        write(folder, old)
        served = Served.begin(folder)
        standing = Standing(served.there)
        write(served.scratch, {name: content for name, content in new.items() if not standing.has(name, content)})
        served.take(standing)
        served.end()

        assert (read(folder) if folder.exists() else {}) == new
        assert served.there == {name: hashlib.sha256(content).digest() for name, content in new.items()}
        assert standing.left.keys() == {name for name in new if old.get(name) == new[name]}
        assert not [path for path in folder.rglob("*") if path.is_dir() and not any(path.iterdir())]


def test_nothing_is_written_into_a_file_that_two_sites_have(tmp_path: Path) -> None:
    write(tmp_path / "site", {"page": b"old"})
    (tmp_path / "tree").mkdir()
    os.link(tmp_path / "site" / "page", tmp_path / "tree" / "page")
    write(tmp_path / "new", {"page": b"new"})

    move_into(tmp_path / "new", tmp_path / "tree")

    assert read(tmp_path / "tree") == {"page": b"new"}
    assert read(tmp_path / "site") == {"page": b"old"}


def test_a_link_that_somebody_has_put_there_goes(tmp_path: Path) -> None:
    write(tmp_path / "elsewhere", {"secret": b"secret"})
    write(tmp_path / "tree", {"page": b"page"})
    (tmp_path / "tree" / "folder").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "tree" / "file").symlink_to(tmp_path / "elsewhere" / "secret")

    delete_others(tmp_path / "tree", {"page", "file", "folder/secret"})

    assert [path.name for path in (tmp_path / "tree").iterdir()] == ["page"]
    assert read(tmp_path / "elsewhere") == {"secret": b"secret"}


def test_a_folder_that_has_become_a_file_and_the_other_way_round(tmp_path: Path) -> None:
    write(tmp_path / "tree", {"a/b": b"old", "c": b"old"})
    write(tmp_path / "new", {"a": b"new", "c/d": b"new"})

    move_into(tmp_path / "new", tmp_path / "tree")

    assert read(tmp_path / "tree") == {"a": b"new", "c/d": b"new"}


@pytest.mark.parametrize(
    "manifest", ["", "[]", '{"made_by": "Policy Handbook", "files": [{"path": "x", "view": "v"}]}']
)
def test_a_site_whose_manifest_is_none_is_not_begun_with(manifest: str, tmp_path: Path) -> None:
    write(tmp_path / "site", {"x": b"x", "manifest.json": manifest.encode()})
    tree = Tree.begin(tmp_path / "tree", spare=None, last=EarlierSite(tmp_path / "site"))
    assert tree.there == {}
    assert read(tmp_path / "tree") == {}


# --- whole builds -------------------------------------------------------------------------------------------


@pytest.fixture(name="project", scope="module")
def fixture_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that was built; each test edits it once more, as a school does."""
    project = project_at(tmp_path_factory.mktemp("standing") / "project")
    shutil.copytree(Path(__file__).parent / "data" / "small", project / "policy_data")
    assert is_built(project)
    return project


def edit(project: Path) -> None:
    """Edit the policy for staff alone, and build."""
    words = "For staff.", "For all staff."
    old, new = words if words[0] in (project / CLOSED).read_text(encoding="utf-8") else words[::-1]
    rewrite(project, CLOSED, old, new)
    assert is_built(project)


def number(project: Path, name: str | Path) -> int:
    return (project / name).stat().st_ino


def test_a_file_that_has_not_changed_is_not_written_again(project: Path) -> None:
    page, edited = number(project, PAGE), "site/intranet/policies/closed/index.html"
    for _ in range(3):  # begun with the last site, with the one before, and with one that was begun so
        before = number(project, edited)
        edit(project)
        assert number(project, PAGE) == page
        assert number(project, edited) != before
    assert (project / SPARE / "manifest.json").is_file()


@pytest.mark.parametrize("which", ["site", str(SPARE)])
def test_nothing_is_taken_that_somebody_has_written_in_an_earlier_site(which: str, project: Path) -> None:
    if which == "site":
        shutil.rmtree(project / SPARE, ignore_errors=True)
    page = project / which / PAGE.relative_to("site")
    page.write_text(page.read_text(encoding="utf-8").replace("</h1>", " by another</h1>"), encoding="utf-8")
    (project / which / "website" / "more.html").write_text("<p>by another</p>", encoding="utf-8")
    edit(project)
    assert "by another" not in (project / PAGE).read_text(encoding="utf-8")
    assert not (project / "site" / "website" / "more.html").exists()
    edit(project)  # so that there is a site before the last


def test_what_is_no_longer_published_is_gone(project: Path) -> None:
    policies = project / "policy_data" / "policies"
    text = (policies / "open.yaml").read_text(encoding="utf-8")
    (policies / "added.yaml").write_text(text.replace("title: Open", "title: Added"), encoding="utf-8")
    edit(project)
    assert (project / "site" / "website" / "policies" / "added" / "index.html").is_file()
    (policies / "added.yaml").unlink()
    for _ in range(2):  # the second one begins with a site in which it is
        edit(project)
        assert not [*(project / "site").rglob("*added*")]
    found = digest(project / "site")
    forget(project)
    shutil.rmtree(project / SPARE)
    assert is_built(project)
    assert digest(project / "site") == found


@pytest.mark.parametrize("manifest", ["", '{"made_by": "Policy Handbook", "files": []}'])
def test_nothing_stays_of_an_earlier_site_whose_manifest_is_damaged(manifest: str, project: Path) -> None:
    edit(project)
    (project / SPARE / "manifest.json").write_text(manifest, encoding="utf-8")
    (project / SPARE / "website" / "withdrawn.html").write_text("<p>No longer published</p>", encoding="utf-8")
    edit(project)
    assert not (project / "site" / "website" / "withdrawn.html").exists()


def test_a_disk_without_links_only_costs_time(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError("no links here")

    monkeypatch.setattr(os, "link", refuse)
    shutil.rmtree(project / SPARE, ignore_errors=True)
    edit(project)
    assert (project / SPARE / "manifest.json").is_file()


def test_a_printed_policy_to_which_docs_lead_is_found_though_it_has_not_changed(project: Path) -> None:
    pdf = next((project / "site" / "intranet").rglob("*.pdf")).relative_to(project / "site" / "intranet").as_posix()
    rewrite(project, "docs/help.md", "audience: everyone", "audience: [staff]")
    rewrite(project, "docs/help.md", "Ask", f"Print [the policy]({pdf}). Ask")
    assert is_built(project)
    edit(project)  # MkDocs would stop at a link to a file that it does not know
    assert f'href="../{pdf}"' in (project / "site" / "intranet" / "help" / "index.html").read_text()


def test_a_page_where_another_view_has_its_folder_is_refused() -> None:
    views = [
        View("public", "Public", SiteName("website"), "website", is_top=True),
        View("parents", "Parents", SiteName("website"), "website/parents", is_top=False),
    ]
    refuse_clash(views[0], ["parents.html", "index.html"], views)
    refuse_clash(views[1], ["parents/index.html"], views)
    for name in ("parents", "parents/index.html"):
        with pytest.raises(UnusableError, match="has the address of the view Parents"):
            refuse_clash(views[0], [name], views)


def test_digests_are_of_every_file(tmp_path: Path) -> None:
    write(tmp_path, {"a/b": b"one", "c": b"two"})
    assert digests_below(tmp_path) == {
        "a/b": hashlib.sha256(b"one").digest(),
        "c": hashlib.sha256(b"two").digest(),
    }
