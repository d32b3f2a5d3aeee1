"""What the handbook already knows, and so what an imported document can be matched to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from policy_handbook.importing.vocabulary import body_in, normal, role_in
from policy_handbook.model import Guidance, Handbook, People, Policy


@dataclass(frozen=True, slots=True)
class Known:
    """The handbook into which documents come.

    Attributes:
        school: the school's name.
        people: its roles and bodies.
        policies: titles of policies by id, those of the same import too.
        audiences: the school's audiences.
        guidance: outside documents by id.
        addresses: where the handbook is on the web.
        places: references to places within policies, such as ``behaviour#phones``, by their addresses, such as
            ``behaviour#clause-5-2``.
    """

    school: str = ""
    people: People = field(default_factory=People)
    policies: Mapping[str, str] = field(default_factory=dict)
    audiences: tuple[str, ...] = ("public", "parents", "pupils", "staff")
    guidance: Mapping[str, Guidance] = field(default_factory=dict)
    addresses: tuple[str, ...] = ()
    places: Mapping[str, str] = field(default_factory=dict)

    def with_policies(self, policies: Mapping[str, str]) -> Known:
        """Return the same with more policies."""
        return replace(self, policies={**policies, **self.policies})


def known_of(handbook: Handbook) -> Known:
    """Return what a handbook knows."""
    return Known(
        school=handbook.school.name,
        people=handbook.people,
        policies={name: policy.title for name, policy in handbook.policies.items()},
        audiences=tuple(handbook.school.audiences),
        guidance=handbook.guidance,
        addresses=tuple(url.rstrip("/") for url in (handbook.school.handbook_url, handbook.school.intranet_url) if url),
        places={place: name for policy in handbook.policies.values() for place, name in _places(policy)},
    )


def _places(policy: Policy) -> Iterator[tuple[str, str]]:
    for section in policy.all_sections():
        yield f"{policy.id}#{section.anchor}", f"{policy.id}#{section.id}"
    for clause in policy.all_clauses():
        name = f"{policy.id}#{clause.id or clause.anchor}"
        yield name, name


@dataclass(frozen=True, slots=True)
class Named:
    """Who a text names: the id of a role or body, and whether people.yaml has it."""

    id: str
    listed: bool


def named_role(text: str, people: People) -> Named | None:
    """Return the role that a text names by its title, its holder or a usual name."""
    padded = f" {normal(text)} "
    titles = [(normal(role.title), name) for name, role in people.roles.items()]
    holders = [(normal(role.holder), name) for name, role in people.roles.items() if role.holder]
    for words, name in sorted(titles, key=lambda item: -len(item[0])):
        if words and f" {words} " in padded:
            return Named(name, listed=True)
    usual = role_in(text)
    if usual:
        return Named(usual, listed=usual in people.roles)
    for words, name in holders:
        if f" {_without_form(words)} " in padded:
            return Named(name, listed=True)
    return None


def _without_form(name: str) -> str:
    first, _, rest = name.partition(" ")
    return rest if first in ("mr", "mrs", "ms", "miss", "dr", "mx", "rev") and rest else name


def named_body(text: str, people: People) -> Named | None:
    """Return the body that a text names by its title or a usual name."""
    padded = f" {normal(text)} "
    for name, body in people.bodies.items():
        if f" {normal(body.title)} " in padded:
            return Named(name, listed=True)
    usual = body_in(text)
    return Named(usual, listed=usual in people.bodies) if usual else None
