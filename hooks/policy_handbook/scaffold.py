"""What ``handbook new`` writes: a handbook repository to start from, and the skeleton of a policy."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from jinja2 import Environment, StrictUndefined

from policy_handbook import __version__
from policy_handbook.dates import Interval
from policy_handbook.model import Handbook
from policy_handbook.publish.errors import UnusableError
from policy_handbook.rules.data import required_sections
from policy_handbook.schema import schemas

_SUFFIX = ".jinja"
_SHORT_NAME = 18


@cache
def _environment() -> Environment:
    environment = Environment(undefined=StrictUndefined, keep_trailing_newline=True, autoescape=False)  # noqa: S701 - YAML
    environment.filters["quoted"] = quoted
    return environment


def quoted(text: str) -> str:
    """Write a text as YAML that reads it back as it is, whatever stands in it."""
    return json.dumps(text, ensure_ascii=False)


def new_school(name: str, *, kind: str, phase: str, nation: str, url: str, today: dt.date) -> dict[str, str]:
    """Return the files of a handbook to start from, by path within its folder.

    Args:
        name: the full name of the school.
        kind: maintained, academy or independent.
        phase: primary, secondary and so on.
        nation: whose law applies.
        url: the address at which the website of the handbook will be.
        today: the day on which its first policy is approved.
    """
    values = {
        "name": name,
        "short_name": _short(name),
        "kind": kind,
        "phase": phase,
        "nation": nation,
        "url": url,
        "requirement": requirement(),
        "today": today,
        "in_a_year": Interval.parse("12 months").after(today),
    }
    made = _made("school", {**values, "watched": ["policy_data"]})
    return made | {f"schemas/{file}": text for file, text in schemas().items()}


def new_trust(name: str, schools: Mapping[str, str], *, nation: str, url: str, today: dt.date) -> dict[str, str]:
    """Return the files of a trust's repository to start from, by path within its folder.

    Args:
        name: the name of the trust.
        schools: its schools by id, with their titles.
        nation: whose law applies.
        url: the address at which the websites of the schools will be, each in a folder by its id.
        today: the day on which its first policy is approved.
    """
    values = {
        "name": name,
        "short_name": _short(name),
        "schools": schools,
        "nation": nation,
        "url": url,
        "requirement": requirement(),
        "today": today,
        "in_a_year": Interval.parse("12 months").after(today),
        "watched": ["trust.yaml", "trust_data", "schools"],
    }
    made = {
        path: text
        for path, text in _made("school", {**values, "kind": "academy", "phase": "all-through"}).items()
        if path.startswith(_AS_A_SCHOOL)
    } | _made("trust", values)
    for school, title in schools.items():
        own = _made("trust-school", {"id": school, "title": title, "short_name": _short(title), "url": url})
        made |= {f"schools/{school}/policy_data/{path}": text for path, text in own.items()}
    return made | {f"schemas/{file}": text for file, text in schemas().items()}


_AS_A_SCHOOL = (
    ".gitignore",
    "docs/",
    "handbook.yaml",
    "hooks/",
    "mkdocs.yml",
    "requirements.txt",
    ".vscode/extensions",
)
"""What a trust's repository has as a school's has it."""


def _made(skeleton: str, values: Mapping[str, object]) -> dict[str, str]:
    """Fill in the templates of a skeleton."""
    return {
        path.removesuffix(_SUFFIX): _environment().from_string(template.read_text(encoding="utf-8")).render(values)
        for path, template in _walk(files("policy_handbook") / "skeleton" / skeleton)
    }


def requirement() -> str:
    """What pip has to install to have this very software: from where it came, if that is a repository."""
    try:
        origin = json.loads(distribution("policy-handbook").read_text("direct_url.json") or "{}")
    except (PackageNotFoundError, ValueError):
        origin = {}
    source = origin.get("vcs_info")
    if source:
        return f"policy-handbook @ {source['vcs']}+{origin['url']}@{source['commit_id']}"
    return f"policy-handbook=={__version__}"


def _walk(folder: Traversable, before: str = "") -> list[tuple[str, Traversable]]:
    found = []
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        path = f"{before}{entry.name}"
        found += _walk(entry, f"{path}/") if entry.is_dir() else [(path, entry)]
    return found


def _short(name: str) -> str:
    """The first words of a name that fit a narrow screen."""
    words = name.split()
    while len(words) > 1 and len(" ".join(words)) > _SHORT_NAME:
        words.pop()
    return " ".join(words)[:_SHORT_NAME]


def new_policy(
    handbook: Handbook,
    policy_id: str,
    *,
    title: str,
    kind: str,
    owner: str,
    readers: Sequence[str],
    category: str,
    duties: Sequence[str],
    sections: Mapping[str, Mapping[str, str]],
    today: dt.date,
) -> str:
    """Return the skeleton of a policy: a draft with the sections that its kind needs.

    Args:
        handbook: the handbook that it will belong to.
        policy_id: its id, from which its title is made where none is given.
        title: its title; may be empty.
        kind: policy, procedure, plan, statement or notice.
        owner: a role.
        readers: the audiences that may read it.
        category: a category of the school; may be empty.
        duties: the ids of the duties that it meets.
        sections: the sections that this handbook wants of a kind, in place of the usual ones.
        today: the day that its dates start from.

    Raises:
        UnusableError: the handbook knows no such role, audience, category or duty.
    """
    school = handbook.school
    _known("role", owner, handbook.people.roles)
    _known("category", category, ["", *school.categories])
    for reader in readers:
        _known("audience", reader, ["everyone", *school.audiences])
    for duty in duties:
        _known("duty", duty, handbook.duties)
    bodies = [name for name, body in handbook.people.bodies.items() if body.approves]
    wanted = {**required_sections(), **sections}.get(kind, {}) or {"about": "what everybody should know"}
    template = (files("policy_handbook") / "skeleton" / "policy.yaml.jinja").read_text(encoding="utf-8")
    return (
        _environment()
        .from_string(template)
        .render(
            title=title or policy_id.replace("-", " ").capitalize(),
            kind=kind,
            owner=owner,
            readers=list(readers),
            audiences=list(school.audiences),
            category=category,
            duties=list(duties),
            approved_by=bodies[0] if bodies else owner,
            sections=wanted,
            today=today,
            in_a_year=Interval.parse("12 months").after(today),
        )
    )


def _known(what: str, name: str, known: Sequence[str] | Mapping[str, object]) -> None:
    if name not in known:
        listed = ", ".join(word for word in known if word)
        raise UnusableError(f"there is no {what} called {name}", f"there are: {listed}")


def write_new(folder: Path, made: Mapping[str, str]) -> None:
    """Write files that must not be there yet.

    Raises:
        UnusableError: one of them is there, or the folder cannot be written.
    """
    for path in made:
        if (folder / path).exists():
            raise UnusableError(f"{(folder / path).as_posix()} is there already", "nothing was written")
    try:
        for path, text in made.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8")
    except OSError as error:
        raise UnusableError(f"{folder.as_posix()} cannot be written: {error.strerror or error}") from None
