"""What a register says of each policy: how many of each group have read what applies now, and who has not.

Counts alone go on pages, and none of a group so small that it would be about somebody. Names are for the command.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from policy_handbook.acknowledgement.register import Register
from policy_handbook.model import ChangeKind, Handbook, Policy, Status

EVERYBODY = "all-staff"
"""The role that everybody on the list holds."""

FEWEST = 5
"""A group of fewer people than this is counted with all others only."""


@dataclass(frozen=True, slots=True)
class Group:
    """How many of a group have read a policy.

    Attributes:
        role: the role that makes the group.
        people: how many there are.
        current: how many have read the present issue, or one from which only words have changed since.
        earlier: how many have read an issue before that.
    """

    role: str
    people: int
    current: int
    earlier: int

    @property
    def none(self) -> int:
        """How many have read no issue."""
        return self.people - self.current - self.earlier


@dataclass(frozen=True, slots=True)
class Coverage:
    """A policy that has to be read, and by how many of each group it has been.

    Attributes:
        policy: the policy.
        total: everybody who has to read it.
        groups: those of its groups that are large enough to be told apart.
    """

    policy: Policy
    total: Group
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Outstanding:
    """What somebody has still to read.

    Attributes:
        person: who.
        policy: the policy.
        last: the last issue that they have read; 0 for none.
    """

    person: str
    policy: Policy
    last: int


def coverage_of(handbook: Handbook, register: Register) -> list[Coverage]:
    """Count who has read what; only policies in force that name who has to read them."""
    found = []
    for policy in _to_be_read(handbook):
        readers = readers_of(policy, register)
        total = _group("", policy, readers, register)
        if total.people:
            found.append(Coverage(policy, total, _groups(policy, readers, register)))
    return found


def _groups(policy: Policy, readers: list[str], register: Register) -> tuple[Group, ...]:
    """The groups that can be told apart: none is so small, nor leaves so few beside it, that it is about somebody."""
    held = {role: _holders(register, role) for role in policy.to_be_read_by if role != EVERYBODY}
    large = {role: people for role, people in held.items() if len(people) >= FEWEST}
    beside = len(set(readers) - {person for people in large.values() for person in people})
    if 0 < beside < FEWEST or any(0 < len(readers) - len(people) < FEWEST for people in large.values()):
        return ()
    return tuple(_group(role, policy, people, register) for role, people in large.items())


def outstanding(handbook: Handbook, register: Register) -> list[Outstanding]:
    """Return what each person has still to read, by person and title."""
    found = [
        Outstanding(person, policy, last)
        for policy in _to_be_read(handbook)
        for person in readers_of(policy, register)
        if (last := last_read(register, person, policy)) < needed(policy)
    ]
    return sorted(found, key=lambda row: (row.person, row.policy.title))


def _to_be_read(handbook: Handbook) -> Iterator[Policy]:
    return (p for p in handbook.policies.values() if p.status is Status.IN_FORCE and p.to_be_read_by)


def needed(policy: Policy) -> int:
    """The issue from which on nothing but words has changed: whoever has read that one need not read again."""
    material = [change.issue for change in policy.changes if change.kind is ChangeKind.MATERIAL]
    return max(material, default=policy.changes[0].issue if policy.changes else policy.issue)


def last_read(register: Register, person: str, policy: Policy) -> int:
    """The highest issue that somebody has read; 0 for none."""
    issues = [row.issue for row in register.acknowledged if row.person == person and row.policy == policy.id]
    return max(issues, default=0)


def readers_of(policy: Policy, register: Register) -> list[str]:
    """Everybody who has to read a policy, in order of name."""
    return sorted({person for role in policy.to_be_read_by for person in _holders(register, role)})


def _holders(register: Register, role: str) -> list[str]:
    return [person for person, roles in register.staff.items() if role == EVERYBODY or role in roles]


def _group(role: str, policy: Policy, people: list[str], register: Register) -> Group:
    reads = [last_read(register, person, policy) for person in people]
    current = sum(issue >= needed(policy) for issue in reads)
    return Group(role, len(people), current, sum(0 < issue < needed(policy) for issue in reads))
