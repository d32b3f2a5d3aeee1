"""Whose text a part of a policy is: the trust's, or the school's own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

from policy_handbook.model import Clause, Handbook, Policy, Section


@dataclass(frozen=True, slots=True)
class Origin:
    """What a page says of where the text of a policy comes from, as far as its readers may see that text.

    Attributes:
        trust: the name of the trust; empty for a policy of the school's own, which says nothing of it.
        school: the name of the school.
        mixed: whether there is text of both, so that each part has to say whose it is.
    """

    trust: str
    school: str
    mixed: bool

    @classmethod
    def of(cls, view: Handbook, policy: Policy) -> Origin:
        """Look through what a view holds of a policy."""
        parts: Iterable[Section | Clause] = chain(policy.all_sections(), policy.all_clauses())
        mixed = bool(policy.trust) and any(part.own for part in parts)
        return cls(policy.trust, view.school.short_name, mixed)

    @property
    def sentence(self) -> str:
        """What there is to say at the top; empty for a policy of the school's own."""
        if not self.trust:
            return ""
        if self.mixed:
            return f"This is a policy of {self.trust}. Each clause says whether its text is the trust’s or our own."
        return f"This is a policy of {self.trust}, word for word."

    def section(self, section: Section) -> str:
        """Say whose text a section is, if all of it is the school's."""
        return self._words(own=True) if self.mixed and section.own else ""

    def clause(self, clause: Clause, section: Section) -> str:
        """Say whose text a clause is, unless its section says so."""
        return self._words(own=clause.own) if self.mixed and not section.own else ""

    def item(self, item: Clause, clause: Clause) -> str:
        """Say whose text an item is, where that differs from the clause."""
        return self._words(own=item.own) if self.mixed and item.own != clause.own else ""

    def _words(self, *, own: bool) -> str:
        return f"{self.school}: our own text" if own else f"From {self.trust}"
