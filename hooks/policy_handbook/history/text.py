"""A comparison as plain text, for a terminal, an e-mail or the minutes: [-words that went-] {+words that came+}."""

from __future__ import annotations

import json
from collections.abc import Iterator

from policy_handbook.history.redline import Fate, Redline, Row
from policy_handbook.history.summary import groups
from policy_handbook.history.units import UnitKind
from policy_handbook.history.words import LineChange, Mark, Run

_MARKS = {Mark.SAME: "{}", Mark.REMOVED: "[-{}-]", Mark.ADDED: "{{+{}+}}"}


def redline_text(made: Redline) -> str:
    """Write the list of what changed, then every part that did, with marks."""
    if made.is_empty:
        return f"Issue {made.new_issue} changed nothing in what these readers read.\n"
    lines = [f"{group.heading}: {'; '.join(entry.name for entry in group.entries)}" for group in groups(made)]
    return "\n".join([*lines, "", *_parts(made)]).rstrip() + "\n"


def _parts(made: Redline) -> Iterator[str]:
    section = ""
    for row in made.rows:
        if row.unit.kind is UnitKind.SECTION:
            section = _section(row)
        if row.fates == (Fate.SAME,):
            continue
        if section:
            yield section
            section = ""
        if row.unit.kind is not UnitKind.SECTION:
            yield from _row(row)


def _section(row: Row) -> str:
    said = " ".join(_line(line) for line in row.lines)
    return f"\n{row.unit.number} {said}".rstrip()


def _row(row: Row) -> Iterator[str]:
    was = f", was {row.old.number}" if row.old and row.new and row.old.number != row.new.number else ""
    yield f"  {row.unit.number or row.unit.kind} ({', '.join(row.fates)}{was})"
    yield from (f"      {_line(line)}" for line in row.lines)


def _line(line: LineChange) -> str:
    return " | ".join("".join(_run(run) for run in cell) for cell in line.cells)


def _run(run: Run) -> str:
    return _MARKS[run.mark].format(run.text)


def redline_json(made: Redline) -> str:
    """Write every part that changed as JSON, for other programs."""
    changes = [
        {
            "kind": str(row.unit.kind),
            "fates": [str(fate) for fate in row.fates],
            "old_number": row.old.number if row.old else None,
            "new_number": row.new.number if row.new else None,
            "lines": [[[[str(run.mark), run.text] for run in cell] for cell in line.cells] for line in row.lines],
        }
        for row in made.changed
    ]
    told = {"old_issue": made.old_issue, "new_issue": made.new_issue, "no_longer": list(made.no_longer)}
    return json.dumps(told | {"changes": changes}, ensure_ascii=False, indent=1) + "\n"
