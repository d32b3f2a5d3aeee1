"""The whole build: whole or not at all, the same bytes twice, and no view with what it may not hold."""

import dataclasses
import datetime as dt
import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from policy_handbook.publish import UnusableError, check
from policy_handbook.publish.build import BuildResult
from policy_handbook.publish.build import build as build_here
from tests.processes import build

ROOT = Path(__file__).parent.parent
TODAY = dt.date(2026, 11, 21)


@pytest.fixture(name="data")
def fixture_data(tmp_path: Path) -> Path:
    data = tmp_path / "policy_data"
    shutil.copytree(Path(__file__).parent / "data" / "small", data)
    return data


def build_into(data: Path, site: Path, *views: str) -> BuildResult:
    return build(data, site, root=ROOT, today=TODAY, views=views)


def digest(site: Path) -> dict[str, str]:
    return {
        path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(site.rglob("*"))
        if path.is_file()
    }


def test_a_build_leaves_what_was_agreed(data: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    result = build_into(data, site)

    assert result.ok, result.findings
    files = set(digest(site))
    assert {
        "manifest.json",
        "website/index.html",
        "website/404.html",
        "website/sitemap.xml",
        "website/policies/open/index.html",
        "website/policies.json",
        "website/feed.xml",
        "website/embed/policies.html",
        "website/changes/index.html",
        "website/glossary/index.html",
        "website/accessibility/index.html",
        "website/parents/policies/open/index.html",
        "website/pupils/policies/open/index.html",
        "intranet/policies/closed/index.html",
        "intranet/reviews/index.html",
        "intranet/roles/headteacher/index.html",
        "intranet/guidance/index.html",
        "intranet/findings/index.html",
        "intranet/reviews.ics",
    } <= files
    assert not [name for name in files if "closed" in name and not name.startswith("intranet/")]
    assert not [name for name in files if "draft" in name]
    assert "intranet/sitemap.xml" not in files


def test_the_manifest_lists_every_file_with_its_view(data: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    build_into(data, site)
    manifest = json.loads((site / "manifest.json").read_text())
    listed = {entry["path"]: entry for entry in manifest["files"]}

    assert {path: entry["sha256"] for path, entry in listed.items()} | {"manifest.json": ""} == digest(site) | {
        "manifest.json": ""
    }
    assert listed["website/parents/index.html"]["view"] == "parents"
    assert listed["website/index.html"]["view"] == "public"
    assert manifest["today"] == "2026-11-21"


def test_two_builds_give_the_same_bytes(data: Path, tmp_path: Path) -> None:
    """Each by a Python that begins anew and puts what has no order of its own into another one."""
    for seed in ("1", "2"):
        command = [sys.executable, "-m", "policy_handbook", "build", "--today", TODAY.isoformat()]
        paths = ["--data", str(data), "--site", str(tmp_path / seed)]
        environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT / "hooks")}
        subprocess.run([*command, *paths], cwd=ROOT, env=environment, check=True, capture_output=True)

    assert digest(tmp_path / "1") == digest(tmp_path / "2")


def test_errors_build_nothing_and_leave_the_site(data: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    build_into(data, site)
    before = digest(site)
    policy = data / "policies" / "open.yaml"
    policy.write_text(policy.read_text().replace("audience: everyone", "audience: [public, parnets]"))

    result = build_into(data, site)

    assert not result.ok
    assert "audience-unknown" in {finding.rule for finding in result.findings}
    assert digest(site) == before


def test_one_view_can_be_built_and_the_others_stay(data: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    build_into(data, site)
    before = digest(site)
    school = data / "school.yaml"
    school.write_text(school.read_text().replace("title: News page", "title: News sheet"))
    build_into(data, site, "staff")
    after = digest(site)

    changed = {name for name in before if before[name] != after.get(name)} - {"manifest.json"}
    assert set(before) == set(after)
    assert changed
    assert all(name.startswith("intranet/") for name in changed)


def test_a_folder_of_somebody_elses_is_not_replaced(data: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "thesis.txt").write_text("years of work")

    with pytest.raises(UnusableError, match="holds something that this program did not build"):
        build_into(data, site)
    assert (site / "thesis.txt").read_text() == "years of work"


def test_a_data_folder_that_is_not_there_is_said_in_a_line(tmp_path: Path) -> None:
    with pytest.raises(UnusableError, match="there is no data folder"):
        check(tmp_path / "nowhere", root=ROOT, today=TODAY)


def test_nothing_is_left_beside_the_site(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    build_into(data, out / "site")

    assert {path.name for path in out.iterdir()} <= {"site", ".site.lock"}


def test_the_sample_school_has_no_error_on_any_date() -> None:
    for year in (2026, 2027, 2030, 2036):
        checked = check(ROOT / "policy_data", root=ROOT, today=dt.date(year, 11, 21))
        assert [finding for finding in checked.findings if finding.severity == "error"] == []


def test_a_generator_that_runs_no_hooks_publishes_nothing(tmp_path: Path) -> None:
    config = (ROOT / "mkdocs.yml").read_text().replace("hooks:\n  - hooks/mkdocs_hooks.py\n", "")
    project = tmp_path / "project"
    shutil.copytree(ROOT / "docs", project / "docs")
    (project / "policy_data").mkdir()
    (project / "mkdocs.yml").write_text(config.replace("  custom_dir: hooks/policy_handbook/theme\n", ""))
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "-q", "-d", str(tmp_path / "out")],
        cwd=project,
        check=True,
        env=environment,
    )

    pages = [path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*.html")]
    assert pages == ["404.html"]


ADDING = """\
def on_page_markdown(markdown, page, config, files):
    return f"{markdown}Checked by the office."
"""


@pytest.mark.parametrize("more", ["", "nav:\n  - Ours: policies/open.md\n"])
def test_what_a_project_adds_to_every_page_is_on_generated_ones_too(data: Path, tmp_path: Path, more: str) -> None:
    config = (ROOT / "mkdocs.yml").read_text().replace("hooks/mkdocs_hooks.py", f"{ROOT}/hooks/mkdocs_hooks.py")
    (data.parent / "docs").mkdir()
    (data.parent / "adding.py").write_text(ADDING, encoding="utf-8")
    for name, hook in (("without", ""), ("with", "  - adding.py\n")):
        (data.parent / "mkdocs.yml").write_text(config.replace("hooks:\n", f"hooks:\n{hook}") + more, encoding="utf-8")
        command = [sys.executable, "-m", "mkdocs", "build", "-q", "-d", str(tmp_path / name)]
        environment = os.environ | {"NO_MKDOCS_2_WARNING": "1", "HANDBOOK_DATA": str(data)}
        subprocess.run(command, cwd=data.parent, check=True, env=environment)

    pages = [path.relative_to(tmp_path / "with") for path in (tmp_path / "with").rglob("index.html")]
    added = '<div class="added"><p>Checked by the office.</p></div>'
    assert Path("policies/open/index.html") in pages
    for page in pages:
        before, after = ((tmp_path / name / page).read_text("utf-8") for name in ("without", "with"))
        assert added in after
        assert after.replace(added, "") == before


UNFILTERED = """\
import dataclasses
import policy_handbook.audience

policy_handbook.audience.for_audience = lambda whole, audience: dataclasses.replace(whole, audience=audience)
"""


def test_a_build_whose_filter_is_broken_is_refused_and_the_old_site_stays(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    policy = data / "policies" / "open.yaml"
    text = policy.read_text(encoding="utf-8")
    assert "For staff," in text
    policy.write_text(text.replace("For staff,", "The seven doors of the hall are locked by whoever leaves last,"))
    site = tmp_path / "site"
    build_into(data, site)
    before = digest(site)
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "sitecustomize.py").write_text(UNFILTERED, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path / "broken"), str(ROOT / "hooks")]))
    # views are built by copies of this process or by new ones, whichever the machine allows
    monkeypatch.setattr(
        "policy_handbook.publish.view.for_audience",
        lambda whole, audience: dataclasses.replace(whole, audience=audience),
    )

    result = build_here(data, site, root=ROOT, today=TODAY + dt.timedelta(days=1))  # on that day nothing would be built

    assert not result.ok
    assert {finding.rule for finding in result.findings if finding.severity == "error"} == {"leak"}
    kinds = {finding.message.rsplit(" holds a ", 1)[1] for finding in result.findings if finding.rule == "leak"}
    assert "clause that its readers may not see" in kinds
    assert "title of a policy that its readers may not see" in kinds
    assert digest(site) == before
