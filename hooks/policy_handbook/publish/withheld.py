"""Every text of the handbook that a view must not hold, for the scan of what was built.

It compares the whole handbook with what ``for_audience`` left of it, and does not ask ``for_audience`` why: the
scan is there for the day on which that has a fault.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from policy_handbook.findings import Place
from policy_handbook.model import EVERYONE, Clause, Flier, Handbook, Policy, Section, SiteName, Status
from policy_handbook.model.flier import sheet_texts
from policy_handbook.references import plain_text

TOGETHER = "words that a page puts together"
"""A kind that is never looked for: names of anchors, and what stands side by side on a page."""


@dataclass(frozen=True, slots=True)
class Said:
    """A text of the handbook.

    Attributes:
        text: the words, with values and references filled in.
        kind: what it is, for a person: clause, title, note.
        place: where it stands.
        readers: who may read it.
    """

    text: str
    kind: str
    place: Place
    readers: tuple[str, ...]


def sayings(handbook: Handbook) -> Iterator[Said]:
    """Yield every text of a whole handbook with those who may read it.

    Readers are worked out here again from the data, one rule for each kind of record.
    """
    for policy in handbook.policies.values():
        yield from policy_sayings(handbook, policy)
    yield from general_sayings(handbook)


def policy_sayings(handbook: Handbook, policy: Policy) -> Iterator[Said]:
    """Yield every text of a policy.

    They are made from the policy, the school, its people, and those policies that this one refers or links to.
    """
    yield from _policy(handbook, policy, policy.readers if policy.status is Status.IN_FORCE else ())


def general_sayings(handbook: Handbook) -> Iterator[Said]:
    """Yield every text that is of no policy."""
    everyone = tuple(handbook.school.audiences)
    for role in handbook.people.roles.values():
        for field in ("title", "holder", "email", "phone", "does"):
            yield Said(getattr(role, field), f"{field} of a role", role.place_of(field), role.readers)
    for entry in handbook.glossary.terms:
        yield Said(entry.term, "glossary term", entry.place, entry.readers)
        yield Said(plain_text(handbook, entry.meaning), "glossary meaning", entry.place, entry.readers)
        yield Said(f"{entry.term} {entry.short}", TOGETHER, entry.place, entry.readers)
    for flier in handbook.fliers.values():
        yield from _flier(handbook, flier)
    for channel in handbook.school.channels:
        yield Said(channel.title, "channel", channel.place, _narrowed(channel.audience, everyone))


def _flier(handbook: Handbook, flier: Flier) -> Iterator[Said]:
    """A flier is for those whom it names and who may read every policy that it is made from.

    One that has the key points of readers behind a sign-in is for these alone.
    """
    everyone = tuple(handbook.school.audiences)
    sources = [handbook.policies.get(source.policy) for source in flier.sources]
    readers = tuple(
        name
        for name in everyone
        if (name in flier.audience or EVERYONE in flier.audience)
        and all(policy and policy.status is Status.IN_FORCE and name in policy.readers for policy in sources)
    )
    taken_from = handbook.school.audiences.get(flier.reader)
    if not flier.own_points and not (taken_from and taken_from.site is SiteName.WEBSITE):
        readers = tuple(name for name in readers if name == flier.reader)
    for text, _ in sheet_texts(flier):
        yield Said(plain_text(handbook, text), "text of a flier", flier.place, readers)
    for language in flier.translations.values():
        for text, _ in sheet_texts(language):
            yield Said(plain_text(handbook, text), "text of a flier", language.place, readers)


def earlier_sayings(handbook: Handbook) -> Iterator[Said]:
    """Yield every text of every earlier issue with those who could read it then and may read its policy now."""
    for name in handbook.issues:
        yield from issue_sayings(handbook, name)


def issue_sayings(handbook: Handbook, name: str) -> Iterator[Said]:
    """Yield every text of the earlier issues of a policy.

    Whoever may not read a clause with the same id now may not read it in an earlier issue.
    """
    policy = handbook.policies.get(name)
    in_force = policy.readers if policy and policy.status is Status.IN_FORCE else ()
    now = dict(_readers_by_id(policy)) if policy else {}
    for issue in handbook.issues[name].values():
        readers = tuple(reader for reader in in_force if reader in issue.readers)
        if issue.withdrawn_from_archive:
            readers = tuple(r for r in readers if handbook.school.audiences[r].site is SiteName.INTRANET)
        yield from _policy(handbook, issue, readers, now)


def _readers_by_id(policy: Policy) -> Iterator[tuple[str, tuple[str, ...]]]:
    def of_clause(clause: Clause, outer: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
        own = _narrowed(clause.audience, outer)
        if clause.id:
            yield clause.id, own
        for item in clause.items:
            yield from of_clause(item, own)

    def of_section(section: Section, outer: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
        own = _narrowed(section.audience, outer)
        for clause in section.clauses:
            yield from of_clause(clause, own)
        for child in section.sections:
            yield from of_section(child, own)

    for section in policy.sections:
        yield from of_section(section, policy.readers)


def _policy(
    handbook: Handbook, policy: Policy, readers: tuple[str, ...], now: Mapping[str, tuple[str, ...]] | None = None
) -> Iterator[Said]:
    yield Said(policy.title, "title of a policy", policy.place_of("title"), readers)
    # an index that names a policy, then the anchors of its clauses, reads like a reference to one of them
    yield Said(f"{policy.title} clause", TOGETHER, policy.place, readers)
    yield Said(plain_text(handbook, policy.summary), "summary", policy.place_of("summary"), readers)
    for audience, points in policy.key_points.items():
        own = tuple(name for name in readers if name == audience)
        for point in points:
            yield Said(plain_text(handbook, point.text), "key point", point.place, own)
    for change in policy.changes:
        yield Said(change.summary, "change record", change.place, _narrowed(change.audience, readers))
    intranet = tuple(name for name in readers if handbook.school.audiences[name].site is SiteName.INTRANET)
    for review in policy.reviews:
        # the note of a review is for the school, whoever may read that a review took place
        yield Said(review.note, "note of a review", review.place, _narrowed(review.audience, intranet))
    for link in policy.linked_policies:
        yield Said(link.why, "reason of a link", link.place, _link_readers(handbook, link.id, link.audience, readers))
        yield Said(link.title, "title of a link", link.place, _narrowed(link.audience, readers))
    for citation in policy.guidance:
        yield Said(citation.why, "reason of a citation", citation.place, readers)
    for index, name in enumerate(policy.consulted):
        yield Said(name, "body consulted", policy.place_of("consulted", index), readers)
    for section in policy.sections:
        yield from _section(handbook, section, readers, now or {})


def _link_readers(
    handbook: Handbook, target: str, audience: tuple[str, ...], readers: tuple[str, ...]
) -> tuple[str, ...]:
    own = _narrowed(audience, readers)
    other = handbook.policies.get(target)
    if other is None:
        return own
    return tuple(name for name in own if name in other.readers and other.status is Status.IN_FORCE)


def _section(
    handbook: Handbook, section: Section, outer: tuple[str, ...], now: Mapping[str, tuple[str, ...]]
) -> Iterator[Said]:
    readers = _narrowed(section.audience, outer)
    held = [
        *(_narrowed(definition.audience, readers) for definition in section.definitions),
        *(_narrowed(clause.audience, readers) for clause in section.clauses),
    ]
    title_readers = tuple(name for name in readers if section.sections or any(name in own for own in held))
    yield Said(section.title, "title of a section", section.place_of("title"), title_readers)
    yield Said(section.id.replace("-", " "), TOGETHER, section.place, title_readers)
    for definition in section.definitions:
        own = _narrowed(definition.audience, readers)
        yield Said(definition.term, "definition", definition.place, own)
        yield Said(plain_text(handbook, definition.meaning), "definition", definition.place, own)
    for clause in section.clauses:
        yield from _clause(handbook, clause, readers, now)
    for child in section.sections:
        yield from _section(handbook, child, readers, now)


def _clause(
    handbook: Handbook, clause: Clause, outer: tuple[str, ...], now: Mapping[str, tuple[str, ...]]
) -> Iterator[Said]:
    readers = tuple(name for name in _narrowed(clause.audience, outer) if name in now.get(clause.id, (name,)))
    yield Said(plain_text(handbook, clause.text), "clause", clause.place_of("text"), readers)
    yield Said(clause.id.replace("-", " "), TOGETHER, clause.place, readers)
    for item in clause.items:
        yield from _clause(handbook, item, readers, now)


def _narrowed(own: tuple[str, ...], outer: tuple[str, ...]) -> tuple[str, ...]:
    """Those whom a part names among those who may read what holds it."""
    return tuple(name for name in outer if not own or name in own or "everyone" in own)
