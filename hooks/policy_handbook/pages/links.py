"""Addresses within a view, written relative to the page that holds them.

Relative addresses are what lets a site be read from a folder, under any path of a web server, and inside
another site's frame. The not-found page alone is shown at any depth, so that its addresses begin at the server's root.
"""

from __future__ import annotations

from dataclasses import dataclass

from policy_handbook.addresses import full_address, path_on_server, policy_address
from policy_handbook.model import Handbook, SiteName, View

NOT_FOUND = "404.html"
"""The page that a web server shows for every address that it does not know."""


@dataclass(frozen=True, slots=True)
class Links:
    """Makes addresses for one page of one view.

    Attributes:
        view: the view that the page is in.
        depth: how many folders below the top of its view the page lies.
        root: the path of the view on its server, for a page that is shown at any depth; else empty.
    """

    view: View
    depth: int
    root: str = ""

    @classmethod
    def of(cls, view: View, address: str) -> Links:
        """Return the links of the page at an address."""
        return cls(view, address.count("/"))

    @classmethod
    def on_page(cls, handbook: Handbook, address: str) -> Links:
        """Return the links of a page, the not-found page included."""
        if address != NOT_FOUND:
            return cls.of(handbook.view, address)
        return cls(handbook.view, 0, path_on_server(handbook, handbook.view))

    @property
    def top(self) -> str:
        """The way up to the top of the view: empty or ``../../``."""
        return self.root or "../" * self.depth

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
        own_folder = "" if self.view.is_top else f"{self.view.audience}/"
        up = self.root.removesuffix(own_folder) if self.root else "../" * (self.depth + bool(own_folder))
        down = "" if other.is_top else f"{other.audience}/"
        return f"{up}{down}{address}" or "./"

    def door(self, handbook: Handbook, other: View) -> str | None:
        """Return the way to the start of another view, with its host where that is another; ``None`` if unknown."""
        if other.site is SiteName.INTRANET and not handbook.school.intranet_url:
            return self.to_view(other)
        return self.to_view(other) or full_address(handbook, other)
