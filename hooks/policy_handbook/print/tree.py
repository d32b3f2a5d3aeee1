"""Clause text as plain data for the typesetter: the tree of the one parser, with values and references filled in.

The typesetter is handed words and never source, so that ``#``, ``$`` or ``@`` in a policy come out as typed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from policy_handbook.addresses import full_address, policy_address
from policy_handbook.markup import Node, parse
from policy_handbook.model import Clause, Handbook, Policy
from policy_handbook.model.values import value_of
from policy_handbook.references import find_reference, reference_words

Tree = list[dict[str, Any]]
"""Nodes as ``{"kind": ..., "text": ..., "children": [...], "ordered": ...}``."""


LONG = 40
"""A word of more letters may be too long for a line."""


@dataclass(frozen=True, slots=True)
class Here:
    """Where a text stands on paper.

    Attributes:
        policy: the policy that it is of.
        inside: the ids of all policies in the same document.
    """

    policy: Policy
    inside: frozenset[str]


def anchor_of(policy: Policy, clause: Clause) -> str:
    """The name of a clause within a document that may hold several policies."""
    return f"{policy.id}-{clause.anchor}"


def tree_of(view: Handbook, text: str, here: Here | None) -> Tree:
    """Return a text as data, as its readers see it."""
    return [_node(view, node, here) for node in parse(text)]


def _node(view: Handbook, node: Node, here: Here | None) -> dict[str, Any]:
    if node.kind == "value":
        return _words(value_of(view, node.text) or "")
    if node.kind == "reference":
        return _reference(view, node, here)
    children = [_node(view, child, here) for child in node.children]
    if node.kind == "text":
        return _words(node.text)
    if node.kind == "table":
        return {"kind": "table", "text": _long_words(children), "ordered": False, "children": children}
    return {"kind": node.kind, "text": node.text, "ordered": node.ordered, "children": children}


def _long_words(rows: Tree) -> str:
    """Say of a table whether it has words that may be too long for its columns."""
    columns = max((len(row["children"]) for row in rows), default=0)
    limit = (99, 60, 34, 22, 14)[min(columns, 4)]
    return str(limit) if any(_longest(row) >= limit for row in rows) else ""


def _longest(node: dict[str, Any]) -> int:
    own = max(map(len, node["text"].split()), default=0) if node["kind"] in ("text", "long-text", "code") else 0
    return max((own, *map(_longest, node["children"])))


def _words(text: str) -> dict[str, Any]:
    """Some words. To break long ones takes the typesetter time, so it is told where there are any."""
    kind = "long-text" if len(text) > LONG and any(len(word) > LONG for word in text.split()) else "text"
    return {"kind": kind, "text": text, "ordered": False, "children": []}


def _reference(view: Handbook, node: Node, here: Here | None) -> dict[str, Any]:
    given = "".join(child.text for child in node.children)
    own = here.policy if here else None
    target = find_reference(view, node.text, own)
    if target is None:
        return _words(given)
    policy, clause, anchor = target
    words = given or reference_words(policy, clause, same_page=own is not None and policy.id == own.id)
    if here and policy.id in here.inside and (clause is not None or policy.id != here.policy.id):
        name = anchor_of(policy, clause) if clause else f"policy-{policy.id}"
        return {"kind": "within", "text": name, "ordered": False, "children": [_words(words)]}
    address = full_address(view, view.view, policy_address(policy.id, anchor))
    if not address.startswith("http"):
        return _words(words)  # paper cannot follow a relative address
    return {"kind": "link", "text": address, "ordered": False, "children": [_words(words)]}
