"""Addresses: of a policy within its view, and with its host. None of them changes with an issue."""

from __future__ import annotations

from urllib.parse import urlsplit

from policy_handbook.model import Handbook, SiteName, View


def policy_address(policy_id: str, anchor: str = "") -> str:
    """Return the address of a policy, or of a clause, within its view."""
    return f"policies/{policy_id}/{f'#{anchor}' if anchor else ''}"


def changes_address(policy_id: str, issue: int) -> str:
    """Return the address of what an issue changed, within its view."""
    return f"policies/{policy_id}/changes/{issue}/"


def issue_address(policy_id: str, issue: int) -> str:
    """Return the address of an earlier issue, within its view."""
    return f"policies/{policy_id}/issues/{issue}/"


def full_address(handbook: Handbook, view: View, address: str = "") -> str:
    """Return an address with its host, for feeds and for the school's own website.

    An intranet whose address the school does not give falls back to one that begins at the top of the view.
    """
    intranet = view.site is SiteName.INTRANET
    base = handbook.school.intranet_url if intranet else handbook.school.handbook_url
    folder = "" if view.is_top else f"{view.audience}/"
    return f"{base.rstrip('/')}/{folder}{address}" if base else address


def path_on_server(handbook: Handbook, view: View) -> str:
    """Return the path of a view on its web server; one whose address nobody gives is taken for all of its server."""
    address = full_address(handbook, view) or ("" if view.is_top else f"{view.audience}/")
    return f"/{urlsplit(address).path.strip('/')}/".replace("//", "/")
