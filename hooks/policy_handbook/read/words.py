"""The words that all findings on reading share: what is there, shown safely, and what to write.

What stands in a file is shown on one line, cut short, and with characters that cannot be seen by their numbers. The
text of a clause is never shown: it may be for few readers only, and a report is read by others.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from policy_handbook.findings import Finding, Place, Severity

MOST = 100
"""Findings that are listed for one file: with more, something general is wrong with it."""

_LONGEST = 60
FIELD_NAME = r"[a-z_][a-z0-9_-]*"
"""How names of fields look in these files; what begins with a capital is more likely the start of a sentence."""

HEAD = re.compile(rf"\s*(?P<hyphens>(?:-\s+)*)(?P<field>(?:{FIELD_NAME}:\s+)?)(?P<value>.*)")
"""The parts of a line: hyphens of a list, a field's name with its colon, and the value."""

_SHOWABLE_NAME = re.compile(r"[A-Za-z0-9_.$-]{1,40}")


@dataclass(frozen=True, slots=True)
class Advice:
    """What is wrong, what is there and what to write."""

    message: str
    found: str = ""
    write: str = ""


def code_point(character: str) -> str:
    """Show a character that cannot be seen: ``U+0000``."""
    return f"U+{ord(character):04X}"


def visible(text: str) -> str:
    """Show a text on one line, whatever is in it."""
    return text if text.isprintable() else "".join(c if c.isprintable() else f"<{code_point(c)}>" for c in text)


def shortened(text: str) -> str:
    """Show the beginning of a text on one line, whatever is in it."""
    return visible(text[:_LONGEST]) + ("…" if len(text) > _LONGEST else "")


def name_shown(name: str) -> str:
    """Show a field's name; dots for one that is more of a text than a name."""
    return name if _SHOWABLE_NAME.fullmatch(name) else "..."


def quoted(line: str) -> str:
    """Show how a line with quotes looks, without its text: ``summary: "..."``."""
    match = HEAD.match(line)
    head = f"{match['hyphens'][:2]}{match['field']}" if match else ""
    return f'{head}"..."   (double quotes round the whole text)'


def and_more(file: str) -> Finding:
    """Say that not all is listed."""
    message = f"there are more than {MOST} faults in this file, and the rest are not listed"
    return Finding("too-many-faults", Severity.ERROR, Place(file), message, "", "mend these first")


def begins_with(character: str, line: str = "") -> Advice:
    """Explain that a text without quotes may not begin with a character."""
    message = f"a text that begins with {character} needs quotes, as {character} has a meaning of its own in YAML"
    return Advice(message, character, quoted(line))
