"""Times `handbook import` of a folder of 60 documents: printed policies, Word documents, and half of each.

    .venv/bin/python benchmarks/import_time.py [--data policy_data] [--documents 60]

The documents are the policies of the sample school as staff have them, each under several names. They come into a new
school, in a process of its own as `handbook import` has it; "work" is that of all its processes together.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "hooks"))

from policy_handbook.audience import for_audience  # noqa: E402
from policy_handbook.print import NO_CACHE  # noqa: E402
from policy_handbook.print.document import policy_document  # noqa: E402
from policy_handbook.print.word import policy_word  # noqa: E402
from policy_handbook.read import read_handbook  # noqa: E402

HANDBOOK = [sys.executable, "-m", "policy_handbook"]


@dataclass(frozen=True)
class Paper:
    """A document: the ending of its file, what is in it, and how many pages it has in print."""

    ending: str
    content: bytes
    pages: int


def papers(data: Path) -> dict[str, list[Paper]]:
    """Return every policy that staff have, as PDF and as a Word document."""
    handbook = read_handbook(data).handbook
    if handbook is None:
        raise SystemExit(f"{data} cannot be read")
    view = for_audience(handbook, "staff")
    printed = [(policy, policy_document(view, policy, "", NO_CACHE)) for policy in view.policies.values()]
    pdf = [Paper("pdf", made.content, made.pages) for _, made in printed]
    word = [Paper("docx", policy_word(view, policy), made.pages) for policy, made in printed]
    both = [paper for pair in zip(pdf, word, strict=True) for paper in pair]
    return {"PDF": pdf, "Word": word, "half and half": both}


def measure(made: Sequence[Paper], count: int) -> Mapping[str, float]:
    """Import as many documents as asked for into a new school."""
    environment = os.environ | {"PYTHONPATH": str(ROOT / "hooks")}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "papers"
        folder.mkdir()
        taken = list(islice(cycle(made), count))
        for number, paper in enumerate(taken):
            (folder / f"paper-on-swans-{number}.{paper.ending}").write_bytes(paper.content)
        school = Path(name) / "school"
        subprocess.run([*HANDBOOK, "new", "school", str(school)], check=True, capture_output=True, env=environment)
        before, begun = _work(), time.perf_counter()
        done = subprocess.run(
            [*HANDBOOK, "import", str(folder)], cwd=school, capture_output=True, text=True, env=environment
        )
        seconds, work = time.perf_counter() - begun, _work() - before
        if f"{count} of {count} documents" not in done.stdout:
            raise SystemExit(done.stdout + done.stderr)
    return {"pages": sum(paper.pages for paper in taken), "seconds": seconds, "work": work}


def _work() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT / "policy_data")
    parser.add_argument("--documents", type=int, default=60)
    given = parser.parse_args()
    print(f"| {given.documents} documents | pages | seconds | seconds of work |\n|---|--:|--:|--:|")
    for name, made in papers(given.data).items():
        found = measure(made, given.documents)
        print(f"| {name} | {found['pages']} | {found['seconds']:.0f} | {found['work']:.0f} |", flush=True)


if __name__ == "__main__":
    main()
