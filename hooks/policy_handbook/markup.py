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

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
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


_LETTERS = r"[^\\`*_\[\]<>#|{}!&~^\n\r@\0]*"
"""Letters without a meaning to the parser, once a paragraph has begun."""

_PLAIN = re.compile(rf"[A-Za-z(£“‘‚]{_LETTERS}")
_BEGINS_PLAIN = re.compile(r"[A-Za-z(£“‘‚]|\{\{")
_WORDS = re.compile(_LETTERS)
_REFERENCE = re.compile(
    r"\[\[\s*(?=[a-z0-9#-])(?P<target>[a-z0-9-]*(?:#[\w.()-]+)?)\s*(?:\|\s*(?P<label>[^\[\]]+?)\s*)?\]\]"
)
_VALUE = re.compile(r"\{\{\s*(?P<name>[^{}\n]*?)\s*\}\}")
_OURS = re.compile(rf"{_REFERENCE.pattern}|{_VALUE.pattern}")


@lru_cache(maxsize=1 << 18)
def parse(text: str) -> tuple[Node, ...]:
    """Parse clause text into blocks. The same text always gives the same tree."""
    if _is_plain(text):
        return (Node("paragraph", children=(Node("text", text),)),)
    parts = _simple_parts(text)
    return (Node("paragraph", children=parts),) if parts else _nodes(iter(_parser().parse(text)))


def _is_plain(text: str) -> bool:
    """Whether a text is one paragraph without any marks, as most are."""
    return _PLAIN.fullmatch(text) is not None and "  " not in text


@lru_cache(maxsize=1 << 18)
def lone_words(text: str) -> str | None:
    """The words of a text that is one paragraph of words, as most are; ``None`` for any other."""
    nodes = parse(text)
    lone = len(nodes) == 1 and nodes[0].kind == "paragraph" and [node.kind for node in nodes[0].children] == ["text"]
    return nodes[0].children[0].text if lone else None


def _simple_parts(text: str) -> tuple[Node, ...]:
    """The parts of a paragraph that has references and values and no marks beside; none of any other text.

    They are those that the parser makes, in a tenth of its time.
    """
    if not _BEGINS_PLAIN.match(text) or not _WORDS.fullmatch(_OURS.sub("", text)):
        return ()
    if "\n" in text or "\r" in text or text[-1].isspace():
        return ()
    found: list[Node] = []
    done = 0
    for match in _OURS.finditer(text):
        found += _words_between(text, done, match.start())
        target = match["target"]
        found.append(_reference(target, match["label"]) if target else Node("value", match["name"]))
        done = match.end()
    return (*found, *_words_between(text, done, len(text)))


def _words_between(text: str, start: int, end: int) -> tuple[Node, ...]:
    return (Node("text", text[start:end]),) if start < end else ()


def _reference(target: str, label: str | None) -> Node:
    return Node("reference", target, (Node("text", label),) if label else ())


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"]).use(footnote_plugin)
    parser.disable(["html_block", "html_inline", "image", "footnote_inline"])
    parser.inline.ruler.before("link", "reference", _reference_rule)
    parser.inline.ruler.before("link", "value", _value_rule)
    return parser


def _reference_rule(state: StateInline, silent: bool) -> bool:
    match = _REFERENCE.match(state.src, state.pos) if state.src.startswith("[[", state.pos) else None
    if not match:
        return False
    if not silent:
        token = state.push("reference", "", 0)
        token.content = match["target"]
        token.meta = {"label": match["label"] or ""}
    state.pos = match.end()
    return True


def _value_rule(state: StateInline, silent: bool) -> bool:
    match = _VALUE.match(state.src, state.pos) if state.src.startswith("{{", state.pos) else None
    if not match:
        return False
    if not silent:
        state.push("value", "", 0).content = match["name"]
    state.pos = match.end()
    return True


_CONTAINERS = {
    "paragraph": "paragraph",
    "strong": "strong",
    "em": "em",
    "s": "s",
    "list_item": "item",
    "blockquote": "quote",
    "table": "table",
    "tr": "row",
    "td": "cell",
    "th": "cell",
    "footnote_block": "footnotes",
}


def _nodes(tokens: Iterator[Token], within: str = "") -> tuple[Node, ...]:
    """Take parts up to the end of what they are within, or to the end of all."""
    found: list[Node] = []
    for token in tokens:
        kind, is_end = token.type.removesuffix("_open"), token.nesting < 0
        if is_end and kind == f"{within}_close":
            break
        if is_end:
            continue  # a footnote within a footnote that nothing refers to leaves its end behind
        if token.nesting > 0:
            inner = _nodes(tokens, kind)
            found += (
                inner if kind in ("thead", "tbody") else (_container(kind, token, inner, in_head=within == "thead"),)
            )
        elif kind == "inline":
            found += _nodes(iter(token.children or ()))
        else:
            found.append(_leaf(token))
    return tuple(found)


def _container(kind: str, token: Token, inner: tuple[Node, ...], *, in_head: bool) -> Node:
    if kind in _CONTAINERS:
        return Node(_CONTAINERS[kind], children=inner, ordered=in_head)
    if kind in ("bullet_list", "ordered_list"):
        return Node("list", children=inner, ordered=kind == "ordered_list")
    if kind == "heading":
        return Node("paragraph", children=(Node("strong", children=inner),))
    if kind == "link":
        return Node("link", str(token.attrs.get("href", "")), inner)
    return Node("footnote", str(token.meta["id"] + 1), inner)


_WORDS_OF = {
    "text": "text",
    "code_inline": "code",
    "value": "value",
    "fence": "code-block",
    "code_block": "code-block",
}


def _leaf(token: Token) -> Node:
    kind = token.type
    if kind == "reference":
        return _reference(token.content, token.meta["label"])
    if kind == "softbreak":
        return Node("text", " ")
    if kind == "hardbreak":
        return Node("break")
    if kind == "hr":
        return Node("rule")
    if kind == "footnote_ref":
        return Node("footnote-reference", str(token.meta["id"] + 1))
    if kind == "footnote_anchor":
        return Node("text", "")
    return Node(_WORDS_OF.get(kind, "text"), token.content)


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
