"""A project's settings, handbook.yaml: which rules count for less or more and why, and what was known before.

A setting changes how much a finding counts, never what is published: rules that keep text from readers, and faults
of reading, cannot be lowered.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import Field

from policy_handbook.findings import Finding, Place, Severity
from policy_handbook.model.base import Choice, Id, Line, Record
from policy_handbook.read import read_file

FILE = "handbook.yaml"
PROTECTED = frozenset(
    {"audience-unknown", "audience-widened", "key-points-audience", "reference-narrower", "page-audience", "leak"}
)
"""Rules that keep text from readers who may not see it."""


class SettingSeverity(Choice):
    """How much the findings of a rule count."""

    ERROR = "error", "Stops publishing."
    WARNING = "warning", "Ought to be mended; stops nothing."
    INFO = "info", "Good to know."
    SILENT = "silent", "Is not reported at all."


class RuleSetting(Record):
    """How much a rule counts in this handbook."""

    severity: SettingSeverity
    """How much its findings count."""
    reason: Line
    """Why, for whoever asks in a year."""
    policies: tuple[Id, ...] = ()
    """The policies for which this holds; left out, all."""


class Known(Record):
    """A finding that was there when the baseline was written."""

    rule: Id
    """The rule that found it."""
    file: Line
    """The file that it is in."""
    what: Line
    """What is there, by which it is known again whatever its line."""


class Baseline(Record):
    """Findings known before; they stop nothing until they are mended."""

    known: tuple[Known, ...] = ()
    """The findings."""


class Settings(Record):
    """The settings of a project."""

    rules: dict[Id, RuleSetting] = Field(default={})
    """Rules that count for less or more than usual, by id."""
    baseline: Line = ""
    """The file that holds the findings known before, beside this one."""
    required_sections: dict[Id, dict[Id, Line]] = Field(default={})
    """Sections that each kind of policy needs, in place of the usual ones: an id and what it is on."""


@dataclass(frozen=True, slots=True)
class Project:
    """The settings as they were read, with what was wrong with them."""

    settings: Settings
    baseline: Baseline
    findings: tuple[Finding, ...] = ()

    @property
    def readable(self) -> bool:
        """Whether nothing was wrong."""
        return not self.findings


def read_project(root: Path) -> Project:
    """Read the settings of a project's folder; one without handbook.yaml has the usual ones."""
    path = root / FILE
    if not os.path.lexists(path):  # one that is a link to nothing is a mistake
        return Project(Settings(), Baseline())
    settings, faults = read_file(path, Settings)
    if settings is None:
        return Project(Settings(), Baseline(), faults)
    if not settings.baseline:
        return Project(settings, Baseline())
    held = root / settings.baseline
    if not held.is_file():
        message = f"there is no file {settings.baseline}"
        advice = "handbook check --write-baseline writes it; or leave baseline out"
        missing = _fault(settings.place_of("baseline"), message, settings.baseline, advice)
        return Project(settings, Baseline(), (missing,))
    baseline, faults = read_file(held, Baseline)
    return Project(settings, baseline or Baseline(), faults)


def applied(project: Project, findings: Sequence[Finding], rules: Collection[str]) -> list[Finding]:
    """Return findings as the project wants them to count, with those on the settings themselves.

    Args:
        project: the settings.
        findings: what reading and the rules found.
        rules: the ids of the rules that can be set; faults of reading are none of them.
    """
    allowed = frozenset(rules) - PROTECTED
    found = [*project.findings, *_faults_of_settings(project.settings, rules)]
    remaining = Counter((known.rule, known.file, known.what) for known in project.baseline.known)
    for finding in findings:
        kept = _set(finding, project.settings.rules, allowed)
        if kept is None:
            continue
        key = _key(kept)
        if kept.rule in allowed and remaining[key] > 0:
            remaining[key] -= 1
            kept = replace(kept, severity=Severity.INFO, message=f"{kept.message} (known before)")
        found.append(kept)
    return found


def baseline_of(findings: Sequence[Finding], rules: Collection[str]) -> str:
    """Write the findings that count as the text of a baseline file."""
    allowed = frozenset(rules) - PROTECTED
    lines = ["# Findings known before. Each stops nothing until it is mended; then its line goes.", "known:"]
    for finding in findings:
        if finding.rule in allowed and finding.severity is not Severity.INFO:
            rule, file, what = (_quoted(part) for part in _key(finding))
            lines.append(f"  - {{rule: {rule}, file: {file}, what: {what}}}")
    return "\n".join(lines if len(lines) > 2 else ["known: []"]) + "\n"


def _set(finding: Finding, settings: Mapping[str, RuleSetting], allowed: Collection[str]) -> Finding | None:
    setting = settings.get(finding.rule)
    if setting is None or finding.rule not in allowed:
        return finding
    if setting.policies and finding.policy not in setting.policies:
        return finding
    if setting.severity is SettingSeverity.SILENT:
        return None
    return finding.with_severity(Severity(str(setting.severity)))


def _key(finding: Finding) -> tuple[str, str, str]:
    """What a finding is known by again: not its line, nor a number of days that grows."""
    found = re.sub(r"\s+\(today is .*\)$", "", finding.found)
    return finding.rule, finding.place.file, found or re.sub(r"\d+", "#", finding.message)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def _faults_of_settings(settings: Settings, rules: Collection[str]) -> Iterator[Finding]:
    for name, setting in settings.rules.items():
        if name in PROTECTED:
            message = "this rule keeps text from readers who may not see it; it cannot be set"
            yield _fault(setting.place, message, name, "leave it out")
        elif name not in rules:
            yield _fault(setting.place, "there is no rule of this name", name, "handbook rules lists them")


def _fault(place: Place, message: str, found: str, write: str) -> Finding:
    return Finding("settings", Severity.ERROR, place, message, found, write)
