"""The control data that was recovered, each value with where it came from and how sure it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from policy_handbook.importing.blocks import Run

V_co = TypeVar("V_co", covariant=True)

SURE, LIKELY, GUESS = 0.95, 0.7, 0.3


@dataclass(frozen=True, slots=True)
class Told(Generic[V_co]):
    """A value and what it rests on.

    Attributes:
        value: the value.
        sure: from 0 to 1.
        source: the words or the place that it came from.
        doubt: what a person should look at; empty where nothing is doubtful.
    """

    value: V_co
    sure: float = SURE
    source: str = ""
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A row of the change record sheet, as the data has it."""

    issue: int
    date: str
    by: str
    kind: str
    summary: str
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A linked policy: one of the handbook by id, or one by title."""

    id: str = ""
    title: str = ""
    url: str = ""
    why: str = ""
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Cited:
    """Guidance that is cited, with the edition as far as the text tells."""

    id: str
    edition: str = ""
    why: str = ""
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """A person whom the text names with a role, for people.yaml."""

    role: str
    name: str
    source: str


@dataclass(frozen=True, slots=True)
class Approved:
    """Who approved, when, and the minute."""

    by: str
    date: str
    minute: str = ""


@dataclass(frozen=True, slots=True)
class Fields:
    """All control data of a policy."""

    title: Told[str]
    kind: Told[str]
    owner: Told[str]
    issue: Told[int]
    effective_from: Told[str]
    approval: Told[Approved] | None
    every: Told[str]
    next: Told[str]
    reviewed: Told[str] | None
    changes: tuple[ChangeRow, ...]
    linked: tuple[Link, ...]
    guidance: tuple[Cited, ...]
    consulted: tuple[str, ...]
    equality: Told[str] | None
    summary: Told[str]
    points: tuple[tuple[Run, ...], ...]
    people: tuple[Person, ...]
