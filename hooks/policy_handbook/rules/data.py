"""The data that rules rest on, shipped with the package."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml


@lru_cache(maxsize=8)
def _load(name: str) -> Any:
    return yaml.safe_load((files("policy_handbook") / "data" / name).read_text(encoding="utf-8"))


def required_sections() -> Mapping[str, Mapping[str, str]]:
    """Sections that each kind of policy needs: id and what it is on."""
    sections: Mapping[str, Mapping[str, str]] = _load("required-sections.yaml")["sections"]
    return sections


def placeholder_words() -> list[str]:
    """Patterns of words that a template leaves behind."""
    patterns: list[str] = _load("placeholders.yaml")["patterns"]
    return patterns
