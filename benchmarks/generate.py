"""Writes a synthetic handbook, and the same content as plain Markdown for a plain MkDocs with Material.

    python benchmarks/generate.py 1000 DIR

The same size and seed always give the same files. Every policy can be read by staff, so that the staff view holds
exactly what the Markdown files hold.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

PROJECT = Path(__file__).resolve().parent.parent
TODAY = dt.date(2026, 11, 21)
AUDIENCES = ("public", "parents", "pupils", "staff")
SEED = 2026

Fields = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Entry:
    """A policy before its text is made: what others need to know to point to it."""

    id: str
    title: str
    category: str
    audience: tuple[str, ...]


class Writer:
    """Makes the sentences of one policy from its own random numbers."""

    def __init__(self, rng: random.Random, subject: str, wider: Sequence[Entry]) -> None:
        self.rng = rng
        self.subject = subject
        self.wider = wider

    def short(self) -> str:
        """Who does what."""
        return " ".join(self.rng.choice(words(group)) for group in ("who", "does", "what"))

    def sentence(self) -> str:
        """A sentence of about twenty words."""
        text = self.short()
        pick = self.rng.choice
        if self.rng.random() < 0.8:
            text += " " + pick(words("when"))
        if self.rng.random() < 0.6:
            text += ", " + pick(words("why"))
        return f"{text}."

    def point(self) -> str:
        """A key point, which says to its readers what a clause says of others."""
        return f"You can rely on this: {_lower(self.short())}."

    def paragraph(self) -> str:
        """The text of a clause: one sentence or two, at times with a link or a value."""
        text = self.sentence()
        chance = self.rng.random()
        if chance < 0.25:
            # the subject keeps two sentences in a row from being the same by chance, which the leak scan would report
            text += f" Where {self.subject} is concerned, {_lower(self.sentence())}"
        elif chance < 0.33 and self.wider:
            text += f" See [[{self.rng.choice(self.wider).id}#first-step]]."
        elif chance < 0.37:
            text += " Questions go to {{ roles.headteacher.title }}, {{ roles.headteacher.holder }}."
        elif chance < 0.41:
            text += " This has **no exceptions**."
        return text


@lru_cache(maxsize=1)
def _all_words() -> Fields:
    fields = yaml.safe_load((Path(__file__).parent / "words.yaml").read_text(encoding="utf-8"))
    return dict(fields)


def words(group: str) -> Any:
    """The words of one group of words.yaml."""
    return _all_words()[group]


def _lower(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:]


def entries(count: int, seed: int) -> list[Entry]:
    """Decide on titles, categories and audiences of all policies."""
    rng = random.Random(f"{seed}:titles")
    pairs = [(topic, place) for topic in words("topics") for place in words("places")]
    rng.shuffle(pairs)
    if count > len(pairs):
        raise SystemExit(f"there are titles for {len(pairs)} policies at most")
    made = []
    for topic, place in pairs[:count]:
        title = f"{topic} in {place}"
        audience = rng.choices((AUDIENCES, ("public", "parents", "staff"), ("staff",)), (70, 20, 10))[0]
        slug = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")
        made.append(Entry(slug, title, rng.choice(list(words("categories"))), audience))
    return made


def policy(entry: Entry, everybody: Sequence[Entry], rng: random.Random) -> Fields:
    """Make the fields of one policy."""
    others = rng.sample(everybody, min(6, len(everybody)))
    writer = Writer(rng, entry.title.lower(), [other for other in others if other.id != entry.id])
    issue = rng.randint(2, 9)
    year = rng.choice((2025, 2026))
    approved = dt.date(year, rng.randint(1, 9), rng.randint(1, 28))
    every = 12 if year == 2026 else 24
    due = dt.date(approved.year + every // 12, approved.month, 28)
    fields: Fields = {
        "title": entry.title,
        "kind": "policy",
        "status": "in-force",
        "category": entry.category,
        "owner": rng.choice(("headteacher", "business-manager", "site-manager", "dsl")),
        "audience": "everyone" if entry.audience == AUDIENCES else list(entry.audience),
        "issue": issue,
        "effective_from": _iso(approved + dt.timedelta(days=30)),
        "approval": {
            "by": "governing-board",
            "date": _iso(approved),
            "minute": f"GB {year % 100}/{rng.randint(1, 60)}",
        },
        "review": {"every": f"{every} months", "next": _iso(due)},
        "reviews": [{"date": _iso(approved - dt.timedelta(days=14)), "by": "headteacher", "outcome": "new-issue"}],
        "changes": list(_changes(issue, approved, rng)),
        "linked_policies": [
            {"id": other.id, "why": f"What {other.title.lower()} has to do with it"}
            for other in _linked(entry, everybody)
        ],
        "guidance": [{"id": "safe-schools", "edition": "2026"}],
        "consulted": ["Staff", "Parent forum"],
        "summary": f"How the school arranges {entry.title.lower()}, who decides, and what everybody can expect.",
    }
    points = [name for name in ("parents", "pupils") if name in entry.audience]
    if points:
        fields["key_points"] = {
            name: [
                {"text": writer.point(), "from": ["first-step"]},
                *(writer.point() for _ in range(2)),
            ]
            for name in points
        }
    fields["sections"] = list(_sections(writer, entry))
    return fields


def _linked(entry: Entry, everybody: Sequence[Entry]) -> Iterator[Entry]:
    """The policies that it is read together with, each of which names it too."""
    if entry in everybody:
        place = everybody.index(entry)
        for step in (-7, -1, 1, 7):
            other = everybody[(place + step) % len(everybody)]
            if other.id != entry.id:
                yield other


def _iso(day: dt.date) -> str:
    return day.isoformat()


def _changes(issue: int, approved: dt.date, rng: random.Random) -> Iterator[Fields]:
    shown = min(issue, rng.randint(2, 4))
    for back in range(shown - 1, -1, -1):
        yield {
            "issue": issue - back,
            "date": _iso(dt.date(approved.year - back, approved.month, approved.day)),
            "by": "headteacher",
            "kind": rng.choice(("editorial", "material")),
            "summary": rng.choice(words("changes")),
        }


def _sections(writer: Writer, entry: Entry) -> Iterator[Fields]:
    rng = writer.rng
    yield {"id": "purpose", "title": "Purpose", "clauses": [writer.sentence(), writer.paragraph()]}
    yield {"id": "scope", "title": "Scope", "clauses": [writer.sentence()]}
    role = rng.choice(list(words("roles")))
    yield {
        "id": "roles",
        "title": "Who does what",
        "clauses": [{"text": writer.sentence(), "responsible": [role]}, writer.paragraph()],
    }
    chosen = rng.sample(list(words("sections").items()), 5)
    for index, (name, title) in enumerate(chosen):
        clauses: list[Any] = [writer.paragraph() for _ in range(rng.randint(2, 4))]
        if index == 0:
            clauses.insert(0, {"id": "first-step", "text": writer.sentence()})
        if index == 1:
            clauses.append({"text": "We have ready:", "items": rng.sample(words("items"), 4)})
        if index == 2:
            clauses.append(_table(rng))
        if index == 3 and len(entry.audience) > 1:
            clauses.append({"text": writer.paragraph(), "audience": ["staff"], "responsible": [role]})
        yield {"id": name, "title": title, "clauses": clauses}
    yield {"id": "monitoring", "title": "Monitoring and review", "clauses": [writer.sentence()]}


def _table(rng: random.Random) -> str:
    lines = ["Who brings what:", "", "| Person | Thing | Moment |", "|---|---|---|"]
    for _ in range(3):
        cells = (rng.choice(words("who")), rng.choice(words("items")), rng.choice(words("when")))
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join([*lines, ""])


# --- our format -----------------------------------------------------------------------------------------


def write_handbook(folder: Path, count: int, seed: int = SEED) -> None:
    """Write a repository: mkdocs.yml, a docs folder and policy_data."""
    shutil.rmtree(folder, ignore_errors=True)
    data = folder / "policy_data"
    (data / "policies").mkdir(parents=True)
    (folder / "docs").mkdir()
    copy_config(folder)
    for name, fields in (
        ("school", _school()),
        ("people", _people()),
        ("glossary", _glossary()),
        ("guidance", _guidance()),
    ):
        _dump(data / f"{name}.yaml", fields)
    for entry, fields in policies(count, seed):
        _dump(data / "policies" / f"{entry.id}.yaml", fields)


def copy_config(folder: Path) -> None:
    """Write the project's mkdocs.yml into another folder, from where it uses the same hook and theme."""
    ours = (PROJECT / "mkdocs.yml").read_text(encoding="utf-8")
    moved = re.sub(r"\bhooks/(?=\w)", f"{PROJECT.as_posix()}/hooks/", ours)
    (folder / "mkdocs.yml").write_text(moved, encoding="utf-8")


def policies(count: int, seed: int) -> Iterator[tuple[Entry, Fields]]:
    """Yield every policy with its fields; the same for the same count and seed."""
    made = entries(count, seed)
    everybody = [entry for entry in made if entry.audience == AUDIENCES]
    for entry in made:
        yield entry, policy(entry, everybody, random.Random(f"{seed}:{entry.id}"))


def _dump(path: Path, fields: Mapping[str, Any]) -> None:
    text = yaml.dump(dict(fields), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110)
    path.write_text(text, encoding="utf-8")


class _Dumper(yaml.CSafeDumper):
    """Never writes a reference to another part of the file."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - PyYAML names the argument
        return True


def _text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _text)


def _school() -> Fields:
    """The school; no register of duties is shipped for its nation, so that none of them is missed here."""
    return {
        "name": "Examplewick All-Through School",
        "short_name": "Examplewick",
        "kind": "academy",
        "phase": "all-through",
        "nation": "wales",
        "urn": "999998",
        "address": ["Long Meadow", "Examplewick"],
        "phone": "01632 960200",
        "email": "office@examplewick.example.org",
        "website_url": "https://www.examplewick.example.org",
        "handbook_url": "https://policies.examplewick.example.org",
        "colour": "#2f4a6d",
        "audiences": {
            name: {"title": name.capitalize(), "site": "intranet" if name == "staff" else "website"}
            for name in AUDIENCES
        },
        "categories": words("categories"),
    }


def _people() -> Fields:
    roles = {
        name: role if role.get("held_by_many") else role | {"email": f"{name}@examplewick.example.org"}
        for name, role in words("roles").items()
    }
    return {"roles": roles, "bodies": {"governing-board": {"title": "governing board", "chair": "headteacher"}}}


def _guidance() -> Fields:
    editions = [{"label": "2026", "in_force": "2024-09-01"}]
    return {"guidance": [{"id": "safe-schools", "title": "Safe schools", "editions": editions}]}


def _glossary() -> Fields:
    return {"terms": words("glossary")}


# --- plain Markdown -------------------------------------------------------------------------------------

PLAIN_CONFIG = """\
site_name: Examplewick All-Through School
site_url: https://policies.examplewick.example.org/
theme: {name: material, language: en, font: false}
plugins: [search]
markdown_extensions: [tables, attr_list, footnotes, def_list, {toc: {permalink: true}}]
"""


def write_markdown(folder: Path, count: int, seed: int = SEED) -> None:
    """Write the same content as Markdown files for MkDocs with Material as it comes."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "docs").mkdir(parents=True)
    (folder / "mkdocs.yml").write_text(PLAIN_CONFIG, encoding="utf-8")
    made = {entry.id: (entry, fields) for entry, fields in policies(count, seed)}
    lines = [f"# {_school()['name']}", "", *(f"- {title}" for title in words("categories").values())]
    (folder / "docs" / "index.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    glossary = [f"{entry['term']}\n:   {entry['meaning']}\n" for entry in words("glossary")]
    (folder / "docs" / "glossary.md").write_text("# Glossary\n\n" + "\n".join(glossary), encoding="utf-8")
    for entry, fields in made.values():
        path = folder / "docs" / entry.category / f"{entry.id}.md"
        path.parent.mkdir(exist_ok=True)
        text = "\n".join(_markdown(fields, made)) + "\n"
        path.write_text(_resolved(text, made), encoding="utf-8")


def _markdown(fields: Fields, made: Mapping[str, tuple[Entry, Fields]]) -> Iterator[str]:
    yield from (f"# {fields['title']}", "", fields["summary"], "")
    yield f"Issue {fields['issue']}, in force from {fields['effective_from']}; next review {fields['review']['next']}"
    yield ""
    for audience, points in fields.get("key_points", {}).items():
        yield from (f"## In short for {audience}", "")
        for point in points:
            yield f"- {point['text'] if isinstance(point, dict) else point}"
        yield ""
    for number, section in enumerate(fields["sections"], 1):
        yield from (f"## {number} {section['title']}", "")
        for position, clause in enumerate(section["clauses"], 1):
            yield from _markdown_clause(f"{number}.{position}", clause)
    yield from ("## Read together with", "")
    for link in fields["linked_policies"]:
        entry = made[link["id"]][0]
        yield f"- [{entry.title}](../{entry.category}/{entry.id}.md): {link['why']}"
    yield from ("", "## Change record sheet", "", "| Issue | Date | What changed | By |", "|---|---|---|---|")
    for change in fields["changes"]:
        yield f"| {change['issue']} | {change['date']} | {change['summary']} | Headteacher |"


def _markdown_clause(number: str, clause: Any) -> Iterator[str]:
    fields = clause if isinstance(clause, dict) else {"text": clause}
    anchor = fields.get("id") or f"clause-{number.replace('.', '-')}"
    first, *rest = fields["text"].split("\n\n")
    yield from (f"**{number}** {first}", f"{{: #{anchor} }}", "")
    for block in rest:
        yield from (block, "")
    for item in fields.get("items", ()):
        yield f"- {item}"
    if "items" in fields:
        yield ""


def _resolved(text: str, made: Mapping[str, tuple[Entry, Fields]]) -> str:
    def link(match: re.Match[str]) -> str:
        entry = made[match[1]][0]
        return f"[{entry.title}](../{entry.category}/{entry.id}.md#{match[2]})"

    text = re.sub(r"\[\[([a-z0-9-]+)#([a-z0-9-]+)\]\]", link, text)
    for field, value in words("roles")["headteacher"].items():
        text = text.replace(f"{{{{ roles.headteacher.{field} }}}}", value)
    return text


def main() -> None:
    """Write both from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", type=int, help="how many policies")
    parser.add_argument("folder", type=Path, help="where to; handbook/ and plain/ in it are replaced")
    parser.add_argument("--seed", type=int, default=SEED)
    given = parser.parse_args()
    write_handbook(given.folder / "handbook", given.count, given.seed)
    write_markdown(given.folder / "plain", given.count, given.seed)


if __name__ == "__main__":
    main()
