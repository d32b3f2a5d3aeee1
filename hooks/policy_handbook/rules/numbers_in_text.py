"""A text that sends its reader to an appendix, a section or a clause by number sends them to one that is there.

Numbers are computed, so that they move when a clause is added. `[[#clause-id]]` finds its clause wherever it goes,
and shows the number of the day.
"""

import re
from collections.abc import Iterator

from policy_handbook.findings import Finding
from policy_handbook.model import Policy
from policy_handbook.rules.context import PolicyContext, warning

ID = "numbers-in-text"
FAILING = """\
summary: The form is in Appendix F, and clause 9.4 says who reads it.
"""
PASSING = """\
summary: Section 175 of the Education Act 2002 applies, and clause 4.1 says when we look at this policy.
"""
_NUMBER = re.compile(
    r"\b(?:(?P<appendix>Appendix|Annex) (?P<letter>[A-Z]|\d{1,2})(?![\w-]|\.\d)"
    r"|(?P<what>[Ss]ection|[Cc]lause|[Pp]aragraph) (?P<number>\d{1,2}\.\d{1,2}(?:\.\d{1,2})*)(?![\d%])"
    r"|(?:[Ss]ee|[Uu]nder) (?P<part>section) (?P<whole>\d{1,2})(?![\d(]|\.\d))"
    r"(?!(?:\([a-z0-9]+\))*,? (?:of|in|to|from|at) (?!this\b))"
)
_QUICK = tuple((word, re.compile(rf"{word} [A-Z\d]")) for word in ("Appendix", "Annex", "ection", "lause", "aragraph"))
"""One of these words is in every such reference, and to look for a pattern that begins with one takes no time."""
_ELSEWHERE = re.compile(
    r"\b(?:Act|Regulations|Order|[Cc]ode|KCSIE|[Gg]uidance|[Ff]ramework|document|[Ss]tandards|\]\]|\))[^.;]{0,30}$"
)


def check_policy(context: PolicyContext) -> Iterator[Finding]:
    """Look for references by number in all texts."""
    policy = context.policy
    if not any(context.has(word) and context.mentions(followed) for word, followed in _QUICK):
        return
    numbers = _numbers(policy)
    for part in context.texts:
        for match in _NUMBER.finditer(part.text):
            name = _named(match)
            if name in numbers or _ELSEWHERE.search(part.text, 0, match.start()):
                continue
            what = (match["appendix"] or match["what"] or match["part"]).lower()
            message = f"this policy has no {what} {match['letter'] or match['number'] or match['whole']}"
            found = match[0].removeprefix("see ").removeprefix("See ").removeprefix("under ")
            write = "[[#id-of-the-clause]], which follows it; or the title of the document that has it"
            yield warning(ID, part.place, message, found=found, write=write, policy=policy.id)


def _named(match: re.Match[str]) -> str:
    return f"appendix {match['letter']}" if match["appendix"] else match["number"] or match["whole"]


def _numbers(policy: Policy) -> frozenset[str]:
    """The numbers of a policy's sections and clauses; appendices by letter, and by place for those that count them."""
    appendices = [section.number for section in policy.sections if section.appendix]
    return frozenset(
        [section.number for section in policy.all_sections()]
        + [clause.number for clause in policy.all_clauses()]
        + [number.replace("Appendix", "appendix") for number in appendices]
        + [f"appendix {place}" for place, _ in enumerate(appendices, 1)]
    )
