"""Policies as bytes, to be kept between runs: what each record says and where it stands, as plain values in JSON.

A policy that comes back was checked when it was read first, so that nothing is checked again. Nothing that is kept is
ever run: whatever is in the bytes, they can only become records, or be refused.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import NoneType, UnionType
from typing import Annotated, Any, Union, cast, get_args, get_origin

from policy_handbook.dates import Date, Interval
from policy_handbook.model.base import Choice, Marks, Record, made_of_parts
from policy_handbook.model.policy import Policy

_RECORDS: set[type] = set()
"""The classes that are known to be records: to ask takes a while, and there are tens of thousands to be asked of."""

Restore = Callable[[Any, str], Any]
"""Makes a value of what was kept of it, and the name of the file that it stands in."""


def as_bytes(policy: Policy) -> bytes | None:
    """Return a policy as bytes; ``None`` for one of which parts stand in several files."""
    file = policy.place.file

    def plain(value: Any) -> Any:
        kind = type(value)
        if kind is Date or kind is Interval:
            return str(value)
        if kind not in _RECORDS:
            if not issubclass(kind, Record):
                raise TypeError(f"a {kind.__name__} cannot be kept")
            _RECORDS.add(kind)
        marks: Marks = value.__pydantic_private__["_marks"]  # as there are many, without a way round by properties
        if marks.file != file or marks.elsewhere:
            raise _SeveralFilesError
        fields = value.__dict__
        return [marks.start, marks.values, marks.items, {name: fields[name] for name in value.__pydantic_fields_set__}]

    try:
        return json.dumps([file, policy], default=plain, ensure_ascii=False, separators=(",", ":")).encode(
            "utf-8", "surrogatepass"
        )
    except _SeveralFilesError:
        return None


def from_bytes(data: bytes) -> Policy:
    """Return the policy that was kept as bytes.

    Raises:
        ValueError: the bytes are those of no policy.
    """
    try:
        file, kept = json.loads(data.decode("utf-8", "surrogatepass"))
        policy = cast("Policy", _shape(Policy).restore(kept, file))
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise ValueError("these are the bytes of no policy") from error
    return policy


class _SeveralFilesError(Exception):
    """The parts of a policy stand in several files."""


@dataclass(frozen=True, slots=True)
class _Shape:
    """How the records of a class are restored.

    Attributes:
        record: the class.
        usual: every field in its order, with the value that it has where nothing is said.
        fresh: the fields whose usual value is made anew for each record.
        special: how values are restored that are not kept as they are, by field.
    """

    record: type[Record]
    usual: Mapping[str, Any]
    fresh: tuple[str, ...]
    special: Mapping[str, Restore]

    def restore(self, kept: Any, file: str) -> Record:
        """Make a record of what was kept of it."""
        start, values, items, said = kept
        fields = {**self.usual, **said}
        special = self.special
        for name in self.fresh:
            if name not in said:
                fields[name] = type(self.usual[name])()
        for name in said:
            if name in special:
                fields[name] = special[name](said[name], file)
        return made_of_parts(self.record, fields, set(said), Marks(file, start, values, items))


_REQUIRED = object()


@lru_cache(maxsize=64)
def _shape(record: type[Record]) -> _Shape:
    record.model_rebuild()  # fields that name a class that came later have to be known
    usual = {
        name: info.default_factory() if info.default_factory else _REQUIRED if info.is_required() else info.default  # type: ignore[call-arg]
        for name, info in record.model_fields.items()
    }
    fresh = tuple(name for name, info in record.model_fields.items() if info.default_factory)
    found = ((name, _restoring(info.annotation)) for name, info in record.model_fields.items())
    return _Shape(record, usual, fresh, {name: restore for name, restore in found if restore})


def _restoring(kind: Any) -> Restore | None:
    """How values of a kind are restored; ``None`` for those that are kept as they are."""
    if get_origin(kind) is Annotated:
        return _restoring(get_args(kind)[0])
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return _restoring_optional(next(part for part in inner if part is not NoneType))
    if origin is tuple:
        return _restoring_tuple(inner[0] if inner[-1] is Ellipsis else str)
    if origin is dict:
        of = _restoring(inner[1])
        return (lambda value, file: {name: of(item, file) for name, item in value.items()}) if of else None
    return None if kind in (str, int, bool) else _restoring_class(kind)


def _restoring_optional(kind: Any) -> Restore | None:
    one = _restoring(kind)
    return (lambda value, file: None if value is None else one(value, file)) if one else None


def _restoring_tuple(kind: Any) -> Restore:
    each = _restoring(kind)
    if each is None:
        return lambda value, _: tuple(value)
    return lambda value, file: tuple([each(item, file) for item in value])


def _restoring_class(kind: Any) -> Restore:
    if issubclass(kind, Record):
        return lambda value, file: _shape(kind).restore(value, file)
    if issubclass(kind, Choice):
        members = {member.value: member for member in kind}
        return lambda value, _: members[value]
    if kind in (Date, Interval):
        parsed = lru_cache(maxsize=1 << 12)(kind.parse)
        return lambda value, _: parsed(value)
    raise TypeError(f"it is not known how to restore a {kind}")
