"""People are named in people.yaml alone; texts name the role.

A name in the text is out of date on the day on which somebody leaves, in every policy that has it.
``{{ roles.dsl.holder }}`` shows the name of today's holder where a name is wanted.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from policy_handbook.findings import Finding
from policy_handbook.rules.context import Facts, PolicyContext, warning

ID = "people-named"
FAILING = """\
summary: "Ask Mrs Marchbank, or Mr A. Smith, about this policy."
"""
PASSING = """\
summary: "Ask {{ roles.headteacher.holder }} about this policy, and Dr Martens about boots."
"""
_TITLED = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Dr|Mx)\.? (?:[A-Z]\.? ?)?[A-Z][\w’'-]+")
_TITLE = re.compile(r"^(?:Mr|Mrs|Ms|Miss|Dr|Mx)\.? ")
_NOBODY = frozenset({"Dr Martens"})


def check_policy(context: PolicyContext) -> Iterator[Finding]:
    """Look for names with a title, and for the holders of roles by their whole names."""
    policy = context.policy
    surnames, pattern, words = _holders(context.facts)
    if not context.has(*words) or not context.mentions(pattern):
        return
    for part in context.all_texts:
        for name in dict.fromkeys(match[0] for match in pattern.finditer(part.text)):
            if name in _NOBODY:
                continue
            role = surnames.get(name.split()[-1], "")
            write = f"the title of the role, or {{{{ roles.{role}.holder }}}}" if role else "the title of the role"
            yield warning(
                ID,
                part.place,
                "a person is named; people change, roles stay",
                found=name,
                write=write,
                policy=policy.id,
            )


@lru_cache(maxsize=1)
def _holders(facts: Facts) -> tuple[Mapping[str, str], re.Pattern[str], Sequence[str]]:
    """The roles by their holders' surnames, a pattern for names, and words of which one is in every name."""
    holders = {role.holder: name for name, role in facts.people.roles.items() if role.holder}
    surnames = {holder.split()[-1]: name for holder, name in holders.items() if len(holder.split()) > 1}
    whole = [_TITLE.sub("", holder) for holder in holders if len(_TITLE.sub("", holder).split()) > 1]
    pattern = re.compile("|".join((_TITLED.pattern, *map(re.escape, whole))))
    return surnames, pattern, ("Mr", "Ms", "Miss", "Dr", "Mx", *whole)
