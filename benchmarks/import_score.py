"""Measures what `handbook import` recovers: of invented documents in every layout, and of real ones in a folder.

    .venv/bin/python benchmarks/import_score.py                     # the invented documents
    .venv/bin/python benchmarks/import_score.py --real DIR          # and words kept of real documents
    .venv/bin/python benchmarks/import_score.py --markdown          # a table for the README

A word that is neither in the policy nor told of fails the run, whatever the rest says.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "hooks")]

from tests.importing.invented import ALL  # noqa: E402
from tests.importing.layouts import LAYOUTS  # noqa: E402
from tests.importing.scoring import Score, policy_of, score_of, words_missing  # noqa: E402

from policy_handbook.importing.account import Why  # noqa: E402
from policy_handbook.importing.bringing import files_in, lost_words  # noqa: E402
from policy_handbook.importing.data_of import data_of  # noqa: E402
from policy_handbook.importing.known import Known  # noqa: E402
from policy_handbook.importing.naming import id_of  # noqa: E402
from policy_handbook.importing.reading import read_document  # noqa: E402
from policy_handbook.importing.recover import UNPLACED, recover  # noqa: E402
from policy_handbook.importing.words import counted  # noqa: E402
from policy_handbook.importing.writing import policy_text  # noqa: E402

TODAY = dt.date(2026, 11, 21)
KINDS = ("sections", "clauses", "items", "metadata", "changes", "linked")


def invented(*, markdown: bool) -> bool:
    """Score every layout; return whether no word was lost."""
    print(_row(["layout", "ms", *KINDS, "lost words"], markdown=markdown))
    if markdown:
        print(_row(["---"] * (len(KINDS) + 3), markdown=True))
    whole, kept = Score(), True
    for name, layout in LAYOUTS.items():
        score, lost, seconds = Score(), 0, 0.0
        for policy in ALL:
            data = layout.write(policy)
            begun = time.perf_counter()
            document = read_document(data, f"{policy.name}.{layout.ending}")
            recovered = recover(document, policy.name, Known(), TODAY)
            text = policy_text(data_of(recovered, ()), ())
            seconds += time.perf_counter() - begun
            made = policy_of(text)
            lost += lost_words(document, recovered, text).total() + words_missing(policy, made).total()
            score.add(score_of(policy, made, changes=layout.shows_changes, extra=layout.extra))
        whole.add(score)
        kept = kept and not lost
        cells = [name, f"{1000 * seconds / len(ALL):.0f}", *(_share(score, kind) for kind in KINDS), str(lost)]
        print(_row(cells, markdown=markdown))
    print(_row(["all", "", *(_share(whole, kind) for kind in KINDS), ""], markdown=markdown))
    print(f"\nstructure (sections, clauses and items): {whole.share('sections', 'clauses', 'items'):.1%}")
    return kept


def real(folder: Path) -> bool:
    """Say of real documents where their words went; there is no truth to compare their structure with."""
    kept = True
    heads = f"{'words':>6} {'in text':>8} {'fields':>7} {'left out':>8} {'unplaced':>8} {'lost':>5} sections"
    print(f"\n{'document':40} {heads}")
    for path in files_in([folder]):
        document = read_document(path.read_bytes(), path.name)
        recovered = recover(document, id_of(path.name), Known(), TODAY)
        text = policy_text(data_of(recovered, ()), ())
        lost = lost_words(document, recovered, text).total()
        words = counted(document.texts()).total()
        fields = counted(entry.text for entry in recovered.entries if entry.why is Why.FIELD).total()
        out = counted(entry.text for entry in recovered.entries if entry.why is not Why.FIELD).total()
        unplaced = sum(
            len(clause.text.split())
            for section in recovered.sections
            if section.title == UNPLACED
            for clause in section.clauses
        )
        sections = sum(1 for top in recovered.sections for _ in top.walk())
        print(
            f"{path.name[:40]:40} {words:6} {(words - fields - out - lost) / words:8.1%} {fields:7} {out:8}"
            f" {unplaced:8} {lost:5} {sections:8}"
        )
        kept = kept and not lost
    return kept


def _share(score: Score, kind: str) -> str:
    return f"{score.found[kind]}/{score.there[kind]}" if score.there[kind] else "-"


def _row(cells: list[str], *, markdown: bool) -> str:
    if markdown:
        return f"| {' | '.join(cells)} |"
    return f"{cells[0]:32} {cells[1]:>5} " + " ".join(f"{cell:>9}" for cell in cells[2:])


def main() -> None:
    """Run the measurements."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--real", type=Path, help="a folder of real documents")
    parser.add_argument("--markdown", action="store_true", help="print the table in Markdown")
    arguments = parser.parse_args()
    kept = invented(markdown=arguments.markdown)
    if arguments.real:
        kept = real(arguments.real) and kept
    sys.exit(0 if kept else 1)


if __name__ == "__main__":
    main()
