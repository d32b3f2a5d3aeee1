"""All schools of a trust built side by side, in parts, and joined; what each school shows of whose text it is."""

import datetime as dt
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from policy_handbook.print.cache import KEPT
from policy_handbook.publish.leaks import Scanner
from policy_handbook.trust.building import build_schools
from policy_handbook.trust.repository import Repository, open_trust
from tests import processes
from tests.trust.conftest import copy_trust
from tests.trust.school import read_school, write_own

TODAY = "2026-11-21"


def handbook(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return processes.handbook(*arguments, folder=folder)


def files(site: Path) -> dict[str, bytes]:
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


@pytest.fixture(name="built", scope="module")
def fixture_built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The trust with all of its schools built."""
    trust = copy_trust(tmp_path_factory.mktemp("built") / "trust")
    done = handbook(trust, "build", "--school", "all", "--today", TODAY)
    assert done.returncode == 0, done.stdout + done.stderr
    return trust


def page(built: Path, school: str, view: str, policy: str = "behaviour") -> str:
    return (built / "site" / school / view / "policies" / policy / "index.html").read_text()


def test_each_school_has_its_sites_and_the_trust_its_page(built: Path) -> None:
    assert sorted(path.name for path in (built / "site").iterdir()) == [
        "elmfield",
        "harbourside",
        "manifest.json",
        "trust",
    ]
    for school in ("elmfield", "harbourside"):
        for view in ("website", "website/parents", "intranet"):
            assert (built / "site" / school / view / "policies" / "behaviour" / "index.html").is_file()
    assert "Harbourside Academy" in (built / "site" / "trust" / "index.html").read_text()


def test_one_manifest_names_every_file(built: Path) -> None:
    manifest = json.loads((built / "site" / "manifest.json").read_text())

    assert {entry["path"] for entry in manifest["files"]} | {"manifest.json"} == set(files(built / "site"))
    assert manifest["schools"] == ["elmfield", "harbourside"]
    views = {(entry["school"], entry["view"]) for entry in manifest["files"] if "school" in entry}
    assert views == {(s, v) for s in ("elmfield", "harbourside") for v in ("public", "parents", "staff")}


def test_values_are_the_schools_own(built: Path) -> None:
    assert "How we behave towards each other at Elmfield Primary School." in page(built, "elmfield", "website")
    assert "Harbourside Academy is kind" in page(built, "harbourside", "website")
    assert "{{" not in page(built, "elmfield", "website")


def test_each_clause_says_whose_text_it_is(built: Path) -> None:
    text = page(built, "elmfield", "intranet")
    clauses = re.findall(r'<div class="clause" id="([^"]+)">(.*?)(?=<div class="clause"|</section>)', text)
    said = {anchor: re.findall(r'class="tag">(From [^<]+|Elmfield: [^<]+)', html) for anchor, html in clauses}
    trust, own = ["From Longmeadow Learning Trust"], ["Elmfield: our own text"]

    assert said == {
        "clause-1-1": trust,
        "clause-2-1": trust,
        "clause-2-2": own,
        "clause-2-2a": own,
        "clause-2-3": trust,
        "clause-2-4": own,
        "clause-3-1": [],  # their sections say so, with all within them
        "clause-3-2": [],
        "clause-3-2a": [],
        "clause-3a-1": [],
        "clause-4-1": trust,
    }
    sections = dict(
        re.findall(r'<section class="section" id="([^"]+)"><h2>.*?</h2>(<span class="tag">Elmfield)?', text)
    )
    assert [anchor for anchor, tag in sections.items() if tag] == ["section-rewards", "section-playtime"]


def test_a_policy_without_own_text_says_so_once(built: Path) -> None:
    text = page(built, "elmfield", "website", "complaints")

    assert "This is a policy of Longmeadow Learning Trust, word for word." in text
    assert "From Longmeadow" not in text
    assert "Longmeadow" not in page(built, "elmfield", "website", "forest-school")


def test_no_view_holds_what_its_readers_may_not_see(built: Path) -> None:
    handbook = read_school(built)
    home = built / "site" / "elmfield"

    for name in ("website/policies/behaviour/index.html", "website/parents/policies/behaviour/index.html"):
        assert "grown-ups" not in (home / name).read_text()
    leaked = (home / "intranet" / "policies" / "behaviour" / "index.html").read_bytes()
    kinds = [leak.kind for leak in Scanner(handbook, "public").scan_file("policies/behaviour/index.html", leaked)]
    assert "clause" in kinds  # the school's own text in a clause that the trust has for staff is looked for as well


def test_the_text_that_a_school_replaced_is_nowhere_in_it(built: Path) -> None:
    replaced = b"Mobile phones stay switched off"

    assert [name for name, data in files(built / "site" / "elmfield").items() if replaced in data] == []


def test_nothing_of_one_school_is_in_another(built: Path) -> None:
    own = {
        "elmfield": (
            b"H. of Elmfield",
            b"P. of Elmfield",
            b"golden leaf",
            b"forest-school",
            b"LB 26/4",
            b"little ones",
        ),
        "harbourside": (b"H. of Harbourside", b"P. of Harbourside", b"office@harbourside", b"policies.harbourside"),
    }
    held = {school: files(built / "site" / school) for school in own}
    for school, words in own.items():
        others = [content for other, found in held.items() if other != school for content in found.items()]
        assert [word for word in words if not any(word in data for data in held[school].values())] == []
        assert [name for name, data in others for word in words if word in data or word.decode() in name] == []


def test_parts_that_are_joined_are_what_one_machine_builds(built: Path) -> None:
    for number in (1, 2):
        done = handbook(built, "build", "--shard", f"{number}/2", "--today", TODAY, "--site", f"parts/{number}")
        assert done.returncode == 0, done.stderr
        assert not (built / "parts" / str(number) / "trust").exists()
    done = handbook(built, "merge", "parts/1", "parts/2", "--site", "joined")

    assert done.returncode == 0, done.stderr
    assert files(built / "joined") == files(built / "site")


def test_one_school_is_built_and_the_others_stay(built: Path, tmp_path: Path) -> None:
    trust = tmp_path / "trust"
    shutil.copytree(built, trust)
    before = files(trust / "site" / "harbourside")
    write_own(trust, "inherits: behaviour\nadopted_issue: 3\nreplace: {phones: Phones are a thing of the past.}\n")
    done = handbook(trust, "build", "--school", "elmfield", "--today", TODAY)

    assert done.returncode == 0, done.stderr
    assert files(trust / "site" / "harbourside") == before
    assert "thing of the past" in (trust / "site/elmfield/website/policies/behaviour/index.html").read_text()

    # with a fault in one school nothing is replaced, unless somebody says so
    write_own(trust, "inherits: behaviour\nadopted_issue: 9\n", "harbourside")
    write_own(trust, "inherits: behaviour\nadopted_issue: 3\nreplace: {phones: Phones come back to us now.}\n")
    whole = files(trust / "site")
    done = handbook(trust, "build", "--school", "all", "--today", TODAY)
    assert done.returncode == 1
    assert "trust-issue" in done.stdout
    assert files(trust / "site") == whole
    done = handbook(trust, "build", "--school", "all", "--today", TODAY, "--keep-going")
    assert done.returncode == 1
    assert "As they were: harbourside" in done.stderr
    assert files(trust / "site" / "harbourside") == before
    assert "come back to us" in (trust / "site/elmfield/website/policies/behaviour/index.html").read_text()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["build", "--school", "oakfield"],
            "no school called oakfield: its schools are elmfield, harbourside",
        ),
        (["build", "--shard", "3/2"], "3/2 is no part of a whole"),
        (["build", "--shard", "1/2", "--school", "elmfield"], "--shard takes its part of all schools"),
        (["build", "--school", "all", "--view", "public"], "--view goes with --data"),
        (["merge", "trust_data"], "trust_data is no part of a trust's site"),
        (["build", "--school", "all", "--site", "schools"], "schools holds something that this program did not build"),
    ],
)
def test_what_cannot_run_is_said_in_a_line(trust: Path, arguments: list[str], message: str) -> None:
    done = handbook(trust, *arguments)

    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_a_school_alone_does_not_replace_the_site_of_all(built: Path) -> None:
    done = handbook(built, "build", "--data", "schools/elmfield/policy_data", "--today", TODAY)

    assert done.returncode == 2
    assert "site holds the site of a trust's schools" in done.stderr
    assert (built / "site" / "harbourside").is_dir()


def test_schools_of_a_site_of_another_version_are_not_lost(trust: Path) -> None:
    (trust / "site").mkdir()
    (trust / "site" / "manifest.json").write_text('{"made_by": "Policy Handbook 0", "trust": {}, "files": []}')
    done = handbook(trust, "build", "--school", "elmfield", "--today", TODAY)

    assert done.returncode == 2
    assert "site was built by another version" in done.stderr


def test_outside_a_trust_there_are_no_schools(tmp_path: Path) -> None:
    done = handbook(tmp_path, "build", "--school", "all")

    assert done.returncode == 2
    assert "there is no trust.yaml" in done.stderr


def test_trust_yaml_with_a_fault_is_a_finding(trust: Path) -> None:
    (trust / "trust.yaml").write_text("name: A trust\nscools: {}\n")
    done = handbook(trust, "build", "--school", "all")

    assert done.returncode == 1
    assert "trust.yaml:2:1: error" in done.stdout
    assert not (trust / "site").exists()


def built_one_by_one(trust: Path) -> bool:
    """Build one school after another, so that one could take another's sheets away."""
    os.cpu_count = lambda: 1
    repository = open_trust(trust)
    assert isinstance(repository, Repository)
    return build_schools(repository, trust / "site", today=dt.date.fromisoformat(TODAY)).swapped


def test_sheets_of_a_school_are_there_for_the_next_build_however_many_the_others_have(
    trust: Path,
) -> None:
    sheets = trust / ".handbook-cache" / "printed"

    def sheets_of_a_build() -> dict[str, int]:
        assert processes.apart(built_one_by_one, trust)
        return {path.name: path.stat().st_ino for path in sheets.iterdir() if path.name != "ballast"}

    first = sheets_of_a_build()
    with (sheets / "ballast").open("wb") as ballast:
        ballast.truncate(KEPT + 1)  # a hole that takes no room: whatever is older is too much
    os.utime(sheets / "ballast", (4e9, 4e9))
    for kept in (trust / ".handbook-cache").glob("last-build*"):  # else nothing would be built
        kept.unlink()
    for sheet in first:
        os.utime(sheets / sheet, (1e9, 1e9))  # unused for long
    second = sheets_of_a_build()
    assert second
    assert second.items() <= first.items()  # none was made anew, which would have given it another number


# --- built again --------------------------------------------------------------------------------------------


def build_all(trust: Path, *arguments: str) -> str:
    """Build every school; return what was said."""
    done = handbook(trust, "build", "--school", "all", "--today", TODAY, *arguments)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stderr


def as_from_nothing(trust: Path, place: Path) -> dict[str, bytes]:
    """What is built of the same data where nothing was built before."""
    shutil.copytree(trust, place, ignore=shutil.ignore_patterns("site", "kept", "last-build*", "spare"))
    build_all(place)
    return files(place / "site")


LEFT = "Left as it is: {}, of which nothing has changed"
ELMFIELD, HARBOURSIDE = LEFT.format("Elmfield Primary School"), LEFT.format("Harbourside Academy")


def test_schools_of_which_nothing_has_changed_are_left_as_they_are(built: Path, tmp_path: Path) -> None:
    trust = tmp_path / "trust"
    shutil.copytree(built, trust)
    said = build_all(trust)  # in another folder everything is built
    assert ELMFIELD not in said
    assert files(trust / "site") == files(built / "site")

    write_own(trust, "inherits: behaviour\nadopted_issue: 3\nreplace: {phones: Phones are a thing of the past.}\n")
    said = build_all(trust)
    assert ELMFIELD not in said
    assert HARBOURSIDE in said
    assert files(trust / "site") == as_from_nothing(trust, tmp_path / "anew")

    people = trust / "trust_data" / "people.yaml"
    people.write_text(people.read_text() + "\n# looked through\n")
    said = build_all(trust)  # it may be anything
    assert ELMFIELD not in said
    assert HARBOURSIDE not in said
    assert ELMFIELD in build_all(trust)


def test_a_school_whose_files_somebody_has_changed_is_built_anew(built: Path, tmp_path: Path) -> None:
    trust = tmp_path / "trust"
    shutil.copytree(built, trust)
    build_all(trust)
    page = trust / "site" / "elmfield" / "website" / "index.html"
    page.write_text("<p>By another</p>")
    said = build_all(trust)
    assert ELMFIELD not in said
    assert HARBOURSIDE in said
    assert files(trust / "site") == files(built / "site")


def test_a_school_that_was_built_and_not_put_in_its_place_is_built_again(built: Path, tmp_path: Path) -> None:
    """Else the site of before would pass for the new one, which another school's fault kept from being seen."""
    trust = tmp_path / "trust"
    shutil.copytree(built, trust)
    build_all(trust)
    sound = (trust / "schools/harbourside/policy_data/policies/behaviour.yaml").read_text()
    write_own(trust, "inherits: behaviour\nadopted_issue: 3\nreplace: {phones: Phones are a thing of the past.}\n")
    write_own(trust, "inherits: behaviour\nadopted_issue: 9\n", "harbourside")
    assert handbook(trust, "build", "--school", "all", "--today", TODAY).returncode == 1
    write_own(trust, sound, "harbourside")
    said = build_all(trust)
    assert ELMFIELD not in said
    assert HARBOURSIDE in said
    assert "thing of the past" in (trust / "site/elmfield/website/policies/behaviour/index.html").read_text()
