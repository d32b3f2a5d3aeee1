"""The rules that look at one policy, applied to each; what they found is kept while all that they saw is the same.

That is the policy with its earlier issues, the facts, and the answers to what was asked about other policies. A rule
of this kind is given nothing else, so that nothing else can be forgotten in the key.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cached_property
from types import ModuleType
from typing import Any, NamedTuple

from policy_handbook.findings import Finding, Place, Severity
from policy_handbook.keeping import Shelf, key_of, packed, unpacked
from policy_handbook.latest import Latest
from policy_handbook.model.base import in_full
from policy_handbook.rules.context import Context, Facts, PolicyContext
from policy_handbook.rules.others import Others

Found = Mapping[str, Sequence[Finding]]
Notes = Mapping[str, Any]


@dataclass(frozen=True)
class Looked:
    """What came of looking at each policy.

    Attributes:
        found: what each rule found, by policy.
        notes: what each rule noted, to look at the notes of all policies together, by policy.
    """

    found: Mapping[str, Found]
    notes: Mapping[str, Notes]

    def found_by(self, rule: str) -> Sequence[Finding]:
        """Return what a rule found, policy by policy."""
        return self._by_rule.get(rule, ())

    @cached_property
    def _by_rule(self) -> Mapping[str, Sequence[Finding]]:
        by_rule: dict[str, list[Finding]] = {}
        for found in self.found.values():
            for rule, findings in found.items():
                by_rule.setdefault(rule, []).extend(findings)
        return by_rule

    def noted_by(self, rule: str) -> dict[str, Any]:
        """Return what a rule noted, by policy."""
        return {policy: notes[rule] for policy, notes in self.notes.items() if rule in notes}


@dataclass(frozen=True)
class Keeping:
    """Where findings are kept between runs, and from what the policies were made.

    Attributes:
        shelf: where they are kept.
        program: the digest of this program.
        made_of: the digest of what each policy and its earlier issues were read from. Of a policy without one nothing
            is kept.
    """

    shelf: Shelf
    program: bytes
    made_of: Mapping[str, bytes] = field(default_factory=dict)


def look(context: Context, rules: Sequence[ModuleType], keeping: Keeping | None = None) -> Looked:
    """Apply the rules that look at one policy to each, or take what they found before.

    Args:
        context: the handbook.
        rules: all rules.
        keeping: where findings are kept; without it, nothing is kept.
    """
    functions = _Functions.of(rules)
    others = Others(context.handbook.policies)
    found: dict[str, Found] = {}
    notes: dict[str, Notes] = {}
    made_of = keeping.made_of if keeping else {}
    common = key_of(keeping.program, in_writing(context.facts)) if made_of and keeping else b""
    for name, policy in context.handbook.policies.items():
        given = context.of(policy, others)
        key = key_of(common, made_of[name], _lock_in_writing(given)) if name in made_of else b""
        kept = _kept(name, keeping.shelf.get(name, key), others) if keeping and key else None
        if kept is None:
            others.forget()
            kept = _looked(given, functions)
            if keeping and key:
                keeping.shelf.put(name, key, _as_bytes(others.asked(), *kept))
        found[name], notes[name] = kept
    if keeping:
        keeping.shelf.save()
    return Looked(found, notes)


_locks: Latest[bytes] = Latest()


def _lock_in_writing(given: PolicyContext) -> bytes:
    """What the lock says of a policy and of its earlier issues."""
    locked, frozen = given.locked, given.frozen
    return _locks.get_or(given.policy.id, locked, frozen, lambda: packed(in_full([locked, frozen])))


def in_writing(facts: Facts) -> bytes:
    """All the facts, whatever fields there are, as bytes that are the same for the same facts alone."""
    return packed([in_full(getattr(facts, each.name)) for each in fields(facts)])


class _Functions(NamedTuple):
    """The functions of rules that look at one policy, each with the id of its rule."""

    checking: Sequence[tuple[str, Callable[[PolicyContext], Iterator[Finding]]]]
    noting: Sequence[tuple[str, Callable[[PolicyContext], Any]]]

    @classmethod
    def of(cls, rules: Sequence[ModuleType]) -> _Functions:
        """Return the functions of some rules."""
        return cls(
            [(rule.ID, rule.check_policy) for rule in rules if hasattr(rule, "check_policy")],
            [(rule.ID, rule.note) for rule in rules if hasattr(rule, "note")],
        )


def _looked(given: PolicyContext, rules: _Functions) -> tuple[Found, Notes]:
    found: dict[str, list[Finding]] = {}
    notes: dict[str, Any] = {}
    for name, check_policy in rules.checking:
        if findings := list(check_policy(given)):
            found[name] = findings
    for name, noting in rules.noting:
        if note := noting(given):
            notes[name] = unpacked(packed(note))  # the same whether it was kept or not
    return found, notes


def _as_bytes(asked: Sequence[Sequence[str]], found: Found, notes: Notes) -> bytes:
    rows = {rule: [_row(finding) for finding in findings] for rule, findings in found.items()}
    return packed([asked, rows, notes])


def _kept(name: str, data: bytes | None, others: Others) -> tuple[Found, Notes] | None:
    """What was found before, if every question has the same answer; ``None`` if not, or if it makes no sense."""
    if data is None:
        return None
    try:
        asked, found, notes = _newest.get_or(name, data, None, lambda: _from_bytes(data))
        return (found, notes) if others.would_answer(asked) else None
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


_newest: Latest[tuple[Sequence[Sequence[str]], Found, Notes]] = Latest()


def _from_bytes(data: bytes) -> tuple[Sequence[Sequence[str]], Found, Notes]:
    asked, rows, notes = unpacked(data)
    return asked, {rule: [_finding(row) for row in found] for rule, found in rows.items()}, notes


def _row(finding: Finding) -> list[Any]:
    place = finding.place
    return [
        *(finding.rule, str(finding.severity), place.file, place.line, place.column),
        *(finding.message, finding.found, finding.write, finding.policy),
    ]


def _finding(row: Sequence[Any]) -> Finding:
    rule, severity, file, line, column, *words = row
    return Finding(rule, Severity(severity), Place(file, line, column), *words)
