"""Finds guidance that is cited, with its edition, and people who are named with their roles."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from policy_handbook.importing.fields import Cited, Person
from policy_handbook.importing.steps.listed import Listed
from policy_handbook.importing.vocabulary import normal, role_in, vocabulary
from policy_handbook.model import Guidance

_YEAR = re.compile(r"\b(20\d\d)\b")
_NEAR = 45
"""An edition stands within so many letters after the title, or is about something else."""


def cited_guidance(texts: Sequence[str], guidance: Mapping[str, Guidance]) -> tuple[Cited, ...]:
    """Find the guidance of the register that texts cite."""
    found: dict[str, Cited] = {}
    for name, item in guidance.items():
        words = sorted({item.title, *item.patterns}, key=len, reverse=True)
        pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(_loose, words))})(?!\w)", re.IGNORECASE)
        labels = {edition.label for edition in item.editions}
        for text in texts:
            for match in pattern.finditer(text):
                if (
                    match[0].isupper() != any(word.isupper() and word == match[0] for word in words)
                    and len(match[0]) < 8
                ):
                    continue
                cited = _with_edition(name, text[match.end() : match.end() + _NEAR], labels)
                if name not in found or (cited.edition and not found[name].edition):
                    found[name] = cited
    return tuple(found.values())


def guidance_in_tables(
    listed: Sequence[Listed], guidance: Mapping[str, Guidance]
) -> tuple[tuple[Cited, ...], tuple[Listed, ...]]:
    """Return guidance as a table lists it, and the rows that the register does not know."""
    titles = {normal(item.title): name for name, item in guidance.items()}
    known = [row for row in listed if normal(row.title) in titles]
    cited = []
    for row in known:
        name = titles[normal(row.title)]
        labels = {edition.label for edition in guidance[name].editions}
        there = not row.edition or not labels or row.edition in labels
        cited.append(Cited(name, row.edition, row.why, "" if there else f"the register has no edition {row.edition}"))
    return tuple(cited), tuple(row for row in listed if row not in known)


def _loose(words: str) -> str:
    """Return a pattern for a title that does not mind commas, ``and`` signs and line ends."""
    parts = re.findall(r"[\w’']+", words)
    return r"[\s,\-–&/]+(?:and\s+)?".join(re.escape(part) for part in parts if part.lower() != "and")


def _with_edition(name: str, after: str, labels: set[str]) -> Cited:
    """Read the edition that stands after a title; one that the register lacks is a doubt."""
    match = _YEAR.search(re.split(r"[.;]|,\s+(?:the|and|our)\b", after)[0])
    if not match:
        return Cited(name, "", doubt="the text names no edition")
    if labels and match[1] not in labels:
        return Cited(name, match[1], doubt=f"the register has no edition {match[1]}")
    return Cited(name, match[1])


_NAME = r"(?P<name>(?:(?:Mr|Mrs|Ms|Miss|Dr|Mx|Rev(?:d|erend)?|Sir|Dame|Prof(?:essor)?)\.?\s+)(?:[A-Z][\w’'-]*\.?\s+){0,2}[A-Z][\w’'-]+|[A-Z][a-z’'-]+\s+[A-Z][\w’'-]+)"  # noqa: E501


def named_people(texts: Sequence[str]) -> tuple[Person, ...]:
    """Find people whom texts name beside a role: ``the Designated Safeguarding Lead (DSL), Ada Sample``."""
    roles = "|".join(re.escape(name).replace(r"\ ", r"[\s\-]+") for name in vocabulary().roles)
    abbreviation = r"(?:\s*\([A-Z]{2,6}\))?"
    after = re.compile(rf"\b(?i:(?P<role>{roles})){abbreviation}\s*(?:,|:|–|-|\(|is|\bis\b)\s*(?:currently\s+)?{_NAME}")
    before = re.compile(rf"{_NAME}\s*(?:,|–|-|\()?\s*(?:is\s+)?(?:the\s+|our\s+)?(?i:(?P<role>{roles}))\b")
    found: dict[tuple[str, str], Person] = {}
    for text in texts:
        for pattern in (after, before):
            for match in pattern.finditer(text):
                name = match["name"].strip()
                if not _is_name(name):
                    continue
                role = role_in(match["role"])
                found.setdefault((role, name), Person(role, name, match[0]))
    return tuple(found.values())


def _is_name(name: str) -> bool:
    return not any(word.lower().strip(".’'") in vocabulary().not_names for word in re.split(r"[\s-]+", name))
