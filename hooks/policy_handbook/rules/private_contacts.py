"""No mobile number and no personal e-mail address stands in a text: contacts belong to roles, in people.yaml.

A person's own number in a policy stays on the web for years. Numbers for the public, such as helplines, and addresses
of the school are no finding.
"""

import re
from collections.abc import Iterator

from policy_handbook.findings import Finding
from policy_handbook.rules.context import PolicyContext, warning

ID = "private-contacts"
FAILING = """\
summary: "Ring 07700 900123, or write to a.teacher@gmail.com."
"""
PASSING = """\
summary: "Ring 0800 1111, or write to office@exampleton.example.org."
"""
_MOBILE = re.compile(r"(?<!\d)(?:\+44 ?\(?0?\)? ?|0)7\d{3} ?\d{3} ?\d{3}(?!\d)")
_PERSONAL = re.compile(
    r"[\w.+-]+@(?:gmail|googlemail|hotmail|outlook|live|yahoo|icloud|me|aol|btinternet|sky|protonmail)\.[\w.]+\w",
    re.IGNORECASE,
)


def check_policy(context: PolicyContext) -> Iterator[Finding]:
    """Look through all texts; what is found is not printed, in case it is not for everybody."""
    policy = context.policy
    if not context.has("@", "07", "+44"):
        return
    for part in context.all_texts:
        if "7" not in part.text and "@" not in part.text:
            continue
        if _MOBILE.search(part.text):
            message = "a mobile number stands in the text; numbers belong to roles, in people.yaml"
            yield warning(ID, part.place, message, write="{{ roles.<id>.phone }}", policy=policy.id)
        if _PERSONAL.search(part.text):
            message = "a personal e-mail address stands in the text; addresses belong to roles, in people.yaml"
            yield warning(ID, part.place, message, write="{{ roles.<id>.email }}", policy=policy.id)
