"""A flier is made from policies in force, names clauses and roles that exist, and is for readers of those policies.

Whoever may not read one of its policies is not offered the flier, so that naming them promises what they do not get.
"""

from collections.abc import Iterator

from policy_handbook.findings import Finding, Place
from policy_handbook.markup import references, values
from policy_handbook.model import EVERYONE, Flier, SiteName, Status, Translation
from policy_handbook.model.flier import sheet_texts
from policy_handbook.model.values import value_names, value_of
from policy_handbook.references import find_reference, in_sentence
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
points: ["Ring {{ school.fone }} before you try.", "See [[triel]]."]
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
points: ["Ring {{ school.phone }} before you try.", "See [[trial]]."]
ask: [{role: headteacher}]
"""


def check(context: Context) -> Iterator[Finding]:
    """Look at what each flier names."""
    for flier in context.handbook.fliers.values():
        yield from _sources(context, flier)
        yield from _reader(context, flier)
        sheets: tuple[Flier | Translation, ...] = (flier, *flier.translations.values())
        for sheet in sheets:
            for text, place in sheet_texts(sheet):
                yield from _named_in(context, flier, text, place)
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


def _named_in(context: Context, flier: Flier, text: str, place: Place) -> Iterator[Finding]:
    """What a text of a flier takes from elsewhere: it is there, and its readers may know it."""
    handbook = context.handbook
    for name in values(text):
        if value_of(handbook, name) is None:
            near = nearest(name, value_names(handbook))
            write = f"{{{{ {near} }}}}" if near else ""
            yield error(ID, place, f"there is no value called {name}", found=f"{{{{ {name} }}}}", write=write)
            continue
        role = handbook.people.roles.get(name.split(".")[1]) if name.startswith("roles.") else None
        if role and any(reader not in role.readers for reader in flier.readers):
            message = "some who get the flier may not know of that role"
            yield error(ID, place, message, found=f"{{{{ {name} }}}}")
    for target in references(text):
        found = find_reference(handbook, target, None)
        if found is None:
            message = "the handbook has nothing of that name"
            yield error(ID, place, message, found=f"[[{target}]]")
        elif any(reader not in (found[1] or found[0]).readers for reader in flier.readers):
            message = "some who get the flier may not read what this leads to"
            yield error(ID, place, message, found=f"[[{target}]]", write="say it without a link")


def _named(context: Context, flier: Flier) -> list[str]:
    known = context.handbook.school.audiences
    return [*known] if EVERYONE in flier.audience else [name for name in known if name in flier.audience]


def _reader(context: Context, flier: Flier) -> Iterator[Finding]:
    named = _named(context, flier)
    if flier.reader and flier.reader not in named:
        message = f"the flier is written for {flier.reader}, whom its audience does not name"
        place = flier.place_of("reader")
        yield error(ID, place, message, found=f"reader: {flier.reader}", write=f"one of {', '.join(named)}")
    elif flier.reader and not flier.own_points:
        audiences = context.handbook.school.audiences
        others = [name for name in named if name != flier.reader]
        if others and audiences[flier.reader].site is SiteName.INTRANET:
            title = in_sentence(audiences[flier.reader].title)
            message = f"without points of its own it has those of {title}, which {' and '.join(others)} may not read"
            write = "points of its own, or a flier for each"
            yield error(ID, flier.place_of("reader"), message, found=f"reader: {flier.reader}", write=write)
