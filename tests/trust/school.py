"""A school of the small trust, read as any command reads it."""

from pathlib import Path

from policy_handbook.findings import Finding, Severity
from policy_handbook.model import Clause, Handbook, Policy
from policy_handbook.read import read_handbook

OWN = "inherits: behaviour\nadopted_issue: 3\n"


def data_of(trust: Path, school: str = "elmfield") -> Path:
    return trust / "schools" / school / "policy_data"


def write_own(trust: Path, text: str, school: str = "elmfield", policy: str = "behaviour") -> None:
    (data_of(trust, school) / "policies" / f"{policy}.yaml").write_text(text)


def read_school(trust: Path, school: str = "elmfield") -> Handbook:
    """Read a school in which there is nothing to find."""
    reading = read_handbook(data_of(trust, school), "school")
    assert [finding for finding in reading.findings if finding.severity is Severity.ERROR] == []
    assert reading.handbook is not None
    return reading.handbook


def findings(trust: Path, school: str = "elmfield") -> list[Finding]:
    return list(read_handbook(data_of(trust, school), "school").findings)


def only(found: list[Finding], rule: str) -> Finding:
    """The one finding there is, of a rule."""
    assert [finding.rule for finding in found] == [rule], found
    return found[0]


def clause(policy: Policy, number: str) -> Clause:
    return next(one for one in policy.all_clauses() if one.number == number)


def numbers(policy: Policy) -> dict[str, bool]:
    """The numbers of all clauses, each with whether it is the school's own."""
    return {one.number: one.own for one in policy.all_clauses()}
