"""No words of a template are left in: ``[insert name]``, XXXX, TBC, "delete as appropriate" and the like."""

import re
from collections.abc import Iterator

from policy_handbook.findings import Finding
from policy_handbook.rules.context import Context, error
from policy_handbook.rules.data import placeholder_words
from policy_handbook.rules.parts import texts

ID = "placeholder-words"
FAILING = """\
summary: This is the policy of [insert name of school].
"""
PASSING = """\
summary: Please insert your card in the reader at the gate.
"""


def check(context: Context) -> Iterator[Finding]:
    """Look through all texts and titles."""
    pattern = re.compile("|".join(placeholder_words()))
    for policy in context.policies:
        titles = [(policy.title, policy.place_of("title"))]
        titles += [(section.title, section.place_of("title")) for section in policy.all_sections()]
        titles += [(change.summary, change.place_of("summary")) for change in policy.changes]
        for text, place in (*titles, *((text, place) for text, place, _ in texts(policy))):
            if match := pattern.search(text):
                message = "words of a template are left in"
                yield error(ID, place, message, found=match[0], write="what is meant", policy=policy.id)
