"""Forms made from the classes that read the data: every field with a label, a hint, and the widget that suits it.

The result is a configuration of Decap CMS. What a form holds is the long form of the data: short forms are spelt out,
and names with values are lists, whose first field is the name.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from policy_handbook.editing.words import LONG, ORDER, ROW_NAMES, ROW_VALUES, Words, words_of
from policy_handbook.model import Handbook
from policy_handbook.model.base import ID_PATTERN, Record
from policy_handbook.schema import kind_of_name, schema_of

BASE = "as_it_was"
"""The field that says on which text of a file a form rests."""

NAME = "id"
"""The field that holds the name in what is a list in the form and names with values in the file."""

VALUE = "value"
"""The field that holds the value there, where it is no record."""

SHORT_FIELDS: Mapping[str, str] = {
    "Clause": "text",
    "FlierPoint": "text",
    "FlierSource": "policy",
    "KeyPoint": "text",
    "LinkedPolicy": "id",
    "Value": "name",
}
"""Records that may be a text, and the field that the text is."""

_DEEP = 3  # how often a record may hold its own kind in a form
_SUMMARIES = {
    "Section": "{{fields.title}}",
    "Clause": "{{fields.text}}",
    "KeyPoint": "{{fields.text}}",
    "ChangeRecord": "{{fields.issue}}: {{fields.summary}}",
    "Review": "{{fields.date}}: {{fields.outcome}}",
    "LinkedPolicy": "⟦policies|{{fields.id}}⟧ {{fields.title}}",
    "FlierPoint": "{{fields.title}} {{fields.text}}",
    "FlierSource": "⟦policies|{{fields.policy}}⟧",
    "Ask": "⟦roles|{{fields.role}}⟧ {{fields.title}}",
    "Translation": "{{fields.id}}: {{fields.title}}",
    "GuidanceCitation": "⟦guidance|{{fields.id}}⟧ {{fields.edition}}",
    "Publicised": "{{fields.date}}: ⟦audiences|{{fields.to}}⟧",
    "Definition": "{{fields.term}}",
    "Entry": "{{fields.term}}",
    "Role": "{{fields.title}}: {{fields.holder}}",
    "Body": "{{fields.title}}",
    "Value": "{{fields.name}}",
    "Term": "{{fields.name}}",
    "Channel": "{{fields.title}}",
}
"""What heads a row. The editor knows what is in the form only: a script of ours puts the words for a name in."""

_UNUSED = frozenset({"open", "withdrawn_from_archive"})
"""Fields of a trust's policies and of earlier issues: in the forms of a school they would only be in the way."""

_SHUT = frozenset({"Clause", "Review", "ChangeRecord", "Publicised", "GuidanceCitation", "Definition"})
"""Of these rows the form first shows how many there are, where they stand beneath something else or are seldom used."""

Schema = Mapping[str, Any]
Field = dict[str, Any]
Options = Sequence[tuple[str, str]]


class Choices:
    """What can be chosen in a handbook: ids with the words that people know them by."""

    def __init__(self, handbook: Handbook) -> None:
        school, people = handbook.school, handbook.people
        self.audiences: Options = [(name, item.title) for name, item in school.audiences.items()]
        self.categories: Options = list(school.categories.items())
        self.roles: Options = [(name, _held(role.title, role.holder)) for name, role in people.roles.items()]
        bodies = [(name, body.title[0].upper() + body.title[1:]) for name, body in people.bodies.items()]
        self.who: Options = [*self.roles, *bodies]
        self.duties: Options = sorted(((duty.id, duty.title) for duty in handbook.duties.values()), key=_by_title)
        self.guidance: Options = sorted(((item.id, item.title) for item in handbook.guidance.values()), key=_by_title)
        self.policies: Options = [(policy.id, policy.title) for policy in handbook.policies.values()]
        self.in_trust = any(
            any(section.open for section in policy.all_sections())
            or any(clause.open for clause in policy.all_clauses())
            for policy in handbook.policies.values()
        )

    def of(self, record: str, field: str, schema: Schema) -> Options | None:
        """The choices for a field of a record; ``None`` where one types."""
        kind = kind_of_name(record, field)
        options: Options = getattr(self, kind) if kind else ()
        # a field of that name that holds no id is another thing; a handbook without any lets one type
        return options if options and (_is_id(schema) or kind == "audiences") else None


def _is_id(schema: Schema) -> bool:
    """Whether a value is the id of something, or ids."""
    inner = schema.get("items", schema)
    return str(inner.get("pattern", "")) == f"^{ID_PATTERN}$"


def _held(title: str, holder: str) -> str:
    return f"{title} ({holder})" if holder else title


def _by_title(option: tuple[str, str]) -> str:
    return option[1].lower()


def configuration(
    handbook: Handbook,
    api: str,
    folders: Mapping[str, tuple[str, str, type[Record]]],
    files: Mapping[str, tuple[str, type[Record]]],
    new: Mapping[str, Mapping[str, Any]],
) -> dict[str, Any]:
    """Return the configuration of the editor for a handbook.

    Args:
        handbook: the handbook, for what can be chosen in it.
        api: the address of the interface to the files.
        folders: folders of files that are alike, each with its title, what one file is called, and the class.
        files: single files with their titles and classes.
        new: what a new file of a folder begins with, by field; for a record within it, likewise.
    """
    choices = Choices(handbook)
    singles = [
        {"name": path.removesuffix(".yaml"), "label": title, "file": path, "fields": form_fields(model, choices)}
        for path, (title, model) in files.items()
    ]
    many = [
        {
            **_folder(name, title, one, _beginning(form_fields(model, choices), new.get(name, {}))),
            **_LISTS.get(name, {}),
        }
        for name, (title, one, model) in folders.items()
    ]
    return {
        "load_config_file": False,
        "backend": {"name": "proxy", "proxy_url": api, "branch": "main"},
        "publish_mode": "simple",
        "media_folder": "assets",
        "public_folder": "",
        "media_library": {"name": "none"},
        "search": True,
        "slug": {"encoding": "ascii", "clean_accents": True},
        "locale": "en",
        "words": heading_words(choices),
        "collections": [*many, {"name": "school", "label": "School, people and words", "files": singles}],
    }


def heading_words(choices: Choices) -> dict[str, dict[str, str]]:
    """The words for the names that head rows, by what they name."""
    return {
        "audiences": dict(choices.audiences),
        "guidance": dict(choices.guidance),
        "policies": dict(choices.policies),
        "roles": dict(choices.roles),
    }


def _beginning(fields: list[Field], new: Mapping[str, Any]) -> list[Field]:
    """Say in the fields what a new file begins with."""
    made = []
    for field in fields:
        value = new.get(field["name"])
        if isinstance(value, Mapping):
            made.append({**field, "fields": _beginning(field["fields"], value)})
        else:
            made.append(field if value is None else {**field, "default": value})
    return made


_LISTS: Mapping[str, Mapping[str, Any]] = {
    "policies": {
        "sortable_fields": ["title", "status", "category", "owner"],
        "view_filters": [
            {"label": "Drafts", "field": "status", "pattern": "draft"},
            {"label": "In force", "field": "status", "pattern": "in-force"},
            {"label": "Withdrawn", "field": "status", "pattern": "withdrawn"},
        ],
        "view_groups": [{"label": "Subject", "field": "category"}, {"label": "Who looks after it", "field": "owner"}],
    },
    "fliers": {"sortable_fields": ["title", "date"]},
}


def _folder(name: str, title: str, one: str, fields: list[Field]) -> dict[str, Any]:
    return {
        "name": name,
        "label": title,
        "label_singular": one,
        "folder": name,
        "extension": "yaml",
        "create": True,
        "delete": False,
        "identifier_field": "title",
        "summary": "{{title}}",
        "fields": fields,
    }


def form_fields(model: type[Record], choices: Choices) -> list[Field]:
    """Return the fields of the form for a class, with the hidden one that says on which text the form rests."""
    schema = schema_of(model)
    fields = _fields(schema, schema.get("$defs", {}), choices, {})
    return [*fields, {"name": BASE, "label": BASE, "widget": "hidden", "required": False}]


def _fields(schema: Schema, parts: Mapping[str, Schema], choices: Choices, depth: Mapping[str, int]) -> list[Field]:
    record = str(schema.get("title", ""))
    required = schema.get("required", [])
    order = ORDER.get(record, ())
    names = sorted(schema["properties"], key=lambda name: order.index(name) if name in order else len(order))
    made = []
    for name in names:
        field = _field(record, name, schema["properties"][name], parts, choices, depth)
        if field:
            made.append({"required": name in required and name != NAME} | field)
    return made


def _field(
    record: str, name: str, schema: Schema, parts: Mapping[str, Schema], choices: Choices, depth: Mapping[str, int]
) -> Field | None:
    """Make one field; ``None`` where a form that holds its own kind has to end."""
    if name in _UNUSED and not choices.in_trust:
        return None
    words = words_of(record, name)
    # a label of our own says what the data format says
    hint = words.hint or ("" if words.label or "oneOf" in schema else str(schema.get("description", "")))
    said: Field = {"name": name, "label": words.label or label_of(name)} | ({"hint": hint} if hint else {})
    if name == "audience":
        options = [("everyone", "Everyone"), *choices.audiences]
        return said | {"widget": READERS, "options": _options(options)}
    if name == "key_points":
        return said | _key_points(schema, parts, choices, depth)
    chosen = choices.of(record, name, schema)
    if chosen is not None:
        return said | {"widget": "select", "multiple": schema.get("type") == "array", "options": _options(chosen)}
    widget = widget_of(record, name, schema, parts, choices, depth)
    return None if widget is None else said | widget


READERS, DATE = "handbook-readers", "handbook-date"
"""Widgets of our own: ticks for audiences, and a date or a month."""


def widget_of(
    record: str, name: str, schema: Schema, parts: Mapping[str, Schema], choices: Choices, depth: Mapping[str, int]
) -> Field | None:
    """Choose the widget for a value that is no choice of the handbook's own."""
    schema, may_be_absent = without_null(schema), without_null(schema) is not schema
    if is_names(schema):
        return _names(record, name, schema, parts, choices, depth)
    if schema.get("type") == "array":
        return _list(record, name, schema["items"], parts, choices, depth)
    if "$ref" in schema:
        part, inner = part_of(schema, parts)
        if "oneOf" in inner:
            return _select(inner)
        fields = _fields(record_of(inner), parts, choices, {**depth, part: depth.get(part, 0) + 1})
        # of what may be absent nothing can be required: the checks say what is missing once there is some of it
        inside = [field | {"required": False} for field in fields] if may_be_absent else fields
        return {"widget": "object", "collapsed": may_be_absent, "fields": inside}
    if "oneOf" in schema:
        return _select(schema)
    return _scalar(record, name, schema)


def _select(schema: Schema) -> Field:
    return {
        "widget": "select",
        "options": [
            {"label": f"{_capital(str(o['const']))}: {o['description']}", "value": o["const"]} for o in schema["oneOf"]
        ],
    }


def _capital(word: str) -> str:
    words = word.replace("-", " ") if word.islower() else word
    return words[0].upper() + words[1:]


def _scalar(record: str, name: str, schema: Schema) -> Field:
    if schema.get("type") == "integer":
        return {"widget": "number", "value_type": "int", "min": schema.get("minimum", 0)}
    if schema.get("type") == "boolean":
        return {"widget": "boolean", "default": schema.get("default", False)}
    if is_date(schema):
        return {"widget": DATE, "pattern": [schema["pattern"], "Write a date as 2026-09-01, or a month as 2026-09"]}
    if name == "colour":
        return {"widget": "color", "allowInput": True}
    return {"widget": "text" if f"{record}.{name}" in LONG else "string"}


def _list(
    record: str, name: str, items: Schema, parts: Mapping[str, Schema], choices: Choices, depth: Mapping[str, int]
) -> Field | None:
    singular = words_of(record, name).one or singular_of(name)
    made: Field = {"widget": "list", "label_singular": singular, "collapsed": True}
    if "$ref" not in items:
        widget = "text" if record in ("Flier", "Translation") else "string"
        return made | {
            "field": {"name": "item", "label": _capital(singular), "widget": widget},
            "summary": "{{fields.item}}",
        }
    part, inner_schema = part_of(items, parts)
    if depth.get(part, 0) >= _DEEP:
        return None
    inner = {**depth, part: depth.get(part, 0) + 1}
    made["fields"] = _fields(record_of(inner_schema), parts, choices, inner)
    if part in _SHUT and record != "Section":
        made["minimize_collapsed"] = True
    return made | ({"summary": _SUMMARIES[part]} if part in _SUMMARIES else {})


def _names(
    record: str, name: str, schema: Schema, parts: Mapping[str, Schema], choices: Choices, depth: Mapping[str, int]
) -> Field:
    inner = value_schema(schema)
    words = ROW_NAMES.get(name) or words_of("", NAME)
    named: Field = {"name": NAME, "label": words.label, "widget": "string", "required": name in ROW_NAMES}
    named |= {"hint": words.hint} if words.hint else {}
    if "$ref" in inner:
        part, of = part_of(inner, parts)
        fields = _fields(record_of(of), parts, choices, depth)
        fields = [named, *fields] if name in ROW_NAMES else [*fields, named]
        summary = _SUMMARIES.get(part, "{{fields.id}}")
    else:
        said = ROW_VALUES.get(name, Words("Text"))
        value = {"name": VALUE, "label": said.label, "hint": said.hint, "required": without_null(inner) is inner}
        fields = [named, value | _scalar(record, VALUE, without_null(inner))]
        summary = "{{fields.id}}: {{fields.value}}"
    return {
        "widget": "list",
        "label_singular": words_of(record, name).one or singular_of(name),
        "collapsed": True,
        "fields": fields,
        "summary": summary,
    }


def _key_points(schema: Schema, parts: Mapping[str, Schema], choices: Choices, depth: Mapping[str, int]) -> Field:
    """A list for each audience."""
    points = _list("", "points", value_schema(schema)["items"], parts, choices, depth) or {}
    said = {"hint": "What they have to know, a point each, in their own words."}
    fields = [
        {"name": name, "label": f"For {title}", "required": False} | said | points for name, title in choices.audiences
    ]
    return {"widget": "object", "collapsed": True, "fields": fields}


def _options(options: Options) -> list[dict[str, str]]:
    return [{"label": title, "value": name} for name, title in options]


def label_of(name: str) -> str:
    """The label of a field: its name in words."""
    words = name.replace("_", " ").removesuffix(" on").removesuffix(" url")
    return words[0].upper() + words[1:]


def singular_of(name: str) -> str:
    """What one item of a list is called."""
    words = name.replace("_", " ")
    irregular = {"linked policies": "linked policy", "categories": "category", "bodies": "body", "address": "line"}
    return irregular.get(words, words.removesuffix("s"))


# --- the schema ---------------------------------------------------------------------------------------------------


def without_null(schema: Schema) -> Schema:
    """The schema of a value that may be left out, without saying so."""
    options = [option for option in schema.get("anyOf", ()) if option.get("type") != "null"]
    return options[0] if len(options) == 1 else schema


def is_names(schema: Schema) -> bool:
    """Whether a value is names with values, such as roles by id."""
    return schema.get("type") == "object" and "properties" not in schema


def value_schema(schema: Schema) -> Schema:
    """The schema of the values in names with values."""
    patterns: Mapping[str, Schema] = schema.get("patternProperties", {})
    inner: Schema = schema.get("additionalProperties") or next(iter(patterns.values()), {})
    return inner


def is_date(schema: Schema) -> bool:
    """Whether a text has to be a date."""
    return str(schema.get("pattern", "")).startswith(r"^[12]\d{3}-")


def part_of(schema: Schema, parts: Mapping[str, Schema]) -> tuple[str, Schema]:
    """The name and schema of the record that a schema refers to."""
    name = schema["$ref"].rsplit("/", 1)[1]
    return name, parts[name]


def record_of(schema: Schema) -> Schema:
    """The long form of a record that also has a short one."""
    long: Schema = schema["anyOf"][-1] if "anyOf" in schema else schema
    return long


def as_script(value: Any) -> str:
    """Write a value as JSON that may stand in any text."""
    return json.dumps(value, ensure_ascii=True)
