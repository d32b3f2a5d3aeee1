"""Clause text to a tree, by the one parser that pages, paper and rules share.

The text is CommonMark with tables and footnotes, without HTML; ``{{ school.name }}`` stands for a value and
``[[behaviour]]``, ``[[social-media#no-photos]]`` or ``[[behaviour|our rules]]`` for a link to a policy or clause.
Those two are rules of the parser, so that they mean nothing inside `code`. A value is a dotted name that is
looked up and nothing else: there is no expression to sandbox.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.footnote import footnote_plugin


@dataclass(frozen=True, slots=True)
class Node:
    """A part of a text.

    Attributes:
        kind: paragraph, text, strong, em, s, code, link, reference, value, list, item, table, row, cell, quote,
            code-block, rule, break, footnote-reference, footnotes or footnote.
        text: the words of a ``text`` or ``code``, the name of a ``value``, the target of a ``reference`` such as
            ``social-media#no-photos``, the address of a ``link``, the label of a footnote.
        children: what it holds; for a ``reference``, the words to show, if any were given.
        ordered: whether a ``list`` is numbered, and whether a ``row`` is a head row.
    """

    kind: str
    text: str = ""
    children: tuple[Node, ...] = ()
    ordered: bool = False

    def walk(self) -> Iterator[Node]:
        """Yield this part and all within it."""
        yield self
        for child in self.children:
            yield from child.walk()


_PLAIN = re.compile(r"[A-Za-z(£“‘‚][^\\`*_\[\]<>#|{}!&~^\n\r@]*")
_NUMBERED = re.compile(r"\s*\d")
_REFERENCE = re.compile(r"\[\[\s*([a-z0-9-]*(?:#[\w.()-]+)?)\s*(?:\|\s*([^\[\]]+?)\s*)?\]\]")
_VALUE = re.compile(r"\{\{\s*([^{}\n]*?)\s*\}\}")


@lru_cache(maxsize=1 << 18)
def parse(text: str) -> tuple[Node, ...]:
    """Parse clause text into blocks. The same text always gives the same tree."""
    if _is_plain(text):
        return (Node("paragraph", children=(Node("text", text),)),)
    tree = SyntaxTreeNode(_parser().parse(text))
    return tuple(_blocks(tree.children))


def _is_plain(text: str) -> bool:
    """Whether a text is one paragraph without any marks, as most are."""
    return _PLAIN.fullmatch(text) is not None and "  " not in text


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"]).use(footnote_plugin)
    parser.disable(["html_block", "html_inline", "image", "footnote_inline"])
    parser.inline.ruler.before("link", "reference", _reference_rule)
    parser.inline.ruler.before("link", "value", _value_rule)
    return parser


def _reference_rule(state: StateInline, silent: bool) -> bool:
    match = _REFERENCE.match(state.src, state.pos) if state.src.startswith("[[", state.pos) else None
    if not match or not match[1]:
        return False
    if not silent:
        token = state.push("reference", "", 0)
        token.content = match[1]
        token.meta = {"label": match[2] or ""}
    state.pos = match.end()
    return True


def _value_rule(state: StateInline, silent: bool) -> bool:
    match = _VALUE.match(state.src, state.pos) if state.src.startswith("{{", state.pos) else None
    if not match:
        return False
    if not silent:
        state.push("value", "", 0).content = match[1]
    state.pos = match.end()
    return True


_CONTAINERS = {
    "paragraph": "paragraph",
    "strong": "strong",
    "em": "em",
    "s": "s",
    "list_item": "item",
    "blockquote": "quote",
    "tr": "row",
    "td": "cell",
    "th": "cell",
    "footnote_block": "footnotes",
}


def _blocks(children: list[SyntaxTreeNode]) -> Iterator[Node]:
    for child in children:
        if child.type in ("inline", "thead", "tbody"):
            yield from _blocks(child.children)
        else:
            yield _node(child)


def _node(node: SyntaxTreeNode) -> Node:
    kind = node.type
    inner = tuple(_blocks(node.children))
    if kind in _CONTAINERS:
        head = kind == "tr" and node.parent is not None and node.parent.type == "thead"
        return Node(_CONTAINERS[kind], children=inner, ordered=head)
    if kind in ("bullet_list", "ordered_list"):
        return Node("list", children=inner, ordered=kind == "ordered_list")
    if kind == "heading":
        return Node("paragraph", children=(Node("strong", children=inner),))
    if kind == "link":
        return Node("link", str(node.attrs.get("href", "")), inner)
    if kind == "reference":
        label = node.meta["label"]
        return Node("reference", node.content, (Node("text", label),) if label else ())
    return _leaf(node, inner)


def _leaf(node: SyntaxTreeNode, inner: tuple[Node, ...]) -> Node:
    meta: dict[str, Any] = node.meta
    simple = {
        "text": "text",
        "code_inline": "code",
        "value": "value",
        "fence": "code-block",
        "code_block": "code-block",
    }
    if node.type in simple:
        return Node(simple[node.type], node.content)
    if node.type == "table":
        return Node("table", children=inner)
    if node.type == "softbreak":
        return Node("text", " ")
    if node.type == "hardbreak":
        return Node("break")
    if node.type == "hr":
        return Node("rule")
    if node.type == "footnote_ref":
        return Node("footnote-reference", str(meta["id"] + 1))
    if node.type == "footnote":
        return Node("footnote", str(meta["id"] + 1), inner)
    if node.type == "footnote_anchor":
        return Node("text", "")
    return Node("text", node.content)


def words(text: str) -> str:
    """Return a text without its marks, on one line; values and unnamed references are left out."""
    if _is_plain(text):
        return " ".join(text.split())
    return " ".join("".join(_words(node) for node in parse(text)).split())


def _words(node: Node) -> str:
    if node.kind in ("text", "code", "code-block"):
        return node.text
    space = " " if node.kind in ("paragraph", "item", "cell", "break", "quote", "table", "footnote") else ""
    return "".join(_words(child) for child in node.children) + space


def references(text: str) -> tuple[str, ...]:
    """Return what a text links to within the handbook: ``policy``, ``policy#clause`` or ``#clause``."""
    if "[[" not in text:
        return ()
    return tuple(node.text for block in parse(text) for node in block.walk() if node.kind == "reference")


def values(text: str) -> tuple[str, ...]:
    """Return the names of the values that a text uses, such as ``school.name``."""
    if "{{" not in text:
        return ()
    return tuple(node.text for block in parse(text) for node in block.walk() if node.kind == "value")
