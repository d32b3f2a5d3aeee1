"""What a rule is given, and how it makes findings."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from policy_handbook.findings import Finding, Place, Severity
from policy_handbook.model import Duty, Glossary, Guidance, Handbook, People, Policy, School, Status
from policy_handbook.model.lock import LockedIssue
from policy_handbook.rules.others import Found, Others, found_in
from policy_handbook.rules.parts import Part, all_texts, texts


@dataclass(frozen=True, slots=True)
class DocsFile:
    """A hand-written page, for the rule on its audience: its file, and what its front matter names."""

    file: str
    audience: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Facts:
    """What every rule may know beside the policies. All of it is in the key under which findings are kept.

    Attributes:
        root: how findings call the data folder.
        today: the date by which things are due.
        school: the school.
        people: its roles and bodies.
        glossary: its words.
        guidance: the guidance that it may cite, by id.
        duties: the duties that it may have, by id.
        unread: ids of policies whose file could not be read; a link to one is no second fault.
        required_sections: sections that kinds of policy need in this handbook, in place of the usual ones.
        locks: whether the handbook has a lock.
    """

    root: str
    today: dt.date
    school: School
    people: People
    glossary: Glossary
    guidance: Mapping[str, Guidance]
    duties: Mapping[str, Duty]
    unread: frozenset[str]
    required_sections: Mapping[str, Mapping[str, str]]
    locks: bool


@dataclass(frozen=True)
class PolicyContext:
    """What a rule is given that looks at one policy: that policy, the facts, and outlines of the others.

    Nothing else may be reached from here, because the findings are kept for as long as this stays the same.

    Attributes:
        policy: the policy.
        earlier: its earlier issues by number, oldest first.
        facts: what is the same for all policies.
        others: all policies, as outlines.
        locked: what the lock says of the policy.
        frozen: what the lock says of its earlier issues, by number.
    """

    policy: Policy
    earlier: Mapping[int, Policy]
    facts: Facts
    others: Others
    locked: LockedIssue | None = None
    frozen: Mapping[str, str] = field(default_factory=dict)

    @property
    def today(self) -> dt.date:
        """The date by which things are due."""
        return self.facts.today

    @property
    def school(self) -> School:
        """The school."""
        return self.facts.school

    @property
    def people(self) -> People:
        """Its roles and bodies."""
        return self.facts.people

    @property
    def policies(self) -> Others:
        """All policies, as outlines."""
        return self.others

    @property
    def is_in_force(self) -> bool:
        """Whether the policy may be published."""
        return self.policy.status is Status.IN_FORCE

    def reference(self, target: str, here: Policy | None = None) -> Found | None:
        """Return what a reference leads to; one without a policy leads into the one it stands in."""
        name, _, part = target.partition("#")
        return self.others.reference(target) if name else found_in(here or self.policy, part)

    def has(self, *signs: str) -> bool:
        """Whether any of some signs or words is in the policy: quickly seen, it spares most a longer look."""
        return any(sign in self.whole for sign in signs)

    def mentions(self, *patterns: re.Pattern[str]) -> bool:
        """Whether any of some patterns is in the policy: one look at all its texts, before one looks at each."""
        return any(pattern.search(self.whole) for pattern in patterns)

    # many rules go through all texts, and a walk through the sections takes as long as a rule
    @cached_property
    def texts(self) -> Sequence[Part]:
        """Every text of the policy in Markdown."""
        return tuple(texts(self.policy))

    @cached_property
    def all_texts(self) -> Sequence[Part]:
        """Every text and title of the policy."""
        return tuple(all_texts(self.policy, self.texts))

    @cached_property
    def whole(self) -> str:
        """All texts and titles of the policy, a line or more for each."""
        return "\n".join([part.text for part in self.all_texts])


@dataclass(frozen=True)
class Context:
    """What a rule is given that looks at the whole handbook.

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

    @cached_property
    def facts(self) -> Facts:
        """What every rule may know beside the policies."""
        book = self.handbook
        return Facts(
            book.root,
            self.today,
            book.school,
            book.people,
            book.glossary,
            book.guidance,
            book.duties,
            self.unread,
            self.required_sections,
            bool(book.lock.in_force or book.lock.frozen),
        )

    def of(self, policy: Policy, others: Others) -> PolicyContext:
        """Return what a rule is given that looks at one policy."""
        book, name = self.handbook, policy.id
        locked, frozen = book.lock.in_force.get(name), book.lock.frozen.get(name, {})
        return PolicyContext(policy, book.issues.get(name, {}), self.facts, others, locked, frozen)


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
