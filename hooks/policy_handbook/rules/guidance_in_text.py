"""Guidance that a text cites with a year is the edition in force, and is listed under guidance.

A year in a sentence is forgotten when the next edition comes. The edition under `guidance` is checked, and is shown
with the policy, so that the sentence can do without one.
"""

from collections.abc import Iterator
from functools import lru_cache

from policy_handbook.dates import Date
from policy_handbook.findings import Finding, Place, Severity
from policy_handbook.model import Policy
from policy_handbook.rules.context import Facts, PolicyContext, info, warning
from policy_handbook.rules.guidance import Citation, Document, Span, applying, cited, in_force, spans

ID = "guidance-in-text"
FAILING = """\
# nation: england
summary: We follow KCSIE 2024, and Behaviour in schools (2020). Our staff have read Mobile phones in schools guidance.
guidance: [{id: kcsie, edition: "2026"}, {id: behaviour-in-schools, edition: "2024"}]
"""
PASSING = """\
# nation: england
summary: We follow Keeping children safe in education (2026), and teach how to use mobile phones in schools.
guidance: [{id: kcsie, edition: "2026"}]
"""
_EARLY = 183
"""Days before it is in force within which an edition may have been published."""


def check_policy(context: PolicyContext) -> Iterator[Finding]:
    """Look for citations in all texts of every policy."""
    policy = context.policy
    listed = {citation.id for citation in policy.guidance}
    found = context.texts
    for index, citation in cited([part.text for part in found], _documents(context.facts)):
        place = found[index].place
        yield from _edition(context, policy, citation, place)
        if citation.is_sure and citation.document.id not in listed:
            listed.add(citation.document.id)
            yield _unlisted(context, policy, citation, place)


@lru_cache(maxsize=1)
def _documents(facts: Facts) -> tuple[Document, ...]:
    return tuple(map(Document.of, applying(facts)))


def _edition(context: PolicyContext, policy: Policy, citation: Citation, place: Place) -> Iterator[Finding]:
    document = citation.document
    known = spans(document)
    if not citation.year or not known:
        return
    now = in_force(document, context.today)
    write = f"{citation.name} {now.label}; or no year here, and the edition under guidance" if now else ""
    span = _meant(citation, known)
    if span is None:
        severity = Severity.INFO if document.evidence in ("memory", "inferred") else Severity.WARNING
        message = f"no edition {citation.year} of {document.title} is known; known are {', '.join(known)}"
        yield Finding(ID, severity, place, message, citation.words, write, policy.id)
    elif citation.other and _contradicts(citation.other, span):
        applies = f"applies from {span.edition.in_force or span.start}"
        message = f"the edition and the date contradict each other: {document.title} {span.edition.label} {applies}"
        yield warning(ID, place, message, found=citation.words, write=write, policy=policy.id)
    elif span.end and span.end <= context.today and not citation.is_past:
        message = f"{document.title} {span.edition.label} was superseded on {span.edition.superseded or span.end}"
        yield warning(ID, place, message, found=citation.words, write=write, policy=policy.id)


def _meant(citation: Citation, known: dict[str, Span]) -> Span | None:
    """The edition that a citation means: by its date where that is of an edition, else by its year."""
    for span in known.values():
        for date in (span.edition.in_force, span.edition.published):
            if citation.date and date and (date.year, date.month) == (citation.date.year, citation.date.month):
                return span
    return known.get(citation.year)


def _contradicts(date: Date, span: Span) -> bool:
    """Whether an edition cannot have been in force from a date, nor published on it."""
    if span.start is None:
        return False
    early = min(
        (span.start - date.last_day).days,
        (span.edition.published.first_day - date.last_day).days if span.edition.published else _EARLY + 1,
    )
    return early > _EARLY or (span.end is not None and date.first_day >= span.end)


def _unlisted(context: PolicyContext, policy: Policy, citation: Citation, place: Place) -> Finding:
    now = in_force(citation.document, context.today)
    edition = f', edition: "{now.label}"' if now else ""
    message = f"the text names {citation.document.title}, which guidance does not list"
    write = f"guidance: [{{id: {citation.document.id}{edition}}}]"
    return info(ID, place, message, found=citation.words, write=write, policy=policy.id)
