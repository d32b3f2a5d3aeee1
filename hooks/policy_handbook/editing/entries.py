"""Between files and forms: the long form of what a file holds, and the file changed to what a form holds."""

from __future__ import annotations

import datetime as dt
import difflib
import itertools
import json
import re
import unicodedata
from collections.abc import Collection, Mapping, MutableMapping, MutableSequence
from typing import Any

import yaml
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import (
    DoubleQuotedScalarString,
    FoldedScalarString,
    LiteralScalarString,
    SingleQuotedScalarString,
)
from ruamel.yaml.tokens import CommentToken

from policy_handbook.editing.forms import (
    BASE,
    NAME,
    SHORT_FIELDS,
    VALUE,
    Schema,
    is_date,
    is_names,
    part_of,
    record_of,
    value_schema,
    without_null,
)
from policy_handbook.model.base import Record
from policy_handbook.rewriting import UnreadableError, as_written, rewritten
from policy_handbook.schema import schema_of

_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
Parts = Mapping[str, Schema]


class IncompleteError(ValueError):
    """What a form holds cannot be written without losing some of it."""


def form_of(text: str, model: type[Record]) -> dict[str, Any]:
    """Return what a file holds as its form shows it.

    Raises:
        UnreadableError: the text is no YAML that holds fields.
    """
    schema = schema_of(model)
    try:
        value = yaml.load(text, Loader=_Loader)  # noqa: S506 - it makes texts, lists and fields only
    except yaml.YAMLError as error:
        raise UnreadableError(str(error).splitlines()[0]) from None
    if not isinstance(value, dict):
        raise UnreadableError("it holds no fields")
    form: dict[str, Any] = _long(value, schema, schema.get("$defs", {}))
    return form


def changed_file(text: str, form: Mapping[str, Any], model: type[Record]) -> str:
    """Return the text of a file with what a form holds; where the two agree, it is as it was.

    Args:
        text: the text of the file; empty for a new one.
        form: what the form holds.
        model: the class that reads the file.

    Raises:
        UnreadableError: the text is no YAML that holds fields.
        IncompleteError: two rows have the same id, or one has none.
    """
    schema = schema_of(model)
    parts: Parts = schema.get("$defs", {})
    wanted = _long({key: value for key, value in form.items() if key != BASE}, schema, parts)
    wanted = with_ids(wanted, form_of(text, model) if text else {}, schema, parts)

    def change(fields: CommentedMap) -> None:
        _change_record(fields, wanted, schema, parts)

    if text:
        return rewritten(text, change)
    return rewritten("title: new\n", change)


# --- the long form ------------------------------------------------------------------------------------------------


def _long(value: Any, schema: Schema, parts: Parts) -> Any:
    """Spell short forms out, turn names with values into lists, and drop what is empty."""
    schema = without_null(schema)
    if "$ref" in schema:
        part, inner = part_of(schema, parts)
        if isinstance(value, str) and part in SHORT_FIELDS:
            value = {SHORT_FIELDS[part]: value}
        return _long(value, record_of(inner), parts)
    if _is_audience(schema):
        return [str(name) for name in value] if isinstance(value, list) else [str(value)] if value else []
    if is_names(schema):
        return _long_names(value, schema, parts)
    if schema.get("type") == "array":
        if not isinstance(value, list):
            return [] if value in ("", None) else [_long(value, schema["items"], parts)]
        return [_long(item, schema["items"], parts) for item in value]
    if "properties" in schema and isinstance(value, dict):
        known = schema["properties"]
        ticked = {key: True for key, inner in known.items() if inner.get("default") is True}
        long = {key: _long(item, known[key], parts) if key in known else item for key, item in value.items()}
        return ticked | {key: item for key, item in long.items() if key in ticked or not _is_empty(item)}
    return _long_scalar(value, schema)


def _long_names(value: Any, schema: Schema, parts: Parts) -> Any:
    inner = value_schema(schema)
    if _is_key_points(schema):
        items = value.items() if isinstance(value, dict) else ()
        return {key: points for key, item in items if (points := _long(item, inner, parts))}
    if isinstance(value, dict):
        if "$ref" in inner:
            return [{NAME: key, **_long(item, inner, parts)} for key, item in value.items()]
        return [{NAME: key, VALUE: _long(item, inner, parts)} for key, item in value.items()]
    if not isinstance(value, list):
        return []
    return [
        {NAME: str(item.get(NAME, "")), **_long({k: v for k, v in item.items() if k != NAME}, inner, parts)}
        if "$ref" in inner
        else {NAME: str(item.get(NAME, "")), VALUE: _long(item.get(VALUE, ""), inner, parts)}
        for item in value
    ]


def _long_scalar(value: Any, schema: Schema) -> Any:
    if schema.get("type") == "boolean":
        return value is True or str(value).lower() == "true"
    if schema.get("type") == "integer":
        return int(value) if re.fullmatch(r"-?[0-9]{1,18}", str(value)) else str(value if value is not None else "")
    if value is None:
        return ""
    return value.rstrip("\n") if isinstance(value, str) else str(value)


def _is_empty(value: Any) -> bool:
    return value is False or value in ("", None) or value in ([], {})


def _is_audience(schema: Schema) -> bool:
    return any(option.get("const") == "everyone" for option in schema.get("anyOf", ()))


def _is_key_points(schema: Schema) -> bool:
    return bool(value_schema(schema).get("type") == "array")


# --- ids that nobody typed ---------------------------------------------------------------------------------------


def with_ids(value: Any, before: Any, schema: Schema, parts: Parts) -> Any:
    """Give sections, posts and the like that have a title and no id one that is made from the title.

    Args:
        value: the long form of something.
        before: the long form of what the file has in its place. A row that was saved before keeps the id that it was
            given then, although the form in the browser does not know of it.
        schema: the schema of it.
        parts: the records that the schema refers to.
    """
    schema = without_null(schema)
    if "$ref" in schema:
        schema = record_of(part_of(schema, parts)[1])
    if is_names(schema) and isinstance(value, list):
        return _rows_with_ids(value, before, value_schema(schema), parts, named=True)
    if schema.get("type") == "array" and isinstance(value, list):
        return _rows_with_ids(value, before, schema["items"], parts, named=_has_id(schema["items"], parts))
    if "properties" in schema and isinstance(value, dict):
        old = before if isinstance(before, dict) else {}
        known = schema["properties"]
        return {key: with_ids(item, old.get(key), known.get(key, {}), parts) for key, item in value.items()}
    return value


def _has_id(schema: Schema, parts: Parts) -> bool:
    """Whether a record has to have an id, and a title from which one can be made."""
    record = record_of(part_of(schema, parts)[1]) if "$ref" in schema else schema
    return {NAME, "title"} <= set(record.get("required", ()))


def _rows_with_ids(rows: list[Any], before: Any, schema: Schema, parts: Parts, *, named: bool) -> list[Any]:
    old_rows = before if isinstance(before, list) else []
    if not named:
        pairs = itertools.zip_longest(rows, old_rows[: len(rows)])
        return [with_ids(row, old, schema, parts) for row, old in pairs]
    taken = {row[NAME] for row in rows if isinstance(row, dict) and row.get(NAME)}
    by_id = {row[NAME]: row for row in old_rows if isinstance(row, dict) and row.get(NAME)}
    made = []
    for row in rows:
        full = row
        if isinstance(row, dict) and not row.get(NAME) and (row.get("title") or row.get(VALUE)):
            same = (name for name, old in by_id.items() if name not in taken and _is_same(row, old))
            name = next(same, "") or _unused(_id_of(row), taken)
            taken.add(name)
            full = {NAME: name, **{key: item for key, item in row.items() if key != NAME}}
        old = by_id.get(full.get(NAME, "")) if isinstance(full, dict) else None
        made.append(with_ids(full, old, schema, parts))
    return made


def _is_same(row: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two rows are one, but for an id, and perhaps for the title or for what is in it."""
    rest, other_rest = ({k: v for k, v in each.items() if k not in (NAME, "title")} for each in (row, other))
    return row.get("title", "") == other.get("title", "") or rest == other_rest


def _id_of(row: Mapping[str, Any]) -> str:
    words = unicodedata.normalize("NFKD", str(row.get("title") or row.get(VALUE))).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")[:40].rstrip("-") or "part"


def _unused(name: str, taken: Collection[str]) -> str:
    numbers = (f"{name}-{number}" for number in itertools.count(2))
    return name if name not in taken else next(each for each in numbers if each not in taken)


# --- changing a file ----------------------------------------------------------------------------------------------


def _change_record(fields: MutableMapping[str, Any], wanted: Mapping[str, Any], schema: Schema, parts: Parts) -> None:
    """Change the fields of a record in place to what is wanted."""
    known = schema["properties"]
    for key in [key for key in fields if key in known and key not in wanted]:
        if not _is_empty(_long(_plain(fields[key]), known[key], parts)):
            del fields[key]
    for key, value in wanted.items():
        inner = known.get(key, {})
        if key not in fields and value is True and inner.get("default") is True:
            continue  # it counts as ticked where nothing is said
        if key not in fields:
            _insert(fields, key, _made(value, inner, parts), list(known))
        else:
            fields[key] = _changed(fields[key], value, inner, parts)


def _insert(fields: MutableMapping[str, Any], key: str, value: Any, order: list[str]) -> None:
    """Add a field after the last one that comes before it in the order of the schema."""
    place = order.index(key) if key in order else len(order)
    before = [i for i, name in enumerate(fields) if name in order and order.index(name) < place]
    if isinstance(fields, CommentedMap):
        fields.insert(before[-1] + 1 if before else len(fields), key, value)
    else:
        fields[key] = value


def _changed(old: Any, wanted: Any, schema: Schema, parts: Parts) -> Any:
    """Return the old value changed to what is wanted; the old one itself where they say the same."""
    schema = without_null(schema)
    if _long(_plain(old), schema, parts) == wanted:
        return old
    if "$ref" in schema and isinstance(old, CommentedMap) and isinstance(wanted, dict):
        _change_record(old, wanted, record_of(part_of(schema, parts)[1]), parts)
        return old
    if "properties" in schema and isinstance(old, CommentedMap):
        _change_record(old, wanted, schema, parts)
        return old
    if is_names(schema) and isinstance(old, CommentedMap):
        _change_names(old, wanted, schema, parts)
        return old
    if schema.get("type") == "array" and isinstance(old, CommentedSeq):
        _change_list(old, wanted, schema["items"], parts)
        return old
    made = _made(wanted, schema, parts)
    quoted = isinstance(old, (DoubleQuotedScalarString, SingleQuotedScalarString)) and type(made) is str
    return type(old)(made) if quoted else made


def _change_names(old: CommentedMap, wanted: Any, schema: Schema, parts: Parts) -> None:
    """Change names with values in place, and bring them into the order of the form."""
    inner = value_schema(schema)
    values = dict(wanted) if _is_key_points(schema) else _by_name(wanted, inner)
    gone = {_key(_long(_plain(old[key]), inner, parts)): key for key in old if str(key) not in values}
    kept: dict[str, Any] = {}
    comments = dict(old.ca.items)
    for key, value in values.items():
        if key in old:
            kept[key] = _changed(old[key], value, inner, parts)
        elif (before := gone.pop(_key(value), None)) is not None:
            kept[key] = old[before]  # it has another name and is otherwise as it was
            comments[key] = comments.pop(before, None)
        else:
            kept[key] = _made(value, inner, parts)
    for key in [key for key in old if str(key) not in values]:
        del old[key]
    for key, value in kept.items():
        old[key] = value
    old.ca.items.clear()
    old.ca.items.update({key: comment for key, comment in comments.items() if comment and key in kept})
    if not _is_key_points(schema) and list(old) != list(values):
        for key in values:
            old.move_to_end(key)


def _by_name(rows: list[Any], inner: Schema) -> dict[str, Any]:
    """Rows with ids as values by id.

    Raises:
        IncompleteError: two rows have the same id, or one has none.
    """
    values: dict[str, Any] = {}
    for row in rows:
        name = row[NAME]
        if not name:
            raise IncompleteError("a row has no id: give it one, in small letters, digits and hyphens")
        if name in values:
            raise IncompleteError(f"two rows have the id {name}: give one of them another")
        values[name] = _value(row, inner)
    return values


def _value(item: Mapping[str, Any], inner: Schema) -> Any:
    if "$ref" in inner:
        return {key: value for key, value in item.items() if key != NAME}
    return item.get(VALUE, "")


def _change_list(old: CommentedSeq, wanted: list[Any], items: Schema, parts: Parts) -> None:
    """Change a list in place: what stays or moves keeps its text, what is new is written."""
    held = [(item, old.ca.items.get(index)) for index, item in enumerate(old)]  # each with the comment beside it
    before = [_key(_long(_plain(item), items, parts)) for item, _ in held]
    after = [_key(item) for item in wanted]
    changes = difflib.SequenceMatcher(None, before, after, False).get_opcodes()
    moving: dict[str, list[tuple[Any, Any]]] = {}
    for tag, low, high, _, _ in changes:
        for index in range(low, high) if tag != "equal" else ():
            moving.setdefault(before[index], []).append(held[index])
    placed = {after[index] for tag, _, _, low, high in changes if tag != "equal" for index in range(low, high)}
    result: list[tuple[Any, Any]] = []
    for tag, low, high, first, last in changes:
        if tag == "equal":
            result += held[low:high]
            continue
        for place, (key, value) in enumerate(zip(after[first:last], wanted[first:last], strict=True), low):
            if moving.get(key):
                item, comment = moving[key].pop(0)
                result.append((item, _beside(item, comment)))
            elif place < high and before[place] not in placed:
                item, comment = held[place]
                made = _changed(item, value, items, parts)
                result.append((made, comment if type(made) is type(item) else _beside(item, comment)))
            else:  # what stood here goes elsewhere: this is a new one
                result.append((_made(value, items, parts), None))
    old[:] = [item for item, _ in result]
    old.ca.items.clear()
    old.ca.items.update({index: comment for index, (_, comment) in enumerate(result) if comment})


def _beside(item: Any, comment: Any) -> Any:
    """The comments of an item: the one on its line and those over it, without those that follow on lines of their own.

    The reader hangs a comment on what stands before it, so what follows belongs to the next item. Only where nothing
    before can hold it (a list or fields in one line) does it hang on the item that it stands over.
    """
    if not comment:
        return None
    first, *rest = comment
    in_block = isinstance(item, (LiteralScalarString, FoldedScalarString))
    line = first.value.split("\n", 1)[0] if first and not in_block else ""
    beside = CommentToken(f"{line}\n", first.start_mark, None) if line else None
    return [beside, *rest] if beside or any(rest) else None


def _key(value: Any) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False)


def _made(value: Any, schema: Schema, parts: Parts) -> Any:
    """Write a new value in the way in which people write it: short where that says all."""
    nullable, schema = schema, without_null(schema)
    if _is_audience(schema):
        return "everyone" if value == ["everyone"] else _in_one_line([str(name) for name in value])
    if "$ref" in schema:
        part, inner = part_of(schema, parts)
        if part in SHORT_FIELDS and set(value) == {SHORT_FIELDS[part]}:
            return as_written(value[SHORT_FIELDS[part]])
        return _made(value, record_of(inner), parts)
    if is_names(schema):
        inner = value_schema(schema)
        values = value if isinstance(value, dict) else _by_name(value, inner)
        return CommentedMap((key, _made(item, inner, parts)) for key, item in values.items())
    if schema.get("type") == "array":
        made = [_made(item, schema["items"], parts) for item in value]
        return _in_one_line(made) if "$ref" not in schema["items"] else CommentedSeq(made)
    if "properties" in schema:
        known = schema["properties"]
        keys = sorted(value, key=lambda key: list(known).index(key) if key in known else len(known))
        return CommentedMap((key, _made(value[key], known.get(key, {}), parts)) for key in keys)
    if value == "" and nullable is not schema:
        return None
    return _date(value) if is_date(schema) else as_written(value)


def _date(text: str) -> Any:
    """A date, which stands without quotes; as it is typed where it is none."""
    try:
        return dt.date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else as_written(text)
    except ValueError:
        return as_written(text)


def _in_one_line(items: list[Any]) -> CommentedSeq:
    made = CommentedSeq(items)
    made.fa.set_flow_style()
    return made


def _plain(value: Any) -> Any:
    """The value without comments and styles, dates and numbers as they are typed."""
    if isinstance(value, MutableMapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, MutableSequence):
        return [_plain(item) for item in value]
    if isinstance(value, bool) or value is None:
        return value
    return str(value)
