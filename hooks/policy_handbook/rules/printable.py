"""What is printed is in letters that a font of the program has.

A page borrows its letters from the reader's own device; paper has none to borrow. Latin letters of every European
language, Greek, Cyrillic, Arabic, Urdu and Bengali are there, and Chinese with one package more. Whatever is in other
letters is left out of print, never printed as empty boxes.
"""

from collections.abc import Iterator

from policy_handbook.findings import Finding
from policy_handbook.rules.context import Context

ID = "printable"
FAILING = """\
summary: For whoever says ꦱꦸꦒꦼꦁ.
"""
PASSING = """\
summary: For whoever says dzień dobry, السلام or নমস্কার.
"""


def check(context: Context) -> Iterator[Finding]:
    """Pass on what was found when texts were set."""
    yield from (finding for finding in context.on_paper if finding.rule == ID)
