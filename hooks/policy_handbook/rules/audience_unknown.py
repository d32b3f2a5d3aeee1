"""Every audience that a policy, or a part of it, names is one of the school's.

A name that nobody has would hide the text from everybody, or from somebody who needs it, so nothing is published
until it is put right.
"""

from collections.abc import Iterator

from policy_handbook.findings import Finding, Place
from policy_handbook.model import EVERYONE
from policy_handbook.rules.context import Context, PolicyContext, error, nearest
from policy_handbook.rules.parts import Narrowing, narrowing_records

ID = "audience-unknown"
FAILING = """\
audience: [public, parents, staf]
"""
PASSING = """\
audience: [public, parents, staff]
"""


def check_policy(context: PolicyContext) -> Iterator[Finding]:
    """Look at every audience field of a policy."""
    known = [*context.school.audiences, EVERYONE]
    policy = context.policy
    records: list[Narrowing] = [policy, *narrowing_records(policy)]
    for record in records:
        for index, name in enumerate(record.audience):
            if name not in known:
                yield _unknown(record.place_of("audience", index), name, known, policy.id)
    for name in policy.key_points:
        if name not in known:
            yield _unknown(policy.place_of("key_points"), name, known, policy.id)


def check(context: Context) -> Iterator[Finding]:
    """Look at every other audience field."""
    handbook = context.handbook
    known = [*handbook.school.audiences, EVERYONE]
    others: list[Narrowing] = [
        *handbook.people.roles.values(),
        *handbook.glossary.terms,
        *handbook.school.channels,
        *handbook.fliers.values(),
    ]
    for entry in others:
        for index, name in enumerate(entry.audience):
            if name not in known:
                yield _unknown(entry.place_of("audience", index), name, known, "")


def _unknown(place: Place, name: str, known: list[str], policy: str) -> Finding:
    message = f"the school has no audience called {name}; it has {', '.join(known)}"
    return error(ID, place, message, found=name, write=nearest(name, known), policy=policy)
