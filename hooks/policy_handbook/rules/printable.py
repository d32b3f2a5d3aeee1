"""What is printed is in letters that a font of the program has.

A page borrows its letters from the reader's own device; paper has none to borrow. Latin letters of every European
language, Greek, Cyrillic, Arabic, Urdu and Bengali are there, and Chinese with one package more. Whatever is in other
letters is left out of print, never printed as empty boxes.
"""

import re
from collections.abc import Iterator

from policy_handbook.findings import Finding, Place
from policy_handbook.rules.context import Context, PolicyContext
from policy_handbook.rules.each import Looked

ID = "printable"
FAILING = """\
summary: For whoever says ꦱꦸꦒꦼꦁ.
"""
PASSING = """\
summary: For whoever says dzień dobry, السلام or নমস্কার.
"""


# what every font has: Latin letters and the signs of print
_SET_SAFELY = re.compile(r"[\x00-\u017f\u2010-\u2027\u2030-\u203a\u20ac]*")


def note(context: PolicyContext) -> list[tuple[str, str, int, int]]:
    """The texts of a policy that have other letters, each with its place."""
    if _SET_SAFELY.fullmatch(context.whole):
        return []
    texts = ((part.text, part.place) for part in context.all_texts if not _SET_SAFELY.fullmatch(part.text))
    return [(text, place.file, place.line, place.column) for text, place in texts]


def noted(looked: Looked) -> Iterator[tuple[str, Place, str]]:
    """Yield those texts of all policies, each with its place and its policy."""
    for policy, texts in looked.noted_by(ID).items():
        for text, file, line, column in texts:
            yield text, Place(file, line, column), policy


def check(context: Context) -> Iterator[Finding]:
    """Pass on what was found when texts were set."""
    yield from (finding for finding in context.on_paper if finding.rule == ID)
