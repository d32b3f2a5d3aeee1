"""Addresses of policies that a view must not name, and which of them a file names.

The names in a file are read in one pass and looked up, however many policies there are.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from policy_handbook.findings import Place
from policy_handbook.model import Handbook, Status
from policy_handbook.publish.wording import words_of

KIND = "address of a policy"

_IN_ADDRESS = re.compile(r"/([a-z0-9-]+)(?=[/.])")
_QUOTED = re.compile(r'"([a-z0-9-]+)(?=")')
_USUAL = re.compile(r"[a-z0-9-]+")


class Placed(Protocol):
    """What knows where it stands in the data, once it is asked."""

    @property
    def place(self) -> Place:
        """Where it stands."""
        ...


@dataclass(frozen=True)
class Addresses:
    """The policies that a view must not name.

    Attributes:
        policies: each of them by its id, which must be no part of an address.
        quoted: those whose id must not be a value of its own either, in JSON or in an attribute.
    """

    policies: Mapping[str, Placed]
    quoted: frozenset[str]

    @classmethod
    def withheld(cls, whole: Handbook, audience: str) -> Addresses:
        """Those that an audience may not read, but for names that mean something else, too."""
        taken = {*whole.school.audiences, *whole.people.roles, *whole.school.categories}
        explained = {
            b"-".join(words_of(entry.term)).decode() for entry in whole.glossary.terms if audience in entry.readers
        }
        policies = {
            policy.id: policy
            for policy in whole.policies.values()
            if not (policy.status is Status.IN_FORCE and audience in policy.readers) and policy.id not in taken
        }
        return cls(policies, frozenset(policies.keys() - explained))

    def named_in(self, text: str) -> Iterator[Place]:
        """Yield where each policy stands that a text names, in order of the policies."""
        named = self.policies.keys() & _IN_ADDRESS.findall(text)
        named |= self.quoted.intersection(_QUOTED.findall(text))
        named |= {name for name in self._unusual if self._spelt(name, text)}
        if named:
            yield from (policy.place for name, policy in self.policies.items() if name in named)

    @cached_property
    def _unusual(self) -> list[str]:
        """Those whose id has signs that an id should not have."""
        return [name for name in self.policies if not _USUAL.fullmatch(name)]

    def _spelt(self, name: str, text: str) -> bool:
        quoted = name in self.quoted and json.dumps(name) in text
        return quoted or f"/{name}/" in text or f"/{name}." in text
