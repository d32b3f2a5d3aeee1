"""Trees of clause text to HTML. Everything is escaped here; there is no other way into a page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from functools import lru_cache
from html import escape
from itertools import accumulate
from sys import intern
from typing import ClassVar

from policy_handbook.markup import Node, lone_words, parse
from policy_handbook.model import Entry, Handbook, Policy
from policy_handbook.model.values import value_of
from policy_handbook.pages.contacts import has_contacts, with_contacts
from policy_handbook.pages.links import Links
from policy_handbook.references import find_reference, plain_text, reference_words, same_in_all_views

_WORD = re.compile(r"[A-Za-z][\w’'-]*")
_WORDS = re.compile(f"({_WORD.pattern})")


def esc(text: str) -> str:
    """Escape a text for HTML, quotation marks included."""
    return escape(text, quote=True)


class Terms:
    """The glossary, ready to find its terms in running text."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._by_first_word: dict[str, list[tuple[str, Entry]]] = {}
        self._first_words: dict[str, set[str]] = {}  # of each term
        for entry in entries:
            for name in filter(None, (entry.term, entry.short)):
                first = _WORD.match(name)
                if first:
                    key = first[0].lower()
                    self._by_first_word.setdefault(key, []).append((name, entry))
                    self._first_words.setdefault(entry.term, set()).add(key)
        for names in self._by_first_word.values():
            names.sort(key=lambda item: -len(item[0]))

    def find(self, text: str, start: int, word: str) -> tuple[str, Entry] | None:
        """Return the longest term that begins with this word at this place of a text."""
        for name, entry in self._by_first_word.get(word.lower(), ()):
            there = text[start : start + len(name)]
            same = there == name if name == entry.short else there.lower() == name.lower()
            if same and not text[start + len(name) : start + len(name) + 1].isalnum():
                return there, entry
        return None

    @property
    def first_words(self) -> Set[str]:
        """The words, in small letters, with which terms begin."""
        return self._by_first_word.keys()

    def done_with(self, term: str, explained: Set[str]) -> Iterator[str]:
        """Yield the first words of a term of which no term is left to explain."""
        for word in self._first_words[term]:
            if all(entry.term in explained for _, entry in self._by_first_word[word]):
                yield word


@lru_cache(maxsize=1 << 18)
def words_in(text: str) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """The words of a text in small letters, and where each begins."""
    pieces = _WORDS.split(text)  # what is between words, and the words, by turns
    return tuple(map(intern, map(str.lower, pieces[1::2]))), tuple(accumulate(map(len, pieces)))[:-1:2]


@lru_cache(maxsize=1 << 18)
def settled(text: str) -> str | None:
    """The HTML of a text of words alone, the same on every page but for terms; ``None`` for any other text."""
    words = lone_words(text)
    return None if words is None or has_contacts(words) else esc(words)


def take_apart(text: str) -> None:
    """Have at hand what every view needs of a text."""
    same_in_all_views(text)
    for words in (text,) if settled(text) is not None else _words_within(text):
        words_in(words)


def _words_within(text: str) -> Iterator[str]:
    """Yield the pieces of a text in which terms are looked for."""
    return (node.text for block in parse(text) for node in block.walk() if node.kind == "text")


class Writer:
    """Writes the texts of one page; remembers which terms it has explained and counts its footnotes."""

    def __init__(self, view: Handbook, links: Links, terms: Terms, policy: Policy | None = None) -> None:
        self.view = view
        self.links = links
        self.policy = policy
        self._terms = terms
        self._explained: set[str] = set()
        self._left = set(terms.first_words)
        self._footnotes = 0
        self._notes_of = ""
        self._in_link = False
        self._kinds: Mapping[str, Callable[[Node, int], str]] = {
            "text": self._text,
            "code": lambda node, _: f"<code>{esc(node.text)}</code>",
            "code-block": lambda node, _: f"<pre><code>{esc(node.text)}</code></pre>",
            "rule": lambda _node, _: "<hr>",
            "break": lambda _node, _: "<br>",
            "link": self._link,
            "reference": self._reference,
            "value": self._value,
            "list": self._list,
            "table": self._table,
            "footnote-reference": self._footnote_reference,
            "footnotes": self._footnote_list,
        }

    def number_notes_apart(self, name: str) -> None:
        """Count the notes of what follows from one, under anchors that have this name in them."""
        self._footnotes, self._notes_of = 0, f"{name}-"

    def blocks(self, text: str) -> str:
        """Write a text with its paragraphs, lists and tables."""
        html = self._settled(text)
        if html is not None:
            return f"<p>{html}</p>"
        notes = self._footnotes
        nodes = parse(text)
        html = "".join(self._node(node, notes) for node in nodes)
        if nodes and nodes[-1].kind == "footnotes":
            self._footnotes += len(nodes[-1].children)
        return html

    def inline(self, text: str) -> str:
        """Write a text of one paragraph without the paragraph round it."""
        html = self._settled(text)
        if html is not None:
            return html
        html = self.blocks(text)
        if html.startswith("<p>") and html.count("<p>") == 1 and html.endswith("</p>"):
            return html[3:-4]
        return html

    def _settled(self, text: str) -> str | None:
        """Write a text of words alone, without taking it apart; ``None`` for any other."""
        html = settled(text)
        return html if html is None or not self._may_explain(text) else self._with_terms(lone_words(text) or "")

    def _may_explain(self, text: str) -> bool:
        """Whether a text may have a term that is not explained yet: a quick look, before one goes word by word."""
        return bool(self._left) and not self._left.isdisjoint(words_in(text)[0])

    _TAGS: ClassVar = {"paragraph": "p", "strong": "strong", "em": "em", "s": "s", "item": "li", "quote": "blockquote"}

    def _node(self, node: Node, notes: int) -> str:
        if node.kind in self._TAGS:
            tag = self._TAGS[node.kind]
            return f"<{tag}>{self._children(node, notes)}</{tag}>"
        return self._kinds[node.kind](node, notes)

    def _children(self, node: Node, notes: int) -> str:
        return "".join(self._node(child, notes) for child in node.children)

    def _text(self, node: Node, _notes: int) -> str:
        if self._in_link:  # a link cannot hold another
            return esc(node.text)
        return with_contacts(node.text, self._with_terms)

    def _with_terms(self, text: str) -> str:
        if not self._may_explain(text):
            return esc(text)
        out: list[str] = []
        done = 0
        for word, start in zip(*words_in(text), strict=True):
            if word not in self._left or start < done:
                continue
            found = self._terms.find(text, start, word)
            if found is None or found[1].term in self._explained:
                continue
            self._explained.add(found[1].term)
            self._left.difference_update(self._terms.done_with(found[1].term, self._explained))
            out += [esc(text[done:start]), self._term(*found)]
            done = start + len(found[0])
        out.append(esc(text[done:]))
        return "".join(out)

    def _term(self, words: str, entry: Entry) -> str:
        href = self.links.to(f"glossary/#{term_anchor(entry)}")
        meaning = esc(plain_meaning(self.view, entry))
        return f'<a class="term" href="{href}" data-meaning="{meaning}">{esc(words)}</a>'

    def _link(self, node: Node, notes: int) -> str:
        self._in_link = True
        inner = self._children(node, notes)
        self._in_link = False
        return f'<a href="{esc(node.text)}">{inner}</a>'

    def _value(self, node: Node, _notes: int) -> str:
        value = value_of(self.view, node.text) or ""
        return esc(value) if self._in_link else with_contacts(value, esc)

    def _reference(self, node: Node, _notes: int) -> str:
        given = "".join(child.text for child in node.children)
        target = find_reference(self.view, node.text, self.policy)
        if target is None:
            return esc(given)  # a rule has said so; a page shows the author's words and no address
        policy, clause, anchor = target
        same_page = self.policy is not None and policy.id == self.policy.id
        words = given or reference_words(policy, clause, same_page=same_page)
        href = f"#{anchor}" if same_page and anchor else self.links.policy(policy.id, anchor)
        return f'<a href="{href}">{esc(words)}</a>'

    def _list(self, node: Node, notes: int) -> str:
        tag = "ol" if node.ordered else "ul"
        items = "".join(f"<li>{self._tight(item, notes)}</li>" for item in node.children)
        return f"<{tag}>{items}</{tag}>"

    def _tight(self, item: Node, notes: int) -> str:
        """Write an item; a paragraph that is all there is, or comes before a list, needs no space round it."""
        first, *rest = item.children or (Node("text"),)
        if first.kind == "paragraph" and all(child.kind == "list" for child in rest):
            return self._children(first, notes) + "".join(self._node(child, notes) for child in rest)
        return self._children(item, notes)

    def _table(self, node: Node, notes: int) -> str:
        head = [row for row in node.children if row.ordered]
        titles = [self._children(cell, notes) for row in head for cell in row.children]
        plain_titles = [re.sub(r"<[^>]+>", "", title) for title in titles]
        rows = []
        for row in node.children:
            if row.ordered:
                continue
            cells = [
                f'<td data-title="{title}">{self._children(cell, notes)}</td>'
                for cell, title in zip(row.children, plain_titles, strict=False)
            ]
            rows.append(f"<tr>{''.join(cells)}</tr>")
        heads = "".join(f'<th scope="col">{title}</th>' for title in titles)
        return f"<table><thead><tr>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table>"

    def _footnote_reference(self, node: Node, notes: int) -> str:
        number = notes + int(node.text)
        at = f"{self._notes_of}{number}"
        return (
            f'<sup id="note-ref-{at}"><a class="note-ref" href="#note-{at}" '
            f'aria-label="Note {number}">{number}</a></sup>'
        )

    def _footnote_list(self, node: Node, notes: int) -> str:
        items = []
        for note in node.children:
            number = notes + int(note.text)
            at = f"{self._notes_of}{number}"
            inner = "".join(self._children(child, notes) for child in note.children)
            items.append(
                f'<p class="note" id="note-{at}"><sup>{number}</sup> {inner} '
                f'<a href="#note-ref-{at}" aria-label="Back to the text of note {number}">↩</a></p>'
            )
        return f'<div class="notes">{"".join(items)}</div>'


def term_anchor(entry: Entry) -> str:
    """The part of a term's address on the glossary page after the #."""
    return re.sub(r"[^a-z0-9]+", "-", entry.term.lower()).strip("-")


def plain_meaning(view: Handbook, entry: Entry) -> str:
    """The meaning of a term as plain text, for a tooltip."""
    return plain_text(view, entry.meaning)
