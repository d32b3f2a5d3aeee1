"""What references and values in a text stand for in a view, and texts without their marks.

A view holds only what its audience may see, so that a reference to anything else stands for nothing here.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from policy_handbook.markup import Node, lone_words, parse
from policy_handbook.model import Clause, Handbook, Policy
from policy_handbook.model.values import value_of

_APART = frozenset(("paragraph", "item", "cell", "break", "quote", "footnote"))


def plain_text(view: Handbook, text: str) -> str:
    """A text without marks, with its values and references filled in, on one line."""
    if is_same_in_all_views(text):
        return same_in_all_views(text)

    def said(node: Node) -> str:
        if node.kind == "value":
            return value_of(view, node.text) or ""
        target = find_reference(view, node.text, None)
        return reference_words(target[0], target[1], same_page=False) if target else ""

    return _plain_text(text, said)


def is_same_in_all_views(text: str) -> bool:
    """Whether a text has neither values nor references: only what these stand for differs between views."""
    return "{{" not in text and "[[" not in text


@lru_cache(maxsize=1 << 18)
def same_in_all_views(text: str) -> str:
    """A text that has neither values nor references, without marks, on one line."""
    words = lone_words(text)
    return " ".join(words.split()) if words is not None else _plain_text(text, lambda _node: "")


def _plain_text(text: str, said: Callable[[Node], str]) -> str:
    return " ".join(" ".join(_plain(node, said) for node in parse(text)).split())


def _plain(node: Node, said: Callable[[Node], str]) -> str:
    if node.kind == "value" or (node.kind == "reference" and not node.children):
        return said(node)
    if node.kind in ("text", "code"):
        return node.text
    inner = "".join(_plain(child, said) for child in node.children)
    return f"{inner} " if node.kind in _APART else inner


def find_reference(view: Handbook, target: str, here: Policy | None) -> tuple[Policy, Clause | None, str] | None:
    """Find what ``policy``, ``policy#clause`` or ``#clause`` points to.

    Returns:
        The policy, the clause if it is one, and the anchor; ``None`` if this view does not hold it.
    """
    name, _, part = target.partition("#")
    policy = view.policies.get(name) if name else here
    if policy is None:
        return None
    found = find_in(policy, part)
    return (policy, *found) if found else None


def find_in(policy: Policy, part: str) -> tuple[Clause | None, str] | None:
    """Find what the part of a reference after the # points to in a policy.

    Returns:
        The clause if it is one, and the anchor; empty for the policy itself. ``None`` if it holds no such part.
    """
    if not part:
        return None, ""
    by_anchor = part.startswith("clause-")  # an anchor is made anew each time it is asked for
    for clause in policy.all_clauses():
        if part in (clause.id, clause.number) or (by_anchor and part == clause.anchor):
            return clause, clause.id or clause.anchor
    for section in policy.all_sections():
        if part in (section.id, section.number, section.anchor):
            return None, section.anchor
    return None


def reference_words(policy: Policy, clause: Clause | None, *, same_page: bool) -> str:
    """The words for a reference that brings none of its own."""
    return words_for(policy.title, clause.number if clause else "", same_page=same_page)


def words_for(title: str, clause: str, *, same_page: bool) -> str:
    """The words for a reference to a policy, or to a clause by its number, that brings none of its own."""
    if not clause:
        return title
    return f"clause {clause}" if same_page else f"{title}, clause {clause}"


def in_sentence(title: str) -> str:
    """A title as it stands within a sentence: ``Pupils`` becomes ``pupils``, ``SEND`` stays."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]
