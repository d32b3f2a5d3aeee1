"""The words by which documents are understood: data/import-words.yaml, ready to look up."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from policy_handbook.read.plain import plain_yaml

_NOT_WORDS = re.compile(r"[^\w]+")


def normal(text: str) -> str:
    """Return a text in small letters and without marks, to compare it."""
    lower = text.lower().replace("’", "").replace("'", "").replace("&", " and ")
    return _NOT_WORDS.sub(" ", lower).strip()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words by what they stand for.

    Attributes:
        labels: fields of control data by label.
        longest_label: the number of words of the longest label.
        columns: columns of a change record sheet by head.
        record_headings: headings over control data.
        reading_headings: headings over tables of documents to read.
        reading_columns: columns of such tables by head.
        definition_heads: heads of the columns of tables that say what words mean, the words and their meanings.
        contents_headings: headings over a printed table of contents.
        headings: headings that policies have.
        heading_beginnings: how other headings begin.
        verbs: words that sentences have and headings do not.
        concerns: audiences by the heading of what concerns them.
        covers: required sections by heading.
        roles: ids of roles by name, the longest first.
        bodies: ids of bodies by name, the longest first.
        not_names: words with a capital letter that are no part of a person's name.
    """

    labels: Mapping[str, str]
    longest_label: int
    columns: Mapping[str, str]
    record_headings: frozenset[str]
    reading_headings: frozenset[str]
    reading_columns: Mapping[str, str]
    definition_heads: tuple[frozenset[str], frozenset[str]]
    contents_headings: frozenset[str]
    headings: frozenset[str]
    heading_beginnings: tuple[str, ...]
    verbs: frozenset[str]
    concerns: Mapping[str, str]
    covers: Mapping[str, tuple[str, ...]]
    roles: Mapping[str, str]
    bodies: Mapping[str, str]
    not_names: frozenset[str]


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """Read the words that come with the package."""
    text = (files("policy_handbook") / "data" / "import-words.yaml").read_text(encoding="utf-8")
    data: dict[str, Any] = plain_yaml(text)
    labels = _turned(data["labels"])
    return Vocabulary(
        labels=labels,
        longest_label=max(len(label.split()) for label in labels),
        columns=_turned(data["columns"]),
        record_headings=frozenset(map(normal, data["record_headings"])),
        reading_headings=frozenset(map(normal, data["reading_headings"])),
        reading_columns=_turned(data["reading_columns"]),
        definition_heads=(
            frozenset(map(normal, data["definition_heads"]["term"])),
            frozenset(map(normal, data["definition_heads"]["meaning"])),
        ),
        contents_headings=frozenset(map(normal, data["contents_headings"])),
        headings=frozenset(map(normal, data["headings"])),
        heading_beginnings=tuple(map(normal, data["heading_beginnings"])),
        verbs=frozenset(data["verbs"]),
        concerns=_turned(data["concerns"]),
        covers=_every(data["covers"]),
        roles=_longest_first(_turned(data["roles"])),
        bodies=_longest_first(_turned(data["bodies"])),
        not_names=frozenset(map(str, data["not_names"])),
    )


def _turned(names: Mapping[str, list[str]]) -> dict[str, str]:
    """Return what each word stands for; the first that names a word keeps it."""
    found: dict[str, str] = {}
    for target, words in names.items():
        for word in words:
            found.setdefault(normal(str(word)), target)
    return found


def _every(names: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for target, words in names.items():
        for word in map(normal, words):
            found[word] = (*found.get(word, ()), target)
    return found


def _longest_first(names: Mapping[str, str]) -> dict[str, str]:
    return dict(sorted(names.items(), key=lambda item: (-len(item[0]), item[0])))


def is_reading_heading(text: str) -> bool:
    """Whether a heading may stand over a table of documents to read."""
    return normal(text) in vocabulary().reading_headings


_RECORD = re.compile(
    r"(?:changes?|amendments?|revisions?|versions?|documents?|reviews?|policy|issue)\b.*\b(?:record|log|history|control|sheet|form|table)s?$"
    r"|(?:history|record|description|summary|log) of\b.*\b(?:changes|amendments|reviews|revisions)"
)
_RECORD_WORDS = 7


def is_record_heading(text: str) -> bool:
    """Whether a heading stands over control data, such as a change record sheet."""
    key = normal(text)
    short = len(key.split()) <= _RECORD_WORDS
    return key in vocabulary().record_headings or (short and _RECORD.search(key) is not None)


def role_in(text: str) -> str:
    """Return the id of the role that a text names; empty where it names none."""
    return _named(text, vocabulary().roles)


def body_in(text: str) -> str:
    """Return the id of the body that a text names; empty where it names none."""
    return _named(text, vocabulary().bodies)


def _named(text: str, names: Mapping[str, str]) -> str:
    padded = f" {normal(text)} "
    found = [(padded.find(f" {name} "), target) for name, target in names.items() if f" {name} " in padded]
    return min(found, key=lambda item: item[0])[1] if found else ""
