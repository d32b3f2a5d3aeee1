"""Parts joined into a whole: complete and unaltered, or not at all. The parts here are made without a build."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from policy_handbook.publish import UnusableError
from policy_handbook.trust import Shard, Status, merge
from policy_handbook.trust.manifests import TrustManifest
from policy_handbook.trust.status import Standing, TrustPolicy

STANDINGS = {"elmfield": Standing("Elmfield"), "harbourside": Standing("Harbourside", {"behaviour": 2})}
SCHOOLS = tuple(STANDINGS)


def status(*schools: str) -> Status:
    policies = {"behaviour": TrustPolicy("Behaviour", 3, "2026-09-01")}
    return Status("Longmeadow Learning Trust", policies, {school: STANDINGS[school] for school in schools})


def write_part(folder: Path, *schools: str, today: str = "2026-11-21", commit: str = "abc") -> Path:
    files = []
    for school in schools:
        path = folder / school / "website" / "index.html"
        path.parent.mkdir(parents=True)
        path.write_text(f"<p>{school}</p>")
        data = path.read_bytes()
        name = path.relative_to(folder).as_posix()
        digest = hashlib.sha256(data).hexdigest()
        files.append({"path": name, "size": len(data), "sha256": digest, "view": "public", "school": school})
    TrustManifest(today, commit, "1/2", tuple(schools), SCHOOLS, status(*schools), tuple(files)).write(folder)
    return folder


def test_two_parts_make_a_whole_with_one_manifest(tmp_path: Path) -> None:
    parts = [write_part(tmp_path / "b", "harbourside"), write_part(tmp_path / "a", "elmfield")]
    merge(parts, tmp_path / "site")

    site = tmp_path / "site"
    manifest = json.loads((site / "manifest.json").read_text())
    assert [entry["path"] for entry in manifest["files"]] == [
        "elmfield/website/index.html",
        "harbourside/website/index.html",
        "trust/index.html",
        "trust/trust.css",
    ]
    for entry in manifest["files"]:
        assert hashlib.sha256((site / entry["path"]).read_bytes()).hexdigest() == entry["sha256"]
    assert manifest["schools"] == ["elmfield", "harbourside"]
    assert "Harbourside" in (site / "trust" / "index.html").read_text()
    assert len(list(site.rglob("manifest.json"))) == 1


def test_the_order_of_the_parts_makes_no_difference(tmp_path: Path) -> None:
    parts = [write_part(tmp_path / "b", "harbourside"), write_part(tmp_path / "a", "elmfield")]
    merge(parts, tmp_path / "one")
    merge(parts[::-1], tmp_path / "two")

    assert (tmp_path / "one" / "manifest.json").read_bytes() == (tmp_path / "two" / "manifest.json").read_bytes()


def test_a_later_merge_replaces_the_whole(tmp_path: Path) -> None:
    parts = [write_part(tmp_path / "a", "elmfield", "harbourside")]
    merge(parts, tmp_path / "site")
    (parts[0] / "harbourside" / "website" / "index.html").rename(parts[0] / "harbourside" / "website" / "new.html")
    manifest = json.loads((parts[0] / "manifest.json").read_text())
    manifest["files"][1]["path"] = "harbourside/website/new.html"
    (parts[0] / "manifest.json").write_text(json.dumps(manifest))
    merge(parts, tmp_path / "site")

    assert [path.name for path in (tmp_path / "site" / "harbourside" / "website").iterdir()] == ["new.html"]


def _school_twice(parts: list[Path]) -> str:
    write_part(parts[0].parent / "c", "elmfield")
    parts.append(parts[0].parent / "c")
    return "elmfield is in"


def _school_missing(parts: list[Path]) -> str:
    del parts[1]
    return "no part holds harbourside"


def _other_day(parts: list[Path]) -> str:
    parts[1] = write_part(parts[1].parent / "d", "harbourside", today="2026-11-22")
    return "on another day"


def _other_commit(parts: list[Path]) -> str:
    parts[1] = write_part(parts[1].parent / "e", "harbourside", commit="def")
    return "from another commit"


def _file_altered(parts: list[Path]) -> str:
    (parts[1] / "harbourside" / "website" / "index.html").write_text("<p>altered</p>")
    return "harbourside/website/index.html is not what its manifest says"


def _file_gone(parts: list[Path]) -> str:
    (parts[1] / "harbourside" / "website" / "index.html").unlink()
    return "lacks harbourside/website/index.html"


def _file_besides(parts: list[Path]) -> str:
    (parts[1] / "harbourside" / "website" / "extra.html").write_text("<p>extra</p>")
    return "holds harbourside/website/extra.html, which its manifest does not name"


def _file_of_another_school(parts: list[Path]) -> str:
    manifest = json.loads((parts[1] / "manifest.json").read_text())
    manifest["files"][0]["path"] = "elmfield/website/index.html"
    (parts[1] / "manifest.json").write_text(json.dumps(manifest))
    return "which"


def _file_outside(parts: list[Path]) -> str:
    (parts[1].parent / "secret.txt").write_text("secret")
    manifest = json.loads((parts[1] / "manifest.json").read_text())
    entry = {"path": "harbourside/../../secret.txt", "size": 6, "view": "", "school": "harbourside"}
    manifest["files"].append(entry | {"sha256": hashlib.sha256(b"secret").hexdigest()})
    (parts[1] / "manifest.json").write_text(json.dumps(manifest))
    return "which is in no folder of its schools"


def _link_outside(parts: list[Path]) -> str:
    target = parts[1] / "harbourside" / "website" / "index.html"
    moved = parts[1].parent / "outside.html"
    target.rename(moved)
    target.symlink_to(moved)
    return "which is in no folder of its schools"


def _school_site(parts: list[Path]) -> str:
    (parts[1] / "manifest.json").write_text('{"made_by": "Policy Handbook 1", "files": []}')
    return "is no part of a trust's site"


def _not_a_manifest(parts: list[Path]) -> str:
    (parts[1] / "manifest.json").write_text('{"made_by": "Policy Handbook 1", "files": [], "trust": {}}')
    return "is no part of a trust's site"


@pytest.mark.parametrize(
    "spoil",
    [
        _school_twice,
        _school_missing,
        _other_day,
        _other_commit,
        _file_altered,
        _file_gone,
        _file_besides,
        _file_of_another_school,
        _file_outside,
        _link_outside,
        _school_site,
        _not_a_manifest,
    ],
)
def test_what_does_not_belong_together_is_refused_and_the_site_stays(
    tmp_path: Path, spoil: Callable[[list[Path]], str]
) -> None:
    parts = [write_part(tmp_path / "a", "elmfield"), write_part(tmp_path / "b", "harbourside")]
    merge(parts, tmp_path / "site")
    before = {path: path.read_bytes() for path in (tmp_path / "site").rglob("*") if path.is_file()}
    message = spoil(parts)

    with pytest.raises(UnusableError) as refused:
        merge(parts, tmp_path / "site")
    assert message in str(refused.value)
    assert {path: path.read_bytes() for path in (tmp_path / "site").rglob("*") if path.is_file()} == before
    assert not list(tmp_path.glob(".site-*"))


def test_parts_of_other_trusts_are_refused(tmp_path: Path) -> None:
    parts = [write_part(tmp_path / "a", "elmfield"), write_part(tmp_path / "b", "harbourside")]
    manifest = TrustManifest.read(parts[1])
    assert manifest is not None
    replace(manifest, status=replace(manifest.status, trust="Another Trust")).write(parts[1])

    with pytest.raises(UnusableError, match="other trusts"):
        merge(parts, tmp_path / "site")


@pytest.mark.parametrize(("schools", "of"), [(80, 20), (7, 3), (2, 5), (1, 1)])
def test_every_school_is_in_one_shard(schools: int, of: int) -> None:
    names = [f"school-{number}" for number in range(schools)]
    parts = [Shard(number, of).part_of(names) for number in range(1, of + 1)]

    assert sorted(name for part in parts for name in part) == sorted(names)
    assert max(map(len, parts)) - min(map(len, parts)) <= 1
    assert parts[0] == Shard(1, of).part_of(names[::-1])


@pytest.mark.parametrize("text", ["0/3", "4/3", "3", "1/0", "a/b", "1/2/3", "-1/2"])
def test_a_shard_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(UnusableError):
        Shard.parse(text)
