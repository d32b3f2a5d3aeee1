"""A build that takes what it can from earlier ones leaves the very bytes that a build from nothing leaves."""

from __future__ import annotations

import datetime as dt
import random
import shutil
from collections.abc import Iterator
from contextlib import chdir
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import yaml

from policy_handbook.keeping import packed, unpacked
from policy_handbook.publish.checking import kept_between
from policy_handbook.publish.kept_folder import CACHE
from policy_handbook.publish.kept_texts import Parts
from policy_handbook.publish.unchanged import NAME
from tests.processes import build
from tests.test_publish import digest

ROOT = Path(__file__).parent.parent
TODAY = dt.date(2026, 11, 21)
AUDIENCES = ("public", "parents", "pupils", "staff")
EDITS = 4
"""How many edits follow each other; what one leaves behind is what the next finds."""


def project_at(folder: Path) -> Path:
    """Make a project without data."""
    (folder / "docs").mkdir(parents=True)
    (folder / "docs" / "help.md").write_text("---\naudience: everyone\n---\n# Help\n\nAsk at the office.\n")
    (folder / "hooks").mkdir()
    (folder / "hooks" / "handbook.py").write_text("from mkdocs_hooks import *\n")
    config = (ROOT / "mkdocs.yml").read_text().replace("hooks/mkdocs_hooks.py", "hooks/handbook.py")
    (folder / "mkdocs.yml").write_text(config)
    return folder


def is_built(project: Path, today: dt.date = TODAY) -> bool:
    """Build a project from within its folder; whether nothing was wrong with its data."""
    with chdir(project):
        return build(Path("policy_data"), Path("site"), root=Path(), today=today).ok


def forget(project: Path) -> None:
    """Delete what is kept, but for printed sheets, which take long to make and are kept by all that is in them."""
    shutil.rmtree(project / CACHE / "kept", ignore_errors=True)
    (project / CACHE / NAME).unlink(missing_ok=True)
    shutil.rmtree(project / "site", ignore_errors=True)


def edited(value: Any, chance: random.Random) -> Any:
    """Return a value with one thing in it changed at random: a text, an audience, a date, a part, their order."""
    if isinstance(value, dict) and value:
        return fields_edited(value, chance.choice([*value]), chance)
    if isinstance(value, list) and value:
        return list_edited(value, chance.randrange(len(value)), chance)
    if isinstance(value, int):
        return value + 1
    if isinstance(value, str) and " " in value:
        return chance.choice([f"{value} And more of it.", f"So, {value}", " ".join(value.split()[1:])])
    return value


def fields_edited(value: dict[str, Any], key: str, chance: random.Random) -> Any:
    """Change one field."""
    if key == "audience":
        return {**value, key: chance.sample(AUDIENCES, chance.randint(1, 3))}
    if key == "status":
        return {**value, key: chance.choice(["in-force", "in-force", "withdrawn"])}
    if chance.random() < 0.05:
        return {name: inner for name, inner in value.items() if name != key}
    return {**value, key: edited(value[key], chance)}


def list_edited(value: list[Any], place: int, chance: random.Random) -> Any:
    """Change one place of a list, or its order."""
    drawn = chance.random()
    if drawn < 0.1:
        return value[:place] + value[place + 1 :]
    if drawn < 0.2:
        return [*value, value[place]]
    if drawn < 0.3:
        return value[::-1]
    return [*value[:place], edited(value[place], chance), *value[place + 1 :]]


def edits(folder: Path, chance: random.Random) -> Iterator[tuple[Path, str]]:
    """Edit one data file after another, without an end; yields each file with the text that it had."""
    while True:
        path = chance.choice(sorted(folder.rglob("*.yaml")))
        before = path.read_text(encoding="utf-8")
        value = edited(yaml.safe_load(before), chance)
        path.write_text(yaml.safe_dump(value, allow_unicode=True, sort_keys=False), encoding="utf-8")
        yield path, before


@pytest.mark.parametrize("seed", range(2))
def test_whatever_is_edited_a_warm_build_leaves_what_a_cold_one_leaves(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    warm, cold = project_at(tmp_path / "warm"), project_at(tmp_path / "cold")
    (warm / CACHE / "printed").mkdir(parents=True)
    (cold / CACHE).mkdir()
    (cold / CACHE / "printed").symlink_to(warm / CACHE / "printed")
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    import_module("generate").write_handbook(tmp_path / "drawn", 6, seed)
    shutil.copytree(tmp_path / "drawn" / "policy_data", warm / "policy_data")
    assert is_built(warm)
    shutil.copytree(warm / "policy_data", cold / "policy_data")

    sound = 0
    for path, before in edits(warm / "policy_data", random.Random(seed)):  # noqa: S311 - no secret
        if path.read_text() == before:
            continue
        if is_built(warm):
            sound += 1
            shutil.copytree(warm / "policy_data", cold / "policy_data", dirs_exist_ok=True)
            forget(cold)
            assert is_built(cold)
            assert digest(warm / "site") == digest(cold / "site"), f"after an edit of {path.name}"
        else:
            path.write_text(before)  # such an edit stops any build
        if sound == EDITS:
            break


# --- what is kept, and when ---------------------------------------------------------------------------------


def rewrite(project: Path, name: str, old: str, new: str) -> None:
    """Replace words in a file of the project."""
    path = project / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def mark_what_is_kept(project: Path) -> None:
    """Put a mark into every page that is kept, so that it can be told from one that is made anew."""
    store = kept_between(project, project / "policy_data")
    for audience in AUDIENCES:
        shelf, texts = store.shelf(f"pages of {audience}"), store.drawer(f"texts of pages of {audience}")
        assert shelf.entries()
        for name, (key, value) in shelf.entries().items():
            known = unpacked(value)
            text = texts.take({name: bytes.fromhex(known["text"])})[name]
            marked = Parts(text.replace(b"</footer>", b"<!-- was kept --></footer>"), tuple(known["at"]))
            file = {"size": len(marked.file), "sha256": sha256(marked.file).hexdigest()}
            shelf.put(name, key, packed({**known, **file, "text": marked.digest.hex()}))
            texts.put({name: (marked.digest, marked.data)}, ())
        shelf.save()


def forget_texts(project: Path) -> None:
    """Lose the texts of all pages, but not what is known of these."""
    store = kept_between(project, project / "policy_data")
    for audience in AUDIENCES:
        store.drawer(f"texts of pages of {audience}").put({})


def made_anew(project: Path) -> set[str]:
    """The pages of policies that were made in the last build, and not taken from an earlier one."""
    site = project / "site"
    pages = [page for page in sorted(site.rglob("index.html")) if page.parent.parent.name == "policies"]
    new = (page for page in pages if "<!-- was kept -->" not in page.read_text(encoding="utf-8"))
    return {page.parent.relative_to(site).as_posix() for page in new}


@pytest.fixture(name="project")
def fixture_project(tmp_path: Path) -> Path:
    """A project that was built, with a mark in every page that is kept."""
    project = project_at(tmp_path / "project")
    shutil.copytree(Path(__file__).parent / "data" / "small", project / "policy_data")
    assert is_built(project)
    mark_what_is_kept(project)
    return project


OPEN = {"website/policies/open", "website/parents/policies/open", "website/pupils/policies/open"}
STAFF = {"intranet/policies/open", "intranet/policies/closed"}


def test_the_pages_of_other_policies_and_readers_are_kept(project: Path) -> None:
    rewrite(project, "policy_data/policies/closed.yaml", "summary: ", "summary: Anew. ")
    assert is_built(project)
    assert made_anew(project) == {"intranet/policies/closed"}


def test_a_text_for_some_readers_makes_their_pages_anew_and_no_others(project: Path) -> None:
    rewrite(project, "policy_data/policies/open.yaml", "For parents", "For all parents")
    assert is_built(project)
    assert made_anew(project) == {"website/parents/policies/open"}


EVERYWHERE = {
    "the name of the school": ("policy_data/school.yaml", "name: Exampleton Primary", "name: Exampleton Junior"),
    "a word of the glossary": ("policy_data/glossary.yaml", "A rule.", "A rule of ours."),
    "a page of docs that every footer names": ("docs/help.md", "# Help", "# Help us"),
    "the configuration": ("mkdocs.yml", "site_name: ", "site_name: The "),
    "a hook of the project": ("hooks/handbook.py", "*", "*  # all"),
}


@pytest.mark.parametrize("case", EVERYWHERE)
def test_what_every_page_shows_makes_every_page_anew(case: str, project: Path) -> None:
    rewrite(project, *EVERYWHERE[case])
    assert is_built(project)
    assert made_anew(project) == OPEN | STAFF


def test_a_title_makes_those_pages_anew_that_name_it(project: Path) -> None:
    rewrite(project, "policy_data/policies/closed.yaml", "title: ", "title: Newly ")
    assert is_built(project)
    assert made_anew(project) == STAFF  # the open policy leads to the closed one, which staff alone may know of


def test_a_title_that_a_meaning_names_makes_those_pages_anew_that_explain_the_word(project: Path) -> None:
    rewrite(project, "policy_data/glossary.yaml", "A word for staff.", "'A word for staff, see [[closed]].'")
    rewrite(project, "policy_data/policies/open.yaml", "{text: For staff,", "{text: For staff a code word,")
    rewrite(project, "policy_data/policies/open.yaml", "[closed, ", "[")
    assert is_built(project)
    mark_what_is_kept(project)
    rewrite(project, "policy_data/policies/closed.yaml", "title: ", "title: Newly ")
    assert is_built(project)
    assert made_anew(project) == STAFF
    page = project / "site" / "intranet" / "policies" / "open" / "index.html"
    assert "A word for staff, see Newly" in page.read_text(encoding="utf-8")


def test_a_new_policy_makes_no_other_page_anew(project: Path) -> None:
    policies = project / "policy_data" / "policies"
    text = (policies / "open.yaml").read_text(encoding="utf-8")
    (policies / "added.yaml").write_text(text.replace("title: Open", "title: Added"), encoding="utf-8")
    assert is_built(project)
    assert {page.rpartition("/")[2] for page in made_anew(project)} == {"added", "closed"}  # that has a new row


def test_another_day_makes_every_page_anew(project: Path) -> None:
    assert is_built(project, TODAY + dt.timedelta(days=1))
    assert made_anew(project) == OPEN | STAFF


def test_a_build_of_another_day_leaves_what_one_from_nothing_leaves(project: Path) -> None:
    forget(project)
    assert is_built(project)
    rewrite(project, "policy_data/policies/closed.yaml", "title: ", "title: Newly ")
    assert is_built(project, TODAY + dt.timedelta(days=1))
    warm = digest(project / "site")
    forget(project)
    assert is_built(project, TODAY + dt.timedelta(days=1))
    assert digest(project / "site") == warm


@pytest.mark.parametrize("days", [0, 1])
def test_a_text_that_was_lost_is_made_anew(days: int, project: Path) -> None:
    forget(project)
    assert is_built(project)
    forget_texts(project)
    rewrite(project, "policy_data/policies/closed.yaml", "title: ", "title: Newly ")
    rewrite(project, "docs/help.md", "Ask", "See [the policy](policies/open.md). Ask")
    assert is_built(project, TODAY + dt.timedelta(days=days))
    warm = digest(project / "site")
    forget(project)
    assert is_built(project, TODAY + dt.timedelta(days=days))
    assert digest(project / "site") == warm


def test_no_page_is_kept_where_mkdocs_takes_from_elsewhere(project: Path) -> None:
    with (project / "mkdocs.yml").open("a") as config:
        config.write("extra:\n  look: snippets\n")
    assert is_built(project)
    assert made_anew(project) == OPEN | STAFF


def test_a_page_to_which_docs_lead_by_its_source_is_found(project: Path) -> None:
    rewrite(project, "docs/help.md", "Ask", "See [the policy](policies/open.md). Ask")
    assert is_built(project)  # every link is followed; MkDocs would stop at one that leads to no source
    assert is_built(project, TODAY + dt.timedelta(days=1))
    rewrite(project, "policy_data/policies/closed.yaml", "summary: ", "summary: Anew. ")
    assert is_built(project, TODAY + dt.timedelta(days=1))
    assert 'href="../policies/open/"' in (project / "site" / "website" / "help" / "index.html").read_text()


def test_every_page_is_in_the_site_map_kept_or_not(project: Path) -> None:
    rewrite(project, "policy_data/policies/closed.yaml", "summary: ", "summary: Anew. ")
    before = (project / "site" / "website" / "sitemap.xml").read_bytes()
    assert is_built(project)
    assert (project / "site" / "website" / "sitemap.xml").read_bytes() == before
    assert b"/policies/open/</loc>" in before
