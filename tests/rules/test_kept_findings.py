"""Findings that were kept are those that the rules would find now, whatever was edited; and nothing is found twice."""

from __future__ import annotations

import dataclasses
import datetime as dt
import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from policy_handbook.findings import Finding
from policy_handbook.keeping import Store
from policy_handbook.model import Policy
from policy_handbook.publish import check
from policy_handbook.read import read_handbook
from policy_handbook.rules import RULES, Context, Keeping, check_all, each, look_at_each
from policy_handbook.rules.context import Facts, PolicyContext
from policy_handbook.rules.examples import files
from policy_handbook.rules.others import Others
from tests.random_handbooks import draw
from tests.test_warm_builds import edits

ROOT = Path(__file__).parents[2]
TODAY = dt.date(2026, 11, 21)
PROGRAM = b"this program"


def warm_and_cold(data: Path, store: Store, today: dt.date = TODAY) -> tuple[list[Finding], list[Finding]] | None:
    """What is found with the help of what was found before, and without; nothing for a folder that is no handbook."""
    reading = read_handbook(data, "policy_data")
    if reading.handbook is None:
        return None
    context = Context(reading.handbook, today, reading.unread)
    keeping = Keeping(store.shelf("findings"), PROGRAM, reading.made_of)
    return check_all(context, look_at_each(context, keeping)), check_all(context)


def small_school(folder: Path) -> Path:
    for name, text in files("").items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def rough_edits(data: Path, chance: random.Random) -> Iterator[str]:
    """Edit a field somewhere, or take a policy away, or give it another id; yields what was done, without an end."""
    gentle = edits(data, chance)
    while True:
        policies = sorted((data / "policies").glob("*.yaml"))
        drawn = chance.random()
        if drawn < 0.05 and len(policies) > 2:
            gone = chance.choice(policies)
            gone.unlink()
            yield f"{gone.name} is gone"
        elif drawn < 0.1:
            renamed = chance.choice(policies)
            renamed.rename(renamed.with_name(f"{renamed.stem}-b.yaml"))
            yield f"{renamed.name} is renamed"
        else:
            path, _ = next(gentle)
            yield f"{path.name} is edited"


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_edited_warm_findings_are_the_cold_ones_in_their_order(seed: int, tmp_path: Path) -> None:
    store = Store(tmp_path / "kept.sqlite")
    data = tmp_path / "policy_data"
    draw(seed, policies=8).write(data)
    chance = random.Random(seed)  # noqa: S311 - no secret
    done = []
    for _, what in zip(range(60), rough_edits(data, chance), strict=False):
        done.append(what)
        if both := warm_and_cold(data, store, TODAY + dt.timedelta(days=chance.choice([0, 0, 0, 30]))):
            assert both[0] == both[1], done


def test_edits_of_the_sample_with_its_issues_and_lock_are_found_as_well(tmp_path: Path) -> None:
    store = Store(tmp_path / "kept.sqlite")
    data = tmp_path / "policy_data"
    shutil.copytree(ROOT / "policy_data", data)
    chance = random.Random(1)  # noqa: S311 - no secret
    for _, what in zip(range(20), rough_edits(data, chance), strict=False):
        if both := warm_and_cold(data, store):
            assert both[0] == both[1], what


# --- what is taken, and what is not -------------------------------------------------------------------------------


def looked_at(data: Path, store: Store, monkeypatch: pytest.MonkeyPatch, today: dt.date = TODAY) -> set[str]:
    """The policies at which rules looked anew."""
    reading = read_handbook(data, "policy_data")
    assert reading.handbook
    seen: set[str] = set()
    rule = next(rule for rule in RULES if rule.ID == "title-kind")
    real = rule.check_policy

    def seeing(given: PolicyContext) -> Iterator[Finding]:
        seen.add(given.policy.id)
        yield from real(given)

    with monkeypatch.context() as patched:
        patched.setattr(rule, "check_policy", seeing)
        context = Context(reading.handbook, today, reading.unread)
        look_at_each(context, Keeping(store.shelf("findings"), PROGRAM, reading.made_of))
    return seen


def changed(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return small_school(tmp_path / "policy_data")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "kept.sqlite")


def test_nothing_is_looked_at_again_while_nothing_changed(
    data: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert len(looked_at(data, store, monkeypatch)) > 3
    assert looked_at(data, store, monkeypatch) == set()


def test_only_an_edited_policy_is_looked_at_again_where_no_other_asks_for_what_was_edited(
    data: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at(data, store, monkeypatch)
    changed(data / "policies/trial.yaml", "We try things out.", "We try things out first.")
    assert looked_at(data, store, monkeypatch) == {"trial"}


def test_what_links_to_a_policy_is_looked_at_again_when_that_is_withdrawn(
    data: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed(data / "policies/trial.yaml", "\nsummary:", "\nlinked_policies: [behaviour]\nsummary:")
    looked_at(data, store, monkeypatch)
    changed(data / "policies/behaviour.yaml", "status: in-force", "status: withdrawn")
    assert looked_at(data, store, monkeypatch) >= {"trial", "behaviour"}


def test_the_day_the_school_and_the_people_concern_every_policy(
    data: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    every = looked_at(data, store, monkeypatch)
    assert looked_at(data, store, monkeypatch, today=TODAY + dt.timedelta(days=1)) == every
    changed(data / "people.yaml", "Mrs T. Marchbank", "Mrs T. Marchbanks")
    assert looked_at(data, store, monkeypatch) == every


def test_a_line_put_in_above_moves_what_is_found(data: Path, store: Store) -> None:
    changed(data / "policies/trial.yaml", "title: Trial", "title: Behaviour")
    first = warm_and_cold(data, store)
    changed(data / "policies/trial.yaml", "title:", "\ntitle:")
    second = warm_and_cold(data, store)
    assert first
    assert second
    assert second[0] == second[1] != first[0]


@pytest.mark.parametrize("junk", [b"", b"[]", b"null", b'[[["who",""]], {}, {}]', b'[[], {"title-kind": [[1]]}, {}]'])
def test_what_makes_no_sense_is_found_anew(
    data: Path, store: Store, junk: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    every = looked_at(data, store, monkeypatch)
    with monkeypatch.context() as patched:
        patched.setattr(each, "_as_bytes", lambda *_: junk)
        patched.setattr(each, "_kept", lambda *_: None)
        looked_at(data, store, monkeypatch)
    assert looked_at(data, store, monkeypatch) == every


# --- the key holds all that a rule is given ----------------------------------------------------------------------


def test_every_fact_that_rules_are_given_is_in_the_key(data: Path) -> None:
    handbook = read_handbook(data, "policy_data").handbook
    assert handbook
    facts = Context(handbook, TODAY).facts
    one = next(iter(handbook.policies.values()))
    others: dict[str, Any] = {
        "root": "elsewhere",
        "today": TODAY + dt.timedelta(days=1),
        "school": facts.school.model_copy(update={"phone": "0"}),
        "people": facts.people.model_copy(update={"roles": {}}),
        "glossary": facts.glossary.model_copy(update={"terms": (one,)}),
        "guidance": {"one": one},
        "duties": {},
        "unread": frozenset({"trial"}),
        "required_sections": {"policy": {"aims": "what it is for"}},
        "locks": not facts.locks,
    }
    assert others.keys() == {field.name for field in dataclasses.fields(Facts)}
    for name, value in others.items():
        changed_facts = dataclasses.replace(facts, **{name: value})
        assert each.in_writing(changed_facts) != each.in_writing(facts), name


def test_a_rule_that_looks_at_one_policy_cannot_reach_the_texts_of_another(data: Path) -> None:
    handbook = read_handbook(data, "policy_data").handbook
    assert handbook
    given = Context(handbook, TODAY).of(handbook.policies["trial"], Others(handbook.policies))
    reached = [getattr(given, field.name) for field in dataclasses.fields(given)]
    assert not any(value is handbook for value in reached)
    assert not any(isinstance(value, Policy) for value in given.others.values())


def test_a_project_keeps_its_findings_and_another_folder_is_left_as_it_is(data: Path) -> None:
    root = data.parent
    check(data, root=root, today=TODAY)
    assert not (root / ".handbook-cache" / "kept").exists()
    (root / "mkdocs.yml").write_text("site_name: Handbook\n")
    first = check(data, root=root, today=TODAY)
    assert (root / ".handbook-cache" / "kept").exists()
    assert check(data, root=root, today=TODAY) == first
