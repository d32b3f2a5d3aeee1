"""Says where every word of a source went: into the text, into a field, or out and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from policy_handbook.importing.blocks import Document
from policy_handbook.importing.words import counted


class Why(StrEnum):
    """Why a text is not in the text of the policy, in words for the report."""

    FIELD = "taken into a field"
    RUNNING = "running head or foot, printed on every page"
    PAGE_NUMBER = "page number"
    CONTENTS = "printed table of contents; the handbook makes its own"
    BLANK = "bullet or number without text"
    RECORD_HEADING = "heading over control data"
    NUMBER = "number or bullet; the handbook counts anew"
    COVER = "cover page"
    NO_FIELD = "control data for which a policy has no field"
    REFERENCE = "name of a policy or clause; the handbook writes it"
    SIGNATURE = "place to sign"
    COLUMN_HEAD = "head of a column of control data"


@dataclass(frozen=True, slots=True)
class Entry:
    """A text of the source that is not in the text of the policy.

    Attributes:
        text: the words as they stood.
        why: why they are not in the text.
        field: the field that they became, where they became one.
        place: the line or paragraph of the source, from 1.
    """

    text: str
    why: Why
    field: str = ""
    place: int = 0


def missing_words(document: Document, kept: Iterable[str], entries: Iterable[Entry]) -> Counter[str]:
    """Return the words of a document that are neither in the text nor told of: none, if nothing was lost.

    Args:
        document: the document as it was read.
        kept: every text of the policy's sections.
        entries: what was told of otherwise.
    """
    return counted(document.texts()) - counted(kept) - counted(entry.text for entry in entries)
