"""An abbreviation is explained: in the glossary, or in the policy where it is used first.

"The designated safeguarding lead (DSL)" explains it; so does an entry of the glossary with ``short: DSL``, which shows
a reader the words wherever the abbreviation stands.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from policy_handbook.findings import Finding, Place
from policy_handbook.markup import words
from policy_handbook.model import Policy, Status
from policy_handbook.rules.context import Facts, PolicyContext, info
from policy_handbook.rules.data import common_abbreviations, draft_words, placeholder_words, retired_terms
from policy_handbook.rules.parts import Part

ID = "abbreviations"
FAILING = """\
summary: Ask the SLT, a member of which is always there.
"""
PASSING = """\
summary: Ask the senior leadership team (SLT), a member of which is always there. The SLT knows.
"""
_ABBREVIATION = re.compile(r"(?<![\w-])[A-Z][A-Z&]{1,5}(?=s?(?![\w-]))")
_CAPITALS = re.compile(r"[A-Z][A-Z&]")
_EXPLAINED = r"\({0}s?\)|\b{0}s? \(|(?:known as|called|short for) {0}\b"


def check_policy(context: PolicyContext) -> Iterator[Finding]:
    """Name each unexplained abbreviation of a policy once, where it stands first."""
    policy = context.policy
    if policy.status is Status.IN_FORCE and context.mentions(_CAPITALS):
        for word, place in _unexplained(policy, context.all_texts, _known(context.facts), _left_in()):
            message = "this abbreviation is explained neither here nor in the glossary"
            write = f"... ({word})   at its first use, or an entry with short: {word} in glossary.yaml"
            yield info(ID, place, message, found=word, write=write, policy=policy.id)


@lru_cache(maxsize=1)
def _known(facts: Facts) -> frozenset[str]:
    """Every abbreviation that needs no explanation, or that an entry of the glossary is found by."""
    retired = frozenset(entry.term for entry in retired_terms(facts.school))
    names = [name for entry in facts.glossary.terms for name in (entry.term, entry.short, *entry.synonyms)]
    short = frozenset(match[0] for name in names for match in _ABBREVIATION.finditer(name))
    return common_abbreviations() | short | retired


@lru_cache(maxsize=1)
def _left_in() -> re.Pattern[str]:
    return re.compile("|".join((*placeholder_words(), *draft_words())))


def _unexplained(
    policy: Policy, texts: Sequence[Part], known: frozenset[str], left_in: re.Pattern[str]
) -> Iterator[tuple[str, Place]]:
    whole = ""
    seen = set(known)
    seen |= {definition.term for section in policy.all_sections() for definition in section.definitions}
    for part in texts:
        marked = part.text
        if not _CAPITALS.search(marked) or (text := words(marked)).isupper():
            continue
        for match in _ABBREVIATION.finditer(text):
            word = match[0]
            if text[: match.start()].endswith(("Part ", "Section ", "Schedule ")):
                continue
            if word in seen:
                continue
            whole = whole or "\n".join(words(other.text) for other in texts)
            if re.search(_EXPLAINED.format(re.escape(word)), whole):
                continue
            seen.add(word)
            if not any(found.start() <= match.start() < found.end() for found in left_in.finditer(text)):
                yield word, part.place
