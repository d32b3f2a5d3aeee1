"""Findings as the pages of the editor show them: without advice that is for the command line."""

from __future__ import annotations

import re

from policy_handbook.editing.forms import label_of
from policy_handbook.editing.places import where
from policy_handbook.editing.words import words_of
from policy_handbook.findings import Finding, Severity
from policy_handbook.model.base import Record
from policy_handbook.rules import issue_edited

_ABSENT = re.compile(r"the field (\w+) is missing")
_SECTION = re.compile(r"- \{id: ([a-z0-9-]+),.*")
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


def shown(finding: Finding) -> dict[str, str]:
    """A finding for a page that knows of no form."""
    if awaits_approval(finding):
        issue = _NOT_APPROVED.sub(r"\1", finding.message)
        message = f"this text differs from {issue} as it was approved: nothing goes out until the next issue is made"
        return {"severity": "next", "rule": finding.rule, "message": message, "policy": finding.policy}
    return {
        "severity": str(finding.severity),
        "rule": finding.rule,
        "message": finding.message,
        "found": finding.found,
        "write": "" if re.search(r"\bhandbook [a-z]+\b|--", finding.write) else finding.write,
        "policy": finding.policy,
    }


def shown_in_form(finding: Finding, text: str, model: type[Record]) -> dict[str, str]:
    """A finding for the page beside a form, in the form's own words.

    Args:
        finding: the finding.
        text: the text of the file in which it was found.
        model: the class that reads that file.
    """
    said = shown(finding)
    if said["severity"] == "next":
        return said
    absent = _ABSENT.match(finding.message) if finding.rule == "missing-field" else None
    if absent is None:
        section = _SECTION.fullmatch(finding.write)
        covers = words_of("Section", "covers").label
        advice = section and f"a section for it; or {section[1]} under “{covers}” of the section that has it already"
        return said | {"where": where(text, finding.place, model).words} | ({"write": advice} if advice else {})
    place = where(text, finding.place, model, whole=True)
    label = words_of(place.record, absent[1]).label or label_of(absent[1])
    return said | {"message": f"“{label}” is not filled in", "where": place.words, "write": ""}
