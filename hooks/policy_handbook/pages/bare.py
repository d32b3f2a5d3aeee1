"""A view without the texts of its policies, beside which lists are made."""

from __future__ import annotations

from dataclasses import replace

from policy_handbook.model import Handbook, Policy
from policy_handbook.model.base import made_of_parts
from policy_handbook.pages.outline import NOWHERE

TEXTS = frozenset(("summary", "key_points", "sections"))
"""The fields of a policy that no list shows."""


def listed(policy: Policy) -> Policy:
    """Return a policy of which nothing is there but what lists show: whoever asks for a text finds no such thing."""
    fields = {name: value for name, value in policy.__dict__.items() if name not in TEXTS}
    return made_of_parts(Policy, fields, set(fields), NOWHERE)


def bare(view: Handbook) -> Handbook:
    """Return a view of which nothing is there but what lists show."""
    return replace(
        view,
        policies={name: listed(policy) for name, policy in view.policies.items()},
        issues={
            name: {number: listed(issue) for number, issue in issues.items()} for name, issues in view.issues.items()
        },
    )
