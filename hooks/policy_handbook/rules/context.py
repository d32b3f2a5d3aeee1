"""What a rule is given, and how it makes findings."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from policy_handbook.findings import Finding, Place, Severity
from policy_handbook.model import Handbook, Policy
from policy_handbook.rules.parts import all_texts, texts


@dataclass(frozen=True, slots=True)
class DocsFile:
    """A hand-written page, for the rule on its audience: its file, and what its front matter names."""

    file: str
    audience: tuple[str, ...]


@dataclass(frozen=True)
class Context:
    """What a rule is given.

    Attributes:
        handbook: the whole handbook.
        today: the date by which things are due.
        unread: ids of policies whose file could not be read; a link to one is no second fault.
        docs: the hand-written pages.
        required_sections: sections that kinds of policy need in this handbook, in place of the usual ones.
        on_paper: what was found when printed sheets were set, for the rules that pass it on.
    """

    handbook: Handbook
    today: dt.date
    unread: frozenset[str] = frozenset()
    docs: tuple[DocsFile, ...] = field(default=())
    required_sections: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    on_paper: tuple[Finding, ...] = ()

    @property
    def policies(self) -> Iterable[Policy]:
        """All policies, in order of title."""
        return self.handbook.policies.values()

    def texts(self, policy: Policy) -> Sequence[tuple[str, Place, tuple[str, ...]]]:
        """Every text of a policy in Markdown, with its place and its readers."""
        return self._texts[policy.id]

    def all_texts(self, policy: Policy) -> Sequence[tuple[str, Place]]:
        """Every text and title of a policy, with its place."""
        return self._all_texts[policy.id]

    def mentions(self, policy: Policy, *patterns: re.Pattern[str]) -> bool:
        """Whether any of some patterns is in a policy: one look at all its texts, before one looks at each."""
        whole = self._whole[policy.id]
        return any(pattern.search(whole) for pattern in patterns)

    # many rules go through all texts, and a walk through the sections takes as long as a rule
    @cached_property
    def _texts(self) -> Mapping[str, Sequence[tuple[str, Place, tuple[str, ...]]]]:
        return {policy.id: tuple(texts(policy)) for policy in self.policies}

    @cached_property
    def _all_texts(self) -> Mapping[str, Sequence[tuple[str, Place]]]:
        return {policy.id: tuple(all_texts(policy)) for policy in self.policies}

    @cached_property
    def _whole(self) -> Mapping[str, str]:
        return {name: "\n".join(text for text, _ in found) for name, found in self._all_texts.items()}


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the known word nearest to a mistyped one, or an empty text."""
    matches = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return matches[0] if matches else ""


def error(rule: str, place: Place, message: str, *, found: str = "", write: str = "", policy: str = "") -> Finding:
    """Make a finding that stops publishing."""
    return Finding(rule, Severity.ERROR, place, message, found, write, policy)


def warning(rule: str, place: Place, message: str, *, found: str = "", write: str = "", policy: str = "") -> Finding:
    """Make a finding that ought to be mended and stops nothing."""
    return Finding(rule, Severity.WARNING, place, message, found, write, policy)


def info(rule: str, place: Place, message: str, *, found: str = "", write: str = "", policy: str = "") -> Finding:
    """Make a finding that is good to know."""
    return Finding(rule, Severity.INFO, place, message, found, write, policy)
