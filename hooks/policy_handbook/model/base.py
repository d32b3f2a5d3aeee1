"""What every record of the data has in common: it is frozen, strict about its fields, and knows its place."""

from __future__ import annotations

import ast
import datetime as dt
import inspect
import re
import textwrap
from collections.abc import Mapping
from enum import StrEnum
from functools import cache, lru_cache
from itertools import pairwise
from typing import Annotated, Any, Self, TypeVar, cast

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    ModelWrapValidatorHandler,
    PlainSerializer,
    PlainValidator,
    WithJsonSchema,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from policy_handbook.dates import MONTHS, Date, Interval, day_of_year
from policy_handbook.findings import Place
from policy_handbook.marks import Mark, MarkedDict, MarkedList, MarkedText, Misread


class Marks:
    """Where a record and its values stand; shared by all copies of the record.

    Attributes:
        file: the file.
        start: where the record begins.
        values: where the value of each field begins.
        items: where each item of a list begins, by field.
        elsewhere: the places of fields that were taken from other records.
    """

    __slots__ = ("elsewhere", "file", "items", "start", "values")

    def __init__(self, file: str, start: Mark, values: dict[str, Mark], items: dict[str, list[Mark]]) -> None:
        self.elsewhere: dict[str, Place] = {}
        self.file = file
        self.start = start
        self.values = values
        self.items = items

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Marks)  # where a record stands is no part of what it says

    __hash__ = None  # type: ignore[assignment]


_NOWHERE = Marks("", Mark(0, 0), {}, {})


_NONE: dict[str, Any] = {"_marks": _NOWHERE}

_set = object.__setattr__
"""Sets what pydantic keeps of a record, which is frozen to everybody else."""


R = TypeVar("R", bound="Record")


class Record(BaseModel):
    """A record of the data: immutable, with no unknown fields, and aware of where it was written."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        validate_default=False,
        arbitrary_types_allowed=True,
        defer_build=True,  # of the records within others no class is needed by itself
    )

    # The marks lie where pydantic keeps private attributes, so that it copies and compares them as such. Declared as
    # one, they would be made anew twice for each of the hundred thousand records of a large handbook.

    @model_validator(mode="wrap")
    @classmethod
    def _keep_marks(cls, data: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        data = cls.from_short_form(data)
        record = handler(data)
        private = _NONE
        if isinstance(data, MarkedDict):
            items = {key: value.items_at for key, value in data.items() if isinstance(value, MarkedList)}
            private = {"_marks": Marks(data.file, data.mark, data.values_at, items)}
        _set(record, "__pydantic_private__", private)
        return record

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Describe each field by the text under it; pydantic could, and would read every class for it at each start."""
        made = handler(schema)
        properties = handler.resolve_ref_schema(made).get("properties", {})
        words = _words_under_fields(cls)
        for name, info in cls.model_fields.items():
            field = properties.get(info.alias or name)
            if field is not None and name in words:
                field["description"] = words[name]
        return made

    @classmethod
    def from_short_form(cls, data: Any) -> Any:
        """Turn the short way of writing a record, where it has one, into the long one."""
        return data

    @property
    def place(self) -> Place:
        """Where the record begins."""
        marks = self._known_marks()
        return Place(marks.file, *marks.start)

    @property
    def written_in(self) -> str:
        """The file in which the record begins."""
        return self._known_marks().file

    def _known_marks(self) -> Marks:
        """The marks, without a way round by pydantic that takes five times as long."""
        marks: Marks = (self.__pydantic_private__ or _NONE)["_marks"]
        return marks

    def place_of(self, field: str, index: int | None = None) -> Place:
        """Where the value of a field stands, or one item of its list; where the record begins if it has none."""
        marks = self._known_marks()
        if field in marks.elsewhere:
            return marks.elsewhere[field]
        if index is not None and index < len(marks.items.get(field, ())):
            return Place(marks.file, *marks.items[field][index])
        return Place(marks.file, *marks.values.get(field, marks.start))

    @property
    def marks(self) -> Marks:
        """Where the record and its values stand."""
        return self._known_marks()

    def stands_at(self) -> list[Any]:
        """Every place of the record, its fields and their items, as plain values."""
        marks = self._known_marks()
        elsewhere = [[name, place.file, place.line, place.column] for name, place in marks.elsewhere.items()]
        return [marks.file, marks.start, list(marks.values.items()), list(marks.items.items()), elsewhere]

    def with_fields_of(self, other: Record, fields: Mapping[str, Any]) -> Self:
        """Return a copy with some fields taken from another record, which then stand where that one has them."""
        copy = self.model_copy(update=fields)
        own = self._known_marks()
        marks = Marks(own.file, own.start, own.values, own.items)
        marks.elsewhere = own.elsewhere | {field: other.place_of(field) for field in fields}
        _set(copy, "__pydantic_private__", {"_marks": marks})
        return copy

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Return a copy, with some fields changed; as pydantic does it, and eight times as fast."""
        if deep:
            return super().model_copy(update=update, deep=True)
        copy = self.__class__.__new__(self.__class__)
        changed = update or {}
        _set(copy, "__dict__", {**self.__dict__, **changed})
        _set(copy, "__pydantic_extra__", None)
        _set(copy, "__pydantic_fields_set__", self.__pydantic_fields_set__ | changed.keys())
        _set(copy, "__pydantic_private__", self.__pydantic_private__)
        return copy


def made_of_parts(record: type[R], fields: dict[str, Any], said: set[str], marks: Marks) -> R:
    """Make a record whose values were checked before.

    Args:
        record: its class.
        fields: all its fields, in their order.
        said: the fields of which something was said.
        marks: where it stands.
    """
    made = object.__new__(record)
    _set(made, "__dict__", fields)
    _set(made, "__pydantic_extra__", None)
    _set(made, "__pydantic_fields_set__", said)
    _set(made, "__pydantic_private__", {"_marks": marks})
    return made


@cache
def _words_under_fields(record: type[Record]) -> Mapping[str, str]:
    """The text under each field of a class of records, and of those that it is made from."""
    found: dict[str, str] = {}
    for each in reversed(record.__mro__):
        if issubclass(each, Record):
            body = cast("ast.ClassDef", ast.parse(textwrap.dedent(inspect.getsource(each))).body[0]).body
            for field, under in pairwise(body):
                if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name) and _is_text(under):
                    found[field.target.id] = inspect.cleandoc(under.value.value)  # type: ignore[attr-defined]
    return found


def _is_text(statement: ast.stmt) -> bool:
    """Whether a statement is nothing but a text."""
    inner = statement.value if isinstance(statement, ast.Expr) else None
    return isinstance(inner, ast.Constant) and isinstance(inner.value, str)


def in_full(value: Any) -> Any:
    """Return all that a value says and where it stands as plain lists and texts, the same for the same value alone.

    Raises:
        TypeError: it is of a kind that is not known here.
    """
    if value is None or isinstance(value, (str, int)):
        return value
    if isinstance(value, (list, tuple)):
        return [in_full(item) for item in value]
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    if isinstance(value, Mapping):
        return [[in_full(key), in_full(item)] for key, item in value.items()]
    if isinstance(value, Record):
        return [type(value).__name__, value.stands_at(), in_full(value.__dict__)]
    if isinstance(value, (Date, Interval, dt.date, Place)):
        return str(value)
    raise TypeError(f"{type(value).__name__} cannot be put into a key")


def computed(name: str, default: Any) -> Any:
    """Make a field that the reader fills in and that data cannot: its alias is no possible field name."""
    return Field(default=default, exclude=True, repr=False, alias=f"{COMPUTED_PREFIX}{name}")


COMPUTED_PREFIX = "$"


def spelled_out(text: Any, field: str) -> Any:
    """Turn a plain text into a record with that one field, at the same place."""
    if not isinstance(text, str):
        return text
    if not isinstance(text, MarkedText):
        return {field: text}
    record = MarkedDict(text.file, text.mark)
    record[field] = text
    record.values_at[field] = text.mark
    return record


# --- kinds of value -------------------------------------------------------------------------------------


def _refuse_misread(value: Any) -> Any:
    if isinstance(value, Misread):
        raise PydanticCustomError(
            "value-misread",
            "without quotes, {found} is read by other programs as {reads_as}",
            {"found": str(value), "reads_as": value.reads_as, "write": f'"{value}"'},
        )
    return value


def _one_line(value: Any) -> Any:
    value = _refuse_misread(value)
    if isinstance(value, str) and len(value) > 1 and value[0] in "“”‘’" and value[-1] in "“”‘’":
        inner = value[1:-1]
        raise PydanticCustomError(
            "curly-quotes",
            "curly quotation marks do not quote in YAML; they become part of the text",
            {"found": str(value), "write": f'"{inner}"'},
        )
    return value


def _plain(value: str) -> str:
    return str(value)


Prose = Annotated[str, BeforeValidator(_refuse_misread), PlainSerializer(_plain)]
"""Text in Markdown: a sentence or more."""

Line = Annotated[
    str,
    BeforeValidator(_one_line),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": r"^(?![“”‘’][\s\S]*[“”‘’]$)",
            "patternErrorMessage": "curly quotation marks do not quote in YAML; they become part of the text",
        }
    ),
]
"""A title, a name or another short text on one line."""

ID_PATTERN = r"[a-z0-9]+(-[a-z0-9]+)*"
_ID = re.compile(ID_PATTERN)


def _identifier(value: Any) -> Any:
    value = _one_line(value)
    if isinstance(value, str) and not _ID.fullmatch(value):
        suggestion = re.sub(r"[^a-z0-9]+", "-", value.lower()).strip("-")
        raise PydanticCustomError(
            "bad-id",
            "an id has small letters, digits and single hyphens only",
            {"found": str(value), "write": suggestion},
        )
    return value


Id = Annotated[
    str,
    BeforeValidator(_identifier),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": f"^{ID_PATTERN}$",
            "patternErrorMessage": "an id has small letters, digits and single hyphens only",
        }
    ),
]
"""The id of something: small letters, digits and hyphens."""


def _number_text(value: Any) -> Any:
    """Take ``9.4`` as it was typed: a clause number is text, quoted or not."""
    return str(value) if isinstance(value, (int, str)) and not isinstance(value, bool) else value


ClauseRef = Annotated[
    str, BeforeValidator(_number_text), WithJsonSchema({"type": ["string", "number"], "examples": ["9.4", "no-photos"]})
]
"""A clause by its id or by its number."""


def _date(value: Any) -> Date:
    if isinstance(value, Date):
        return value
    try:
        return _parsed_date(str(value))
    except ValueError:
        raise PydanticCustomError(
            "date-format",
            "a date is written year, month, day, as in 2026-09-01",
            {"found": "nothing" if value is None else str(value), "write": _date_advice(str(value))},
        ) from None


_parsed_date = lru_cache(maxsize=1 << 12)(Date.parse)
"""The policies of a school were approved on few days."""

_TERM_ENDS = {"autumn": 12, "spring": 3, "summer": 7}
"""The month by whose end each term is over."""


def _date_advice(text: str) -> str:
    """Guess the ISO date that somebody meant; British order for figures."""
    figures = re.fullmatch(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{2}|\d{4})", text)
    named = re.fullmatch(r"(?:(\d{1,2})(?:st|nd|rd|th)?\s+)?([A-Za-z]{3,9})\.?,?\s+(\d{4})", text)
    if figures:
        day, month, year = (int(part) for part in figures.groups())
        return _if_a_date(f"{year + 2000 if year < 100 else year:04}-{month:02}-{day:02}")
    if season := re.fullmatch(r"(autumn|spring|summer)(?: term)?,? (\d{2}|\d{4})", text, re.IGNORECASE):
        return f"{int(season[2]) % 100 + 2000}-{_TERM_ENDS[season[1].lower()]:02}"
    if named:
        for number, name in enumerate(MONTHS, 1):
            if name.lower().startswith(named[2].lower()[:3]):
                return _if_a_date(f"{named[3]}-{number:02}" + (f"-{int(named[1]):02}" if named[1] else ""))
    return ""


def _if_a_date(text: str) -> str:
    try:
        return str(Date.parse(text))
    except ValueError:
        return ""


DateField = Annotated[
    Date,
    PlainValidator(_date),
    PlainSerializer(str, return_type=str),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": r"^[12]\d{3}-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?$",
            "patternErrorMessage": "a date is written year, month, day, as in 2026-09-01",
            "examples": ["2026-09-01", "2026-10"],
        }
    ),
]
"""A date as 2026-09-01, or a month alone as 2026-10, which means by its end."""


def _interval(value: Any) -> Interval:
    if isinstance(value, Interval):
        return value
    try:
        return Interval.parse(str(value))
    except ValueError:
        raise PydanticCustomError(
            "interval-format",
            "how often is written as a number and a unit: days, weeks, months, terms or years",
            {"found": str(value), "write": "12 months"},
        ) from None


IntervalField = Annotated[
    Interval,
    PlainValidator(_interval),
    PlainSerializer(str, return_type=str),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": r"^\d{1,3} (day|week|month|term|year)s?$",
            "patternErrorMessage": "how often is a number and a unit: days, weeks, months, terms or years",
            "examples": ["12 months"],
        }
    ),
]
"""How often, such as 12 months."""


def _day_of_year(value: Any) -> str:
    try:
        day_of_year(str(value))
    except ValueError:
        raise PydanticCustomError(
            "day-format",
            "a day of the year is written as a day and a month, as in 15 March",
            {"found": "nothing" if value is None else str(value), "write": ""},
        ) from None
    return str(value).strip()


DayOfYear = Annotated[str, PlainValidator(_day_of_year), WithJsonSchema({"type": "string", "examples": ["15 March"]})]
"""A day of every year, as 15 March."""


class Choice(StrEnum):
    """A word from a fixed list, each with its meaning, which editors show while one types."""

    meaning: str

    def __new__(cls, value: str, meaning: str = "") -> Self:
        """Make a member from its word and meaning."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.meaning = meaning
        return member

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Accept a word of the list only."""
        return core_schema.no_info_plain_validator_function(
            cls._choose, serialization=core_schema.plain_serializer_function_ser_schema(str)
        )

    @classmethod
    def _choose(cls, value: Any) -> Self:
        if isinstance(value, cls):
            return value
        if isinstance(value, str) and (member := cls._value2member_map_.get(str(value))) is not None:
            return cast("Self", member)
        words = [member.value for member in cls]
        raise PydanticCustomError(
            "unknown-choice",
            "this has to be one of: {choices}",
            {"found": _as_typed(value), "choices": ", ".join(words), "words": words},
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """List the words with their meanings."""
        words = [{"const": member.value, "description": member.meaning} for member in cls]
        return {"type": "string", "oneOf": words, "title": cls.__name__}


def _as_typed(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, (str, int)) else "a list or fields"
