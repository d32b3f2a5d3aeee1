"""Makes small issues for the tests of comparisons from the sections alone."""

from textwrap import indent

from policy_handbook.history.lines import as_typed
from policy_handbook.history.redline import Redline, apply, compare
from policy_handbook.history.units import Unit, units_of
from policy_handbook.model import Policy, resolve
from policy_handbook.read.source import parse

HEAD = """\
title: Trial
kind: policy
status: in-force
owner: headteacher
audience: everyone
issue: 1
effective_from: 2026-09-01
review: {every: 12 months, next: 2027-07-31}
summary: A policy to compare.
sections:
"""
AUDIENCES = ("public", "parents", "staff")


def issue(sections: str, **fields: object) -> Policy:
    """Return an issue with the sections that are given as YAML, and other fields in the place of the usual ones."""
    source = parse(f"{HEAD}{indent(sections.strip(chr(10)), '  ')}\n".encode(), "trial.yaml")
    assert source.findings == (), source.findings
    return resolve(Policy.model_validate(source.value | fields), "trial", AUDIENCES)


def units(policy: Policy) -> tuple[Unit, ...]:
    return units_of(policy, as_typed)


def compared(old: str, new: str) -> Redline:
    """Compare two issues given as sections, and prove that the comparison gives the new one."""
    before, after = units(issue(old)), units(issue(new))
    made = Redline(1, 2, compare(before, after))
    assert apply(before, made) == after
    return made


def shown(made: Redline) -> list[str]:
    """Write what changed, a line for each unit: what became of it, its numbers, its words with marks."""
    return [
        f"{'+'.join(row.fates)} {_numbers(row.old, row.new)}: {' / '.join(_line(line) for line in row.lines)}"
        for row in made.changed
    ]


def _numbers(old: Unit | None, new: Unit | None) -> str:
    was, now = (unit.number or unit.kind.value if unit else "" for unit in (old, new))
    return f"{was}→{now}" if old and new and was != now else now or was


def _line(line: object) -> str:
    marks = {"same": "{}", "removed": "[-{}-]", "added": "[+{}+]"}
    cells = ("".join(marks[run.mark].format(run.text) for run in cell) for cell in line.cells)  # type: ignore[attr-defined]
    return " | ".join(cells)
