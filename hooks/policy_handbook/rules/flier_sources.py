"""A flier is made from policies in force, names clauses and roles that exist, and is for readers of those policies.

Whoever may not read one of its policies is not offered the flier, so that naming them promises what they do not get.
"""

from collections.abc import Iterator

from policy_handbook.findings import Finding
from policy_handbook.model import EVERYONE, Flier, Status
from policy_handbook.references import find_reference
from policy_handbook.rules.context import Context, error, nearest, warning

ID = "flier-sources"
FAILING = """\
# fliers/trial.yaml
title: Trying things out
audience: [public, pupils]
reader: parents
issue: 1
date: 2026-09-01
from: [trail, {policy: behaviour, clauses: [9.9]}, lockdown]
points: [Ask before you try.]
ask: [{role: headmaster}]
"""
PASSING = """\
# fliers/trial.yaml
title: Trying things out
audience: [public, parents]
reader: parents
issue: 1
date: 2026-09-01
from: [trial, {policy: behaviour, clauses: [1.1]}]
points: [Ask before you try.]
ask: [{role: headteacher}]
"""


def check(context: Context) -> Iterator[Finding]:
    """Look at what each flier names."""
    for flier in context.handbook.fliers.values():
        yield from _sources(context, flier)
        yield from _reader(context, flier)
        for row in flier.ask:
            if row.role and row.role not in context.handbook.people.roles:
                near = nearest(row.role, context.handbook.people.roles)
                message = f"people.yaml has no role {row.role}"
                write = f"role: {near}" if near else ""
                yield error(ID, row.place_of("role"), message, found=f"role: {row.role}", write=write)


def _sources(context: Context, flier: Flier) -> Iterator[Finding]:
    policies = context.handbook.policies
    for source in flier.sources:
        policy = policies.get(source.policy)
        place = source.place_of("policy")
        if policy is None:
            if source.policy not in context.unread:
                near = nearest(source.policy, policies)
                yield error(ID, place, f"there is no policy {source.policy}", found=source.policy, write=near)
            continue
        if policy.status is not Status.IN_FORCE:
            message = "this policy is not in force, so the flier is offered to nobody"
            yield warning(ID, place, message, found=source.policy)
            continue
        missing = [name for name in _named(context, flier) if name not in policy.readers]
        if missing:
            message = f"the flier names {' and '.join(missing)}, who may not read this policy and so do not get it"
            write = "leave them out, or make them a flier from what they may read"
            yield error(ID, place, message, found=source.policy, write=write)
        for index, clause in enumerate(source.clauses):
            if find_reference(context.handbook, f"{policy.id}#{clause}", policy) is None:
                message = f"the policy has no clause {clause}"
                yield error(ID, source.place_of("clauses", index), message, found=str(clause))


def _named(context: Context, flier: Flier) -> list[str]:
    known = context.handbook.school.audiences
    return [*known] if EVERYONE in flier.audience else [name for name in known if name in flier.audience]


def _reader(context: Context, flier: Flier) -> Iterator[Finding]:
    named = _named(context, flier)
    if flier.reader and flier.reader not in named:
        message = f"the flier is written for {flier.reader}, whom its audience does not name"
        place = flier.place_of("reader")
        yield error(ID, place, message, found=f"reader: {flier.reader}", write=f"one of {', '.join(named)}")
