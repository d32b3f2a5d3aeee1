"""Links of a built site: each leads to a page or file that is there, and to a place on it."""

import datetime as dt
import json
import shutil
from pathlib import Path

import pytest

from policy_handbook.publish.linkcheck import BuiltSite
from tests.processes import build
from tests.test_cli import handbook

ROOT = Path(__file__).parent.parent
SMALL = Path(__file__).parent / "data" / "small"
TODAY = dt.date(2026, 11, 21)
HOSTS = {"website": "https://policies.example.org/school", "intranet": ""}
PAGES = {
    "website/index.html": '<h1 id="home">Home</h1>',
    "website/policies/open/index.html": '<h2 id="clause-1-1">1.1</h2><a name="old"></a><p id="caf\u00e9">x</p>',
    "website/parents/index.html": "<p>Parents</p>",
    "website/assets/crest.svg": "<svg/>",
    "intranet/index.html": "<p>Staff</p>",
}


def faults(folder: Path, html: str, page: str = "website/policies/index.html") -> dict[str, str]:
    """What is wrong with the links of one page among the others."""
    for name, text in (PAGES | {page: html}).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    broken = list(BuiltSite(folder, HOSTS).broken())
    assert {one.link.page for one in broken} <= {page}
    return {one.link.address: one.why for one in broken}


@pytest.mark.parametrize(
    "address",
    [
        "open/",
        "open/#clause-1-1",
        "open/#old",
        "open/#caf%C3%A9",
        "open/index.html",
        "./",
        "../",
        "..",
        "#",
        "#top",
        "",
        "?q=phones",
        "../search/../policies/open/?q=1#clause-1-1",
        "../parents/",
        "../../intranet/",
        "/school/policies/open/",
        "/school/",
        "https://policies.example.org/school",
        "https://policies.example.org/school/policies/open/#clause-1-1",
        "https://policies.example.org/schools-of-others/nothing/",
        "https://elsewhere.example.org/nothing/",
        "//elsewhere.example.org/nothing/",
        "mailto:office@example.org",
        "tel:01632960123",
        "data:image/gif;base64,R0lGOD",
        "open/#:~:text=1.1",
        "../assets/crest.svg#any-view",
    ],
)
def test_a_link_that_leads_somewhere_is_no_fault(address: str, tmp_path: Path) -> None:
    assert faults(tmp_path, f'<a href="{address}">x</a>') == {}


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("closed/", "there is no such page or file"),
        ("open/index.htm", "there is no such page or file"),
        ("Open/", "there is no such page or file"),
        ("open", "it is a folder, and needs a slash at the end"),
        ("open/#clause-9-9", "that page has no place called clause-9-9"),
        ("#clause-1-1", "that page has no place called clause-1-1"),
        ("../parents/policies/", "there is no such page or file"),
        ("../../intranet/roles/", "there is no such page or file"),
        ("/school/nothing/", "there is no such page or file"),
        ("https://policies.example.org/school/nothing/", "there is no such page or file"),
        ("https://policies.example.org/school/policies/open/#no", "that page has no place called no"),
    ],
)
def test_a_link_that_leads_nowhere_is_a_fault_that_says_why(address: str, why: str, tmp_path: Path) -> None:
    assert faults(tmp_path, f'<p><a href="{address}">x</a> <a href="{address}">again</a></p>') == {address: why}


@pytest.mark.parametrize(
    "html",
    [
        '<img src="no.png">',
        '<img srcset="../assets/crest.svg 1x, no.png 2x">',
        '<script src="no.png"></script>',
        '<link rel="icon" href="no.png">',
        '<form action="no.png"></form>',
        '<video poster="no.png"></video>',
        '<object data="no.png"></object>',
        '<svg><use xlink:href="no.png"/></svg>',
    ],
)
def test_whatever_a_page_asks_for_is_followed(html: str, tmp_path: Path) -> None:
    assert faults(tmp_path, html) == {"no.png": "there is no such page or file"}


def test_words_that_look_like_a_link_are_none(tmp_path: Path) -> None:
    text = '<p>Write href="nothing/" there.</p><!-- <a href="nothing/"> --><p data-href="nothing/" title="src=no">x</p>'
    assert faults(tmp_path, text) == {}


def test_style_sheets_site_maps_and_hits_of_the_search_are_followed(tmp_path: Path) -> None:
    css = "@font-face { src: url('fonts/no.woff2') } body { background: url(crest.svg), url(data:x) }"
    assert faults(tmp_path / "a", css, "website/assets/h.css") == {"fonts/no.woff2": "there is no such page or file"}
    site_map = "<loc>https://policies.example.org/school/no/</loc><loc>https://policies.example.org/school/</loc>"
    assert list(faults(tmp_path / "b", site_map, "website/sitemap.xml")) == ["https://policies.example.org/school/no/"]
    index = (
        'window.handbookIndex={"pages":[["policies/open/","Open","",1,"",[["clause-1-1","",""],["gone","",""]]]]};\n'
    )
    assert faults(tmp_path / "c", index, "website/assets/search-index.js") == {
        "../policies/open/#gone": "that page has no place called gone"
    }


def test_a_site_that_was_not_built_is_not_asked_for(tmp_path: Path) -> None:
    (tmp_path / "website").mkdir()
    (tmp_path / "website" / "index.html").write_text('<a href="../intranet/">Staff</a>', encoding="utf-8")
    assert list(BuiltSite(tmp_path, HOSTS).broken()) == []


def test_a_view_that_was_not_built_is_not_asked_for_and_one_that_was_is(tmp_path: Path) -> None:
    folders = ("website", "website/parents", "website/pupils", "intranet")
    pages = {
        "website/index.html": '<a href="pupils/">1</a><a href="pupils">2</a><a href="pupils/nothing/#x">3</a>'
        '<a href="nothing/">4</a><a href="parents/nothing/">5</a><a href="pupil/">6</a>',
        "website/parents/index.html": '<a href="../pupils/">1</a><a href="/school/pupils/nothing/">2</a>',
    }
    for name, text in pages.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")

    found = [one.link.address for one in BuiltSite(tmp_path, HOSTS, folders).broken()]
    assert found == ["nothing/", "parents/nothing/", "pupil/"]

    (tmp_path / "website/index.html").unlink()
    (tmp_path / "website/parents/index.html").write_text('<a href="../">1</a><a href="no/">2</a>', encoding="utf-8")
    assert [one.link.address for one in BuiltSite(tmp_path, HOSTS, folders).broken()] == ["no/"]


def test_the_line_of_a_link_is_known(tmp_path: Path) -> None:
    faults(tmp_path, "<p>\n<b>\n<a href='no/'>x</a>")
    assert [one.link.line for one in BuiltSite(tmp_path, HOSTS).broken()] == [3]


def test_addresses_of_other_hosts_are_gathered_once_each(tmp_path: Path) -> None:
    faults(tmp_path, '<a href="https://a.example/x#y">1</a><a href="https://a.example/x">2</a><a href="./">3</a>')
    assert list(BuiltSite(tmp_path, HOSTS).external()) == ["https://a.example/x"]


# --- in a build -------------------------------------------------------------------------------------------


@pytest.fixture(name="project")
def fixture_project(tmp_path: Path) -> Path:
    """A project with the small school and one hand-written page."""
    shutil.copytree(SMALL, tmp_path / "policy_data")
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    (tmp_path / "hooks").symlink_to(ROOT / "hooks")
    (tmp_path / "docs").mkdir()
    return tmp_path


def write_page(project: Path, text: str) -> None:
    page = f"---\naudience: everyone\ntitle: Welcome\n---\n\n# Welcome\n\n{text}\n"
    (project / "docs" / "welcome.md").write_text(page, encoding="utf-8")


@pytest.mark.parametrize("view", ["public", "pupils", "staff"])
def test_one_view_is_built_into_an_empty_folder_and_its_own_links_are_followed(view: str, project: Path) -> None:
    site = project / "site"
    write_page(project, '<p><a href="../policies/open/#section-one">good</a></p>')
    assert "Built " in handbook("build", "--view", view, "--today", "2026-11-21", folder=project)
    views = {entry["view"] for entry in json.loads((site / "manifest.json").read_bytes())["files"]}
    assert views == {view}

    write_page(project, '<p><a href="../policies/open/#section-gone">bad</a></p>')
    said = handbook("build", "--view", view, "--today", "2026-11-21", folder=project, code=1)
    assert "that page has no place called section-gone (broken-link)" in said
    assert said.count("(broken-link)") == 1


def test_a_broken_link_is_an_error_and_the_old_site_stays(project: Path) -> None:
    site = project / "site"
    write_page(project, '<p><a href="../policies/open/#section-one">good</a></p>')
    first = build(project / "policy_data", site, root=project, today=TODAY)
    assert first.ok, [str(finding) for finding in first.findings if finding.severity == "error"]
    before = (site / "website/welcome/index.html").read_bytes()

    write_page(project, '<p><a href="../policies/open/#section-gone">bad</a></p>')
    second = build(project / "policy_data", site, root=project, today=TODAY)

    found = [finding for finding in second.findings if finding.rule == "broken-link"]
    assert not second.ok
    assert {(f.place.file, str(f.severity), f.found) for f in found} == {
        ("docs/welcome.md", "error", "../policies/open/#section-gone")
    }
    assert {f.message for f in found} == {
        f"a link on the page {view}/welcome/ leads nowhere: that page has no place called section-gone"
        for view in ("website", "website/parents", "website/pupils", "intranet")
    }
    assert (site / "website/welcome/index.html").read_bytes() == before
