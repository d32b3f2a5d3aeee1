"""What a trust says once for all its schools beside policies: facts, roles, words, guidance and duties."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from policy_handbook.findings import Finding, Place, Severity
from policy_handbook.marks import MarkedDict, MarkedList
from policy_handbook.model.base import Record

R = TypeVar("R", bound=Record)

SAID = "trust-said"


def filled(own: MarkedDict, shared: MarkedDict) -> list[Finding]:
    """Put what the trust says into a school's fields where they say nothing; return what they say otherwise.

    Args:
        own: the fields of the school, freshly read; they are changed.
        shared: the fields of the trust, which are not.
    """
    return list(_filled(own, shared))


def _filled(own: MarkedDict, shared: MarkedDict) -> Iterator[Finding]:
    ordered = {key: own.get(key, value) for key, value in shared.items()} | own  # the trust's audiences come first
    for key, value in shared.items():
        if key not in own:
            own.keys_at[key] = own.values_at[key] = own.mark
        elif isinstance(own[key], MarkedDict) and isinstance(value, MarkedDict):
            yield from _filled(own[key], value)
        elif isinstance(own[key], MarkedList) and isinstance(value, MarkedList):
            ordered[key] = _one_after_the_other(own[key], value)
        elif own[key] != value:
            yield _said(Place(own.file, *own.keys_at[key]), key)
            ordered[key] = value
    own.clear()
    own.update(ordered)


def _one_after_the_other(own: MarkedList, shared: MarkedList) -> MarkedList:
    whole = MarkedList(own.mark)
    whole.extend([*shared, *own])
    whole.items_at = [*[own.mark for _ in shared], *own.items_at]
    return whole


def _said(place: Place, name: str) -> Finding:
    message = "the trust says this for all its schools"
    return Finding(
        SAID, Severity.ERROR, place, message, name, "take it out; or ask the trust to leave it to its schools"
    )


def joined(own: Sequence[R], shared: Sequence[R], key: str) -> tuple[tuple[R, ...], tuple[Finding, ...]]:
    """Put a list of a school's behind the trust's; return it, and what is in both.

    Args:
        own: the records of the school.
        shared: those of the trust.
        key: the field by which two of them are the same.
    """
    taken = {getattr(record, key) for record in shared}
    said = tuple(_said(record.place_of(key), getattr(record, key)) for record in own if getattr(record, key) in taken)
    return (*shared, *(record for record in own if getattr(record, key) not in taken)), said
