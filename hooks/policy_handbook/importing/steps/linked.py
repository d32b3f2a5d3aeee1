"""Finds the policies that a policy is read with, in lists and in sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from policy_handbook.importing.drafts import SectionDraft
from policy_handbook.importing.fields import Link
from policy_handbook.importing.steps.labels import Pair
from policy_handbook.importing.steps.listed import Listed
from policy_handbook.importing.vocabulary import normal

_HEADING = re.compile(
    r"\b(?:links?|linked|related|associated|other (?:relevant )?)\b.*\b(?:polic|document|procedure)"
    r"|conjunction|\bsee also\b"
    r"|^links?$",
    re.IGNORECASE,
)
_SENTENCE = re.compile(
    r"\b(?:in conjunction with|alongside|read with|links? (?:to|with)|linked (?:to|with)|together with"
    r"|in line with|with reference to|cross[- ]referenced?)\b(?P<rest>[^.;:]*)",
    re.IGNORECASE,
)
_KIND = re.compile(r"\b(?:polic(?:y|ies)|procedures?|code of conduct|plan|agreement|statement)\b", re.IGNORECASE)
_NOISE = re.compile(
    r"\b(?:the|our|school|schools|policy|policies|procedure|procedures|and|statement|including|a|other"
    r"|relevant|documents?|plan|for|of|on|s|whole)\b"
)
_LEAD = re.compile(
    r"^(?:and|or|the|our|its|this|other|school['’]?s?|with|to|also|as well as|following|both|any|all)\s+", re.IGNORECASE
)
_MAX_WORDS = 10


def linked_policies(
    sections: Iterable[SectionDraft],
    pairs: Sequence[Pair],
    sentences: Sequence[str],
    policies: Mapping[str, str],
    own: str,
) -> tuple[Link, ...]:
    """Find linked policies and match them to policies of the handbook.

    Args:
        sections: the sections at the top.
        pairs: labels with values.
        sentences: the text, a sentence each.
        policies: titles of policies by id.
        own: the id of this policy, which is not linked to itself.
    """
    found: dict[str, Link] = {}
    keys = {_key(title): name for name, title in policies.items()} | {_key(name): name for name in policies}
    listed = [*_listed(sections), *(part for pair in pairs if pair.field == "linked" for part in _parts(pair.value))]
    for text, url in listed:
        _add(found, text, url, keys, own, any_title=True)
    for sentence in sentences:
        for match in _SENTENCE.finditer(sentence):
            for text, url in _parts(match["rest"]):
                _add(found, text, url, keys, own, any_title=bool(_KIND.search(text)))
    return tuple(found.values())


def policies_in_tables(listed: Sequence[Listed], policies: Mapping[str, str], own: str) -> tuple[Link, ...]:
    """Return linked policies as a table lists them, with why, each matched to a policy of the handbook if it is one.

    Args:
        listed: the rows of the tables.
        policies: titles of policies by id.
        own: the id of this policy.
    """
    titles = {normal(title): name for name, title in policies.items()}
    found: list[Link] = []
    for row in listed:
        link = _in_table(row, titles, policies, own)
        if link:
            found.append(link)
    return tuple(dict.fromkeys(found))


def _in_table(row: Listed, titles: Mapping[str, str], policies: Mapping[str, str], own: str) -> Link | None:
    name = titles.get(normal(row.title), "")
    if name and name != own:
        return Link(id=name, why=row.why)
    if row.url:
        return Link(title=row.title, url=row.url, why=row.why)
    made: dict[str, Link] = {}
    keys = {_key(title): other for other, title in policies.items()} | {_key(other): other for other in policies}
    _add(made, row.title, row.url, keys, own, any_title=True)
    return next((replace(link, why=row.why) for link in made.values()), None)


def _listed(sections: Iterable[SectionDraft]) -> Iterable[tuple[str, str]]:
    """Yield what is listed under headings such as Links with other policies, and under such sentences."""
    for top in sections:
        for section in top.walk():
            is_list = _HEADING.search(section.title) is not None
            for clause in section.clauses:
                opens = clause.text.endswith(":") and re.search(r"polic|document", clause.text, re.IGNORECASE)
                reads_with = opens and (_HEADING.search(clause.text) or _SENTENCE.search(clause.text))
                if clause.items and (is_list or reads_with):
                    yield from ((item.text, _link(item.runs)) for item in clause.items)
                elif is_list and not clause.items and len(clause.text.split()) <= _MAX_WORDS:
                    yield clause.text, _link(clause.runs)


def _link(runs: Sequence[object]) -> str:
    return next((link for run in runs if (link := getattr(run, "link", "")).startswith("http")), "")


def _parts(text: str) -> list[tuple[str, str]]:
    """Split a list in a sentence: ``our E-Safety, IT Security and Behaviour policies``."""
    pieces = re.split(r",|;|/|\n|•|\band\b(?! procedures?\b)|&(?! [a-z])", text)
    plural = re.search(r"\bpolicies\b", text) is not None
    parts = []
    for piece in pieces:
        clean = " ".join(piece.split()).strip(" .:()’'\"")
        while _LEAD.match(clean):
            clean = _LEAD.sub("", clean)
        if clean and clean[0].isalpha():
            parts.append(
                (f"{clean} policy" if plural and not _KIND.search(clean) and clean[0].isupper() else clean, "")
            )
    return parts


def _add(found: dict[str, Link], text: str, url: str, keys: Mapping[str, str], own: str, *, any_title: bool) -> None:
    title = " ".join(text.split()).strip(" .;,:")
    key = _key(title)
    if not key or len(title.split()) > _MAX_WORDS or title.endswith("including"):
        return
    name = keys.get(key) or next((keys[other] for other in keys if other and _same(other, key)), "")
    if name == own and name:
        return
    if name:
        found.setdefault(name, Link(id=name))
    elif any_title and not title[0].islower():
        doubt = "" if url else "no policy of the handbook has this name; give its id, or its address if it is outside"
        found.setdefault(key, Link(title=title, url=url, doubt=doubt))


def _key(text: str) -> str:
    """Return what tells a policy from others: its words without ``policy`` and the like."""
    spoken = re.sub(r"\be ?safety\b", "online safety", normal(text.replace("-", " ")))
    return " ".join(_NOISE.sub(" ", spoken).split())


def _same(first: str, second: str) -> bool:
    """Whether two names are of one policy: all words of the shorter are in the longer, and there are two of them."""
    one, two = set(first.split()), set(second.split())
    return min(len(one), len(two)) >= 2 and (one <= two or two <= one)
