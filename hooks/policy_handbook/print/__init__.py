"""A view to paper: policies typeset as PDF from what one audience may see."""

from __future__ import annotations

from dataclasses import dataclass

from policy_handbook.model import Handbook
from policy_handbook.outputs import Printed
from policy_handbook.print.cache import NO_CACHE, Cache
from policy_handbook.print.document import policy_document
from policy_handbook.print.flier import ENGLISH, flier_document, languages
from policy_handbook.print.pictures import PictureError, as_svg
from policy_handbook.print.text import pdf_text
from policy_handbook.print.typeset import TypesetError, can_typeset

__all__ = [
    "NO_CACHE",
    "Cache",
    "PictureError",
    "Prints",
    "TypesetError",
    "as_svg",
    "can_typeset",
    "pdf_text",
    "prints_of",
]


@dataclass(frozen=True, slots=True)
class Prints:
    """What a view has on paper.

    Attributes:
        policies: the printed policies by id.
        fliers: the fliers by id, in each language, English first.
        failed: what could not be typeset, and why, a line each.
    """

    policies: dict[str, Printed]
    fliers: dict[str, tuple[Printed, ...]]
    failed: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[Printed, ...]:
        """Every document."""
        return (*self.policies.values(), *(sheet for sheets in self.fliers.values() for sheet in sheets))


def prints_of(view: Handbook, crest: str, cache: Cache) -> Prints:
    """Typeset everything that a view has on paper.

    Args:
        view: what ``for_audience`` returned.
        crest: the school's crest as SVG; empty without one.
        cache: what was typeset before.
    """
    if not can_typeset():
        return Prints({}, {})
    policies: dict[str, Printed] = {}
    fliers: dict[str, tuple[Printed, ...]] = {}
    failed: list[str] = []
    for policy in view.policies.values():
        try:
            policies[policy.id] = policy_document(view, policy, crest, cache)
        except TypesetError as error:
            failed.append(f"{policy.title} could not be printed: {error}")
    for flier in view.fliers.values():
        sheets = []
        for language in (ENGLISH, *(code for code in flier.translations if code in languages())):
            try:
                sheets.append(flier_document(view, flier, crest, cache, language))
            except TypesetError as error:
                failed.append(f"the flier {flier.title} ({language}) could not be printed: {error}")
        if sheets:
            fliers[flier.id] = tuple(sheets)
    return Prints(policies, fliers, tuple(failed))
