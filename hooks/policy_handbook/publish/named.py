"""Addresses of policies that a view must not name, and which of them a file names.

The names in a file are read in one pass and looked up, however many policies there are.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from policy_handbook.findings import Place
from policy_handbook.model import Handbook, Status
from policy_handbook.publish.wording import words_of

KIND = "address of a policy"

_IN_ADDRESS = re.compile(r"/([a-z0-9-]+)(?=[/.])")
_QUOTED = re.compile(r'"([a-z0-9-]+)(?=")')
_USUAL = re.compile(r"[a-z0-9-]+")


@dataclass(frozen=True)
class Addresses:
    """The policies that a view must not name.

    Attributes:
        places: where each policy stands, by its id, which must be no part of an address.
        quoted: those whose id must not be a value of its own either, in JSON or in an attribute.
    """

    places: dict[str, Place]
    quoted: frozenset[str]

    @classmethod
    def withheld(cls, whole: Handbook, audience: str) -> Addresses:
        """Those that an audience may not read, but for names that mean something else, too."""
        taken = {*whole.school.audiences, *whole.people.roles, *whole.school.categories}
        explained = {
            b"-".join(words_of(entry.term)).decode() for entry in whole.glossary.terms if audience in entry.readers
        }
        places = {
            policy.id: policy.place
            for policy in whole.policies.values()
            if not (policy.status is Status.IN_FORCE and audience in policy.readers) and policy.id not in taken
        }
        return cls(places, frozenset(places.keys() - explained))

    def named_in(self, text: str) -> Iterator[Place]:
        """Yield where each policy stands that a text names, in order of the policies."""
        named = self.places.keys() & _IN_ADDRESS.findall(text)
        named |= self.quoted.intersection(_QUOTED.findall(text))
        named |= {name for name in self._unusual if self._spelt(name, text)}
        if named:
            yield from (place for name, place in self.places.items() if name in named)

    @cached_property
    def _unusual(self) -> list[str]:
        """Those whose id has signs that an id should not have."""
        return [name for name in self.places if not _USUAL.fullmatch(name)]

    def _spelt(self, name: str, text: str) -> bool:
        quoted = name in self.quoted and json.dumps(name) in text
        return quoted or f"/{name}/" in text or f"/{name}." in text
