"""No words of a template are left in: ``[insert name]``, XXXX, TBC, "delete as appropriate" and the like.

Nor does a title or a text say that it is a DRAFT or a (test): the status says so, and a draft is published to nobody.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from policy_handbook.findings import Finding
from policy_handbook.rules.context import PolicyContext, error
from policy_handbook.rules.data import draft_words, placeholder_words

ID = "placeholder-words"
FAILING = """\
summary: This is the policy of [insert name of school].
"""
PASSING = """\
summary: Please insert your card in the reader at the gate.
"""
_BEGINNING = re.compile(r"^\\b(?:\[[A-Z][a-z]\](?![*+?{]))?")

_REPEATED = re.compile(r"^(\w)\{(\d),\}")


def check_policy(context: PolicyContext) -> Iterator[Finding]:
    """Look through all texts and titles."""
    policy = context.policy
    pattern, draft, quick = _patterns()
    if not context.mentions(*quick):
        return
    for part in context.all_texts:
        if words := list(dict.fromkeys(match[0] for match in pattern.finditer(part.text))):
            message = "words of a template are left in"
            yield error(ID, part.place, message, found=", ".join(words), write="what is meant", policy=policy.id)
        if match := draft.search(part.text):
            message = "a word is left in that says that this is not finished"
            write = "take it out; or status: draft"
            yield error(ID, part.place, message, found=match[0], write=write, policy=policy.id)


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], Sequence[re.Pattern[str]]]:
    """Words of a template, words of a draft, and each of both as it is quickest to look for."""
    # one by one, without the word boundary and a first letter that may be small or a capital, a pattern begins with a
    # letter, which makes it far quicker to look for; as does XXX in place of X three times or more
    short = [_BEGINNING.sub("", one) for one in (*placeholder_words(), *draft_words())]
    quick = [re.compile(_REPEATED.sub(lambda match: match[1] * int(match[2]), one)) for one in short]
    return re.compile("|".join(placeholder_words())), re.compile("|".join(draft_words())), quick
