"""JSON Schemas of the data, written from the classes that read it, for editors that complete and explain."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from policy_handbook.inheritance import OwnPolicy, Trust
from policy_handbook.model import DutyFile, Flier, Glossary, GuidanceFile, Handbook, People, Policy, School
from policy_handbook.model.base import COMPUTED_PREFIX, Record
from policy_handbook.settings import Settings

FILES: Mapping[str, type[Record]] = {
    "handbook": Settings,
    "duties": DutyFile,
    "flier": Flier,
    "glossary": Glossary,
    "guidance": GuidanceFile,
    "people": People,
    "policy": Policy,
    "school": School,
    "trust": Trust,
    "own-policy": OwnPolicy,
}
"""The classes of the settings and of the files of a data folder or a trust, by the names of their schemas."""

SHORT_FORMS: Mapping[str, str] = {
    "Clause": "A clause may be a plain text.",
    "FlierPoint": "A point may be a plain text.",
    "FlierSource": "A policy may be its id alone.",
    "KeyPoint": "A key point may be a plain text.",
    "Replacement": "Own text may be the text of a clause alone, or the list of a section's clauses.",
    "TrustSchool": "A school may be its title alone.",
    "LinkedPolicy": "A linked policy may be its id alone.",
    "Value": "A value may be its name alone.",
}
"""Records that may be written as a text, and what that text is."""

LISTS: Mapping[str, str] = {"Replacement": "Clause"}
"""Those that may be written as a list, too, and of what."""


Names = Mapping[str, Sequence[str]]
"""The names that a handbook gives, by their kind: audiences, roles, who (roles and bodies), policies and so on."""

_NAMED_IN: Mapping[tuple[str, str], str] = {
    ("LinkedPolicy", "id"): "policies",
    ("GuidanceCitation", "id"): "guidance",
    ("FlierSource", "policy"): "policies",
    ("Flier", "reader"): "audiences",
    ("Publicised", "to"): "audiences",
    ("Ask", "role"): "roles",
    ("Role", "induction"): "policies",
    ("Policy", "to_be_read_by"): "roles",
}
_NAMED: Mapping[str, str] = {
    "owner": "roles",
    "responsible": "roles",
    "moderated_by": "roles",
    "chair": "roles",
    "by": "who",
    "category": "categories",
    "satisfies": "duties",
}


def kind_of_name(record: str, field: str) -> str:
    """Return what kind of thing of the handbook a field names; empty where it names none.

    Args:
        record: the name of the class that has the field.
        field: the name of the field.
    """
    return _NAMED_IN.get((record, field)) or _NAMED.get(field, "")


def names_of(handbook: Handbook) -> Names:
    """Return the names that a handbook gives, for editors to offer."""
    roles = tuple(handbook.people.roles)
    return {
        "audiences": tuple(handbook.school.audiences),
        "categories": tuple(handbook.school.categories),
        "duties": tuple(sorted(handbook.duties)),
        "guidance": tuple(sorted(handbook.guidance)),
        "policies": tuple(sorted(handbook.policies)),
        "roles": roles,
        "who": (*roles, *handbook.people.bodies),
    }


def schemas(names: Names | None = None) -> dict[str, str]:
    """Return every schema as text, by file name.

    Args:
        names: what a handbook names, which editors then offer; a name that is not among them is no error, for new
            ones come and the schemas stay.
    """
    return {f"{name}.schema.json": _text(_offering(schema_of(model), names or {})) for name, model in FILES.items()}


_SHORT_NAMES: Mapping[str, str] = {"LinkedPolicy": "policies", "FlierSource": "policies"}
"""Records whose short form is a name of the handbook."""


def _offering(schema: dict[str, Any], names: Names) -> dict[str, Any]:
    """The schema as editors have it: what they offer is what somebody could want to write."""
    for name, record in (("", schema), *schema.get("$defs", {}).items()):
        inner = record["anyOf"][-1] if "anyOf" in record else record
        if name in _SHORT_NAMES:
            _offer(record["anyOf"][0], names.get(_SHORT_NAMES[name], ()))
        for field, value in inner.get("properties", {}).items():
            if value.get("default", ...) in (None, "", [], {}, False):
                del value["default"]  # they would write it into the file
            if field == "audience":
                _offer_audiences(value, names.get("audiences", ()))
            elif field == "key_points":
                points = next(iter(value["patternProperties"].values()))
                value["properties"] = dict.fromkeys(names.get("audiences", ()), points)
            else:
                _offer(value, names.get(kind_of_name(inner.get("title", ""), field), ()))
    return schema


def _offer(value: dict[str, Any], names: Sequence[str]) -> None:
    inner = value.get("items", value)
    if names and inner.get("type") == "string":
        inner["examples"] = list(names)


def _offer_audiences(value: dict[str, Any], names: Sequence[str]) -> None:
    for option in value["anyOf"]:
        if "const" not in option:
            _offer(option, names)


def schema_of(model: type[Record]) -> dict[str, Any]:
    """Return the schema of one file: what the reader takes, and nothing that is computed.

    It is the caller's own, who may change it.
    """
    return copy.deepcopy(_schema_of(model))


@cache
def _schema_of(model: type[Record]) -> dict[str, Any]:
    """Make the schema, once: the words in it are read from the source, and the editor asks at every key."""
    schema = model.model_json_schema(by_alias=True)
    for record in (schema, *schema.get("$defs", {}).values()):
        _without_computed(record)
        for field in record.get("properties", {}).values():
            if "patternProperties" in field:
                field["additionalProperties"] = False  # what is no name there is none the reader takes
    for name, description in SHORT_FORMS.items():
        if name in schema.get("$defs", {}):
            long_form = schema["$defs"][name]
            short_form: dict[str, Any] = {"type": "string", "description": description}
            if name in LISTS:
                short_form |= {"type": ["string", "array"], "items": {"$ref": f"#/$defs/{LISTS[name]}"}}
            schema["$defs"][name] = {"anyOf": [short_form, long_form]}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _without_computed(record: dict[str, Any]) -> None:
    properties = record.get("properties", {})
    for name in [name for name in properties if name.startswith(COMPUTED_PREFIX)]:
        del properties[name]


def _text(schema: dict[str, Any]) -> str:
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"
