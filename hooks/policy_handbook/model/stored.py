"""Policies as bytes, to be kept between runs: what each record says and where it stands, as plain values in JSON.

A policy that comes back was checked when it was read first, so that nothing is checked again. Nothing that is kept is
ever run: whatever is in the bytes, they can only become records, or be refused.

There are two lines. The first says what the records say, each as the number of its fields' names and then their values;
names of fields, and readers, which most records have in common, stand there once. The second says where each stands,
record by record; it is taken apart only if somebody asks.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import NoneType, UnionType
from typing import Annotated, Any, Union, cast, get_args, get_origin

from policy_handbook.dates import Date, Interval
from policy_handbook.model.base import Choice, Record, made_of_parts
from policy_handbook.model.kept_marks import KeptMarks, Names, Stored
from policy_handbook.model.policy import Policy


def as_bytes(policy: Policy) -> bytes | None:
    """Return a policy as bytes; ``None`` for one of which parts stand in several files."""
    storing = _Storing(policy.place.file)
    try:
        told = storing.record(policy, _shape(Policy))
    except _SeveralFilesError:
        return None
    lines = ([storing.file, [*storing.names], [*storing.lists], told], storing.marks)
    return b"\n".join(_as_line(line) for line in lines)


def _as_line(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), check_circular=False).encode(
        "utf-8", "surrogatepass"
    )


def from_bytes(data: bytes) -> Policy:
    """Return the policy that was kept as bytes.

    Raises:
        ValueError: the bytes are those of no policy.
    """
    try:
        first, _, marks = data.partition(b"\n")
        file, names, lists, told = json.loads(first.decode("utf-8", "surrogatepass"))
        stored = Stored(file, [*map(tuple, names)], [*map(tuple, lists)], marks)
        policy = cast("Policy", _shape(Policy).restore(told, stored))
    except (ValueError, TypeError, KeyError, AttributeError, IndexError) as error:
        raise ValueError("these are the bytes of no policy") from error
    return policy


class _SeveralFilesError(Exception):
    """The parts of a policy stand in several files."""


@dataclass(slots=True)
class _Storing:
    """A policy on its way into bytes.

    Attributes:
        file: the file that it stands in.
        names: the names of fields of which something is said, as records have them together.
        lists: the lists of texts in them.
        marks: where each record stands, in the order in which they are stored.
    """

    file: str
    names: dict[Names, int] = field(default_factory=dict)
    lists: dict[Names, int] = field(default_factory=dict)
    marks: list[Any] = field(default_factory=list)

    def record(self, record: Record, shape: _Shape) -> list[Any]:
        """Store a record and those within it; return what it says."""
        marks = record.marks
        if marks.file != self.file or marks.elsewhere:
            raise _SeveralFilesError
        self.marks.append([marks.start, marks.values, marks.items])
        fields = record.__dict__
        way = shape.way(shape.names_of(record))
        told = [self.names.setdefault(way.names, len(self.names)), *(fields[name] for name in way.names)]
        for at, kept in way.special:
            told[at] = kept.store(told[at], self)
        return told

    def list_of(self, texts: Names) -> int:
        """The number of a list of texts."""
        return self.lists.setdefault(tuple(texts), len(self.lists))


@dataclass(frozen=True, slots=True)
class _Kept:
    """How values of a kind are kept, where that is not as they are."""

    store: Callable[[Any, _Storing], Any]
    restore: Callable[[Any, Stored], Any]


@dataclass(frozen=True, slots=True)
class _Way:
    """How those records of a class are kept that say something of the same fields.

    Attributes:
        names: the names of these fields, in their order.
        said: the same.
        usual: every field in its order, with the value that it has where nothing is said.
        fresh: the fields of which nothing is said and whose usual value is made anew for each record.
        special: the values that are not kept as they are: where they stand after the number of the names, and how.
    """

    names: Names
    said: set[str]
    usual: Mapping[str, Any]
    fresh: Names
    special: tuple[tuple[int, _Kept], ...]


@dataclass(frozen=True, slots=True)
class _Shape:
    """How the records of a class are kept.

    Attributes:
        record: the class.
        usual: every field in its order, with the value that it has where nothing is said.
        special: how values are kept that are not kept as they are, by field.
        ways: how those are kept that say something of the same fields, as far as there have been any.
    """

    record: type[Record]
    usual: Mapping[str, Any]
    special: Mapping[str, _Kept]
    ways: dict[Names, _Way] = field(default_factory=dict)
    known: dict[frozenset[str], Names] = field(default_factory=dict)

    def names_of(self, record: Record) -> Names:
        """The fields of which a record says something, in their order."""
        said = frozenset(record.__pydantic_fields_set__)
        if said not in self.known:
            self.known[said] = tuple(name for name in self.usual if name in said)
        return self.known[said]

    def way(self, names: Names) -> _Way:
        """How records are kept that say something of these fields."""
        found = self.ways.get(names)
        if found is None:
            if not self.usual.keys() >= set(names):
                raise KeyError(names)
            special = [(at, self.special[name]) for at, name in enumerate(names, 1) if name in self.special]
            fresh = (name for name, value in self.usual.items() if type(value) in _FRESH and name not in names)
            found = self.ways[names] = _Way(names, set(names), self.usual, tuple(fresh), tuple(special))
        return found

    def restore(self, told: Any, stored: Stored) -> Record:
        """Make a record of what was kept of it."""
        names = stored.names[told[0]]
        way = self.ways.get(names) or self.way(names)
        number = stored.count
        stored.count = number + 1
        for at, kept in way.special:
            told[at] = kept.restore(told[at], stored)
        del told[0]
        fields = dict(way.usual)
        fields.update(zip(names, told, strict=True))
        for name in way.fresh:
            fields[name] = type(fields[name])()
        return made_of_parts(self.record, fields, way.said, KeptMarks(stored, number))


_FRESH = (dict, list, set)
"""Kinds of value of which each record has its own."""


_REQUIRED = object()


@lru_cache(maxsize=64)
def _shape(record: type[Record]) -> _Shape:
    record.model_rebuild()  # fields that name a class that came later have to be known
    usual = {
        name: info.default_factory() if info.default_factory else _REQUIRED if info.is_required() else info.default  # type: ignore[call-arg]
        for name, info in record.model_fields.items()
    }
    found = ((name, _keeping(info.annotation)) for name, info in record.model_fields.items())
    return _Shape(record, usual, {name: kept for name, kept in found if kept})


def _keeping(kind: Any) -> _Kept | None:
    """How values of a kind are kept; ``None`` for those that are kept as they are."""
    if get_origin(kind) is Annotated:
        return _keeping(get_args(kind)[0])
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return _keeping_optional(next(part for part in inner if part is not NoneType))
    if origin is tuple:
        return _keeping_tuple(inner)
    if origin is dict:
        return _keeping_dict(_keeping(inner[1]))
    return None if kind in (str, int, bool) else _keeping_class(kind)


def _keeping_optional(kind: Any) -> _Kept | None:
    one = _keeping(kind)
    if one is None:
        return None
    return _Kept(
        lambda value, storing: None if value is None else one.store(value, storing),
        lambda told, stored: None if told is None else one.restore(told, stored),
    )


def _keeping_tuple(inner: tuple[Any, ...]) -> _Kept:
    each = _keeping(inner[0]) if inner[-1] is Ellipsis else None
    if each is not None:
        store, restore = each.store, each.restore
        return _Kept(
            lambda value, storing: [store(item, storing) for item in value],
            lambda told, stored: tuple([restore(item, stored) for item in told]),
        )
    if inner[-1] is Ellipsis and _is_text(inner[0]):
        return _Kept(lambda value, storing: storing.list_of(value), lambda told, stored: stored.lists[told])
    return _Kept(lambda value, _: value, lambda told, _: tuple(told))


def _is_text(kind: Any) -> bool:
    return (get_args(kind)[0] if get_origin(kind) is Annotated else kind) is str


def _keeping_dict(each: _Kept | None) -> _Kept | None:
    if each is None:
        return None
    return _Kept(
        lambda value, storing: {name: each.store(item, storing) for name, item in value.items()},
        lambda told, stored: {name: each.restore(item, stored) for name, item in told.items()},
    )


def _keeping_class(kind: Any) -> _Kept:
    if issubclass(kind, Record):
        return _Kept(
            lambda value, storing: storing.record(value, _shape(kind)),
            lambda told, stored: _shape(kind).restore(told, stored),
        )
    if issubclass(kind, Choice):
        members = {member.value: member for member in kind}
        return _Kept(lambda value, _: value.value, lambda told, _: members[told])
    if kind in (Date, Interval):
        parsed = lru_cache(maxsize=1 << 12)(kind.parse)
        return _Kept(lambda value, _: str(value), lambda told, _: parsed(told))
    raise TypeError(f"it is not known how to keep a {kind}")
