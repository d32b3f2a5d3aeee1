"""The list of policies for the school's own website, in layers.

A list with plain links survives a system that strips scripts and frames; a classic script keeps it current
where scripts are allowed; a page of its own goes into a frame. Only the public view is listed.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence

from policy_handbook.addresses import full_address, policy_address
from policy_handbook.dates import Date
from policy_handbook.feeds.templates import render
from policy_handbook.model import Handbook, Policy
from policy_handbook.outputs import OutputFile


def embed_files(view: Handbook, today: dt.date) -> Sequence[OutputFile]:
    """Make the snippet, the script that keeps it current, and the page for a frame."""
    values = {
        "school": view.school,
        "home": full_address(view, view.view),
        "groups": _groups(view),
        "today": Date.of(today).words,
    }
    fragment = render("embed-list.html.jinja", level=3, **values)  # within a page that has a title and parts of its own
    framed = render("embed-list.html.jinja", level=2, **values)
    return (
        OutputFile("embed/policies.html", render("embed-snippet.html.jinja", fragment=fragment, **values).encode()),
        OutputFile("embed/policies.js", render("embed.js.jinja", fragment=_script_text(fragment), **values).encode()),
        OutputFile("embed/frame.html", render("embed-frame.html.jinja", fragment=framed, **values).encode()),
        OutputFile("embed/frame.js", render("embed-frame.js.jinja").encode()),
        OutputFile("embed/frame.css", render("embed-frame.css.jinja", **values).encode()),
    )


def _groups(view: Handbook) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """Policies by category, as (title, address, date of the next review)."""
    titles = dict(view.school.categories) | {"": "Other policies"}
    groups: dict[str, list[tuple[str, str, str]]] = {name: [] for name in titles}
    for policy in view.policies.values():
        groups[policy.category if policy.category in titles else ""].append(_row(view, policy))
    return [(titles[name], rows) for name, rows in groups.items() if rows]


def _row(view: Handbook, policy: Policy) -> tuple[str, str, str]:
    return policy.title, full_address(view, view.view, policy_address(policy.id)), policy.review.next.words


def _script_text(html: str) -> str:
    """Write HTML as a JavaScript string that is safe within a script and in any encoding."""
    return json.dumps(html).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
