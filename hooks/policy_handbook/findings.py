"""What a rule reports: a finding, with the place in the data, as a plain value.

This module imports nothing from the package: every other one may use it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding counts. Only an error stops publishing."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something stands in the data: a file, and a line and column that count from 1.

    ``file`` is written with forward slashes, relative to the folder that the command was run in when it
    lies below it. Line 0 means the file as a whole.
    """

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault, in words for the person who keeps the policies.

    Attributes:
        rule: the id of the rule that found it, such as ``review-overdue``.
        severity: how much it counts.
        place: where in the data.
        message: what is wrong and what was expected: lower case, no full stop.
        found: what stands there, as one would type it; never text that some reader may not see.
        write: what to write instead, where that can be told.
        policy: the id of the policy that it concerns, where it concerns one.
    """

    rule: str
    severity: Severity
    place: Place
    message: str
    found: str = ""
    write: str = ""
    policy: str = ""

    def with_severity(self, severity: Severity) -> Finding:
        """Return the same finding at another severity."""
        return replace(self, severity=severity)


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Sort findings by place and rule, each one once."""
    unique = dict.fromkeys(findings)
    return sorted(unique, key=lambda f: (f.place, f.rule, f.message, f.found))


def count(findings: Iterable[Finding], severity: Severity) -> int:
    """Count the findings of one severity."""
    return sum(finding.severity is severity for finding in findings)
