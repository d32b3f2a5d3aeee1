"""A build of which nothing has changed is not done again; whatever has changed, it is."""

import datetime as dt
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from policy_handbook.program import program_digest
from policy_handbook.publish.build import BuildResult
from policy_handbook.publish.build import build as build_here
from policy_handbook.publish.unchanged import NAME, origin_of
from tests.processes import build
from tests.test_publish import digest

ROOT = Path(__file__).parent.parent
TODAY = dt.date(2026, 11, 21)


@pytest.fixture(name="project")
def fixture_project(tmp_path: Path) -> Path:
    project = tmp_path / "project"
    (project / "docs").mkdir(parents=True)
    (project / "docs" / "help.md").write_text("---\naudience: everyone\n---\n# Help\n\nAsk at the office.\n")
    (project / "hooks").mkdir()
    (project / "hooks" / "handbook.py").write_text("from mkdocs_hooks import *\n")
    config = (ROOT / "mkdocs.yml").read_text().replace("hooks/mkdocs_hooks.py", "hooks/handbook.py")
    (project / "mkdocs.yml").write_text(config)
    shutil.copytree(Path(__file__).parent / "data" / "small", project / "policy_data")
    return project


def built(project: Path, today: dt.date = TODAY, views: tuple[str, ...] = ()) -> BuildResult:
    return build(project / "policy_data", project / "site", root=project, today=today, views=views)


def test_what_has_not_changed_is_left_and_told_as_before(project: Path) -> None:
    first = built(project)
    before = digest(project / "site")
    second = built(project)

    assert first.ok
    assert not first.unchanged
    assert second.unchanged
    assert (second.findings, second.views) == (first.findings, first.views)
    assert digest(project / "site") == before


@pytest.fixture(name="settled")
def fixture_settled(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with a site of which each file was looked through as if it had been written long before."""
    monkeypatch.setattr("policy_handbook.publish.signs.LASTING", -(10**18))
    # in this process alone, where that is so
    assert build_here(project / "policy_data", project / "site", root=project, today=TODAY, cores=1).ok
    return project


def test_files_that_nobody_has_touched_are_not_read_to_know_that_nothing_has_changed(
    settled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("policy_handbook.publish.manifest.bytes_of", lambda path: pytest.fail(f"{path} is read"))
    assert build_here(settled / "policy_data", settled / "site", root=settled, today=TODAY).unchanged


def test_a_file_that_was_given_its_old_time_and_size_again_is_made_anew(settled: Path) -> None:
    before = digest(settled / "site")
    path = settled / "site" / "website" / "index.html"
    state = path.stat()
    path.write_bytes(path.read_bytes()[::-1])
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))
    assert not built(settled).unchanged
    assert digest(settled / "site") == before


def edit_policy(project: Path) -> None:
    path = project / "policy_data" / "policies" / "open.yaml"
    path.write_text(path.read_text().replace("For staff,", "For all staff,"))


def edit_site(project: Path) -> None:
    (project / "site" / "website" / "index.html").write_text("<p>Something else</p>")


def add_to_site(project: Path) -> None:
    (project / "site" / "website" / "extra.html").write_text("<p>Something more</p>")


def take_from_site(project: Path) -> None:
    (project / "site" / "website" / "404.html").unlink()


def lose_the_cache(project: Path) -> None:
    shutil.rmtree(project / ".handbook-cache")


def spoil_the_cache(project: Path) -> None:
    (project / ".handbook-cache" / NAME).write_bytes(b"nonsense")


@pytest.mark.parametrize(
    "change", [edit_policy, edit_site, add_to_site, take_from_site, lose_the_cache, spoil_the_cache]
)
def test_whatever_has_changed_is_built_anew_as_if_nothing_were_kept(
    change: Callable[[Path], None], project: Path, tmp_path: Path
) -> None:
    built(project)
    change(project)
    warm = built(project)
    cold = build(project / "policy_data", tmp_path / "cold", root=project, today=TODAY)

    assert warm.ok
    assert not warm.unchanged
    assert digest(project / "site") == digest(tmp_path / "cold")
    assert warm.findings == cold.findings


def test_what_was_saved_while_it_was_built_is_not_taken_for_what_was_built(
    project: Path,
) -> None:
    """Else a site of the new text would pass for one of the old, once somebody took the change back."""
    policy = project / "policy_data" / "policies" / "open.yaml"
    before = policy.read_text()
    told: list[str] = []

    def save_once(line: str) -> None:
        if not told:
            edit_policy(project)
        told.append(line)

    build_here(project / "policy_data", project / "site", root=project, today=TODAY, progress=save_once)
    policy.write_text(before)

    assert not built(project).unchanged


def origin(project: Path, today: dt.date = TODAY, views: tuple[str, ...] = ()) -> str:
    return origin_of(project / "policy_data", project / "site", root=project, today=today, views=views)


def test_another_day_or_view_is_another_build(project: Path) -> None:
    assert origin(project)
    assert origin(project) == origin(project)
    assert len({origin(project), origin(project, dt.date(2026, 11, 22)), origin(project, views=("public",))}) == 3


def test_a_change_of_any_file_is_a_change(project: Path) -> None:
    """Every file of the project, each changed by one byte, gone, and under another name."""
    (project / "policy_data" / "acknowledgements").mkdir()
    (project / "policy_data" / "acknowledgements" / "2026.csv").write_text("x")
    (project / "handbook.yaml").write_text("rules: {}\n")
    files = [path for path in project.rglob("*") if path.is_file()]
    before = origin(project)
    assert len(files) > 8

    for path in files:
        content = path.read_bytes()
        path.write_bytes(content + b"#")
        assert origin(project) not in ("", before), path
        path.write_bytes(content)
        aside = path.rename(path.with_name(f"z{path.name}"))
        assert origin(project) != before, path
        aside.rename(path)
    (project / "policy_data" / "policies" / "folder.yaml").mkdir()
    assert origin(project) != before


def test_the_program_itself_and_the_packages_beside_it_count(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = origin(project)
    packages = project.parent / "packages"
    (packages / "theme-2.0.dist-info").mkdir(parents=True)
    monkeypatch.syspath_prepend(str(packages))
    program_digest.cache_clear()
    try:
        assert origin(project) != before
    finally:
        program_digest.cache_clear()


@pytest.mark.parametrize(
    "words",
    [
        "INHERIT: ../base.yml\n",
        "theme:\n  custom_dir: ../look\n",
        "docs_dir: pages\n",
        "hooks:\n  - ../shared/hook.py\n",
        "hooks: [1]\n",
        "plugins:\n  - macros\n",
        "markdown_extensions:\n  - pymdownx.snippets\n",
        "site_name: !ENV NAME\n",
        "- a list\n",
        "broken: [\n",
    ],
)
def test_what_may_come_from_elsewhere_is_built_each_time(words: str, project: Path) -> None:
    (project / "mkdocs.yml").write_text(words)

    assert origin(project) == ""


def test_a_link_to_a_folder_may_lead_anywhere_so_that_it_is_built_each_time(project: Path) -> None:
    (project / "elsewhere").mkdir()
    (project / "docs" / "more").symlink_to(project / "elsewhere")

    assert origin(project) == ""


def test_what_a_trust_gives_to_a_school_counts(project: Path, tmp_path: Path) -> None:
    (tmp_path / "trust_data").mkdir()
    (tmp_path / "schools").mkdir()
    school = project.rename(tmp_path / "schools" / "oak")
    by_itself = origin(school)
    (tmp_path / "trust.yaml").write_text("title: A trust\n")
    of_a_trust = origin(school)
    (tmp_path / "trust_data" / "school.yaml").write_text("name: A school\n")
    with_facts = origin(school)
    (tmp_path / "trust.yaml").write_text("title: Another trust\n")

    assert len({by_itself, of_a_trust, with_facts, origin(school)}) == 4
