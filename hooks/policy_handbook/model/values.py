"""What ``{{ ... }}`` may name, and what it stands for in a handbook."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from policy_handbook.model.school import People, School

_SCHOOL = ("name", "short_name", "phone", "email", "website_url", "handbook_url", "urn", "vision")
_ROLE = ("title", "holder", "email", "phone", "does")
_BODY = ("title", "does")


class Valued(Protocol):
    """What values are taken from: a handbook, or what a rule may know of one."""

    @property
    def school(self) -> School:
        """The facts of the school."""

    @property
    def people(self) -> People:
        """Its roles and bodies."""


def value_of(handbook: Valued, name: str) -> str | None:
    """Return what a name stands for; ``None`` if there is no such thing in this handbook.

    An empty text means that there is such a field and nothing is in it.
    """
    parts = name.split(".")
    if len(parts) == 2 and parts[0] == "school" and parts[1] in _SCHOOL:
        return str(getattr(handbook.school, parts[1]))
    if len(parts) == 3 and parts[0] == "roles" and parts[2] in _ROLE:
        role = handbook.people.roles.get(parts[1])
        return str(getattr(role, parts[2])) if role else None
    if len(parts) == 3 and parts[0] == "bodies" and parts[2] in _BODY:
        body = handbook.people.bodies.get(parts[1])
        return str(getattr(body, parts[2])) if body else None
    return None


def value_names(handbook: Valued) -> Iterator[str]:
    """Yield every name that has a value here."""
    yield from (f"school.{field}" for field in _SCHOOL)
    yield from (f"roles.{role}.{field}" for role in handbook.people.roles for field in _ROLE)
    yield from (f"bodies.{body}.{field}" for body in handbook.people.bodies for field in _BODY)
