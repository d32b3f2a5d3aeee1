"""Times printing: documents a second with nothing kept from before, and with everything kept.

    .venv/bin/python benchmarks/print.py [--data policy_data] [--repeat 3]

Cold is a new cache and a new process for each view, as a build has it; the start of the process is left out. Warm is
the same again. Texts for the scan for leaks are read in both.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ONE_VIEW = """
import json, sys, time
from pathlib import Path
from policy_handbook.audience import for_audience
from policy_handbook.print import Cache, pdf_text, prints_of
from policy_handbook.read import read_handbook

data, audience, cache = Path(sys.argv[1]), sys.argv[2], Cache(Path(sys.argv[3]))
view = for_audience(read_handbook(data).handbook, audience)
started = time.perf_counter()
prints = prints_of(view, "", cache)
typeset = time.perf_counter()
for document in prints.all:
    pdf_text(document.content, cache)
read = time.perf_counter()
print(json.dumps({"documents": len(prints.all), "pages": sum(made.pages for made in prints.all),
                  "typeset": typeset - started, "read": read - typeset}))
"""


def one_view(data: Path, audience: str, cache: Path) -> dict[str, float]:
    """Print one view in a process of its own."""
    command = [sys.executable, "-c", ONE_VIEW, str(data), audience, str(cache)]
    found: dict[str, float] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return found


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, default=Path("policy_data"))
    parser.add_argument("--views", nargs="+", default=["public", "parents", "pupils", "staff"])
    parser.add_argument("--repeat", type=int, default=3)
    given = parser.parse_args()
    print("| view | documents | pages | cold, documents a second | reading them, cold | warm, documents a second |")
    print("|---|---:|---:|---:|---:|---:|")
    for audience in given.views:
        cold, warm = [], []
        for _ in range(given.repeat):
            cache = Path(tempfile.mkdtemp())
            cold.append(one_view(given.data, audience, cache))
            warm.append(one_view(given.data, audience, cache))
            shutil.rmtree(cache)
        first = cold[0]
        typeset = statistics.median(run["typeset"] for run in cold)
        read = statistics.median(run["read"] for run in cold)
        again = statistics.median(run["typeset"] + run["read"] for run in warm)
        rate = first["documents"] / typeset
        print(
            f"| {audience} | {first['documents']} | {first['pages']} | {rate:.0f} | {first['documents'] / read:.0f} | "
            f"{first['documents'] / again:.0f} |"
        )


if __name__ == "__main__":
    main()
