"""Findings as the pages of the editor show them: without advice that is for the command line."""

from __future__ import annotations

import re

from policy_handbook.findings import Finding, Severity
from policy_handbook.rules import issue_edited

_NOT_APPROVED = re.compile(r"this is not the text that (issue \d+) had when it was made")


def awaits_approval(finding: Finding) -> bool:
    """Whether a finding says no more than that a policy is being changed towards its next issue."""
    return finding.rule == issue_edited.ID and bool(_NOT_APPROVED.fullmatch(finding.message))


def stops_saving(finding: Finding) -> bool:
    """Whether a finding is an error that one would not want on the disk.

    A policy in force differs from its last issue as soon as somebody begins to write the next: nothing is published
    until that is made, but it has to be written down.
    """
    return finding.severity is Severity.ERROR and not awaits_approval(finding)


def shown(finding: Finding, where: str = "") -> dict[str, str]:
    """A finding for a page, with where in the form it is."""
    if awaits_approval(finding):
        issue = _NOT_APPROVED.sub(r"\1", finding.message)
        message = f"this text differs from {issue} as it was approved: nothing goes out until the next issue is made"
        return {"severity": "next", "message": message, "policy": finding.policy}
    return {
        "severity": str(finding.severity),
        "message": finding.message,
        "where": where,
        "found": finding.found,
        "write": "" if re.search(r"\bhandbook [a-z]+\b|--", finding.write) else finding.write,
        "rule": finding.rule,
        "policy": finding.policy,
    }
