"""Forms made from the classes that read the data: every field with a label, a hint, and the widget that suits it.

The result is a configuration of Decap CMS. What a form holds is the long form of the data: short forms are spelt out,
and names with values are lists, whose first field is the name.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from policy_handbook.model import Handbook, Policy
from policy_handbook.model.base import Record
from policy_handbook.schema import schema_of

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
_LONG_TEXTS = frozenset({"text", "meaning", "summary", "vision", "does", "why", "note"})
_SUMMARIES = {
    "Section": "{{fields.title}}",
    "Clause": "{{fields.text}}",
    "KeyPoint": "{{fields.text}}",
    "ChangeRecord": "{{fields.issue}}: {{fields.summary}}",
    "Review": "{{fields.date}}: {{fields.outcome}}",
    "LinkedPolicy": "{{fields.id}} {{fields.title}}",
    "GuidanceCitation": "{{fields.id}} {{fields.edition}}",
    "Publicised": "{{fields.date}}: {{fields.to}}",
    "Definition": "{{fields.term}}",
    "Entry": "{{fields.term}}",
    "Role": "{{fields.title}}: {{fields.holder}}",
    "Body": "{{fields.title}}",
    "Value": "{{fields.name}}",
    "Term": "{{fields.name}}",
    "Channel": "{{fields.title}}",
}
_ORDER = (
    "title", "name", "short_name", "kind", "status", "category", "owner", "audience", "summary", "key_points",
    "sections", "issue", "effective_from", "approval", "review", "reviews", "changes", "publicised",
    "linked_policies", "guidance", "satisfies", "consulted", "equality_assessed_on", "numbering",
)  # fmt: skip

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

    def of(self, record: str, field: str) -> Options | None:
        """The choices for a field of a record; ``None`` where one types."""
        if field == "to" and record == "Publicised":
            return self.audiences
        return {
            "owner": self.roles,
            "responsible": self.roles,
            "moderated_by": self.roles,
            "chair": self.roles,
            "by": self.who,
            "category": self.categories,
            "satisfies": self.duties,
        }.get(field) or {("LinkedPolicy", "id"): self.policies, ("GuidanceCitation", "id"): self.guidance}.get(
            (record, field)
        )


def _held(title: str, holder: str) -> str:
    return f"{title} ({holder})" if holder else title


def _by_title(option: tuple[str, str]) -> str:
    return option[1].lower()


def configuration(handbook: Handbook, api: str, files: Mapping[str, tuple[str, type[Record]]]) -> dict[str, Any]:
    """Return the configuration of the editor for a handbook.

    Args:
        handbook: the handbook, for what can be chosen in it.
        api: the address of the interface to the files.
        files: single files with their titles and classes.
    """
    choices = Choices(handbook)
    singles = [
        {"name": path.removesuffix(".yaml"), "label": title, "file": path, "fields": _form(model, choices)}
        for path, (title, model) in files.items()
    ]
    return {
        "backend": {"name": "proxy", "proxy_url": api, "branch": "main"},
        "publish_mode": "simple",
        "media_folder": "assets",
        "public_folder": "",
        "show_preview_links": False,
        "search": True,
        "slug": {"encoding": "ascii", "clean_accents": True},
        "locale": "en",
        "collections": [
            {
                "name": "policies",
                "label": "Policies",
                "label_singular": "Policy",
                "folder": "policies",
                "extension": "yaml",
                "create": True,
                "delete": False,
                "identifier_field": "title",
                "summary": "{{title}}",
                "sortable_fields": ["title", "status", "category", "owner"],
                "view_filters": [
                    {"label": "Drafts", "field": "status", "pattern": "draft"},
                    {"label": "In force", "field": "status", "pattern": "in-force"},
                ],
                "view_groups": [{"label": "Subject", "field": "category"}, {"label": "Who keeps it", "field": "owner"}],
                "fields": _form(Policy, choices),
            },
            {"name": "school", "label": "School, people and words", "editor": {"preview": True}, "files": singles},
        ],
    }


def _form(model: type[Record], choices: Choices) -> list[Field]:
    schema = schema_of(model)
    fields = _fields(schema, schema.get("$defs", {}), choices, {})
    return [*fields, {"name": BASE, "label": BASE, "widget": "hidden", "required": False}]


def _fields(schema: Schema, parts: Mapping[str, Schema], choices: Choices, depth: Mapping[str, int]) -> list[Field]:
    title = str(schema.get("title", ""))
    required = schema.get("required", [])
    names = sorted(schema["properties"], key=lambda name: _ORDER.index(name) if name in _ORDER else len(_ORDER))
    made = []
    for name in names if title == Policy.__name__ else schema["properties"]:
        field = _field(title, name, schema["properties"][name], parts, choices, depth)
        if field:
            made.append({"required": name in required} | field)
    return made


def _field(
    record: str, name: str, schema: Schema, parts: Mapping[str, Schema], choices: Choices, depth: Mapping[str, int]
) -> Field | None:
    """Make one field; ``None`` where a form that holds its own kind has to end."""
    said = {"name": name, "label": label_of(name), "hint": str(schema.get("description", ""))}
    if name == "audience":
        options = [("everyone", "Everyone"), *choices.audiences]
        return said | {"widget": "select", "multiple": True, "options": _options(options)}
    if name == "key_points":
        return said | _key_points(schema, parts, choices, depth)
    chosen = choices.of(record, name)
    if chosen is not None:
        return said | {"widget": "select", "multiple": schema.get("type") == "array", "options": _options(chosen)}
    widget = widget_of(name, schema, parts, choices, depth)
    return None if widget is None else said | widget


def widget_of(
    name: str, schema: Schema, parts: Mapping[str, Schema], choices: Choices, depth: Mapping[str, int]
) -> Field | None:
    """Choose the widget for a value that is no choice of the handbook's own."""
    schema = without_null(schema)
    if is_names(schema):
        return _names(name, schema, parts, choices, depth)
    if schema.get("type") == "array":
        return _list(name, schema["items"], parts, choices, depth)
    if "$ref" in schema:
        part, inner = part_of(schema, parts)
        fields = _fields(record_of(inner), parts, choices, {**depth, part: depth.get(part, 0) + 1})
        return {"widget": "object", "collapsed": True, "fields": fields}
    if "oneOf" in schema:
        options = [{"label": f"{o['const']}: {o['description']}", "value": o["const"]} for o in schema["oneOf"]]
        return {"widget": "select", "options": options} | _default(schema)
    return _scalar(name, schema)


def _scalar(name: str, schema: Schema) -> Field:
    if schema.get("type") == "integer":
        return {"widget": "number", "value_type": "int", "min": schema.get("minimum", 0)}
    if schema.get("type") == "boolean":
        return {"widget": "boolean", "default": False}
    if is_date(schema):
        return {
            "widget": "string",
            "pattern": [schema["pattern"], "Write a date as 2026-09-01, or a month as 2026-09"],
        }
    if name == "colour":
        return {"widget": "color", "allowInput": True}
    return {"widget": "text" if name in _LONG_TEXTS else "string"}


def _list(
    name: str, items: Schema, parts: Mapping[str, Schema], choices: Choices, depth: Mapping[str, int]
) -> Field | None:
    singular = singular_of(name)
    if "$ref" not in items:
        inner = {"name": "item", "label": singular.capitalize(), "widget": "string"}
        return {"widget": "list", "label_singular": singular, "collapsed": True, "field": inner}
    part, inner_schema = part_of(items, parts)
    if depth.get(part, 0) >= _DEEP:
        return None
    fields = _fields(record_of(inner_schema), parts, choices, {**depth, part: depth.get(part, 0) + 1})
    made: Field = {"widget": "list", "label_singular": singular, "collapsed": True, "fields": fields}
    return made | ({"summary": _SUMMARIES[part]} if part in _SUMMARIES else {})


def _names(name: str, schema: Schema, parts: Mapping[str, Schema], choices: Choices, depth: Mapping[str, int]) -> Field:
    inner = value_schema(schema)
    named: Field = {"name": NAME, "label": "Id", "widget": "string", "hint": "Small letters, digits and hyphens."}
    if "$ref" in inner:
        part, record = part_of(inner, parts)
        fields = [named, *_fields(record_of(record), parts, choices, depth)]
        summary = _SUMMARIES.get(part, "{{fields.id}}")
    else:
        fields = [named, {"name": VALUE, "label": "Text"} | _scalar(VALUE, without_null(inner))]
        summary = "{{fields.id}}: {{fields.value}}"
    return {
        "widget": "list",
        "label_singular": singular_of(name),
        "collapsed": True,
        "fields": fields,
        "summary": summary,
    }


def _key_points(schema: Schema, parts: Mapping[str, Schema], choices: Choices, depth: Mapping[str, int]) -> Field:
    """A list for each audience."""
    points = _list("points", value_schema(schema)["items"], parts, choices, depth) or {}
    fields = [{"name": name, "label": f"For {title}", "required": False} | points for name, title in choices.audiences]
    return {"widget": "object", "collapsed": True, "fields": fields}


def _options(options: Options) -> list[dict[str, str]]:
    return [{"label": title, "value": name} for name, title in options]


def _default(schema: Schema) -> Field:
    return {"default": schema["default"]} if schema.get("default") else {}


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
    return str(schema.get("pattern", "")).startswith(r"^\d{4}-")


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
