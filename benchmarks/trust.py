"""Measures a trust: many schools with 60 policies each, all views, built on one machine, in shards, and joined.

    python benchmarks/trust.py
    python benchmarks/trust.py --schools 80 --measure 80 --few 2 --no-shards

A school has 45 policies of the trust, of which a third has text of its own, and 15 of its own. All of a trust's schools
are alike in size, so that a few of them are built and the line through the results tells the time of all; `--measure`
says how many are built. Every build but those that are done again is the first: no PDF and no page of an earlier one is
there.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from figures import PAGE, heading, put
from generate import (
    AUDIENCES,
    SEED,
    TODAY,
    Entry,
    _dump,
    _glossary,
    _guidance,
    _people,
    _school,
    copy_config,
    entries,
    policy,
)
from measure import Measured, measure

HANDBOOK = (sys.executable, "-m", "policy_handbook")
DAY = ("--today", TODAY.isoformat())
OF_TRUST, OWN = 45, 15
AGAIN = {
    "nothing changed": "",
    "a policy of one school edited": "schools/school-0001/policy_data",
    "a policy of the trust edited": "trust_data",
}
"""What is built once more, and in which folder a policy is edited for it."""

EVERY_SCHOOL = ("kind", "phase", "nation", "audiences", "categories")


def write_trust(folder: Path, schools: int) -> None:
    """Write the repository of a trust with some schools."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "docs").mkdir(parents=True)
    copy_config(folder)
    config = folder / "mkdocs.yml"
    config.write_text(config.read_text().replace("- policy_data", "- trust_data"))
    facts = _school()
    names = [f"school-{number:04}" for number in range(1, schools + 1)]
    trust = {
        "name": "Examplewick Learning Trust",
        "schools": {name: f"Examplewick {name.replace('-', ' ')}" for name in names},
        "every_school": {field: facts[field] for field in EVERY_SCHOOL},
    }
    _dump(folder / "trust.yaml", trust)
    home = folder / "trust_data"
    (home / "policies").mkdir(parents=True)
    for name, fields in (("people", _people()), ("glossary", _glossary()), ("guidance", _guidance())):
        _dump(home / f"{name}.yaml", fields)
    every = entries(OF_TRUST + OWN, SEED)
    shared = list(_policies(every[:OF_TRUST], str(SEED)))
    for entry, fields in shared:
        _dump(home / "policies" / f"{entry.id}.yaml", _opened(fields))
    for number, name in enumerate(names):
        data = folder / "schools" / name / "policy_data"
        (data / "policies").mkdir(parents=True)
        own = {field: value for field, value in facts.items() if field not in EVERY_SCHOOL}
        own |= {"name": f"Examplewick {name.replace('-', ' ')}", "handbook_url": f"https://{name}.example.org"}
        _dump(data / "school.yaml", own)
        _dump(data / "people.yaml", {"roles": {"site-lead": {"title": "Site lead", "holder": f"L. of {name}"}}})
        for entry, fields in _policies(every[OF_TRUST:], f"{SEED}:{name}"):
            _dump(data / "policies" / f"{entry.id}.yaml", fields)
        for entry, fields in shared[number % 3 :: 3]:
            _dump(data / "policies" / f"{entry.id}.yaml", _own(entry.id, fields, name))


def _policies(made: list[Entry], seed: str) -> Iterator[tuple[Entry, dict[str, Any]]]:
    everybody = [entry for entry in made if entry.audience == AUDIENCES]
    for entry in made:
        yield entry, policy(entry, everybody, random.Random(f"{seed}:{entry.id}"))


def _opened(fields: dict[str, Any]) -> dict[str, Any]:
    """Open the clause that has an id to the schools."""
    for section in fields["sections"]:
        for clause in section["clauses"]:
            if isinstance(clause, dict) and clause.get("id") == "first-step":
                clause["open"] = True
    return fields


def _own(policy_id: str, fields: dict[str, Any], school: str) -> dict[str, Any]:
    return {
        "inherits": policy_id,
        "adopted_issue": fields["issue"],
        "review": fields["review"],
        "replace": {"first-step": f"At {school} the first step is a word with whoever stands at the door."},
        "add": [{"after": "first-step", "clauses": [f"The door of {school} is the green one beside the bicycles."]}],
    }


@dataclass(frozen=True, slots=True)
class Line:
    """A line through two measurements: what there is to begin with, and what each school adds."""

    start: float
    each: float

    @classmethod
    def through(cls, few: int, at_few: float, many: int, at_many: float) -> Line:
        """Draw the line."""
        each = (at_many - at_few) / (many - few)
        return cls(max(0.0, at_few - few * each), each)

    def at(self, schools: int) -> float:
        """Read off the value for some schools."""
        return self.start + schools * self.each


def built(folder: Path, *arguments: str) -> Measured:
    """Measure a build with nothing there of an earlier one."""
    for left in (".handbook-cache", "site"):
        shutil.rmtree(folder / left, ignore_errors=True)
    return measure((*HANDBOOK, "build", *DAY, *arguments), folder)


def again(folder: Path, edited: str) -> Measured:
    """Measure a build with all that the last one left, after an edit of the first policy below a folder."""
    if edited:
        path = min((folder / edited / "policies").glob("*.yaml"))
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("summary: ", "summary: Anew. ", 1), encoding="utf-8")
    return measure((*HANDBOOK, "build", *DAY, "--school", "all"), folder)


def row(name: str, measured: Measured) -> str:
    """Write a row of the table."""
    return f"| {name} | {measured.seconds:.1f} | {measured.work:.1f} | {measured.mebibytes:.0f} MiB |"


def main() -> None:
    """Measure from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--schools", type=int, default=80, help="how many schools the trust has")
    parser.add_argument("--measure", type=int, default=6, help="how many of them are built, at least 2")
    parser.add_argument("--few", type=int, default=0, help="how many in the smaller build; left out, half of them")
    parser.add_argument("--no-shards", action="store_true", help="build no shards, which takes as long once more")
    parser.add_argument("--write", action="store_true", help=f"put the tables into {PAGE.name}")
    parser.add_argument("--folder", type=Path, help="where to generate; left out, a temporary folder")
    given = parser.parse_args()
    count = max(2, min(given.measure, given.schools))
    few = given.few or max(1, count // 2)
    said: list[str] = []

    def say(text: str) -> None:
        print(text, flush=True)  # each row as soon as it is there
        said.append(text)

    with tempfile.TemporaryDirectory() as temporary:
        folder = (given.folder or Path(temporary)).absolute()
        write_trust(folder / "all", given.schools)
        write_trust(folder / "few", few)
        write_trust(folder / "some", count)
        command = f"python benchmarks/trust.py --schools {given.schools} --measure {count} --few {few}"
        say(f"{heading(command + ' --no-shards' * given.no_shards, dt.date.today())}\n")
        say("| | seconds | seconds of work | peak memory |\n|---|--:|--:|--:|")
        at_few, at_some = built(folder / "few", "--school", "all"), built(folder / "some", "--school", "all")
        say(row(f"`build --school all`, {few} schools", at_few))
        say(row(f"`build --school all`, {count} schools", at_some))
        for name, edited in AGAIN.items():
            say(row(f"the same again, {name}", again(folder / "some", edited)))
        size = sum(path.stat().st_size for path in (folder / "some" / "site").rglob("*") if path.is_file()) / count
        if not given.no_shards:
            parts = [built(folder / "some", "--shard", f"{number}/2", "--site", f"part{number}") for number in (1, 2)]
            say(row(f"`build --shard 1/2` of {count} schools", parts[0]))
            merged = measure((*HANDBOOK, "merge", "part1", "part2"), folder / "some")
            say(row("`handbook merge` of both parts", merged))
        say(row(f"`handbook trust check`, {given.schools} schools", _checked(folder / "all")))
        status = measure((*HANDBOOK, "trust", "status"), folder / "all")
        say(row(f"`handbook trust status`, {given.schools} schools", status))
        wall = Line.through(few, at_few.seconds, count, at_some.seconds)
        work = Line.through(few, at_few.work, count, at_some.work)
    say(f"\nA school: {wall.each:.1f} s of this machine, {work.each:.1f} s of work, {size / 1e6:.1f} MB.")
    say("Read off the line through both builds, not measured:\n")
    say("| schools | this machine alone | hours of work | 20 machines like it | 100 machines like it |")
    say("|--:|--:|--:|--:|--:|")
    for schools in (given.schools, 2000):
        shares = [f"{wall.at(-(-schools // machines)) / 60:.1f} min" for machines in (1, 20, 100)]
        say(f"| {schools:,} | {shares[0]} | {work.at(schools) / 3600:.2f} | {shares[1]} | {shares[2]} |")
    if given.write:
        put(PAGE, "trust", "\n".join(said))


def _checked(folder: Path) -> Measured:
    return measure((*HANDBOOK, "trust", "check", *DAY, "--format", "json"), folder)


if __name__ == "__main__":
    main()
