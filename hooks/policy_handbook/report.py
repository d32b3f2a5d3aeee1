"""Findings as text for a person, and in the forms that other programs read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from policy_handbook import __version__
from policy_handbook.findings import Finding, Severity, count

_PLURALS = {Severity.ERROR: "errors", Severity.WARNING: "warnings", Severity.INFO: "notes"}
_SINGULARS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow", Severity.INFO: "bold blue"}


def format_text(findings: Sequence[Finding], *, markup: bool = False) -> str:
    """Write findings for a person, with a line that sums them up.

    Args:
        findings: the findings, in order.
        markup: whether to mark colours in the way that rich reads.
    """
    lines = [line for finding in findings for line in _lines(finding, markup=markup)]
    return "\n".join([*lines, summary(findings)]) + "\n"


def _lines(finding: Finding, *, markup: bool) -> Iterable[str]:
    clean = _escaped if markup else str
    severity = str(finding.severity)
    if markup:
        severity = f"[{_STYLES[finding.severity]}]{severity}[/]"
    yield f"{clean(str(finding.place))}: {severity}: {clean(finding.message)} ({finding.rule})"
    if finding.found:
        yield f"    found  {clean(finding.found)}"
    if finding.write:
        yield f"    write  {clean(finding.write)}"


def _escaped(text: str) -> str:
    return text.replace("[", "\\[")


def summary(findings: Sequence[Finding]) -> str:
    """Sum findings up in a line: ``2 errors and 1 warning in 1 file``."""
    if not findings:
        return "nothing found: every rule is kept"
    counts = [_counted(count(findings, severity), severity) for severity in Severity if count(findings, severity)]
    files = len({finding.place.file for finding in findings})
    listed = " and ".join(filter(None, [", ".join(counts[:-1]), counts[-1]]))
    return f"{listed} in {files} {'file' if files == 1 else 'files'}"


def _counted(number: int, severity: Severity) -> str:
    return f"{number} {(_SINGULARS if number == 1 else _PLURALS)[severity]}"


def format_json(findings: Sequence[Finding]) -> str:
    """Write findings as a JSON list."""
    records = [
        {
            "rule": finding.rule,
            "severity": str(finding.severity),
            "file": finding.place.file,
            "line": finding.place.line,
            "column": finding.place.column,
            "message": finding.message,
            "found": finding.found,
            "write": finding.write,
            "policy": finding.policy,
        }
        for finding in findings
    ]
    return json.dumps({"findings": records, "summary": summary(findings)}, indent=1, ensure_ascii=False) + "\n"


def format_github(findings: Sequence[Finding]) -> str:
    """Write findings as annotations of a pull request on GitHub."""
    levels = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
    lines = []
    for finding in findings:
        place = f"file={_property(finding.place.file)}"
        if finding.place.line:
            place += f",line={finding.place.line},col={finding.place.column}"
        message = _message(finding)
        lines.append(f"::{levels[finding.severity]} {place},title={_property(finding.rule)}::{_data(message)}")
    return "".join(f"{line}\n" for line in lines)


def _message(finding: Finding) -> str:
    parts = [finding.message]
    if finding.found:
        parts.append(f"found: {finding.found}")
    if finding.write:
        parts.append(f"write: {finding.write}")
    return "\n".join(parts)


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def format_sarif(findings: Sequence[Finding]) -> str:
    """Write findings as SARIF 2.1.0, which code hosts and editors show."""
    levels = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
    rules = sorted({finding.rule for finding in findings})
    results: list[dict[str, Any]] = []
    for finding in findings:
        location: dict[str, Any] = {"artifactLocation": {"uri": finding.place.file}}
        if finding.place.line:
            location["region"] = {"startLine": finding.place.line, "startColumn": finding.place.column}
        results.append(
            {
                "ruleId": finding.rule,
                "ruleIndex": rules.index(finding.rule),
                "level": levels[finding.severity],
                "message": {"text": _message(finding)},
                "locations": [{"physicalLocation": location}],
            }
        )
    driver = {"name": "Policy Handbook", "version": __version__, "rules": [{"id": rule} for rule in rules]}
    log = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "results": results, "columnKind": "unicodeCodePoints"}],
    }
    return json.dumps(log, indent=1, ensure_ascii=False) + "\n"


def format_junit(findings: Sequence[Finding]) -> str:
    """Write findings as a JUnit report, in which each finding that counts is a failed test."""
    failures = [finding for finding in findings if finding.severity is not Severity.INFO]
    cases = []
    for finding in findings:
        name = quoteattr(f"{finding.place} {finding.rule}")
        case = f"  <testcase classname={quoteattr(finding.place.file)} name={name}"
        if finding.severity is Severity.INFO:
            cases.append(f"{case}><system-out>{escape(_message(finding))}</system-out></testcase>")
        else:
            kind = quoteattr(str(finding.severity))
            message = quoteattr(finding.message)
            cases.append(
                f"{case}><failure type={kind} message={message}>{escape(_message(finding))}</failure></testcase>"
            )
    if not findings:
        cases.append('  <testcase classname="policy_data" name="every rule is kept"/>')
    head = f'<testsuite name="Policy Handbook" tests="{len(cases)}" failures="{len(failures)}">'
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + "\n".join([head, *cases, "</testsuite>"]) + "\n"


FORMATS = {
    "text": format_text,
    "json": format_json,
    "github": format_github,
    "sarif": format_sarif,
    "junit": format_junit,
}
"""The forms of a report by name."""
