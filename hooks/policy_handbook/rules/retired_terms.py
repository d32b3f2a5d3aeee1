"""No word that has had its day: names of bodies, posts and laws that are gone, and words that mean two things.

The list for England is shipped with the package, with the day since when each word is out of use. `retired_terms` in
school.yaml holds the school's own, such as the name of a trust that it has left, each with what to write now.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from policy_handbook.findings import Finding
from policy_handbook.rules.context import Facts, PolicyContext, warning
from policy_handbook.rules.data import RetiredTerm, retired_terms

ID = "retired-terms"
FAILING = """\
# nation: england
summary: The mentor of each NQT looks at this policy bi-annually.
"""
PASSING = """\
# nation: england
summary: The mentor of each early career teacher looks at this policy twice a year.
"""


def check_policy(context: PolicyContext) -> Iterator[Finding]:
    """Look for every retired word in all texts."""
    policy = context.policy
    terms, pattern = _terms(context.facts)
    if not terms or not context.mentions(pattern):
        return
    for part in context.all_texts:
        for word in dict.fromkeys(match[0] for match in pattern.finditer(part.text)):
            entry = terms[word.lower()]
            since = f" since {entry.since}" if entry.since else ""
            message = f"this word is out of use{since}" if since else "this word is out of use or means two things"
            yield warning(ID, part.place, message, found=word, write=entry.write, policy=policy.id)


@lru_cache(maxsize=1)
def _terms(facts: Facts) -> tuple[Mapping[str, RetiredTerm], re.Pattern[str]]:
    """The words in small letters, and a pattern that finds them."""
    terms = {entry.term.lower(): entry for entry in reversed(retired_terms(facts.school))}
    longest_first = sorted(terms, key=len, reverse=True)
    return terms, re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest_first))})(?![\w-])", re.IGNORECASE)
