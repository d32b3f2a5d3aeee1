"""The data that rules rest on, shipped with the package."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from policy_handbook.model import Nation, School
from policy_handbook.read.plain import plain_yaml


@lru_cache(maxsize=8)
def _load(name: str) -> Any:
    return plain_yaml((files("policy_handbook") / "data" / name).read_text(encoding="utf-8"))


def required_sections() -> Mapping[str, Mapping[str, str]]:
    """Sections that each kind of policy needs: id and what it is on."""
    sections: Mapping[str, Mapping[str, str]] = _load("required-sections.yaml")["sections"]
    return sections


def sheet_languages() -> Mapping[str, str]:
    """The languages that sheets are printed in: codes and English names."""
    return {code: row["english"] for code, row in _load("sheet-words.yaml").items()}


def draft_words() -> list[str]:
    """Patterns of words that say that a text is not finished."""
    patterns: list[str] = _load("placeholders.yaml")["drafts"]
    return patterns


def placeholder_words() -> list[str]:
    """Patterns of words that a template leaves behind."""
    patterns: list[str] = _load("placeholders.yaml")["patterns"]
    return patterns


@dataclass(frozen=True, slots=True)
class RetiredTerm:
    """A word that has had its day.

    Attributes:
        term: the word.
        write: what to write now.
        since: since when, as a text; may be empty.
        evidence: how this is known.
    """

    term: str
    write: str
    since: str
    evidence: str


def retired_terms(school: School) -> list[RetiredTerm]:
    """The words that have had their day: those of the school's nation, if any are shipped for it, and its own."""
    own = [RetiredTerm(term, write, "", "") for term, write in school.retired_terms.items()]
    if school.nation is not Nation.ENGLAND:
        return own
    return own + [
        RetiredTerm(entry["term"], entry["write"], str(entry.get("since", "")), entry["evidence"])
        for entry in _load("england/retired-terms.yaml")["terms"]
    ]


def acts() -> Mapping[str, Sequence[int]]:
    """The years of the Acts that policies cite, by name without the year."""
    return {entry["name"]: entry["years"] for entry in _load("england/legislation.yaml")["acts"]}


def common_abbreviations() -> frozenset[str]:
    """Abbreviations that every reader knows."""
    return frozenset(_load("abbreviations.yaml")["common"])
