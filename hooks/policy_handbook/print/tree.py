"""Clause text as plain data for the typesetter: the tree of the one parser, with values and references filled in.

The typesetter is handed words and never source, so that ``#``, ``$`` or ``@`` in a policy come out as typed.
"""

from __future__ import annotations

from typing import Any

from policy_handbook.addresses import full_address, policy_address
from policy_handbook.markup import Node, parse
from policy_handbook.model import Handbook, Policy
from policy_handbook.model.values import value_of
from policy_handbook.references import find_reference, reference_words

Tree = list[dict[str, Any]]
"""Nodes as ``{"kind": ..., "text": ..., "children": [...], "ordered": ...}``."""


def tree_of(view: Handbook, text: str, policy: Policy | None) -> Tree:
    """Return a text as data, as its readers see it."""
    return [_node(view, node, policy) for node in parse(text)]


def _node(view: Handbook, node: Node, policy: Policy | None) -> dict[str, Any]:
    if node.kind == "value":
        return _words(value_of(view, node.text) or "")
    if node.kind == "reference":
        return _reference(view, node, policy)
    return {
        "kind": node.kind,
        "text": node.text,
        "ordered": node.ordered,
        "children": [_node(view, child, policy) for child in node.children],
    }


def _words(text: str) -> dict[str, Any]:
    return {"kind": "text", "text": text, "ordered": False, "children": []}


def _reference(view: Handbook, node: Node, here: Policy | None) -> dict[str, Any]:
    given = "".join(child.text for child in node.children)
    target = find_reference(view, node.text, here)
    if target is None:
        return _words(given)
    policy, clause, anchor = target
    same = here is not None and policy.id == here.id
    words = given or reference_words(policy, clause, same_page=same)
    if same and clause is not None:
        return {"kind": "within", "text": clause.anchor, "ordered": False, "children": [_words(words)]}
    address = full_address(view, view.view, policy_address(policy.id, anchor))
    if not address.startswith("http"):
        return _words(words)  # paper cannot follow a relative address
    return {"kind": "link", "text": address, "ordered": False, "children": [_words(words)]}
