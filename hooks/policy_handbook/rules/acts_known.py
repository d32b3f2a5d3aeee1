"""An Act is cited with its right year: Equality Act 2010, not 2000."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from policy_handbook.findings import Finding
from policy_handbook.rules.context import Facts, PolicyContext, warning
from policy_handbook.rules.data import acts, retired_terms

ID = "acts-known"
FAILING = """\
summary: We keep to the Equality Act 2000 and the Human Rights Act 1998.
"""
PASSING = """\
summary: We keep to the Equality Act 2010 and the Human Rights Act 1998.
"""


def check_policy(context: PolicyContext) -> Iterator[Finding]:
    """Compare every Act that is named with its years."""
    policy = context.policy
    if not context.has("Act", "act "):
        return
    known, pattern = _known()
    retired = _retired(context.facts)
    for part in context.all_texts:
        if "Act" not in part.text and "act " not in part.text:
            continue
        for match in pattern.finditer(_plain(part.text)):
            name, years = known[match[1].lower()] if match[1].lower() in known else known[match[1]]
            if int(match[2]) in years or match[0] in retired or _belongs_to_a_longer_name(match):
                continue
            right = " or ".join(f"{name} {year}" for year in years)
            message = f"there is no {name} of that year in our list"
            yield warning(ID, part.place, message, found=f"{name} {match[2]}", write=right, policy=policy.id)


@lru_cache(maxsize=1)
def _known() -> tuple[Mapping[str, tuple[str, Sequence[int]]], re.Pattern[str]]:
    """The Acts by their names in small letters, and a pattern that finds them with a year."""
    known = {_plain(name): (name, years) for name, years in acts().items()}
    longest_first = sorted(known, key=len, reverse=True)
    return known, re.compile(rf"\b({'|'.join(map(re.escape, longest_first))}),? (\d{{4}})\b", re.IGNORECASE)


@lru_cache(maxsize=1)
def _retired(facts: Facts) -> frozenset[str]:
    return frozenset(_plain(entry.term) for entry in retired_terms(facts.school))


def _plain(text: str) -> str:
    return text.replace("’", "'").lower()


def _belongs_to_a_longer_name(match: re.Match[str]) -> bool:
    """Whether the words before make another Act of it, such as the Education and Skills Act or Early Education Act."""
    before = match.string[: match.start()].split()
    return bool(before) and before[-1] in {"and", "higher", "further", "scotland", "wales"}
