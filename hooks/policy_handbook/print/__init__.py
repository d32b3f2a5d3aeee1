"""A view to paper: policies typeset as PDF from what one audience may see."""

from __future__ import annotations

from dataclasses import dataclass

from policy_handbook.model import Handbook
from policy_handbook.outputs import Printed
from policy_handbook.print.cache import Cache
from policy_handbook.print.document import policy_document
from policy_handbook.print.pictures import PictureError, as_svg
from policy_handbook.print.text import pdf_text
from policy_handbook.print.typeset import TypesetError, can_typeset

__all__ = ["Cache", "PictureError", "Prints", "TypesetError", "as_svg", "can_typeset", "pdf_text", "prints_of"]


@dataclass(frozen=True, slots=True)
class Prints:
    """What a view has on paper.

    Attributes:
        policies: the printed policies by id.
        failed: what could not be typeset, and why, a line each.
    """

    policies: dict[str, Printed]
    failed: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[Printed, ...]:
        """Every document."""
        return tuple(self.policies.values())


def prints_of(view: Handbook, crest: str, cache: Cache) -> Prints:
    """Typeset everything that a view has on paper.

    Args:
        view: what ``for_audience`` returned.
        crest: the school's crest as SVG; empty without one.
        cache: what was typeset before.
    """
    if not can_typeset():
        return Prints({})
    policies, failed = {}, []
    for policy in view.policies.values():
        try:
            policies[policy.id] = policy_document(view, policy, crest, cache)
        except TypesetError as error:
            failed.append(f"{policy.title} could not be printed: {error}")
    return Prints(policies, tuple(failed))
