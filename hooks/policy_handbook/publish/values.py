"""The values that pages and printed sheets are made from, as digests that say whether they are still the same."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, is_dataclass
from dataclasses import fields as fields_of
from typing import Any

from policy_handbook.keeping import key_of
from policy_handbook.model import Handbook
from policy_handbook.model.base import Record
from policy_handbook.pages import Beside


@dataclass(frozen=True, slots=True)
class Digests:
    """What the pages and sheets of single policies of a view are made from.

    Attributes:
        common: the digest of what all of them may show: all of the view but the texts of its policies, and the
            outlines of these.
        own: the digest of each policy as its readers see it, by id.
    """

    common: bytes
    own: Mapping[str, bytes]

    @classmethod
    def of(cls, view: Handbook, beside: Beside) -> Digests:
        """Take the digests of a view and its outlines."""
        apart = ("policies", "issues")
        parts = [getattr(view, part.name) for part in fields_of(view) if part.name not in apart]
        own = {name: key_of(values_of(policy)) for name, policy in view.policies.items()}
        return cls(key_of(*map(values_of, parts), values_of(beside.outlines)), own)


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
