"""A view to paper: policies typeset as PDF from what one audience may see."""

from policy_handbook.print.document import policy_pdf
from policy_handbook.print.typeset import TypesetError

__all__ = ["TypesetError", "policy_pdf"]
