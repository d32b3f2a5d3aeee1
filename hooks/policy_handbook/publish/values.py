"""The values that pages and printed sheets are made from, as digests that say whether they are still the same."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, is_dataclass
from dataclasses import fields as fields_of
from operator import attrgetter, itemgetter
from typing import Any

from policy_handbook.keeping import key_of
from policy_handbook.latest import Latest
from policy_handbook.model import Handbook, Policy
from policy_handbook.model.base import Record
from policy_handbook.pages import Same
from policy_handbook.pages.bare import TEXTS
from policy_handbook.pages.outline import ALL, Beside, Facts


@dataclass(frozen=True, slots=True)
class Digests:
    """What the pages and sheets of single policies of a view are made from.

    Attributes:
        common: the digest of what all of them may show: all of the view but its policies.
        own: the digest of each policy as its readers see it, by id, with what is said of its earlier issues and of
            the policies that lead to it.
        outlines: the digest of the outline of each policy; under ``ALL`` that of all of them.
        listed: the digest of what lists may show of all policies: everything but their texts.
    """

    common: bytes
    own: Mapping[str, bytes]
    outlines: Mapping[str, bytes]
    listed: bytes

    @classmethod
    def of(cls, view: Handbook, beside: Beside) -> Digests:
        """Take the digests of a view and its outlines."""
        apart = ("policies", "issues")
        parts = [getattr(view, part.name) for part in fields_of(view) if part.name not in apart]
        found = {name: _own(beside, policy) for name, policy in view.policies.items()}
        own = {name: digest for name, (digest, _) in found.items()}
        earlier = [[_listed_of(issue) for issue in issues.values()] for issues in view.issues.values()]
        listed = key_of(
            *view.policies, *(digest for _, digest in found.values()), *view.issues, *map(values_of, earlier)
        )
        outlines = {name: _of_outline(name, facts) for name, facts in beside.outlines.items()}
        every = {ALL: key_of(*outlines, *outlines.values())}
        return cls(key_of(*map(values_of, parts)), own, outlines | every, listed)

    def same(self, lists: bytes) -> Same:
        """Return what tells whether pages that are made beside outlines, and lists, would be made the same again.

        Args:
            lists: the digest of all that lists are made from.
        """
        return Same(key_of(self.common, self.outlines[ALL]), lists)

    def seen(self, asked: Iterable[str]) -> Mapping[str, str]:
        """Return the digests of the outlines that a page asked for, to be kept with it; empty for those not there."""
        return {name: self.outlines.get(name, b"").hex() for name in sorted(asked)}

    def still(self, seen: Mapping[str, str]) -> bool:
        """Whether the outlines that a page asked for are as they were."""
        return all(self.outlines.get(name, b"").hex() == digest for name, digest in seen.items())


_owns: Latest[tuple[bytes, bytes]] = Latest()
_of_outlines: Latest[bytes] = Latest()


def _own(beside: Beside, policy: Policy) -> tuple[bytes, bytes]:
    """The digest of a policy with what is said of it elsewhere, and that of what lists may show of it."""
    said = beside.earlier.get(policy.id, ()), beside.sources.get(policy.id, ())

    def made() -> tuple[bytes, bytes]:
        listed = key_of(values_of(_listed_of(policy)))
        return key_of(listed, *map(values_of, (_texts_of(policy), *said))), listed

    return _owns.get_or(policy.id, policy, said, made)


def _listed_of(policy: Policy) -> Sequence[Any]:
    return [value for name, value in policy.__dict__.items() if name not in TEXTS]


def _texts_of(policy: Policy) -> Sequence[Any]:
    return [policy.__dict__[name] for name in sorted(TEXTS)]


def _of_outline(name: str, facts: Facts) -> bytes:
    return _of_outlines.get_or(name, facts, None, lambda: key_of(values_of(facts)))


_readers: dict[type, Callable[[Any], Any]] = {}
"""How the values of each kind are read; there are tens of thousands of a kind, so that it is found out once."""


def _plain(value: object) -> Any:
    """The fields of a record as plain values, those included that are computed."""
    kind = type(value)
    if kind not in _readers:
        _readers[kind] = _reader(kind)
    return _readers[kind](value)


def _reader(kind: type) -> Callable[[Any], Any]:
    """How the values of a kind are read.

    Without their names, which are the same in all records of a kind, and of each place in a record only one kind is
    ever there.
    """
    if issubclass(kind, Record):
        fields = itemgetter(*kind.model_fields)
        return lambda record: fields(record.__dict__)
    if is_dataclass(kind):
        return attrgetter(*(part.name for part in fields_of(kind)))
    if issubclass(kind, Mapping):
        return dict
    raise TypeError(f"no plain value is known of a {kind.__name__}")


_ENCODER = json.JSONEncoder(default=_plain, ensure_ascii=False, check_circular=False, separators=(",", ":"))


def values_of(value: object) -> bytes:
    """Every value within a value, as bytes; where it was written, which no page shows, is left out."""
    return _ENCODER.encode(value).encode("utf-8", "surrogatepass")
