"""Addresses within a view, written relative to the page that holds them.

Relative addresses are what lets a site be read from a folder, under any path of a web server, and inside
another site's frame.
"""

from __future__ import annotations

from dataclasses import dataclass

from policy_handbook.addresses import policy_address
from policy_handbook.model import View


@dataclass(frozen=True, slots=True)
class Links:
    """Makes addresses for one page of one view.

    Attributes:
        view: the view that the page is in.
        depth: how many folders below the top of its view the page lies.
    """

    view: View
    depth: int

    @classmethod
    def of(cls, view: View, address: str) -> Links:
        """Return the links of the page at an address."""
        return cls(view, address.count("/"))

    @property
    def top(self) -> str:
        """The way up to the top of the view: empty or ``../../``."""
        return "../" * self.depth

    def to(self, address: str) -> str:
        """Return the way to an address of the same view."""
        return f"{self.top}{address}" or "./"

    def policy(self, policy_id: str, anchor: str = "") -> str:
        """Return the way to a policy, or to a clause of it."""
        return self.to(policy_address(policy_id, anchor))

    def to_view(self, other: View, address: str = "") -> str | None:
        """Return the way to an address of another view of the same site; ``None`` if it is on the other site."""
        if other.site is not self.view.site:
            return None
        up = self.depth + (0 if self.view.is_top else 1)
        down = "" if other.is_top else f"{other.audience}/"
        return f"{'../' * up}{down}{address}" or "./"
