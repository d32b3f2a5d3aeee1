"""Reading again after an edit gives what reading anew gives, and does again only what has to be done."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from policy_handbook.findings import Place
from policy_handbook.model import Handbook
from policy_handbook.read import folder, read_handbook
from policy_handbook.read.again import Newest
from tests.random_handbooks import draw
from tests.test_warm_builds import edits

ROOT = Path(__file__).parent.parent


def test_what_was_made_of_the_same_bytes_is_taken_and_of_others_made_anew() -> None:
    newest = Newest(2)
    assert newest.get_or("a", b"1", lambda: "one") == "one"
    assert newest.get_or("a", b"1", lambda: "never") == "one"
    assert newest.get_or("a", b"2", lambda: "two") == "two"
    assert newest.get_or("a", b"1", lambda: "one again") == "one again"


def test_no_more_names_are_known_than_it_was_said() -> None:
    newest = Newest(2)
    for name in "abc":
        newest.get_or(name, b"", lambda: "first")
    assert newest.get_or("c", b"", lambda: "again") == "first"
    assert newest.get_or("a", b"", lambda: "again") == "again"


@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_edited_it_is_read_as_if_for_the_first_time(seed: int, tmp_path: Path) -> None:
    draw(seed, policies=5).write(tmp_path)
    chance = random.Random(seed)  # noqa: S311 - no secret
    for _, _ in zip(range(25), edits(tmp_path, chance), strict=False):
        again = read_handbook(tmp_path, "policy_data")
        folder._KEPT._held.clear()
        anew = read_handbook(tmp_path, "policy_data")
        assert (again.findings, again.unread, again.made_of) == (anew.findings, anew.unread, anew.made_of)
        assert again.handbook == anew.handbook
        assert places(again.handbook) == places(anew.handbook)


def places(handbook: Handbook | None) -> list[Place]:
    """Where every clause stands."""
    policies = handbook.policies.values() if handbook else []
    return [clause.place_of("text") for policy in policies for clause in policy.all_clauses()]


def test_only_the_edited_file_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    draw(1, policies=5).write(tmp_path)
    read_handbook(tmp_path, "policy_data")
    made: list[str] = []
    real = folder.record_of

    def seen(data: bytes, name: str, *rest: Any) -> Any:
        made.append(name)
        return real(data, name, *rest)

    monkeypatch.setattr(folder, "record_of", seen)
    edited = sorted((tmp_path / "policies").glob("*.yaml"))[2]
    edited.write_text(edited.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    read_handbook(tmp_path, "policy_data")
    assert made == [f"policy_data/policies/{edited.name}"]


def test_other_audiences_are_other_readers_of_the_same_file(tmp_path: Path) -> None:
    draw(1, policies=8).write(tmp_path)
    school = tmp_path / "school.yaml"
    before = read_handbook(tmp_path).handbook
    school.write_text(school.read_text(encoding="utf-8").replace("governors:", "trustees:"), encoding="utf-8")
    after = read_handbook(tmp_path).handbook
    assert before
    assert after
    assert any("governors" in policy.readers for policy in before.policies.values())
    assert not any("governors" in policy.readers for policy in after.policies.values())


def test_reading_again_takes_a_fraction_of_the_time(tmp_path: Path) -> None:
    """Beyond a thousand files, too: a memory that is too small is no memory at all."""
    draw(1, policies=2).write(tmp_path)
    policy = next((tmp_path / "policies").glob("*.yaml"))
    for number in range(1200):
        shutil.copy(policy, policy.with_name(f"{number}.yaml"))
    script = (
        "import sys, time; from pathlib import Path; from policy_handbook.read import read_handbook\n"
        "def spent():\n"
        "    begun = time.process_time(); read_handbook(Path(sys.argv[1])); return time.process_time() - begun\n"
        "print(spent() / spent())"
    )
    command = [sys.executable, "-c", script, str(tmp_path)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "hooks")}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert float(done.stdout) > 4
