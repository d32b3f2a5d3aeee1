"""JSON Schemas of the data, written from the classes that read it, for editors that complete and explain."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from policy_handbook.inheritance import OwnPolicy, Trust
from policy_handbook.model import DutyFile, Flier, Glossary, GuidanceFile, People, Policy, School
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
    "KeyPoint": "A key point may be a plain text.",
    "Replacement": "Own text may be the text of a clause alone, or the list of a section's clauses.",
    "TrustSchool": "A school may be its title alone.",
    "LinkedPolicy": "A linked policy may be its id alone.",
    "Value": "A value may be its name alone.",
}
"""Records that may be written as a text, and what that text is."""

LISTS: Mapping[str, str] = {"Replacement": "Clause"}
"""Those that may be written as a list, too, and of what."""


def schemas() -> dict[str, str]:
    """Return every schema as text, by file name."""
    return {f"{name}.schema.json": _text(schema_of(model)) for name, model in FILES.items()}


def schema_of(model: type[Record]) -> dict[str, Any]:
    """Return the schema of one file: what the reader takes, and nothing that is computed."""
    schema = model.model_json_schema(by_alias=True)
    for record in (schema, *schema.get("$defs", {}).values()):
        _without_computed(record)
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
    return json.dumps(schema, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
