"""An Act is cited with its right year: Equality Act 2010, not 2000."""

import re
from collections.abc import Iterator

from policy_handbook.findings import Finding
from policy_handbook.rules.context import Context, warning
from policy_handbook.rules.data import acts, retired_terms

ID = "acts-known"
FAILING = """\
summary: We keep to the Equality Act 2000 and the Human Rights Act 1998.
"""
PASSING = """\
summary: We keep to the Equality Act 2010 and the Human Rights Act 1998.
"""


def check(context: Context) -> Iterator[Finding]:
    """Compare every Act that is named with its years."""
    known = {_plain(name): (name, years) for name, years in acts().items()}
    retired = {_plain(entry.term) for entry in retired_terms(context.handbook.school)}
    longest_first = sorted(known, key=len, reverse=True)
    pattern = re.compile(rf"\b({'|'.join(map(re.escape, longest_first))}),? (\d{{4}})\b", re.IGNORECASE)
    for policy in context.policies:
        for text, place in context.all_texts(policy):
            if "Act" not in text and "act " not in text:
                continue
            for match in pattern.finditer(_plain(text)):
                name, years = known[match[1].lower()] if match[1].lower() in known else known[match[1]]
                if int(match[2]) in years or match[0] in retired or _belongs_to_a_longer_name(match):
                    continue
                right = " or ".join(f"{name} {year}" for year in years)
                message = f"there is no {name} of that year in our list"
                yield warning(ID, place, message, found=f"{name} {match[2]}", write=right, policy=policy.id)


def _plain(text: str) -> str:
    return text.replace("’", "'").lower()


def _belongs_to_a_longer_name(match: re.Match[str]) -> bool:
    """Whether the words before make another Act of it, such as the Education and Skills Act or Early Education Act."""
    before = match.string[: match.start()].split()
    return bool(before) and before[-1] in {"and", "higher", "further", "scotland", "wales"}
