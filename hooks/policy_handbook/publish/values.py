"""The values that pages and printed sheets are made from, as digests that say whether they are still the same."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, is_dataclass
from dataclasses import fields as fields_of
from typing import Any

from policy_handbook.keeping import key_of
from policy_handbook.model import Handbook
from policy_handbook.model.base import Record
from policy_handbook.pages.outline import ALL, Beside


@dataclass(frozen=True, slots=True)
class Digests:
    """What the pages and sheets of single policies of a view are made from.

    Attributes:
        common: the digest of what all of them may show: all of the view but its policies.
        own: the digest of each policy as its readers see it, by id, with what is said of its earlier issues and of
            the policies that lead to it.
        outlines: the digest of the outline of each policy; under ``ALL`` that of all of them.
    """

    common: bytes
    own: Mapping[str, bytes]
    outlines: Mapping[str, bytes]

    @classmethod
    def of(cls, view: Handbook, beside: Beside) -> Digests:
        """Take the digests of a view and its outlines."""
        apart = ("policies", "issues")
        parts = [getattr(view, part.name) for part in fields_of(view) if part.name not in apart]
        own = {
            name: key_of(*map(values_of, (policy, beside.earlier.get(name, ()), beside.sources.get(name, ()))))
            for name, policy in view.policies.items()
        }
        outlines = {name: key_of(values_of(facts)) for name, facts in beside.outlines.items()}
        return cls(key_of(*map(values_of, parts)), own, outlines | {ALL: key_of(*outlines, *outlines.values())})

    def seen(self, asked: Iterable[str]) -> Mapping[str, str]:
        """Return the digests of the outlines that a page asked for, to be kept with it; empty for those not there."""
        return {name: self.outlines.get(name, b"").hex() for name in sorted(asked)}

    def still(self, seen: Mapping[str, str]) -> bool:
        """Whether the outlines that a page asked for are as they were."""
        return all(self.outlines.get(name, b"").hex() == digest for name, digest in seen.items())


def _plain(value: object) -> Any:
    """The fields of a record as plain values, those included that are computed."""
    if isinstance(value, Record):
        return value.__dict__
    if is_dataclass(value):
        return [getattr(value, part.name) for part in fields_of(value)]
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"no plain value is known of a {type(value).__name__}")


_ENCODER = json.JSONEncoder(default=_plain, ensure_ascii=False, check_circular=False, separators=(",", ":"))


def values_of(value: object) -> bytes:
    """Every value within a value, as bytes; where it was written, which no page shows, is left out."""
    return _ENCODER.encode(value).encode("utf-8", "surrogatepass")
