"""Clause text as plain data for the typesetter: the tree of the one parser, with values and references filled in.

The typesetter is handed words and never source, so that ``#``, ``$`` or ``@`` in a policy come out as typed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from policy_handbook.addresses import full_address, policy_address
from policy_handbook.markup import Node, lone_words, parse
from policy_handbook.model import Clause, Handbook, Policy
from policy_handbook.model.values import value_of
from policy_handbook.references import find_reference, is_same_in_all_views, reference_words

Piece = str | dict[str, Any]
"""Words as they are, and any other node as ``{"kind": ..., "text": ..., "children": [...], "ordered": ...}``."""

Tree = str | list[Piece]
"""A text: its blocks, or the words alone of one paragraph without marks, as most are."""

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
    return tree_in_all_views(text) if is_same_in_all_views(text) else _written_out(text, view, here)


@lru_cache(maxsize=1 << 17)
def tree_in_all_views(text: str) -> Tree:
    """Return a text that has neither values nor references as data; nobody changes what comes of it."""
    return _written_out(text, None, None)


def _written_out(text: str, view: Handbook | None, here: Here | None) -> Tree:
    words = lone_words(text)
    if words is not None and not _is_long(words):
        return words
    return [_node(view, node, here) for node in parse(text)]


def spelt_out(tree: Tree) -> list[dict[str, Any]]:
    """Return a text with words as nodes, too, for those who want to treat all pieces alike."""
    if isinstance(tree, str):
        tree = [{"kind": "paragraph", "text": "", "ordered": False, "children": [tree]}]
    return [_spelt_out(piece) for piece in tree]


def _spelt_out(piece: Piece) -> dict[str, Any]:
    if isinstance(piece, str):
        return {"kind": "text", "text": piece, "ordered": False, "children": []}
    return {**piece, "children": [_spelt_out(child) for child in piece["children"]]}


def _node(view: Handbook | None, node: Node, here: Here | None) -> Piece:
    if view is not None and node.kind == "value":
        return _words(value_of(view, node.text) or "")
    if view is not None and node.kind == "reference":
        return _reference(view, node, here)
    children = [_node(view, child, here) for child in node.children]
    if node.kind == "text":
        return _words(node.text)
    if node.kind == "table":
        return {"kind": "table", "text": _long_words(children), "ordered": False, "children": children}
    return {"kind": node.kind, "text": node.text, "ordered": node.ordered, "children": children}


def _long_words(rows: Sequence[Piece]) -> str:
    """Say of a table whether it has words that may be too long for its columns."""
    columns = max((len(row["children"]) for row in rows if not isinstance(row, str)), default=0)
    limit = (99, 60, 34, 22, 14)[min(columns, 4)]
    return str(limit) if any(_longest(row) >= limit for row in rows) else ""


def _longest(node: Piece) -> int:
    if isinstance(node, str):
        return _longest_word(node)
    own = _longest_word(node["text"]) if node["kind"] in ("long-text", "code") else 0
    return max((own, *map(_longest, node["children"])))


def _longest_word(text: str) -> int:
    return max(map(len, text.split()), default=0)


def _words(text: str) -> Piece:
    """Some words. To break long ones takes the typesetter time, so it is told where there are any."""
    return {"kind": "long-text", "text": text, "ordered": False, "children": []} if _is_long(text) else text


def _is_long(text: str) -> bool:
    return len(text) > LONG and _longest_word(text) > LONG


def _reference(view: Handbook, node: Node, here: Here | None) -> Piece:
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
