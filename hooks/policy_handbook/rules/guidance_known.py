"""Guidance that a policy cites is known, and the edition is the one in force."""

from collections.abc import Iterator

from policy_handbook.findings import Finding
from policy_handbook.model import GuidanceCitation, Policy
from policy_handbook.rules.context import PolicyContext, error, nearest, warning
from policy_handbook.rules.guidance import in_force

ID = "guidance-known"
FAILING = """\
guidance: [{id: kcsi, edition: "2026"}, {id: kcsie, edition: "2025"}]
"""
PASSING = """\
guidance: [{id: kcsie, edition: "2026"}]
"""


def check_policy(context: PolicyContext) -> Iterator[Finding]:
    """Look at every citation."""
    policy = context.policy
    for citation in policy.guidance:
        yield from _citation(context, policy, citation)


def _citation(context: PolicyContext, policy: Policy, citation: GuidanceCitation) -> Iterator[Finding]:
    known = context.facts.guidance
    document = known.get(citation.id)
    if document is None:
        message = f"no guidance has the id {citation.id}; add it to guidance.yaml if it is the school's own"
        near = nearest(citation.id, known)
        yield error(ID, citation.place_of("id"), message, found=citation.id, write=near, policy=policy.id)
        return
    editions = {edition.label: edition for edition in document.editions}
    if not citation.edition or not editions:
        return
    found = f'edition: "{citation.edition}"'
    place = citation.place_of("edition")
    edition = editions.get(citation.edition)
    if edition is None:
        message = f"{document.title} has no edition {citation.edition}; known are {', '.join(editions)}"
        yield warning(ID, place, message, found=found, policy=policy.id)
    elif edition.superseded and edition.superseded.first_day <= context.today:
        now = in_force(document, context.today)
        message = f"{document.title} {citation.edition} was superseded on {edition.superseded}"
        write = f'edition: "{now.label}"' if now else ""
        yield warning(ID, place, message, found=found, write=write, policy=policy.id)
