"""The page of a policy: key points first, then the clauses, then how it came about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from policy_handbook.addresses import policy_address
from policy_handbook.history.timeline import pairs, spans
from policy_handbook.model import Clause, Handbook, KeyPoint, Numbering, Policy, Section, View
from policy_handbook.outputs import Page, SearchEntry
from policy_handbook.pages.context import PageContext
from policy_handbook.pages.html import Terms, Writer, esc
from policy_handbook.pages.links import Links
from policy_handbook.pages.origin import Origin
from policy_handbook.pages.templates import render
from policy_handbook.references import find_reference, in_sentence, plain_text


@dataclass(frozen=True, slots=True)
class ContentsLine:
    """A line of the table of contents."""

    number: str
    title: str
    anchor: str
    children: tuple[ContentsLine, ...]


def policy_page(view: Handbook, policy: Policy, context: PageContext, terms: Terms) -> Page:
    """Make the page of one policy of a view."""
    address = policy_address(policy.id)
    links = Links.of(view.view, address)
    writer = Writer(view, links, terms, policy)
    body = ClauseWriter(writer, policy, mark_readers=view.view.site.value == "intranet")
    points = [_key_point(writer, policy, point) for point in policy.key_points.get(view.audience, ())]
    html = render(
        "policy.html.jinja",
        view=view,
        policy=policy,
        links=links,
        summary=plain_text(view, policy.summary),
        points=points,
        origin=Origin.of(view, policy).sentence,
        versions=_other_versions(view, policy, links),
        contents=[contents_of(section, policy) for section in policy.sections],
        earlier=[span.issue for span in reversed(spans(view, policy)[:-1])],
        compared={new.issue for _, new in pairs(view, policy)},
        text=Markup("".join(body.section(section, 2) for section in policy.sections)),
        full=_full_policy(view, policy, links),
        linked_from=view.linked_from(policy.id),
        guidance=[(citation, view.guidance.get(citation.id)) for citation in policy.guidance],
        other_readers=[a for a in policy.readers if a != view.audience] if body.mark_readers else [],
        numbered=policy.numbering is not Numbering.NONE,
        printed=context.printed.get(policy.id),
        fliers=[
            context.fliers[flier.id]
            for flier in view.fliers.values()
            if flier.id in context.fliers and any(source.policy == policy.id for source in flier.sources)
        ],
    )
    return Page(
        address=address,
        title=policy.title,
        description=plain_text(view, policy.summary),
        body=html,
        kind="policy",
        updated=max(policy.effective_from, *(c.date for c in policy.changes[-1:]), policy.effective_from).last_day,
        entries=tuple(entries_of(view, policy)),
        crumbs=(("Policies A to Z", "policies/"),),
    )


def _key_point(writer: Writer, policy: Policy, point: KeyPoint) -> Markup:
    """Write a point of the short version with links to the clauses that it rests on, as far as this view has them."""
    cited = []
    for ref in point.rests_on:
        target = find_reference(writer.view, f"#{ref}", policy)
        if target and target[1] and policy.numbering is not Numbering.NONE:
            number = esc(target[1].number)
            cited.append(f'<a href="#{esc(target[2])}" aria-label="Clause {number}">{number}</a>')
    source = f' <span class="cite">({", ".join(cited)})</span>' if cited else ""
    return Markup(f"{writer.inline(point.text)}{source}")


def _other_versions(view: Handbook, policy: Policy, links: Links) -> list[tuple[str, str]]:
    """For the public page, which search engines find: the same policy as other readers of the site see it."""
    if not view.view.is_top:
        return []
    ways = [
        (other.title, links.to_view(other, policy_address(policy.id)))
        for other in view.views
        if other.audience in policy.readers and other.audience != view.audience
    ]
    return [(title, way) for title, way in ways if way]


def _full_policy(view: Handbook, policy: Policy, links: Links) -> tuple[View, str] | None:
    """Where the public text in full is, if this view shows less of it."""
    public = view.views[0]
    if view.audience == public.audience or public.audience not in policy.readers or not policy.narrowed:
        return None
    address = links.to_view(public, policy_address(policy.id))
    if address is None:
        address = f"{view.school.handbook_url.rstrip('/')}/{policy_address(policy.id)}"
    return public, address


def contents_of(section: Section, policy: Policy) -> ContentsLine:
    """The line of the table of contents for a section."""
    children = tuple(contents_of(child, policy) for child in section.sections)
    number = "" if policy.numbering is Numbering.NONE else section.number
    return ContentsLine(number, section.title, section.anchor, children)


class ClauseWriter:
    """Writes sections and clauses with their numbers."""

    def __init__(self, writer: Writer, policy: Policy, *, mark_readers: bool) -> None:
        self._writer = writer
        self._policy = policy
        self.mark_readers = mark_readers
        self._numbered = policy.numbering is not Numbering.NONE
        self._origin = Origin.of(writer.view, policy)

    def section(self, section: Section, level: int, outer: Sequence[str] = ()) -> str:
        """Write a section with all within it, its heading at a level from 2."""
        number = ""
        if self._numbered:
            named = section.number if section.number[:1].isalpha() else f"Section {section.number}"
            opening = f'<a class="section-number" href="#{section.anchor}" aria-label="{esc(named)}">'
            number = f"{opening}{esc(section.number)}</a> "
        parts = [
            f'<section class="section" id="{section.anchor}">',
            f"<h{level}>{number}<span>{esc(section.title)}</span></h{level}>",
            self._mark(section.readers, outer or self._policy.readers),
            _tag(self._origin.section(section)),
            self._definitions(section),
            "".join(self._clause(clause, section) for clause in section.clauses),
            "".join(self.section(child, min(level + 1, 6), section.readers) for child in section.sections),
            "</section>",
        ]
        return "".join(parts)

    def _definitions(self, section: Section) -> str:
        if not section.definitions:
            return ""
        rows = "".join(
            f"<div><dt>{esc(definition.term)}</dt><dd>{self._writer.inline(definition.meaning)}</dd></div>"
            for definition in section.definitions
        )
        return f'<dl class="definitions">{rows}</dl>'

    def _clause(self, clause: Clause, section: Section) -> str:
        own = f'<span class="target" id="{esc(clause.id)}"></span>' if clause.id else ""
        target = clause.id or clause.anchor
        number = (
            f'<a class="clause-number" href="#{esc(target)}" aria-label="Link to clause {esc(clause.number)}">'
            f"{esc(clause.label)}</a>"
            if self._numbered
            else ""
        )
        return (
            f'<div class="clause{"" if self._numbered else " unnumbered"}" id="{clause.anchor}">{own}{number}'
            f'<div class="clause-text">{self._writer.blocks(clause.text)}{self._items(clause)}'
            f"{self._foot(clause, section)}</div></div>"
        )

    def _items(self, clause: Clause) -> str:
        if not clause.items:
            return ""
        items = []
        for item in clause.items:
            own = f'<span class="target" id="{esc(item.id)}"></span>' if item.id else ""
            label = f'<span class="item-label">{esc(item.label)}</span>' if self._numbered else ""
            items.append(
                f'<li id="{item.anchor}">{own}{label}<div class="item-text">{self._writer.inline(item.text)}'
                f"{self._items(item)}{self._mark(item.readers, clause.readers)}"
                f"{_tag(self._origin.item(item, clause))}</div></li>"
            )
        # the labels are text of our own, so that they can be read out, copied and cited
        style = "items" if self._numbered else "items unnumbered"
        return f'<ul class="{style}" role="list">{"".join(items)}</ul>'

    def _foot(self, clause: Clause, section: Section) -> str:
        """Say who has to do what a clause says, for staff who may read it, and in a trust whose text it is."""
        view, links = self._writer.view, self._writer.links
        roles = [(role, view.title_of(role)) for role in clause.responsible]
        named = [
            f'<a href="{links.to(f"roles/{role}/")}">{esc(title)}</a>' if self.mark_readers else esc(title)
            for role, title in roles
            if title
        ]
        who = f"<span>Responsible: {', '.join(named)}</span>" if named else ""
        marks = self._mark(clause.readers, section.readers) + _tag(self._origin.clause(clause, section))
        return f'<p class="foot">{who}{marks}</p>' if who or marks else ""

    def _mark(self, readers: Sequence[str], outer: Sequence[str]) -> str:
        """For staff: say who may read a part, where that differs from what holds it."""
        if not self.mark_readers or tuple(readers) == tuple(outer):
            return ""
        return _tag(readers_words(self._writer.view, readers, outer))


def _tag(words: str) -> str:
    return f'<span class="tag">{esc(words)}</span>' if words else ""


def readers_words(view: Handbook, readers: Sequence[str], outer: Sequence[str]) -> str:
    """Say who may read a part, to somebody who is among them, in the shorter of two ways."""

    def titles(names: Sequence[str]) -> str:
        return " and ".join(", ".join(_readers_name(view, name) for name in names).rsplit(", ", 1))

    others = [name for name in readers if name != view.audience]
    missing = [name for name in outer if name not in readers]
    own = view.school.audiences[view.audience].title
    if not others:
        return f"{own} only"
    return f"Not for {titles(missing)}" if len(missing) < len(others) else f"Only for {titles([*readers])}"


def _readers_name(view: Handbook, audience: str) -> str:
    """An audience within a sentence: pupils, parents and carers, but the public."""
    name = in_sentence(view.school.audiences[audience].title)
    return f"the {name}" if name == "public" else name


def entries_of(view: Handbook, policy: Policy) -> Iterator[SearchEntry]:
    """Yield what a search finds of a policy: the policy itself, then its definitions and its clauses."""
    address = policy_address(policy.id)
    points = " ".join(plain_text(view, p.text) for p in policy.key_points.get(view.audience, ()))
    summary = plain_text(view, policy.summary)
    yield SearchEntry(address, policy.title, f"{summary} {points}".strip(), weight=4.0)
    for section in policy.all_sections():
        for definition in section.definitions:
            text = f"{definition.term}: {plain_text(view, definition.meaning)}"
            yield SearchEntry(f"{address}#{section.anchor}", section.title, text, policy.title, section.number)
        for clause in section.clauses:
            target = clause.id or clause.anchor
            title = f"{clause.number} {section.title}" if policy.numbering is not Numbering.NONE else section.title
            yield SearchEntry(f"{address}#{target}", title, _all_text(view, clause), policy.title, clause.number)


def _all_text(view: Handbook, clause: Clause) -> str:
    """A clause on one line; a semicolon says where one item ends and the next begins."""
    text = plain_text(view, clause.text)
    return f"{text} {'; '.join(_all_text(view, item) for item in clause.items)}".strip() if clause.items else text
