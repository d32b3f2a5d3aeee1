"""The last look at a built site finds what it would find if it had never looked before, whatever it has kept."""

import datetime as dt
import gzip
import hashlib
import os
import random
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from policy_handbook.audience import for_audience
from policy_handbook.findings import Finding
from policy_handbook.keeping import NOTHING_KEPT, Store
from policy_handbook.model import Handbook
from policy_handbook.pages import PageContext, pages_of
from policy_handbook.print import NO_CACHE
from policy_handbook.publish.inspection import Inspection, inspect
from policy_handbook.publish.looked import Looked
from policy_handbook.publish.pointers import Reader
from policy_handbook.publish.signs import LASTING
from policy_handbook.read import read_handbook
from tests.random_handbooks import draw
from tests.test_warm_builds import edits

TODAY = dt.date(2026, 11, 21)
SMALL = Path(__file__).parent / "data" / "small"
TOLD = "Keys hang behind the green door of the small hall"


def findings(whole: Handbook, site: Path, store: Store, cores: int = 1) -> list[Finding]:
    return [*inspect(Inspection(whole, site, NO_CACHE, site, (), store), cores).findings]


# --- one thing after another ------------------------------------------------------------------------------


class School:
    """A small school, its built pages, and what was kept of the last look at them."""

    def __init__(self, folder: Path) -> None:
        self.data, self.site = folder / "data", folder / "site"
        self.store = Store(folder / "kept.sqlite")
        shutil.copytree(SMALL, self.data)
        for view in ("website", "website/parents", "website/pupils", "intranet"):
            self.write(f"{view}/index.html", '<a href="policies/open/#rules">Open</a>')
            self.write(f"{view}/policies/open/index.html", '<h2 id="rules">Rules</h2><h2 id="more">More</h2>')

    def write(self, name: str, text: str | bytes) -> None:
        path = self.site / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())

    def add_clause(self, clause: str, audience: str) -> None:
        path = self.data / "policies" / "open.yaml"
        text = f"  - {{id: hall, title: Hall, clauses: [{{text: {clause}, audience: [{audience}]}}]}}\n"
        path.write_text((SMALL / "policies" / "open.yaml").read_text() + text)

    def found(self, cores: int = 1) -> list[str]:
        """What is found, which is what would be found with nothing kept."""
        whole = read_handbook(self.data, "data").handbook
        assert whole is not None
        cold = findings(whole, self.site, NOTHING_KEPT)
        assert findings(whole, self.site, self.store, cores) == cold
        return [finding.message for finding in cold]


@pytest.fixture(name="school")
def fixture_school(tmp_path: Path) -> School:
    school = School(tmp_path)
    assert school.found() == []
    return school


PLACES: dict[str, str | bytes] = {
    "website/hall/index.html": f"<p>{TOLD.replace('green', '<b>green</b>')}</p>",
    "website/hall.json": f'{{"text": "{TOLD}"}}',
    "website/sitemap.xml.gz": gzip.compress(TOLD.encode()),
    f"website/{TOLD.replace(' ', '-')}.png": b"",
}


@pytest.mark.parametrize("name", PLACES)
@pytest.mark.parametrize("cores", [1, 3])
def test_a_clause_that_becomes_withheld_is_found_on_a_page_that_was_not_built_again(
    school: School, name: str, cores: int
) -> None:
    school.write(name, PLACES[name])
    school.add_clause(TOLD, "public, staff")
    assert school.found(cores) == []
    school.add_clause(TOLD, "staff")
    leak = f"{name} holds a clause that its readers may not see"
    assert school.found(cores) == [leak]
    assert school.found(cores) == [leak]  # and again, for nothing was published
    school.add_clause(TOLD, "public, staff")
    assert school.found(cores) == []


def test_what_nobody_had_written_when_it_was_looked_through_is_found_once_it_is_withheld(school: School) -> None:
    school.write("website/hall/index.html", f"<p>{TOLD}</p>")
    assert school.found() == []
    school.add_clause(f"Remember that {TOLD.lower()}", "staff")
    assert school.found() == ["website/hall/index.html holds a clause that its readers may not see"]


def test_a_text_that_is_said_by_nobody_else_any_more_is_found(school: School) -> None:
    school.write("website/hall/index.html", f"<p>{TOLD}</p>")
    school.add_clause(TOLD, "staff")
    closed = school.data / "policies" / "closed.yaml"
    before = closed.read_text()
    closed.write_text(before.replace("audience: [staff]", "audience: [staff, public]").replace("Hidden", TOLD))
    assert school.found() == []
    closed.write_text(before)
    assert school.found() == ["website/hall/index.html holds a clause that its readers may not see"]


def test_an_address_that_becomes_withheld_is_found_on_pages_that_were_not_built_again(school: School) -> None:
    school.write("website/news.json", '["tell-nobody", "/on-the-roof/"]')
    school.write("website/hall/on-the-roof.pdf.txt", "")
    assert school.found() == []
    draft = (SMALL / "policies" / "draft.yaml").read_text()
    for name in ("tell-nobody", "on-the-roof"):
        (school.data / "policies" / f"{name}.yaml").write_text(draft)
    names = ["website/hall/on-the-roof.pdf.txt", "website/news.json", "website/news.json"]
    assert school.found() == [f"{name} holds a address of a policy that its readers may not see" for name in names]


def test_a_leak_in_a_page_that_changed_is_found_and_found_again(school: School) -> None:
    school.add_clause(TOLD, "staff")
    assert school.found() == []
    school.write("website/parents/policies/open/index.html", f'<h2 id="rules">{TOLD}</h2>')
    leak = "website/parents/policies/open/index.html holds a clause that its readers may not see"
    assert school.found() == [leak]
    assert school.found() == [leak]


@pytest.mark.parametrize(
    ("name", "text", "page", "why"),
    [
        ("policies/open/index.html", '<h2 id="more">M</h2>', "", "that page has no place called rules"),
        ("index.html", '<a href="policies/open/#rule">Open</a>', "", "that page has no place called rule"),
        ("policies/open/index.html", None, "", "there is no such page or file"),
    ],
)
def test_a_link_that_leads_nowhere_any_more_is_found_on_either_side(
    school: School, name: str, text: str | None, page: str, why: str
) -> None:
    if text is None:
        (school.site / "intranet" / name).unlink()
    else:
        school.write(f"intranet/{name}", text)
    broken = [f"a link on the page intranet/{page} leads nowhere: {why}"]
    assert school.found() == broken
    assert school.found() == broken


def test_links_into_a_view_are_followed_once_it_is_built(school: School) -> None:
    school.write("intranet/index.html", '<a href="../website/pupils/no/">x</a>')
    shutil.rmtree(school.site / "website" / "pupils")
    assert school.found() == []
    school.write("website/pupils/index.html", "Pupils")
    assert school.found() == ["a link on the page intranet/ leads nowhere: there is no such page or file"]


def test_what_is_kept_of_two_builds_is_not_taken_together(school: School) -> None:
    """As two builds into different folders leave it that end at the same moment."""
    first = school.store.shelf("looked through website").entries()[""]
    view = next(view for view in handbook_of(school).views if view.folder == "website")
    school.write("website/index.html", "Other")
    assert school.found() == []
    assert Looked(school.store, view).cleared is not None
    assert school.store.file is not None
    old = School(school.site.parent / "other")
    old.found()
    with closing(sqlite3.connect(school.store.file)) as kept, kept:
        kept.execute("ATTACH ? AS other", [str(old.store.file)])
        kept.execute("INSERT OR REPLACE INTO kept SELECT * FROM other.kept WHERE shelf LIKE 'looked%' AND name = ''")
    assert Looked(school.store, view).cleared is None
    assert school.store.shelf("looked through website").entries()[""] == first
    assert school.found() == []


@pytest.mark.parametrize("lost", ["traces of %", "links of %", "looked through %", "words of %", "files of %"])
def test_what_is_lost_of_what_was_kept_is_found_out_again(school: School, lost: str) -> None:
    school.write("website/hall/index.html", f'<p id="hall">{TOLD}</p>')
    school.write("website/index.html", '<a href="hall/#hall">x</a>')
    assert school.found() == []
    assert school.store.file is not None
    with closing(sqlite3.connect(school.store.file)) as kept, kept:
        assert kept.execute("DELETE FROM kept WHERE shelf LIKE ?", (lost,)).rowcount
    school.add_clause(TOLD, "staff")
    school.write("website/hall/index.html", f"<p>{TOLD}</p>")
    leak = "website/hall/index.html holds a clause that its readers may not see"
    broken = "a link on the page website/ leads nowhere: that page has no place called hall"
    assert sorted(school.found()) == [broken, leak]


@pytest.mark.parametrize("lost", ["traces of %", "links of %"])
def test_of_files_that_are_as_they_were_lost_facts_are_found_out_again(school: School, lost: str) -> None:
    school.write("website/hall/index.html", f'<p id="hall">{TOLD}</p>')
    assert school.found() == []
    assert school.store.file is not None
    with closing(sqlite3.connect(school.store.file)) as kept, kept:
        kept.execute("DELETE FROM kept WHERE shelf LIKE ?", (lost,))
    school.write("website/index.html", '<a href="hall/#hall">x</a><a href="hall/#no">x</a>')
    school.add_clause(TOLD, "staff")
    leak = "website/hall/index.html holds a clause that its readers may not see"
    broken = "a link on the page website/ leads nowhere: that page has no place called no"
    assert sorted(school.found()) == [broken, leak]


def handbook_of(school: School) -> Handbook:
    whole = read_handbook(school.data, "data").handbook
    assert whole is not None
    return whole


def test_files_that_are_as_they_were_are_not_read_again(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else nothing of this saves anything."""
    read = []
    whole = handbook_of(school)
    monkeypatch.setattr(Reader, "pointers_of", lambda _self, name, _data: read.append(name))
    school.write("website/new/index.html", "New")
    findings(whole, school.site, school.store)
    assert read == ["new/index.html"]


# --- anything after anything -------------------------------------------------------------------------------


def build_pages(whole: Handbook, site: Path, chance: random.Random) -> None:
    """Write the pages of all views, or of some: whoever builds too little is found out as well."""
    for view in whole.views:
        if chance.random() < 0.3 and (site / view.folder).is_dir():
            continue
        for page in pages_of(for_audience(whole, view.audience), PageContext(TODAY)):
            path = site / view.folder / page.file_name
            path.parent.mkdir(parents=True, exist_ok=True)
            top = "../" * page.file_name.count("/")
            path.write_text(f'<a href="{top}index.html#top">Top</a>\n' + page.html.replace(" href=", " data-href="))


def disturb(whole: Handbook, site: Path, chance: random.Random) -> None:
    """Do to a built page what ought not to be done."""
    path = chance.choice(sorted(site.rglob("*.html")))
    texts = [clause.text for policy in whole.policies.values() for clause in policy.all_clauses()]
    planted = chance.choice(
        [
            f"<p>{chance.choice(texts or ['nothing'])}</p>",
            f'<a href="#{chance.choice("abc")}" id="b">x</a>',
            f'<a href="../{chance.choice([*whole.policies])}/">x</a>',
            "",
        ]
    )
    if planted:
        path.write_text(path.read_text() + planted)
    else:
        path.unlink()


@pytest.mark.parametrize("seed", range(6))
def test_whatever_is_edited_or_done_to_a_page_is_found_as_if_nothing_were_kept(seed: int, tmp_path: Path) -> None:
    draw(seed).write(tmp_path / "data")
    chance = random.Random(seed)  # noqa: S311 - no secret
    site, store = tmp_path / "site", Store(tmp_path / "kept.sqlite")
    clean = steps = 0
    for path, before in edits(tmp_path / "data", chance):
        whole = read_handbook(tmp_path / "data", "data").handbook
        if whole is None:
            path.write_text(before)
            continue
        build_pages(whole, site, chance)
        if chance.random() < 0.4:
            disturb(whole, site, chance)
        cold = findings(whole, site, NOTHING_KEPT)
        assert findings(whole, site, store) == cold
        assert findings(whole, site, store) == cold
        clean, steps = clean + (not cold), steps + 1
        if cold and chance.random() < 0.7:
            shutil.rmtree(site)
        if steps == 12:
            break
    assert clean > 1


# --- what nobody has touched ------------------------------------------------------------------------------

LATER = 1 << 62
"""A time at which nobody has touched any file for years."""


def read_in(school: School, now: int, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files of the website that are read in a look."""
    whole = read_handbook(school.data, "data").handbook
    assert whole is not None
    read: list[str] = []

    def noted(path: str) -> bytes:
        read.append(path)
        return Path(path).read_bytes()

    monkeypatch.setattr("policy_handbook.publish.inspection.bytes_of", noted)
    inspect(Inspection(whole, school.site, NO_CACHE, school.site, (), school.store, now), 1)
    return sorted({Path(path).relative_to(school.site).as_posix() for path in read if "/website/" in path})


def test_a_file_that_nobody_has_touched_is_not_read_again(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(read_in(school, LATER, monkeypatch)) == 6
    assert read_in(school, LATER, monkeypatch) == []


def test_a_file_that_was_given_its_old_time_and_size_again_is_read(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_in(school, LATER, monkeypatch)
    path = school.site / "website" / "policies" / "open" / "index.html"
    before = path.stat()
    path.write_bytes(path.read_bytes().replace(b"More", b"Less"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size
    assert read_in(school, LATER, monkeypatch) == ["website/policies/open/index.html"]


def test_a_file_that_was_written_a_moment_before_is_read_again(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    written = min(path.stat().st_ctime_ns for path in school.site.rglob("*") if path.is_file())
    assert len(read_in(school, written + LASTING, monkeypatch)) == 6
    assert len(read_in(school, LATER, monkeypatch)) == 6
    assert read_in(school, LATER, monkeypatch) == []


def test_the_digests_of_all_files_come_of_it_for_the_manifest(school: School) -> None:
    for store in (NOTHING_KEPT, school.store):
        seen = inspect(Inspection(handbook_of(school), school.site, NO_CACHE, school.site, (), store), 1)
        files = {path for path in school.site.rglob("*") if path.is_file()}
        assert seen.digests == {
            path.relative_to(school.site).as_posix(): hashlib.sha256(path.read_bytes()).digest() for path in files
        }
