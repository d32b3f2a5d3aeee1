"""Measures check and build against a plain MkDocs with Material on the same pages, and prints tables in Markdown.

    python benchmarks/run.py
    python benchmarks/run.py --sizes 100,300,1000,3000 --repeat 3

Nothing that an earlier build left is there, but for the PDFs: these have rows of their own, because plain Material
makes none. The candidates of a size run in turn, and the median counts, so that a machine that grows slower in between
does so for all of them.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from generate import PROJECT, TODAY, copy_config, write_handbook, write_markdown
from measure import Measured, measure

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


def candidates(folder: Path, *, plain: bool, every: bool) -> list[Candidate]:
    """What is compared at one size."""
    ours, theirs = folder / "handbook", folder / "plain"
    site = [ours / "site"]
    one = build(ours, "--view", VIEW)
    rows = [
        Candidate("`handbook check`", lambda: measure((*HANDBOOK, "check", *DAY), ours), []),
        Candidate(f"`handbook build --view {VIEW}`", one, site),
    ]
    if every:
        rows.append(Candidate("`handbook build`, all four views", build(ours), site))
    if plain:
        command = (sys.executable, "-m", "mkdocs", "-q", "build")
        quiet = {"NO_MKDOCS_2_WARNING": "1"}
        rows.append(Candidate("plain MkDocs with Material", lambda: measure(command, theirs, quiet), [theirs / "site"]))
    return rows


def table(size: int, folder: Path, *, plain: bool, every: bool, repeat: int) -> str:
    """Measure one size and write its table. The first builds, with all PDFs to be typeset, are rows of their own."""
    ours = folder / "handbook"
    one = Candidate("", build(ours, "--view", VIEW), [ours / "site"])
    first = {f"`handbook build --view {VIEW}`, PDFs too": [one.fresh()]}
    if every:
        first["the other views after it, PDFs too"] = [Candidate("", build(ours), [ours / "site"]).fresh()]
    rows = candidates(folder, plain=plain, every=every)
    runs: dict[str, list[Measured]] = {row.name: [] for row in rows}
    for _ in range(repeat):
        for row in rows:
            runs[row.name].append(row.fresh())
    return _written(size, runs | first, rows[-1].name if plain else "")


def sample_table(folder: Path, repeat: int) -> str:
    """Measure the sample school: every view alone by MkDocs, without the scan and the rest, and the whole build."""
    for name in ("docs", "policy_data"):
        shutil.copytree(PROJECT / name, folder / name)
    copy_config(folder)
    measure((*HANDBOOK, "build", *DAY), folder)
    count = len(list((folder / "policy_data" / "policies").glob("*.yaml")))
    names = ["public", "parents", "pupils", "staff"]
    rows = [Candidate(f"`HANDBOOK_VIEW={name} mkdocs build`", alone(folder, name), []) for name in names]
    rows.append(Candidate("`handbook build`, all four views", build(folder), []))
    runs: dict[str, list[Measured]] = {row.name: [] for row in rows}
    for _ in range(repeat):
        for row in rows:
            runs[row.name].append(row.fresh())
    return _written(count, runs, "")


def _written(size: int, runs: dict[str, list[Measured]], base: str) -> str:
    seconds = {name: median(run.seconds for run in found) for name, found in runs.items()}
    work = {name: median(run.work for run in found) for name, found in runs.items()}
    lines = [
        f"### {size} policies",
        "",
        "| | seconds | of plain Material | seconds of work | of plain Material | peak memory |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    for name, found in runs.items():
        shares = [f"{taken[name] / taken[base]:.2f}" if base else "–" for taken in (seconds, work)]
        memory = max(run.mebibytes for run in found)
        lines.append(
            f"| {name} | {seconds[name]:.2f} | {shares[0]} | {work[name]:.2f} | {shares[1]} | {memory:.0f} MiB |"
        )
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


def machine() -> str:
    """Name the machine by what matters, without its name."""
    cores = os.cpu_count()
    return f"{cores} cores, Python {platform.python_version()}, {platform.system()} {platform.machine()}"


def main() -> None:
    """Measure from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="100,300,1000", help="numbers of policies, with commas")
    parser.add_argument("--repeat", type=int, default=3, help="runs of each; the median counts")
    parser.add_argument(
        "--plain-up-to", type=int, default=1000, help="leave plain Material out above this size: it grows by the square"
    )
    parser.add_argument("--one-view", action="store_true", help="leave the build of all four views out")
    parser.add_argument("--folder", type=Path, help="where to generate; left out, a temporary folder")
    given = parser.parse_args()
    sizes = [int(size) for size in given.sizes.split(",")]
    print(f"{machine()}; median of {given.repeat}; project at {_commit()}\n")
    split: dict[int, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as temporary:
        for size in sizes:
            folder = (given.folder or Path(temporary)).absolute() / str(size)
            write_handbook(folder / "handbook", size)
            plain = size <= given.plain_up_to
            if plain:
                write_markdown(folder / "plain", size)
            print(
                table(size, folder, plain=plain, every=not given.one_view, repeat=given.repeat), end="\n\n", flush=True
            )
            split[size] = stages(folder, given.repeat)
    with tempfile.TemporaryDirectory() as temporary:
        print(f"## The sample school\n\n{sample_table(Path(temporary).absolute(), given.repeat)}\n")
    print(f"### Stages of the view {VIEW}\n\n{stage_table(split)}")


def _commit() -> str:
    command = ["git", "-C", str(PROJECT), "describe", "--always", "--dirty"]
    done = subprocess.run(command, capture_output=True, text=True)
    return done.stdout.strip() or "no commit"


if __name__ == "__main__":
    main()
