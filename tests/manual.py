"""Writes the pages of the manual that are made from the program itself: rules, data format, commands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import click

from policy_handbook.cli.main import commands
from policy_handbook.rules import RULES
from policy_handbook.schema import FILES, schema_of
from tests.rules.trial import found

MADE = "<!-- Made from the program by `make docs`: change it there. -->"
_ABOUT_DATA = (
    "Every file is UTF-8 text in YAML. Unknown fields are refused, and the nearest known one is named. A first line "
    "`# yaml-language-server: $schema=...` lets an editor complete and explain fields while you type; "
    "`handbook schema` writes the schemas. A field in **bold** has to be there."
)
_ABOUT_COMMANDS = (
    "Every command takes `--help`. It ends with 0 when all is well, 1 when something was found that counts, and 2 "
    "when it cannot run; one line says why."
)
FILE_NAMES = {
    "handbook": "handbook.yaml",
    "school": "policy_data/school.yaml",
    "people": "policy_data/people.yaml",
    "policy": "policy_data/policies/<id>.yaml",
    "glossary": "policy_data/glossary.yaml",
    "guidance": "policy_data/guidance.yaml",
    "duties": "policy_data/duties.yaml",
    "flier": "policy_data/fliers/<id>.yaml",
    "trust": "trust.yaml",
    "own-policy": "schools/<id>/policy_data/policies/<id>.yaml, of a policy that the trust has",
}
"""Where each kind of file is, in the order of the manual."""


def pages() -> dict[str, str]:
    """Return every generated page by its path within docs/."""
    made = {f"rules/{rule.ID}.md": rule_page(rule) for rule in RULES}
    return made | {"rules/index.md": rules_index(), "data-format.md": data_format(), "commands.md": commands_page()}


def _page(title: str, body: str) -> str:
    return f"---\naudience: [staff]\ntitle: {title}\n---\n{MADE}\n\n# {title}\n\n{body.strip()}\n"


def rules_index() -> str:
    """The page that lists all rules."""
    rows = "\n".join(f"| [{rule.ID}]({rule.ID}.md) | {_first_paragraph(rule)} |" for rule in RULES)
    return _page(
        "The rules",
        "Each is checked by `handbook check` and by every build. An error stops publishing; a warning and a note do "
        "not. `handbook.yaml` can raise, lower or silence a rule with a reason, but for those that keep text from "
        f"readers.\n\n| Rule | What has to be true |\n|---|---|\n{rows}",
    )


def _first_paragraph(rule: ModuleType) -> str:
    text = (rule.__doc__ or "").strip().split("\n\n")[0]
    return " ".join(text.split()).replace("``", "`").replace("|", "\\|")


def rule_page(rule: ModuleType) -> str:
    """The page of one rule: what has to be true, what is found where it is not, and what is right."""
    page = bool(getattr(rule, "ON_A_PAGE", False))
    text = (rule.__doc__ or "").strip().replace("``", "`")
    said = found(rule.FAILING, rule.ID, on_a_page=page)
    form = "markdown" if page else "yaml"
    return _page(
        rule.ID,
        f"{text}\n\n## Found\n\n```{form}\n{rule.FAILING}```\n\n```text\n{said}```\n\n## Right\n\n"
        f"```{form}\n{rule.PASSING}```",
    )


def data_format() -> str:
    """The page of all fields of all files."""
    parts = [_ABOUT_DATA]
    seen: set[str] = set()
    for name in sorted(FILES, key=list(FILE_NAMES).index):
        schema = schema_of(FILES[name])
        parts.append(f"## {FILE_NAMES[name]}\n\n{_record(schema)}")
        for part, definition in schema.get("$defs", {}).items():
            if part not in seen:
                seen.add(part)
                parts.append(f"### {_words(part)}\n\n{_definition(definition)}")
    return _page("The data format", "\n\n".join(parts))


def _definition(schema: Mapping[str, Any]) -> str:
    if "oneOf" in schema:
        rows = "\n".join(f"| `{choice['const']}` | {choice['description']} |" for choice in schema["oneOf"])
        return f"| Word | Meaning |\n|---|---|\n{rows}"
    if "anyOf" in schema:
        short, long = schema["anyOf"]
        return f"{short['description']} {_record(long)}"
    return _record(schema)


def _record(schema: Mapping[str, Any]) -> str:
    if "properties" not in schema:
        return str(schema.get("description", ""))
    required = schema.get("required", [])
    rows = "\n".join(
        f"| {f'**`{name}`**' if name in required else f'`{name}`'} | {_type(field)} | {_cell(field)} |"
        for name, field in schema["properties"].items()
    )
    return f"{schema.get('description', '')}\n\n| Field | Kind | What it is |\n|---|---|---|\n{rows}".strip()


def _cell(field: Mapping[str, Any]) -> str:
    return " ".join(str(field.get("description", "")).split()).replace("|", "\\|")


def _type(field: Mapping[str, Any]) -> str:
    if "$ref" in field:
        return _link(field["$ref"])
    if "allOf" in field:
        return _type(field["allOf"][0])
    if "anyOf" in field:
        kinds = dict.fromkeys(_type(option) for option in field["anyOf"] if option.get("type") != "null")
        return " or ".join(kinds)
    if "oneOf" in field:
        return ", ".join(f"`{choice['const']}`" for choice in field["oneOf"])
    if field.get("type") == "array":
        return f"list of {_type(field.get('items', {}))}"
    if field.get("type") == "object":
        patterns: dict[str, Any] = field.get("patternProperties", {})
        inner: Any = field.get("additionalProperties") or next(iter(patterns.values()), {})
        return f"names, each with: {_type(inner)}" if isinstance(inner, dict) and inner else "fields"
    if "const" in field:
        return f"`{field['const']}`"
    if field.get("examples") == ["2026-09-01", "2026-10"]:
        return "date"
    names = {"string": "text", "integer": "whole number", "boolean": "true or false", "number": "number"}
    kind = field.get("type", "text")
    return names.get(kind, "text") if isinstance(kind, str) else "text or number"


def _link(reference: str) -> str:
    name = _words(reference.rsplit("/", 1)[1])
    return f"[{name}](#{name.lower().replace(' ', '-')})"


def _words(name: str) -> str:
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    return words[0] + words[1:].lower()


def commands_page() -> str:
    """The page of all commands and options."""
    body = [_ABOUT_COMMANDS]
    body += [_command(path, command) for path, command in _walk(commands, ["handbook"])]
    return _page("The commands", "\n\n".join(body))


def _walk(group: click.Group, before: list[str]) -> Iterator[tuple[list[str], click.Command]]:
    for name, command in sorted(group.commands.items()):
        if isinstance(command, click.Group):
            yield from _walk(command, [*before, name])
        else:
            yield [*before, name], command


def _command(path: list[str], command: click.Command) -> str:
    context = click.Context(command, info_name=" ".join(path))
    usage = " ".join([*path, *command.collect_usage_pieces(context)])
    text = "\n\n".join(" ".join(part.split()) for part in (command.help or "").split("\n\n"))
    rows = [row for param in command.params if (row := param.get_help_record(context))]
    table = "".join(f"| `{_escaped(name)}` | {_escaped(meaning)} |\n" for name, meaning in rows)
    options = f"\n\n| Option | What it does |\n|---|---|\n{table}" if table else ""
    return f"## {' '.join(path)}\n\n```\n{usage}\n```\n\n{text}{options}".strip()


def _escaped(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def write(docs: Path) -> None:
    """Write all pages into a docs folder, and delete pages of rules that are no more."""
    made = pages()
    for old in (docs / "rules").glob("*.md"):
        if f"rules/{old.name}" not in made:
            old.unlink()
    for path, text in made.items():
        (docs / path).parent.mkdir(parents=True, exist_ok=True)
        (docs / path).write_text(text, encoding="utf-8")
