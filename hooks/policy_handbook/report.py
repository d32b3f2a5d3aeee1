"""Findings as text for a person, and in the forms that other programs read."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

from policy_handbook import __version__
from policy_handbook.findings import Finding, Severity, count

_PLURALS = {Severity.ERROR: "errors", Severity.WARNING: "warnings", Severity.INFO: "notes"}
_SINGULARS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow", Severity.INFO: "bold blue"}
_SARIF_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def format_text(findings: Sequence[Finding]) -> str:
    """Write findings one after another, with a line that sums them up."""
    lines = [text for finding in findings for text, _ in _lines(finding)]
    return "".join([*lines, summary(findings)]) + "\n"


def format_grouped(findings: Sequence[Finding]) -> str:
    """Write findings for a person: each file with what is in it, and a line that sums everything up."""
    return "".join(text for text, _ in styled(findings))


def styled(findings: Sequence[Finding]) -> Iterator[tuple[str, str]]:
    """Yield the same text in parts, each with the style in which a terminal shows it."""
    for file, group in groupby(findings, key=lambda finding: finding.place.file):
        found = list(group)
        yield f"{file} ({_counts(found)})", "bold underline"
        yield "\n", ""
        for finding in found:
            yield from _lines(finding)
        yield "\n", ""
    worst = min((finding.severity for finding in findings), key=list(Severity).index, default=None)
    yield summary(findings), _STYLES[worst] if worst else "bold green"
    yield "\n", ""


def _lines(finding: Finding) -> Iterator[tuple[str, str]]:
    yield f"{finding.place}: ", ""
    yield str(finding.severity), _STYLES[finding.severity]
    yield f": {finding.message} ({finding.rule})\n", ""
    if finding.found:
        yield f"    found  {finding.found}\n", ""
    if finding.write:
        yield f"    write  {finding.write}\n", ""


def summary(findings: Sequence[Finding]) -> str:
    """Sum findings up in a line: ``2 errors and 1 warning in 1 file``."""
    if not findings:
        return "nothing found: every rule is kept"
    files = len({finding.place.file for finding in findings})
    return f"{_counts(findings)} in {files} {'file' if files == 1 else 'files'}"


def _counts(findings: Sequence[Finding]) -> str:
    counts = [_counted(count(findings, severity), severity) for severity in Severity if count(findings, severity)]
    return " and ".join(filter(None, [", ".join(counts[:-1]), counts[-1]]))


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


def format_sarif(findings: Sequence[Finding], pages: Mapping[str, str] | None = None) -> str:
    """Write findings as SARIF 2.1.0, which code hosts and editors show.

    Args:
        findings: the findings, in order.
        pages: what there is to say of each rule, by its id: a line, then more.
    """
    rules = sorted({finding.rule for finding in findings})
    driver = {
        "name": "Policy Handbook",
        "semanticVersion": __version__,
        "rules": [_sarif_rule(rule, (pages or {}).get(rule, "")) for rule in rules],
    }
    log = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": driver},
                "results": [_sarif_result(finding, rules) for finding in findings],
                "columnKind": "unicodeCodePoints",
            }
        ],
    }
    return json.dumps(log, indent=1, ensure_ascii=False) + "\n"


def _sarif_rule(rule: str, page: str) -> dict[str, Any]:
    record: dict[str, Any] = {"id": rule}
    if page:
        record["shortDescription"] = {"text": page.splitlines()[0]}
        record["help"] = {"text": page}
    return record


def _sarif_result(finding: Finding, rules: Sequence[str]) -> dict[str, Any]:
    location: dict[str, Any] = {"artifactLocation": {"uri": quote(finding.place.file)}}
    if finding.place.line:
        location["region"] = {"startLine": finding.place.line, "startColumn": finding.place.column}
    return {
        "ruleId": finding.rule,
        "ruleIndex": rules.index(finding.rule),
        "level": _SARIF_LEVELS[finding.severity],
        "message": {"text": _message(finding)},
        "locations": [{"physicalLocation": location}],
    }


def format_junit(findings: Sequence[Finding]) -> str:
    """Write findings as a JUnit report, in which each finding that counts is a failed test."""
    failures = [finding for finding in findings if finding.severity is not Severity.INFO]
    cases = []
    for finding in findings:
        name = quoteattr(_xml(f"{finding.place} {finding.rule}"))
        case = f"  <testcase classname={quoteattr(_xml(finding.place.file))} name={name}"
        text = escape(_xml(_message(finding)))
        if finding.severity is Severity.INFO:
            cases.append(f"{case}><system-out>{text}</system-out></testcase>")
        else:
            kind, message = quoteattr(str(finding.severity)), quoteattr(_xml(finding.message))
            cases.append(f"{case}><failure type={kind} message={message}>{text}</failure></testcase>")
    if not findings:
        cases.append('  <testcase classname="policy_data" name="every rule is kept"/>')
    head = f'<testsuite name="Policy Handbook" tests="{len(cases)}" failures="{len(failures)}">'
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + "\n".join([head, *cases, "</testsuite>"]) + "\n"


def _xml(text: str) -> str:
    """Leave out what XML cannot hold at all, escaped or not."""
    return _NOT_XML.sub("\ufffd", text)


FORMATS: dict[str, Callable[[Sequence[Finding]], str]] = {
    "text": format_grouped,
    "json": format_json,
    "github": format_github,
    "sarif": format_sarif,
    "junit": format_junit,
}
"""The forms of a report by name."""
